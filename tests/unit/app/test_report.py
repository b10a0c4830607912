"""Ids of findings: each documented where findings are made, each shown by a case."""

from __future__ import annotations

import re
from pathlib import Path

from generator.app import report

ROOT = Path(__file__).parents[3]
FIRST = "A130"


def ids_in(text: str, pattern: str) -> set[str]:
    return {id for id in re.findall(pattern, text) if id >= FIRST}


def test_every_id_is_documented_and_every_documented_id_is_used() -> None:
    used = {id for path in (ROOT / "generator" / "app").rglob("*.py") for id in ids_in(path.read_text(), r'"(A\d{3})"')}

    assert ids_in(report.__doc__ or "", r"\b(A\d{3})  ") == used


def test_every_id_has_a_case() -> None:
    told = "".join(path.read_text() for path in (ROOT / "tests" / "cases" / "app").glob("*.txt"))

    assert ids_in(report.__doc__ or "", r"\b(A\d{3})  ") <= ids_in(told, r"\[(A\d{3})\]")
