"""The lexer of mapping templates, and that it knows exactly the words that our own templates are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lint.rules import _e9401_vtl_words as words
from generator.lint.rules._vtl import Step, Token, line_of, tokens
from generator.templates.regional import vtl


def kinds(template: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(template)]


def only(template: str) -> Token:
    [token] = tokens(template)
    return token


@pytest.mark.parametrize("reference", ["$a.b.get('c')", "${a.b.get('c')}", "$!a.b.get('c')", "$!{a.b.get('c')}"])
def test_every_spelling_of_a_reference_is_the_same_reference(reference: str) -> None:
    token = only(reference)

    assert (token.text, token.steps) == ("a", (Step("b", False), Step("get", True)))


def test_a_dot_behind_a_braced_reference_is_text() -> None:
    assert only("${a}.b").steps == ()


def test_a_reference_ends_where_a_sentence_does() -> None:
    assert only("$a. Then").steps == ()


def test_references_in_double_quotes_are_seen_and_in_single_quotes_are_not() -> None:
    assert kinds("#set($a = \"$b\")#set($c = '$d')") == [
        ("directive", "set"),
        ("reference", "a"),
        ("reference", "b"),
        ("directive", "set"),
        ("reference", "c"),
    ]


def test_a_string_inside_the_arguments_of_a_call_may_hold_parentheses() -> None:
    token = tokens('$util.escapeJavaScript(")$!{x.get(\'(\')}").replaceAll("\\\\\'", "\'")')[0]

    assert token.steps == (Step("escapeJavaScript", True), Step("replaceAll", True))


def test_a_directive_knows_its_argument_and_its_end() -> None:
    token = tokens("#if ($a.get('x') == (1))yes#end")[0]

    assert token.argument == "$a.get('x') == (1)"
    assert token.end == len("#if ($a.get('x') == (1))")


@pytest.mark.parametrize("text", ["$", "$5", "#", "# ", "#1", "##", "#*", "a $", "${a", "#{if", "$a[0]"])
def test_what_velocity_might_read_is_stray(text: str) -> None:
    assert "stray" in [kind for kind, _ in kinds(text)]


OFF_THE_LIST = ["$a && $b", "!$a", "$a || $b", "$a != 1", "$a < 1", "[1]", "{'a': 1}", "1..2", "a"]


@pytest.mark.parametrize("argument", OFF_THE_LIST)
def test_operators_that_are_not_on_the_list_are_stray(argument: str) -> None:
    assert "stray" in [kind for kind, _ in kinds(f"#if({argument})#end")]


@pytest.mark.parametrize("template", ["{#if($a)1#end}", "{#{if}($a)1#{else}2#{end}}"])
def test_a_brace_behind_a_directive_is_text(template: str) -> None:
    assert "stray" not in [kind for kind, _ in kinds(template)]


def test_a_position_has_a_line() -> None:
    assert [line_of("a\nb\n$c", token.at) for token in tokens("a\nb\n$c")] == [3]


@given(st.text(alphabet="#${}()[]!.'\"a =&\n1", max_size=40))
def test_any_text_has_tokens_in_order_and_within_it(text: str) -> None:
    found = tokens(text)

    assert [token.at for token in found] == sorted(token.at for token in found)
    assert all(0 <= token.at < len(text) for token in found)


def test_every_word_that_our_templates_are_made_of_is_on_the_list() -> None:
    functions = {f"{root}.{name}" for root, names in words.FUNCTIONS.items() for name in names}

    assert vtl.DIRECTIVES == words.DIRECTIVES
    assert vtl.METHODS <= words.METHODS
    assert functions >= vtl.FUNCTIONS
    assert all(kinds(f"#if(1 {operator} 2)#end")[0] == ("directive", "if") for operator in vtl.OPERATORS)
    assert not [kind for operator in vtl.OPERATORS for kind, _ in kinds(f"#if(1 {operator} 2)#end") if kind == "stray"]
