"""`--allow KIND[:SUBJECT]`."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from msgspec.structs import replace

from generator.diff.allow import Allowance, flag, flags, idle, parsed, refused, risks
from generator.diff.model import GUARDS, Diff
from generator.errors import UsageError
from tests.support import hostile
from tests.unit.diff.comparisons import CHANGED, KEY_CHANGED

ROUTE = replace(KEY_CHANGED, guard="public-route", subject="GET /orders/{id}:x")
DIFF = replace(CHANGED, meanings=(KEY_CHANGED, ROUTE))


@pytest.mark.parametrize("kind", GUARDS)
def test_every_kind_may_stand_alone_or_with_a_subject(kind: str) -> None:
    assert parsed(kind) == (kind, None)
    assert parsed(f"{kind}:GET /a:b") == (kind, "GET /a:b")


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("replce:x", 'knows no kind "replce"', "write replace"),
        ("", 'knows no kind ""', "use one of replace, delete-data, "),
        ("replace:", "names no subject", "write replace for all, or replace:SUBJECT for one"),
    ],
)
def test_what_is_no_allowance_is_refused(text: str, message: str, advice: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        parsed(text)

    assert raised.value.advice.startswith(advice)


@pytest.mark.parametrize(
    ("allowed", "left"),
    [
        ([], [KEY_CHANGED, ROUTE]),
        (["replace"], [ROUTE]),
        (["replace:orders"], [ROUTE]),
        (["replace:others"], [KEY_CHANGED, ROUTE]),
        (["delete-data:orders"], [KEY_CHANGED, ROUTE]),
        (["replace", "public-route:GET /orders/{id}:x"], []),
    ],
)
def test_only_what_nothing_covers_is_refused(allowed: list[str], left: list[object]) -> None:
    assert [risk.meaning for risk in refused([DIFF], [parsed(each) for each in allowed])] == left


def test_what_can_only_be_mended_is_refused_whatever_is_allowed() -> None:
    odd = replace(KEY_CHANGED, kind="parity-broken", guard=None)
    diff = replace(CHANGED, meanings=(odd,))

    left = refused([diff], [parsed(kind) for kind in GUARDS])

    assert [risk.meaning for risk in left] == [odd]
    assert flags(left) == ()


def test_an_allowance_without_effect_is_told() -> None:
    allowed = [parsed("replace"), parsed("replace:others"), parsed("last-region")]

    assert idle([DIFF], allowed) == (Allowance("replace", "others"), Allowance("last-region"))


def test_the_same_risk_in_two_environments_takes_one_flag() -> None:
    both: list[Diff] = [DIFF, replace(DIFF, environment="dev")]

    assert len(risks(both)) == 4
    assert flags(risks(both)) == ("--allow replace:orders", "--allow 'public-route:GET /orders/{id}:x'")


@given(hostile.texts)
def test_the_flag_that_is_printed_agrees_to_the_risk_that_it_is_printed_for(subject: str) -> None:
    meaning = replace(KEY_CHANGED, subject=subject)

    option, value = shlex.split(flag(meaning))

    assert option == "--allow"
    assert parsed(value).covers(meaning)
