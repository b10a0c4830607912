"""DynamoDB's expressions: what is accepted, how it is sent, and that no text does worse than a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.declarations import Key
from generator.app.expressions import AliasedExpression, alias, aliased_condition, aliased_projection, aliased_update
from generator.app.grammar.conditions import COMPARATORS, parse_condition
from generator.app.grammar.facts import assigned, attributes, compared
from generator.app.grammar.nodes import (
    Assignment,
    Between,
    Call,
    Comparison,
    Condition,
    Delta,
    Membership,
    Negation,
    Operand,
    Path,
    Placeholder,
    Update,
    joined,
)
from generator.app.grammar.tokens import KEYWORDS, ExpressionError
from generator.app.grammar.updates import parse_projection, parse_update
from generator.app.routing.key_conditions import fixed_by

PARTITION, SORT = Key(name="pk", type="S"), Key(name="sk", type="S")

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True)
PATHS = st.builds(
    lambda first, rest: Path((first, *rest)), NAMES, st.lists(st.one_of(NAMES, st.integers(0, 99)), max_size=3)
)
PLACEHOLDERS = st.builds(Placeholder, st.from_regex(r"[A-Za-z0-9_]{1,4}", fullmatch=True))
SIZES = PATHS.map(lambda path: Call("size", (path,)))
OPERANDS: st.SearchStrategy[Operand] = st.one_of(PATHS, PLACEHOLDERS, SIZES)
TESTS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Comparison, OPERANDS, st.sampled_from(COMPARATORS), OPERANDS),
    st.builds(Between, OPERANDS, OPERANDS, OPERANDS),
    st.builds(lambda left, found: Membership(left, tuple(found)), OPERANDS, st.lists(OPERANDS, min_size=1, max_size=3)),
    PATHS.map(lambda path: Call("attribute_exists", (path,))),
    st.builds(lambda path, value: Call("contains", (path, value)), PATHS, OPERANDS),
)


def _compound(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Negation),
        several.map(lambda found: joined("AND", found)),
        several.map(lambda found: joined("OR", found)),
    )


CONDITIONS = st.recursive(TESTS, _compound, max_leaves=8)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("status = :s", "#status = :s"),
        ("  a<>:b\n", "#a <> :b"),
        ("a.b[0].c >= :v", "#a.#b[0].#c >= :v"),
        ("a between :x and :y", "#a BETWEEN :x AND :y"),
        ("a IN (:x,:y , b)", "#a IN (:x, :y, #b)"),
        ("size(a) > size(b)", "size(#a) > size(#b)"),
        ("((a = :x))", "#a = :x"),
        ("(a = :x AND b = :y) AND c = :z", "#a = :x AND #b = :y AND #c = :z"),
        ("(a = :x OR b = :y) AND c = :z", "(#a = :x OR #b = :y) AND #c = :z"),
        ("a = :x OR b = :y AND c = :z", "#a = :x OR (#b = :y AND #c = :z)"),
        ("NOT a = :x AND b = :y", "NOT #a = :x AND #b = :y"),
        ("NOT (a = :x AND b = :y)", "NOT (#a = :x AND #b = :y)"),
        ("not not attribute_exists(a)", "NOT NOT attribute_exists(#a)"),
        ("a BETWEEN :x AND :y AND b = :z", "#a BETWEEN :x AND :y AND #b = :z"),
        ("attribute_type(a, :t) OR begins_with(b.c, :p)", "attribute_type(#a, :t) OR begins_with(#b.#c, :p)"),
        ("size = :s", "#size = :s"),
        ("contains(tags, :t)", "contains(#tags, :t)"),
        ("#and = :s", "#and = :s"),
        (":v = a", ":v = #a"),
    ],
)
def test_a_condition_is_sent_aliased_and_without_redundant_parentheses(text: str, sent: str) -> None:
    assert aliased_condition(parse_condition(text)).text == sent


def test_names_and_values_are_those_of_the_text() -> None:
    expression = aliased_condition(parse_condition("b.c = :two AND a = :one AND b = :two"))

    assert expression == AliasedExpression(
        text="#b.#c = :two AND #a = :one AND #b = :two",
        names={"#b": "b", "#c": "c", "#a": "a"},
        values=("two", "one"),
    )


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("set a=:a,b = b+:c-:d", "SET #a = :a, #b = #b + :c - :d"),
        ("SET a = if_not_exists(a, :zero) + :one", "SET #a = if_not_exists(#a, :zero) + :one"),
        ("SET a = list_append(if_not_exists(a, :l), :m)", "SET #a = list_append(if_not_exists(#a, :l), :m)"),
        ("ADD n :one, m.k :one REMOVE a, b[1] SET c = d", "SET #c = #d REMOVE #a, #b[1] ADD #n :one, #m.#k :one"),
        ("DELETE tags :gone", "DELETE #tags :gone"),
    ],
)
def test_an_update_is_sent_aliased_clause_by_clause(text: str, sent: str) -> None:
    assert aliased_update(parse_update(text)).text == sent


def test_a_projection_is_sent_aliased() -> None:
    assert aliased_projection(parse_projection("a,b.c , d[0]")).text == "#a, #b.#c, #d[0]"


@given(CONDITIONS)
def test_a_sent_condition_reads_back_as_itself(condition: Condition) -> None:
    assert parse_condition(aliased_condition(condition).text) == condition


@given(
    st.dictionaries(NAMES, OPERANDS.filter(lambda one: not isinstance(one, Call)), max_size=3),
    st.dictionaries(NAMES, PLACEHOLDERS, max_size=3),
    st.sets(NAMES, max_size=3),
)
def test_a_sent_update_reads_back_as_itself(
    assignments: dict[str, Operand], additions: dict[str, Placeholder], removals: set[str]
) -> None:
    # A prefix for each clause keeps the paths apart.
    update = Update(
        set=tuple(Assignment(Path((f"s{name}",)), value) for name, value in assignments.items()),
        remove=tuple(Path((f"r{name}",)) for name in sorted(removals)),
        add=tuple(Delta(Path((f"a{name}",)), value) for name, value in additions.items()),
    )
    if update.paths:
        assert parse_update(aliased_update(update).text) == update


@given(st.one_of(st.text(max_size=60), st.text("ab:#.,()[]<>=-+ 019ANDORTSEinsize", max_size=60)))
def test_no_text_does_worse_than_an_expression_error(text: str) -> None:
    for parse in (parse_condition, parse_update, parse_projection):
        try:
            parse(text)
        except ExpressionError as error:
            assert error.message


@pytest.mark.parametrize("text", ["(" * 16_000, "NOT " * 4_000, "a = :v OR " * 1_600, "a," * 8_000, "size(" * 3_000])
def test_no_depth_or_length_exhausts_anything(text: str) -> None:
    for parse in (parse_condition, parse_update, parse_projection):
        with pytest.raises(ExpressionError):
            parse(f"{text}.")


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_an_alias_is_one_that_dynamodb_takes_and_belongs_to_one_name(one: str, other: str) -> None:
    assert alias(one).startswith("#")
    assert len(alias(one)) <= 255
    assert alias(one)[1:].replace("_", "a").isalnum()
    assert alias(one)[1:].isascii()
    assert (alias(one) == alias(other)) == (one == other)


@pytest.mark.parametrize(
    ("name", "is_itself"), [("a" * 254, True), ("a" * 255, False), ("a-b", False), ("é", False), ("_9", True)]
)
def test_a_name_that_dynamodb_would_refuse_as_an_alias_gets_another(name: str, is_itself: bool) -> None:
    assert (alias(name) == f"#{name}") is is_itself
    assert len(alias(name)) <= 255


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_an_attribute_named_like_a_keyword_needs_a_hash(word: str) -> None:
    with pytest.raises(ExpressionError, match="found"):
        parse_condition(f"{word} = :v")

    assert parse_condition(f"#{word} = :v") == Comparison(Path((word,)), "=", Placeholder("v"))


def test_a_message_names_the_token_and_its_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_condition("status = :a AND total ~ :b")

    assert caught.value.message == "unexpected `~` at character 23"


def test_compared_pairs_attributes_with_values_at_any_depth() -> None:
    condition = parse_condition("NOT (a = :x OR :y < b) AND c BETWEEN :p AND :q AND d IN (:r, e) AND f.g = :z")

    assert list(compared(condition)) == [("a", "x"), ("b", "y"), ("c", "p"), ("c", "q"), ("d", "r")]
    assert list(attributes(condition)) == ["a", "b", "c", "d", "e", "f"]


def test_attributes_are_found_inside_functions() -> None:
    condition = parse_condition("size(a) > :x AND contains(b.c, d) AND attribute_exists(e)")

    assert list(attributes(condition)) == ["a", "b", "d", "e"]
    assert list(compared(condition)) == []


def test_assigned_pairs_attributes_with_values_of_every_clause() -> None:
    update = parse_update("SET a = :x, b = if_not_exists(b, :y), c = c + :z, d.e = :w ADD n :one DELETE s :gone")

    assert list(assigned(update)) == [("a", "x"), ("b", "y"), ("c", "z"), ("n", "one"), ("s", "gone")]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("pk = :p", {"pk": "p"}),
        ("pk = :p AND sk = :s", {"pk": "p", "sk": "s"}),
        ("sk >= :s AND pk = :p", {"pk": "p"}),
        ("(pk = :p) AND (begins_with(sk, :s))", {"pk": "p"}),
        ("pk = :p AND sk BETWEEN :s AND :t", {"pk": "p"}),
    ],
)
def test_a_key_condition_fixes_what_it_equates(text: str, fixed: dict[str, str]) -> None:
    assert fixed_by(parse_condition(text), PARTITION, SORT) == fixed


@given(CONDITIONS)
def test_a_key_condition_always_fixes_the_partition_key(condition: Condition) -> None:
    try:
        fixed = fixed_by(condition, PARTITION, SORT)
    except ExpressionError:
        return
    assert "pk" in fixed
