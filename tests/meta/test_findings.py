"""Ids of the findings on an app file: each is in the table of a module's docstring, and is expected by a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.meta.sources import GENERATOR, TESTS, source_files

ID = re.compile(r"A[12]\d\d")
ENTRY = re.compile(r"\b(A[12]\d\d)  \S")
EXPECTED = [path.read_text(encoding="utf-8") for path in (TESTS / "cases" / "app").glob("*.txt")]


def given(path: Path) -> Iterator[str]:
    """The ids that a file gives to findings."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
            yield node.value


def described(path: Path) -> list[str]:
    """The ids in the table of a file's docstring."""
    return ENTRY.findall(ast.get_docstring(ast.parse(path.read_text())) or "")


def test_every_id_is_described_and_every_described_id_is_given() -> None:
    files = source_files(GENERATOR)

    assert {id for path in files for id in described(path)} == {id for path in files for id in given(path)}


def test_an_id_between_a100_and_a199_is_a_mistake_and_one_above_is_advice() -> None:
    told = [found for text in EXPECTED for found in re.findall(r": (error|warning|info): .*\[(A\d)\d\d\]", text)]

    assert {("error", "A1"), ("warning", "A2"), ("info", "A2")} == set(told)


def test_every_id_is_expected_by_a_test() -> None:
    in_cases = {id for text in EXPECTED for id in re.findall(r"\[(A\d\d\d)\]", text)}
    in_tests = {id for path in source_files(TESTS) for id in given(path)}

    assert {id for path in source_files(GENERATOR) for id in given(path)} - in_cases - in_tests == set()
