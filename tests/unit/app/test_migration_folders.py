"""A migration is told of other code in its folder exactly where a change of that code is another version of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.app.declarations import Api, App, Function, FunctionRoute, Regions
from generator.app.resolve import resolve

RUNTIME = "python3.13"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("src", "src/backfill", "src-other", "src/ignored"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.py").write_text("handler = print\n")
    (tmp_path / "src" / ".lambdaignore").write_text("ignored/\n")
    (tmp_path / "link").symlink_to("src", target_is_directory=True)
    return tmp_path


def told_and_version(folder: Path, migration: str, other: str) -> tuple[bool, str]:
    """Whether the migration is told, and its version."""
    functions = {
        "backfill": Function(handler="index.handler", runtime=RUNTIME, code=migration, run_in="main_region"),
        "other": Function(handler="index.handler", runtime=RUNTIME, code=other),
    }
    api = Api(routes={"GET /": FunctionRoute(function="other", auth="iam")})
    app = App(name="shop", regions=Regions(main="eu-west-1"), functions=functions, migrations=("backfill",), api=api)
    found = resolve(app, folder)
    assert found.app is not None
    return any(one.id == "A246" for one in found.findings), found.app.migrations[0].version


@pytest.mark.parametrize(
    ("migration", "other", "is_told"),
    [
        ("src", "src", True),
        ("src", "link", True),
        ("src", "src/backfill", True),
        ("src", "link/backfill", True),
        ("src/backfill", "src", False),
        ("src", "src/ignored", False),
        ("src", "src-other", False),
    ],
)
def test_a_migration_is_told_where_a_change_of_the_other_runs_it_again(
    folder: Path, migration: str, other: str, is_told: bool
) -> None:
    told, before = told_and_version(folder, migration, other)
    (folder / other / "index.py").write_text("handler = repr\n")
    _, after = told_and_version(folder, migration, other)

    assert (told, after != before) == (is_told, is_told)
