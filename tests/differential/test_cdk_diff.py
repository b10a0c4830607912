"""What the diff of the AWS CDK says about the same pairs: what is made anew, and what becomes of what goes.

Skipped without node or its modules: `npm ci` in `tests/differential/cdk`. Where the two disagree, `disagreements.json`
says who is right and why; an entry that is no longer needed fails.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from generator.assembly.model import Assembly
from generator.diff.compare import compare
from generator.diff.model import ResourceChange
from tests.support.diff_cases import CASES, TEMPLATES, DiffCase

HERE = Path(__file__).parent
CDK = HERE / "cdk"

# The words of the CDK, and ours for the same. What is in no list of theirs is not made anew.
WORDS = {
    "MAY_REPLACE": "conditionally",
    "NO_CHANGE": "never",
    "WILL_CREATE": "created",
    "WILL_DESTROY": "destroyed",
    "WILL_ORPHAN": "retained",
    "WILL_REPLACE": "always",
    "WILL_UPDATE": "never",
}


class Disagreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`place` is pair, template and logical id."""

    place: str
    ours: str
    cdk: str
    right: str
    why: str


def body(side: Assembly | None, template: str) -> dict[str, object]:
    """The template of one side; an empty one where there is none."""
    found = [entry.body for entry in side.templates if entry.name == template] if side is not None else []
    return dict(found[0]) if found else {}


def our_words(change: ResourceChange) -> Iterator[tuple[str, str]]:
    """Logical id and verdict; a move is a new resource and one that goes."""
    if change.kind in ("added", "moved"):
        yield change.logical_id, "created"
    if change.kind == "removed":
        yield change.logical_id, str(change.fate)
    if change.kind == "moved":
        yield str(change.previous_logical_id), str(change.fate)
    if change.kind == "modified":
        yield change.logical_id, change.replacement


def our_verdicts(pair: DiffCase) -> dict[str, str]:
    """The verdict on every changed resource, by its place."""
    return {
        f"{pair.name} {template} {name}": word
        for change in compare(pair.before, pair.after).resources
        for template in change.templates
        for name, word in our_words(change)
    }


def test_the_cdk_comes_to_the_same_verdicts() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not there")
    if not (CDK / "node_modules" / "@aws-cdk" / "cloudformation-diff").is_dir():
        pytest.skip("its modules are missing: run `npm ci` in tests/differential/cdk")
    # Theirs fails on what is no template at all.
    places = [(pair, template) for pair in CASES for template in TEMPLATES if pair.name != "hostile"]
    pairs = [{"before": body(pair.before, name), "after": body(pair.after, name)} for pair, name in places]

    answer = subprocess.run(
        [node, str(CDK / "verdicts.js")], input=json.dumps(pairs), capture_output=True, text=True, check=True
    )

    theirs = {
        f"{pair.name} {template} {name}": WORDS[word]
        for (pair, template), verdicts in zip(places, json.loads(answer.stdout), strict=True)
        for name, word in verdicts.items()
    }
    ours = {place: word for pair, _ in places for place, word in our_verdicts(pair).items()}
    found = {
        (place, ours.get(place, "never"), theirs.get(place, "never"))
        for place in ours.keys() | theirs.keys()
        if ours.get(place, "never") != theirs.get(place, "never")
    }
    known = msgspec.json.decode((HERE / "disagreements.json").read_bytes(), type=list[Disagreement])
    assert found == {(entry.place, entry.ours, entry.cdk) for entry in known}
