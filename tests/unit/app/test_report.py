"""Ids of findings: each documented where findings are made, each shown by a case."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
FIRST = "A130"


def ids_in(text: str, pattern: str) -> set[str]:
    return {id for id in re.findall(pattern, text) if id >= FIRST}


def documented() -> set[str]:
    """The ids in the tables of docstrings: that of the report, and those of what has a table of its own."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "generator" / "app").rglob("*.py"))
    return {id for tree in trees for id in ids_in(ast.get_docstring(tree) or "", r"\b(A\d{3})  ")}


def test_every_id_is_documented_and_every_documented_id_is_used() -> None:
    used = {id for path in (ROOT / "generator" / "app").rglob("*.py") for id in ids_in(path.read_text(), r'"(A\d{3})"')}

    assert documented() == used


def test_every_id_has_a_case() -> None:
    told = "".join(path.read_text() for path in (ROOT / "tests" / "cases" / "app").glob("*.txt"))

    assert documented() <= ids_in(told, r"\[(A\d{3})\]")
