"""Values: what a user may write, what it becomes, and that no JSON does worse than a finding."""

from __future__ import annotations

from decimal import Context, Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.literals import number_text
from generator.app.report import Mistake, Report
from generator.app.request_expressions import CONTEXT_VARIABLES, Scope, parse_expression
from generator.app.value_parser import Slot, parse_json, parse_value
from generator.app.values import (
    BodyField,
    ContextVariable,
    ExpiresAfterDays,
    Expression,
    Header,
    ListValue,
    Literal,
    MapValue,
    PathParameter,
    QueryString,
    Region,
    Scalar,
    SetValue,
    UniqueId,
    Value,
)

ANYWHERE = Slot()
# Wide enough that normalising rounds nothing away.
_EXACT = Context(prec=10_000)
SCOPE = Scope(path_parameters=("id", "a.b"), auth="iam")
JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=12),
        st.sampled_from(["$region", "$$", "${"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "S",
                    "N",
                    "B",
                    "BOOL",
                    "NULL",
                    "SS",
                    "NS",
                    "BS",
                    "L",
                    "M",
                    "optional",
                    "default",
                    "x",
                    "expires_after_days",
                ]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)


def read(raw: Any, slot: Slot = ANYWHERE) -> tuple[Value | None, list[str]]:
    report = Report()
    value = parse_value(raw, slot=slot, scope=SCOPE, report=report, place=("x",))
    return value, [finding.message for finding in report.findings]


def text(value: str) -> Expression:
    return (Literal(value),)


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("plain", (Literal("plain"),)),
        ("", (Literal(""),)),
        ("$region", (Region(),)),
        ("$unique_id", (UniqueId(),)),
        ("$request.path.id", (PathParameter("id"),)),
        ("$request.path.a.b", (PathParameter("a.b"),)),
        ("$request.querystring.page-size", (QueryString("page-size"),)),
        ("$request.header.X-Tenant", (Header("X-Tenant"),)),
        ("$request.body.a.b_c.d-e", (BodyField(("a", "b_c", "d-e")),)),
        ("$context.identity.sourceIp", (ContextVariable("identity.sourceIp"),)),
        ("ORDER#${request.path.id}", (Literal("ORDER#"), PathParameter("id"))),
        ("${region}${unique_id}", (Region(), UniqueId())),
        ("${region}", (Region(),)),
        ("$$5 and $${region}", (Literal("$5 and ${region}"),)),
        ("$$${region}", (Literal("$"), Region())),
        ("{}#\n☃", (Literal("{}#\n☃"),)),
    ],
)
def test_an_expression_is_its_parts(written: str, expression: Expression) -> None:
    assert parse_expression(written, SCOPE) == expression


@given(st.text(max_size=40))
def test_any_text_can_be_written_with_doubled_dollars(any_text: str) -> None:
    assert parse_expression(any_text.replace("$", "$$"), SCOPE) == text(any_text)


@given(st.one_of(st.text(max_size=40), st.text("${}.abregionqustpathody_", max_size=40)))
def test_no_text_does_worse_than_a_mistake_and_literals_never_touch(any_text: str) -> None:
    try:
        expression = parse_expression(any_text, SCOPE)
    except Mistake as mistake:
        assert mistake.message
        return
    kinds = [isinstance(part, Literal) for part in expression]
    assert expression
    assert not any(one and other for one, other in pairwise(kinds))


@pytest.mark.parametrize("name", CONTEXT_VARIABLES)
def test_every_listed_context_variable_can_be_read(name: str) -> None:
    assert parse_expression(f"$context.{name}", SCOPE) == (ContextVariable(name),)


@pytest.mark.parametrize("written", ["$context.requestId", "x-${context.requestId}", "${context.extendedRequestId}"])
def test_a_request_id_cannot_be_read(written: str) -> None:
    with pytest.raises(Mistake) as caught:
        parse_expression(written, SCOPE)

    assert caught.value.id == "A132"
    assert "$unique_id" in caught.value.advice


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("x", Scalar(type="S", expression=text("x"))),
        (5, Scalar(type="N", expression=text("5"))),
        (0.1, Scalar(type="N", expression=text("0.1"))),
        (True, Scalar(type="BOOL", expression=text("true"))),
        (None, Scalar(type="NULL", expression=text("true"))),
        ({"NULL": True}, Scalar(type="NULL", expression=text("true"))),
        ({"BOOL": False}, Scalar(type="BOOL", expression=text("false"))),
        ({"N": "1.50"}, Scalar(type="N", expression=text("1.50"))),
        ({"B": "QUJD"}, Scalar(type="B", expression=text("QUJD"))),
        ({"N": "$request.body.n"}, Scalar(type="N", expression=(BodyField(("n",)),))),
        (
            {"S": "$request.body.n", "optional": True},
            Scalar(type="S", expression=(BodyField(("n",)),), optional=True),
        ),
        (
            {"N": "$request.querystring.n", "default": 0},
            Scalar(type="N", expression=(QueryString("n"),), default="0"),
        ),
        (
            {"S": "$request.header.h", "default": "$$5"},
            Scalar(type="S", expression=(Header("h"),), default="$5"),
        ),
        (
            {"BOOL": "$request.body.b", "default": False},
            Scalar(type="BOOL", expression=(BodyField(("b",)),), default="false"),
        ),
        ({"SS": ["a", "$region"]}, SetValue(type="SS", members=(text("a"), (Region(),)))),
        ({"NS": [1, "2.50"]}, SetValue(type="NS", members=(text("1"), text("2.50")))),
        (
            {"BS": "$request.body.b", "optional": True},
            SetValue(type="BS", members=BodyField(("b",)), optional=True),
        ),
        (
            {"L": ["x", {"M": {"y": 1}}]},
            ListValue(
                members=(
                    Scalar(type="S", expression=text("x")),
                    MapValue(members={"y": Scalar(type="N", expression=text("1"))}),
                )
            ),
        ),
        ({"M": {}}, MapValue(members={})),
        ({"L": []}, ListValue(members=())),
    ],
)
def test_a_value_is_typed(raw: Any, value: Value) -> None:
    assert read(raw) == (value, [])


def test_a_plain_expression_takes_the_declared_type() -> None:
    slot = Slot(attribute="created", type="N", is_key=True)

    value, mistakes = read("$request.path.id", slot)

    assert value == Scalar(type="N", expression=(PathParameter("id"),), not_empty=True)
    assert mistakes == []


def test_expiry_belongs_to_the_ttl_attribute() -> None:
    assert read({"expires_after_days": 30}, Slot(attribute="ttl", type="N", is_ttl=True)) == (
        ExpiresAfterDays(days=30),
        [],
    )
    assert read({"expires_after_days": 30})[0] is None


def test_every_mistake_of_a_nested_value_is_told() -> None:
    value, mistakes = read({"M": {"a": "$x", "b": {"L": [{"N": "no"}, "fine"]}, "c": {}}})

    assert value is not None
    assert mistakes == ['"$x" is nothing that a request has', '"no" is not a number', "a map needs its type"]


@given(
    JSON,
    st.sampled_from([Slot(), Slot(attribute="k", type="N", is_key=True), Slot(attribute="t", type="N", is_ttl=True)]),
)
def test_no_json_does_worse_than_a_finding(raw: Any, slot: Slot) -> None:
    value, mistakes = read(raw, slot)

    assert value is not None or mistakes


@given(JSON)
def test_a_response_body_is_plain_json(raw: Any) -> None:
    report = Report()

    value = parse_json(raw, scope=SCOPE, report=report, place=())

    assert value is not None or report.failed
    if isinstance(raw, dict) and not report.failed:
        assert isinstance(value, MapValue)
        assert set(value.members) == set(raw)


@given(st.one_of(st.decimals(allow_nan=False, allow_infinity=False), st.integers(-(10**40), 10**40).map(Decimal)))
def test_a_number_is_kept_to_the_digit_or_refused(number: Decimal) -> None:
    written = str(number)
    _, digits, exponent = number.normalize(_EXACT).as_tuple()
    assert isinstance(exponent, int)
    fits = not number or (len(digits) <= 38 and -130 <= len(digits) - 1 + exponent <= 125)

    try:
        kept = number_text(written)
    except Mistake:
        assert not fits
    else:
        assert fits
        assert kept == written


@pytest.mark.parametrize(
    "written", ["", ".", "+", "1_000", "0x10", "NaN", "inf", "1e", "٣", "1.2.3", " 1", "1e9999999999"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(Mistake):
        number_text(written)


@pytest.mark.parametrize(
    "written", ["0", "-0", "+1", ".5", "5.", "00012", "1e125", "9.99E+125", "1E-130", "0e999999999"]
)
def test_dynamodbs_numbers_are_taken(written: str) -> None:
    assert number_text(written) == written


def test_a_number_of_any_length_is_refused_without_being_printed() -> None:
    with pytest.raises(Mistake, match="a very long number"):
        number_text(10**5000)
