"""Ids of findings: each documented where findings are made, each shown by a case. Equal information is told once."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from generator.app.report import Report

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


def test_information_that_differs_in_its_place_only_is_told_once_with_its_places() -> None:
    report = Report()
    for number in range(20):
        report.info("A238", ("functions", f"f{number}", "queue"), "a message stays")
        report.info("A235", ("functions", f"f{number}"), f"it runs {2 + number // 19} times")

    first, second, third = report.findings

    assert first.path == ("functions", "f0", "queue")
    assert first.message == (
        "a message stays (also at functions.f1.queue, functions.f2.queue, functions.f3.queue and 16 more)"
    )
    assert second.message.endswith("(also at functions.f1, functions.f2, functions.f3 and 15 more)")
    assert third.message == "it runs 3 times"


def test_what_should_be_mended_is_told_at_every_place() -> None:
    report = Report()
    for key in ("a", "b"):
        report.warning("A231", (key,), "names no version")
        report.error("A129", (key,), "cannot be read")

    assert [(finding.id, finding.path) for finding in report.findings] == [
        ("A231", ("a",)),
        ("A129", ("a",)),
        ("A231", ("b",)),
        ("A129", ("b",)),
    ]
