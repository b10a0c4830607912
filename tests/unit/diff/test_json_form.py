"""The document for programs."""

from __future__ import annotations

import json as standard
from pathlib import Path
from typing import Any

from generator.diff import json_form
from generator.diff.allow import Risk
from generator.diff.json_form import json
from generator.diff.summary import Comparison
from tests.golden import Golden
from tests.unit.diff.comparisons import ADDED, CHANGED, KEY_CHANGED, NOTHING, comparison

EXPECTED = Path(__file__).parent / "expected"


def document(shown: Comparison) -> Any:
    return standard.loads(json(shown))


def test_the_document_is_canonical_and_versioned(golden: Golden) -> None:
    shown = json(comparison(CHANGED, NOTHING))

    golden.check(EXPECTED / "document.json", shown + "\n")


def test_every_key_of_the_document_is_explained() -> None:
    explained = {line.split("`")[1] for line in (json_form.__doc__ or "").splitlines() if line.startswith("| `")}

    assert set(document(comparison(NOTHING))) == explained


def test_an_absent_value_is_left_out_and_null_is_not() -> None:
    (setting,) = document(comparison(CHANGED))["environments"][0]["settings"]
    (added,) = document(comparison(ADDED))["environments"][0]["resources"][0]["properties"]

    assert (setting["before"], setting["after"]) == (None, "123456789012")
    assert "before" not in added


def test_what_a_guard_refuses_is_null_unless_one_was_asked_for() -> None:
    risk = {
        "environment": "prod",
        "guard": "replace",
        "subject": "orders",
        "text": "the key of table orders changes",
        "allow": "replace:orders",
    }

    assert document(comparison(CHANGED))["refused"] is None
    assert document(comparison(CHANGED))["risky"] == [risk]
    assert document(comparison(CHANGED, refused=()))["refused"] == []
    assert document(comparison(CHANGED, refused=(Risk("prod", KEY_CHANGED),)))["refused"] == [risk]


def test_whether_anything_is_different_can_be_asked() -> None:
    assert document(comparison(NOTHING))["different"] is False
    assert document(comparison(NOTHING, CHANGED))["different"] is True
