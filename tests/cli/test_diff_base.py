"""`diff`: what it compares with, and what is said when that is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.apps import SCANNED, write_app
from tests.cli.repositories import commit, git
from tests.cli.support import invoke

pytestmark = pytest.mark.usefixtures("only_repositories_of_tests")


def test_a_folder_needs_no_git(here: Path) -> None:
    write_app(here)
    invoke("build")
    shutil.move(here / "build", here / "old build")
    write_app(here, SCANNED)

    outcome = invoke("diff", "--against", "old build", "--exit-code")

    assert outcome.code == 1
    assert outcome.out.startswith("app.yaml as it is now against the folder old build\n")


def test_outside_of_a_repository_one_has_to_name_a_folder(here: Path) -> None:
    write_app(here)

    outcome = invoke("diff")

    assert outcome.code == 2
    assert "is not in a git repository" in outcome.err
    assert "--against FOLDER" in outcome.err


def test_a_build_that_was_never_committed_makes_everything_new(here: Path) -> None:
    write_app(here)
    git(here, "init", "--quiet")
    commit(here)

    outcome = invoke("diff")

    assert outcome.code == 0
    assert "+ prod: " in outcome.out
    assert "+ dev: " in outcome.out
    assert "nothing is at build/ at " in outcome.err
    assert "commit build to have it compared\n" in outcome.err


def test_templates_that_were_changed_by_hand_are_compared_as_they_are(repository: Path) -> None:
    template = repository / "build" / "prod" / "main.template.json"
    template.write_text(template.read_text().replace('"Retain"', '"Delete"'))
    commit(repository)

    outcome = invoke("diff")

    assert "prod/main.template.json in build/ at" in outcome.err
    assert "is not what its manifest says; it is compared as it is\n" in outcome.err
    assert '"Delete" -> "Retain"' in outcome.out


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("manifest.json", "<<<<<<< HEAD\n", "prod/manifest.json in build/ at "),
        ("manifest.json", None, ""),
        ("main.template.json", "<<<<<<< HEAD\n", "prod/main.template.json in build/ at "),
        ("main.template.json", "[]", "is no template"),
        ("main.template.json", '{"a":' * 5000 + "1" + "}" * 5000, "is not JSON"),
        ("main.template.json", None, "prod/main.template.json is missing in build/ at "),
    ],
)
def test_a_base_that_cannot_be_read_names_the_file(
    repository: Path, name: str, content: str | None, message: str
) -> None:
    path = repository / "build" / "prod" / name
    path.unlink() if content is None else path.write_text(content)
    commit(repository)

    outcome = invoke("diff")

    assert outcome.code == (2 if message else 0)
    assert message in outcome.err
    assert not message or "another revision: --against REF" in outcome.err
