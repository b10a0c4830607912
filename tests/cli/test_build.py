"""`build`: what it writes, what it says, and with which exit code."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from generator.assembly import store
from generator.cli.build_report import Row, as_table
from tests.cli.apps import APP, MISTAKEN, OTHER_TABLE, SCANNED, WITHOUT_DEV, content_of, write_app
from tests.cli.support import invoke

EVERY_FILE = {
    "bootstrap.template.json",
    "dev/dns.template.json",
    "dev/main.template.json",
    "dev/manifest.json",
    "dev/roles.template.json",
    "prod/dns.template.json",
    "prod/main.template.json",
    "prod/manifest.json",
    "prod/roles.template.json",
    "prod/secondary.template.json",
}


def test_every_environment_is_built_beside_the_app_file(here: Path) -> None:
    write_app(here)

    outcome = invoke("build")

    assert outcome.code == 0
    assert set(content_of(here / "build")) == EVERY_FILE
    assert store.environments("build") == ("dev", "prod")


def test_a_pipe_gets_a_line_per_template_and_the_next_command_on_stderr(here: Path) -> None:
    write_app(here)

    outcome = invoke("build")

    line = re.compile(
        r"((prod|dev)/(roles|main|secondary|dns)|bootstrap)\.template\.json: changed, "
        r"([a-z]+-[a-z]+-1|2 regions), \d+ resources, \d+ bytes"
    )
    assert len(outcome.out.splitlines()) == 8
    assert [row for row in outcome.out.splitlines() if not line.fullmatch(row)] == []
    assert outcome.err.endswith("Next: python -m generator lint\n")


def test_a_terminal_gets_a_table_with_the_limits(here: Path) -> None:
    write_app(here)

    shown = invoke("build", terminal=True, environ={"NO_COLOR": "1"}).out.splitlines()

    assert [row for row in shown if not row.startswith(" ")] == ["all environments", "prod", "dev"]
    assert shown[1].startswith("  bootstrap 2 regions      changed")
    assert re.fullmatch(
        r"  main      eu-west-1      changed    \d\d/500 resources +\d\d,\d{3}/1,000,000 bytes", shown[4]
    )


def test_a_template_that_is_too_long_to_send_inline_is_marked() -> None:
    rows = [row("main", size=51_201), row("dns", size=51_200)]

    assert as_table(rows) == (
        "prod\n"
        "  main      eu-west-1      unchanged   3/500 resources  51,201/1,000,000 bytes *\n"
        "  dns       eu-west-1      unchanged   3/500 resources  51,200/1,000,000 bytes\n"
        "* over 51,200 bytes: deployed from a bucket"
    )
    assert max(map(len, as_table(rows).splitlines())) <= 80


def row(template: str, *, size: int) -> Row:
    return Row(environment="prod", template=template, regions=("eu-west-1",), resources=3, bytes=size, changed=False)


def test_the_table_as_json_is_data_alone(here: Path) -> None:
    write_app(here)

    document = json.loads(invoke("build", "--format", "json").out)

    assert document["limits"] == {"bytes": 1_000_000, "inline_bytes": 51_200, "resources": 500}
    assert {row["file"] for row in document["templates"]} == {name for name in EVERY_FILE if "manifest" not in name}
    assert all(row["changed"] for row in document["templates"])


def test_building_again_changes_nothing_and_says_so(here: Path) -> None:
    write_app(here)
    invoke("build")
    for path in (here / "build").rglob("*"):
        os.utime(path, (1, 1))

    outcome = invoke("build")

    assert outcome.out.count(": unchanged, ") == 8
    assert {path.stat().st_mtime for path in (here / "build").rglob("*.json")} == {1}


def test_a_removed_environment_is_removed_and_told(here: Path) -> None:
    write_app(here)
    invoke("build")
    write_app(here, WITHOUT_DEV)

    outcome = invoke("build")

    assert os.path.join("build", "dev") + ": removed\n" in outcome.err
    assert store.environments("build") == ("prod",)


def test_with_an_environment_only_that_one_is_built_and_none_removed(here: Path) -> None:
    write_app(here)
    invoke("build")
    before = content_of(here / "build")
    write_app(here, OTHER_TABLE)

    outcome = invoke("build", "--env", "dev")

    after = content_of(here / "build")
    assert outcome.code == 0
    assert set(after) == set(before)
    assert {name for name in after if after[name] != before[name]} == {"dev/main.template.json", "dev/manifest.json"}
    assert outcome.err.endswith("Next: python -m generator lint --env dev\n")
    assert invoke("build", "--check", "--env", "dev").code == 0
    assert invoke("build", "--check").code == 1


def test_an_unknown_environment_is_refused(here: Path) -> None:
    write_app(here)

    outcome = invoke("build", "--env", "prd")

    assert outcome.code == 2
    assert outcome.err.startswith("error: app.yaml has no environment prd\n    use prod")
    assert not (here / "build").exists()


def test_an_app_file_elsewhere_is_built_beside_itself(here: Path) -> None:
    (here / "shop").mkdir()
    write_app(here / "shop")

    outcome = invoke("build", "--app", "shop/app.yaml")

    assert set(content_of(here / "shop" / "build")) == EVERY_FILE
    assert outcome.err.endswith("Next: python -m generator lint --app shop/app.yaml\n")


def test_a_wrong_app_file_is_told_whole_and_nothing_is_written(here: Path) -> None:
    write_app(here, MISTAKEN)

    outcome = invoke("build")

    assert outcome.code == 2
    assert outcome.out == ""
    assert "app.yaml:4" in outcome.err
    assert "app.yaml:8" in outcome.err
    assert outcome.err.endswith("error: 2 mistakes in the app file\n")
    assert not (here / "build").exists()


@pytest.mark.parametrize(
    ("app", "told"),
    [
        (WITHOUT_DEV, [("main", ""), ("secondary", "")]),
        # With one region it is less by what watches the others.
        (APP, [("main", "dev"), ("main", "prod, stage"), ("secondary", "prod, stage")]),
    ],
)
def test_a_limit_that_environments_break_alike_is_told_once(here: Path, app: str, told: list[tuple[str, str]]) -> None:
    routes = "".join(f"    GET /path{number}: {{mock: {{status: 204}}}}\n" for number in range(250))
    stage = "  stage: {domain: {name: api.stage.example.com}}\n"
    write_app(here, app.replace("  routes:\n", "  routes:\n" + routes) + stage)

    outcome = invoke("build")

    assert outcome.code == 2
    assert re.findall(r"the (\w+) template has [0-9,]+ resources, AWS takes 500 \[A191\](.*)", outcome.err) == [
        (name, f" (environments: {environments})" if environments else "") for name, environments in told
    ]
    assert outcome.err.startswith("app.yaml: error: api.routes: the main template")
    assert not (here / "build").exists()


@pytest.mark.parametrize(("option", "shown"), [("-q", False), ("-v", True)])
def test_advice_on_the_app_file_goes_to_stderr(here: Path, option: str, shown: bool) -> None:
    write_app(here, SCANNED)

    outcome = invoke("build", option)

    assert outcome.code == 0
    assert ("warning: api.routes.GET /things: " in outcome.err) == shown
    assert "warning" not in outcome.out


def test_check_is_silent_on_stdout_when_nothing_differs(here: Path) -> None:
    write_app(here)
    invoke("build")

    outcome = invoke("build", "--check")

    assert (outcome.code, outcome.out, outcome.err) == (0, "", "build is up to date\n")


def test_check_names_what_differs_and_writes_nothing(here: Path) -> None:
    write_app(here)
    invoke("build")
    (here / "build" / "prod" / "dns.template.json").unlink()
    write_app(here, WITHOUT_DEV.replace("type: S", "type: N"))
    before = content_of(here)

    outcome = invoke("build", "--check")

    assert outcome.code == 1
    assert outcome.out.replace(os.sep, "/").splitlines() == [
        "build/prod/main.template.json: changed",
        "build/prod/secondary.template.json: changed",
        "build/prod/dns.template.json: missing",
        "build/prod/manifest.json: changed",
        "build/dev: superfluous",
    ]
    assert outcome.err == "error: build is out of date\nNext: python -m generator build\n"
    assert content_of(here) == before


def test_check_as_json_marks_what_differs(here: Path) -> None:
    write_app(here)
    invoke("build")
    write_app(here, WITHOUT_DEV.replace("type: S", "type: N"))

    outcome = invoke("build", "--check", "--format", "json")

    document = json.loads(outcome.out)
    assert outcome.code == 1
    assert document["removed"] == ["dev"]
    assert {row["template"] for row in document["templates"] if row["changed"]} == {"main", "secondary"}


def test_a_folder_of_somebody_else_is_refused(here: Path) -> None:
    write_app(here)
    (here / "build" / "dev").mkdir(parents=True)
    (here / "build" / "dev" / "index.html").write_text("mine")

    outcome = invoke("build")

    assert outcome.code == 2
    assert "was not written by this tool" in outcome.err
    assert set(content_of(here / "build")) == {"dev/index.html"}


def test_the_order_of_keys_in_the_app_file_does_not_change_a_byte(here: Path) -> None:
    write_app(here)
    invoke("build")
    head, _, rest = APP.partition("api:\n")

    (here / "app.yaml").write_text(
        "api:\n" + rest.partition("environments:")[0] + head + "environments:" + rest.partition("environments:")[2]
    )

    assert invoke("build", "--check").code == 0
