"""Changes as lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from generator.diff.lines import change_lines, head_line, resource_lines, section_lines, value_text
from generator.diff.marks import Line
from generator.diff.model import PropertyChange
from tests.unit.diff.comparisons import CHECK, DEPLOYMENT, METHOD, TABLE, URL


def shown(lines: Iterable[Line]) -> list[str]:
    return [f"{'  ' * line.depth}{line.mark} {line.text}" for line in lines]


def changed(before: Any = UNSET, after: Any = UNSET, **fields: Any) -> PropertyChange:
    return PropertyChange(path=("Key",), before=before, after=after, **fields)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        (1.5, "1.5"),
        ('a "quoted" é\n', '"a \\"quoted\\" é\\n"'),
        ({"b": 1, "a": [1, {}]}, '{"a": [1, {}], "b": 1}'),
        ({"Ref": "Name"}, "!Ref Name"),
        ({"Ref": 1}, '{"Ref": 1}'),
        ({"Fn::GetAtt": ["A", "Arn"]}, "!GetAtt A.Arn"),
        ({"Fn::GetAtt": "A.Arn"}, "!GetAtt A.Arn"),
        ({"Fn::GetAtt": [1]}, '{"Fn::GetAtt": [1]}'),
        ({"Fn::Sub": "a-${B}"}, '!Sub "a-${B}"'),
        ([{"Fn::Sub": ["${a}", {"a": {"Ref": "B"}}]}], '[{"Fn::Sub": ["${a}", {"a": !Ref B}]}]'),
        ("\u202e\x9b", '"\\u202e\\u009b"'),
    ],
)
def test_values_are_json_with_the_functions_in_short(value: Any, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (changed(1, 2), ["~ Key  1 -> 2"]),
        (changed(1, None), ["~ Key  1 -> null"]),
        (changed(after=None), ["+ Key  null"]),
        (changed(before="x"), ['- Key  "x"']),
        (changed("a b", "a c", impact="always"), ['~ Key  "a b" -> "a c"  [Replacement: Always]']),
        (
            changed(1, 1, through=("Table", "Role"), impact="conditionally"),
            ["~ Key  follows Table, Role, which is made anew  [Replacement: Conditionally]"],
        ),
        (changed("x" * 90, "1 2 3" * 18), ["~ Key", f'  - "{"x" * 80}…', f'  + "{("1 2 3" * 18)[:80]}…']),
        (changed("a\nb", "a\nc", form="lines"), ["~ Key", "    a", "  - b", "  + c"]),
        (changed(after="a\n\tb", form="lines"), ["+ Key", "  + a", "  +     b"]),
    ],
)
def test_a_change_says_what_was_and_what_will_be(change: PropertyChange, lines: list[str]) -> None:
    assert shown(change_lines(change, 90, name="Key", depth=0)) == lines


def test_in_full_nothing_is_clipped() -> None:
    before, after = "x" * 300, "1 2 3" * 60

    assert shown(change_lines(changed(before, after), None, name="Key", depth=0)) == [
        "~ Key",
        f'  - "{before}"',
        f'  + "{after}"',
    ]


def test_below_a_new_resource_properties_carry_no_mark_of_their_own() -> None:
    change = changed(after="a\nb", form="lines")

    assert shown(change_lines(change, 90, name="Key", owner="added")) == ["    Key  2 lines"]
    assert shown(change_lines(change, None, name="Key", owner="added")) == ["    Key", "    + a", "    + b"]


@pytest.mark.parametrize(
    ("resource", "head"),
    [
        (METHOD, "~ OrdersGetMethod  AWS::ApiGateway::Method"),
        (TABLE, "~ OrdersTable  AWS::DynamoDB::GlobalTable  Replacement: Conditionally, the old one is retained"),
        (replace(TABLE, fate=None), "~ OrdersTable  AWS::DynamoDB::GlobalTable  Replacement: Conditionally"),
        (replace(TABLE, kind="removed"), "- OrdersTable  AWS::DynamoDB::GlobalTable  retained"),
        (replace(TABLE, kind="removed", fate="destroyed"), "- OrdersTable  AWS::DynamoDB::GlobalTable  destroyed"),
        (
            replace(DEPLOYMENT, quiet=False, type="AWS::X::Y"),
            "> Deployment2  AWS::X::Y  was Deployment1  Replacement: Always, the old one is destroyed",
        ),
        (DEPLOYMENT, "> Deployment2  AWS::ApiGateway::Deployment  was Deployment1"),
        (
            replace(METHOD, previous_type="AWS::X::Y", replacement="always", fate="destroyed"),
            "~ OrdersGetMethod  AWS::ApiGateway::Method  was AWS::X::Y  Replacement: Always, the old one is destroyed",
        ),
    ],
)
def test_the_head_says_in_the_words_of_cloudformation_what_becomes_of_the_resource(resource: Any, head: str) -> None:
    (line,) = shown([head_line(resource)])

    assert line == head


def test_the_head_can_say_what_a_resource_is_for() -> None:
    assert head_line(CHECK, why=True).text == "HealthCheckEuNorth1  AWS::Route53::HealthCheck  Watches it."
    assert head_line(TABLE, why=True).text == head_line(TABLE).text


def test_metadata_of_a_new_resource_are_shown_in_full_only() -> None:
    assert not any("Metadata" in line for line in shown(resource_lines(CHECK, 100)))
    assert any("Metadata" in line for line in shown(resource_lines(CHECK, None)))


def test_an_entry_of_another_section_takes_one_line_or_one_for_each_change() -> None:
    parts = (PropertyChange(path=("Value",), before=1, after=2), PropertyChange(path=("Description",), after="x"))

    assert shown(section_lines(URL, 100)) == ['- Outputs.Url  {"Value": !Ref Api}']
    assert shown(section_lines(replace(URL, kind="modified", changes=parts), 100)) == [
        "~ Outputs.Url",
        "  ~ Value  1 -> 2",
        '  + Description  "x"',
    ]
