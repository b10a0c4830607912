"""`init` and `schema`: how an app begins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.apps import content_of
from tests.cli.support import invoke


def test_what_init_writes_builds_and_lints_without_a_finding(here: Path) -> None:
    assert invoke("init").code == 0

    assert set(content_of(here)) == {"app.yaml", "app.schema.json"}
    assert invoke("build").code == 0
    assert invoke("lint", "--strict").out == "no findings\n"


def test_init_says_what_to_do_next(here: Path) -> None:
    outcome = invoke("init")

    assert outcome.out == ""
    assert outcome.err == (
        "app.yaml and app.schema.json written: put in your names, regions and routes\nNext: python -m generator build\n"
    )


def test_init_writes_to_the_place_that_is_named(here: Path) -> None:
    (here / "shop").mkdir()

    outcome = invoke("init", "--app", "shop/app.yaml")

    assert outcome.code == 0
    assert set(content_of(here)) == {"shop/app.yaml", "shop/app.schema.json"}


@pytest.mark.parametrize("name", ["app.yaml", "app.py", "app.schema.json"])
def test_init_overwrites_nothing(here: Path, name: str) -> None:
    (here / name).write_text("mine")

    outcome = invoke("init")

    assert outcome.code == 2
    assert outcome.err.startswith(f"error: {name} exists already\n")
    assert content_of(here) == {name: b"mine"}


def test_init_takes_a_folder_as_build_does(here: Path) -> None:
    (here / "my shop").mkdir()

    outcome = invoke("init", "--app", "my shop")

    assert outcome.code == 0
    assert set(content_of(here)) == {"my shop/app.yaml", "my shop/app.schema.json"}
    assert outcome.err.endswith("Next: python -m generator build --app 'my shop'\n")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("nowhere/app.yaml", "there is no folder nowhere"),
        ("app.py", "app.py is no name for a YAML file"),
        ("app.txt", "app.txt is no name for a YAML file"),
    ],
)
def test_init_writes_nothing_where_build_would_not_find_it(here: Path, place: str, told: str) -> None:
    outcome = invoke("init", "--app", place)

    assert outcome.code == 2
    assert outcome.err.startswith(f"error: {told}\n")
    assert content_of(here) == {}


def test_schema_prints_what_init_writes(here: Path) -> None:
    invoke("init")

    printed = invoke("schema").out

    assert printed == (here / "app.schema.json").read_text()
    assert json.loads(printed)["type"] == "object"
