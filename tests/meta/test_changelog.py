"""What a merge of two branches leaves twice in the changelog is found."""

from __future__ import annotations

import re

from tests.meta.sources import ROOT

SHORTEST = 30
"""Characters of a clause that is long enough to say something: `--check` may stand in several entries."""


def clauses(text: str) -> list[str]:
    """The parts of the entries between stops, without what they are wrapped at."""
    entries = re.split(r"\n- ", text)[1:]
    return [part.strip() for entry in entries for part in re.split(r"[.;:] ", f"{' '.join(entry.split())} ")]


def test_nothing_is_said_twice() -> None:
    said = [clause for clause in clauses((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) if len(clause) > SHORTEST]

    assert sorted({clause for clause in said if said.count(clause) > 1}) == []
