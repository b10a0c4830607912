"""`lint`: findings on what was built, in three formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.apps import APP, OTHER_TABLE, SCANNED, content_of, write_app
from tests.cli.support import Outcome, invoke


def lint(folder: Path, text: str, *options: str) -> Outcome:
    """Lint one environment of this app, freshly built."""
    write_app(folder, text)
    assert invoke("build", "--env", "dev").code == 0
    return invoke("lint", "--env", "dev", *options)


def test_a_good_app_has_no_findings(here: Path) -> None:
    outcome = lint(here, APP, "--strict")

    assert (outcome.code, outcome.out) == (0, "no findings\n")
    assert outcome.err == "Next: review build and commit it\n"


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_fail_only_when_strict(here: Path, options: tuple[str, ...], code: int) -> None:
    outcome = lint(here, SCANNED, *options)

    assert outcome.code == code
    assert "app.yaml:10:5: warning: api.routes.GET /things: " in outcome.out
    assert outcome.out.endswith("\n1 warning\n")


@pytest.mark.parametrize(("form", "key"), [("json", "findings"), ("sarif", "runs")])
def test_programs_get_one_document_on_stdout(here: Path, form: str, key: str) -> None:
    outcome = lint(here, SCANNED, "--format", form)

    assert key in json.loads(outcome.out)


def test_sarif_tells_what_each_rule_is_about(here: Path) -> None:
    outcome = lint(here, SCANNED, "--format", "sarif")

    rules = json.loads(outcome.out)["runs"][0]["tool"]["driver"]["rules"]
    assert rules
    assert all(rule[key]["text"] for rule in rules for key in ("shortDescription", "fullDescription", "help"))


def test_an_outdated_build_is_not_judged(here: Path) -> None:
    write_app(here)
    invoke("build")
    write_app(here, OTHER_TABLE)
    before = content_of(here)

    outcome = invoke("lint", "--env", "dev")

    assert outcome.code == 1
    assert outcome.out == ""
    assert "main.template.json is changed: build is out of date\n" in outcome.err
    assert outcome.err.endswith("Next: python -m generator build --env dev\n")
    assert content_of(here) == before


def test_a_wrong_app_file_is_told_as_build_tells_it(here: Path) -> None:
    write_app(here, APP.replace("type: S", "type: X"))

    outcome = invoke("lint")

    assert outcome.code == 2
    assert outcome.err.endswith("error: 1 mistake in the app file\n")
