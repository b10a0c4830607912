"""`graph`: a drawing of the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.app.loader import load
from generator.graph.mermaid import mermaid
from generator.graph.picture import picture_of
from generator.synthesis import synthesize
from tests.cli.apps import APP, MISTAKEN, content_of, write_app
from tests.cli.support import invoke
from tests.meta.readme import blocks
from tests.meta.sources import ROOT


def drawing(environment: str, folder: Path) -> str:
    (app,) = load(folder / "app.yaml").resolve_all([environment]).apps
    return mermaid(picture_of(synthesize(app)))


def test_stdout_is_the_drawing_and_nothing_else(here: Path) -> None:
    write_app(here)

    outcome = invoke("graph", "--env", "prod")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == drawing("prod", here)


def test_nothing_is_written(here: Path) -> None:
    write_app(here)
    before = content_of(here)

    invoke("graph", "--format", "markdown")

    assert content_of(here) == before


def test_an_app_with_one_environment_needs_no_choice(here: Path) -> None:
    write_app(here, APP.partition("environments:")[0])

    assert invoke("graph").out == drawing("default", here)


def test_several_environments_need_one(here: Path) -> None:
    write_app(here)

    outcome = invoke("graph")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: app.yaml has 2 environments, and a drawing shows one\n"
        "    run `python -m generator graph --env prod`, or `python -m generator graph --format markdown` for all\n"
    )


def test_markdown_has_a_drawing_of_each_environment(here: Path) -> None:
    write_app(here)

    outcome = invoke("graph", "--format", "markdown")

    assert blocks(outcome.out, "mermaid") == [drawing("prod", here), drawing("dev", here)]
    assert [line for line in outcome.out.splitlines() if line.startswith("#")] == ["## shop, prod", "## shop, dev"]


@pytest.mark.parametrize("form", ["mermaid", "markdown"])
def test_a_wrong_app_file_is_told_as_build_tells_it(here: Path, form: str) -> None:
    write_app(here, MISTAKEN)

    outcome = invoke("graph", "--format", form)

    assert (outcome.code, outcome.out) == (2, "")
    assert "mistakes in the app file" in outcome.err


def test_the_drawing_in_the_readme_is_of_the_app_at_the_root() -> None:
    assert drawing("prod", ROOT) in blocks((ROOT / "README.md").read_text(), "mermaid")
