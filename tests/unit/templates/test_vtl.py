"""The words of VTL: text enters in one way, and lists get their commas right."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.templates.regional import vtl
from tests.support.apigateway import Request, rendered
from tests.support.hostile import json_values, texts


def printed(template: str, body: object = None) -> str:
    return rendered(template, Request(), {} if body is None else body)[0]


def whole(text: str) -> str:
    """Two halves of a surrogate pair that stand side by side are one character, in JSON as in Java."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@given(texts, texts)
def test_text_of_the_app_file_arrives_as_it_is(left: str, right: str) -> None:
    template = f'"{vtl.json_text(left)}${{context.extendedRequestId}}{vtl.json_text(right)}"'

    assert json.loads(printed(template)) == whole(left) + "Kx/3=Zq" + whole(right)


@given(texts)
def test_text_of_the_app_file_has_nothing_that_velocity_reads(text: str) -> None:
    assert not set(vtl.json_text(text)) & set('$#"')
    assert vtl.json_text(text).isascii()


@given(texts)
def test_a_text_of_the_client_arrives_as_it_is(text: str) -> None:
    template = f"#set($x = $input.path('$').get('a'))\"{vtl.escaped('x')}\""

    assert json.loads(printed(template, {"a": text})) == whole(text)


@given(json_values)
def test_whatever_the_client_sends_in_place_of_a_text_is_a_json_string(value: object) -> None:
    text = vtl.escaped("body.get('a')")
    template = f"#set($body = $input.path('$'))\"{text}.size()\""

    assert json.loads(printed(template, {"a": value})).endswith(".size()")


@given(st.text(alphabet="aA'\"$#\\", max_size=6))
def test_a_string_is_its_text_also_where_no_literal_can_hold_it(text: str) -> None:
    lines = "".join(vtl.string_lines([text]))

    assert printed(f"{lines}#set($x = {vtl.string(text)})$x") == text


@pytest.mark.parametrize("pattern", list(product("tfu", repeat=3)), ids="".join)
def test_members_are_joined_whichever_of_them_are_present(pattern: tuple[str, ...]) -> None:
    conditions = {"t": ("true",), "f": ("true", "false"), "u": ()}
    entries = [vtl.Entry(conditions[kind], str(index)) for index, kind in enumerate(pattern)]

    joined = json.loads(f"[{printed(vtl.joined(entries))}]")

    assert joined == [index for index, kind in enumerate(pattern) if kind != "f"]


def test_joined_members_nest() -> None:
    inner = vtl.joined([vtl.Entry(("false",), "1"), vtl.Entry(("true",), "2")])
    outer = vtl.joined([vtl.Entry(("true",), f"[{inner}]"), vtl.Entry(("true",), f"[{inner}]")])

    assert json.loads(f"[{printed(outer)}]") == [[2], [2]]


@pytest.mark.parametrize("first", ["true", "false"])
@pytest.mark.parametrize("second", ["true", "false"])
def test_a_choice_is_made_when_all_conditions_hold(first: str, second: str) -> None:
    chosen = printed(vtl.choose((first, second), "then", "otherwise")).strip()

    assert chosen == ("then" if first == second == "true" else "otherwise")


def test_nothing_joined_is_nothing() -> None:
    assert vtl.joined([]) == ""
