"""The JSON Schema says what the reader says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from generator.app.loader import parse
from generator.app.reading.document import read_document
from generator.app.reading.nodes import to_plain
from generator.app.reading.schema import app_schema
from generator.assembly.canonical import canonical
from generator.errors import AppFileError
from tests.golden import Golden

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "cases" / "app"
APPS = sorted([ROOT / "app.yaml", *ROOT.glob("examples/*/app.yaml")])
SCHEMA = app_schema()
VALIDATOR = Draft7Validator(SCHEMA)


def plain(path: Path) -> Any:
    root = read_document(path.read_bytes()).root
    assert root is not None
    return to_plain(root)


def ids(path: Path) -> set[str]:
    """Ids of the mistakes in a file."""
    try:
        parse(path.read_bytes()).resolve_all()
    except AppFileError as error:
        return {finding.id for finding in error.findings}
    return set()


STRUCTURAL = {f"A1{number}" for number in range(10, 20)} - {"A118"}
MISTAKES = {path: ids(path) for path in sorted(CASES.glob("*.yaml"))}
WRONG = [path for path, found in MISTAKES.items() if found & STRUCTURAL and not found & {"A100", "A101", "A102"}]
RIGHT = [path for path, found in MISTAKES.items() if not found & (STRUCTURAL | {f"A10{n}" for n in range(10)})]


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_the_committed_schema_is_current(golden: Golden) -> None:
    golden.check(ROOT / "app.schema.json", canonical(SCHEMA).decode())


@pytest.mark.parametrize("path", [*APPS, *RIGHT], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_the_reader_takes_is_valid(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(path))] == []


# JSON cannot say infinity, Python's `$` also matches before a final newline, and a schema sees no merged document.
BEYOND = {
    "structure-final-newline",
    "structure-infinite",
    "environments-null-removes-a-required-key",
}


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_what_the_reader_refuses_is_not(path: Path) -> None:
    assert VALIDATOR.is_valid(plain(path)) == (path.stem in BEYOND)


def test_a_case_for_each_side_exists() -> None:
    assert len(WRONG) > 30
    assert len(APPS) > 1


@pytest.mark.parametrize(
    "change",
    [
        {"environments": {"prod": {"regions": {"main": "eu-west-1"}}}},
        {"environments": {"prod": None, "dev": {"domain": None, "tables": {"items": None}}}},
        {"environments": {"prod": {"api": {"routes": {"GET /a": {"action": "GetItem", "mock": None}}}}}},
        {"domain": {"hosted_zone_id": "Z1"}, "environments": {"prod": {"domain": {"name": "a.example.com"}}}},
    ],
)
def test_with_environments_the_top_may_be_incomplete(change: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors({"name": "shop", **change})] == []


def test_without_environments_it_may_not() -> None:
    complete = {"name": "shop", "regions": {"main": "eu-west-1"}, "api": {"routes": {"GET /a": {"mock": {}}}}}

    assert VALIDATOR.is_valid(complete)
    assert not VALIDATOR.is_valid({**complete, "domain": {"name": "a.example.com"}})
    for key in complete:
        assert not VALIDATOR.is_valid({name: value for name, value in complete.items() if name != key})


def described(schema: Any) -> bool:
    return "description" in schema or any("description" in part for part in schema.get("allOf", ()))


def test_every_key_is_described_for_the_editor() -> None:
    records = {"": SCHEMA, **SCHEMA["definitions"]}
    silent = [
        f"{name}.{key}"
        for name, schema in records.items()
        for key, value in schema.get("properties", {}).items()
        if not described(value) and "const" not in value
    ]

    assert silent == []
