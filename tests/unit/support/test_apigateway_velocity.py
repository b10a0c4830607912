"""The harness is stricter than API Gateway, and otherwise Java."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.apigateway import RenderError, Request, rendered

EMPTY: dict[str, Any] = {}


def printed(template: str, body: Any = EMPTY, **request: Any) -> str:
    return rendered(template, Request(**request), body)[0]


@pytest.mark.parametrize(
    ("template", "body", "expected"),
    [
        ("$input.path('$').get('a')", {"a": 1.0e10}, "1.0E10"),
        ("$input.path('$').get('a')", {"a": 0.0001}, "1.0E-4"),
        ("$input.path('$').get('a')", {"a": 1234567.5}, "1234567.5"),
        ("$input.path('$').get('a')", {"a": True}, "true"),
        ("$input.path('$').get('a')", {"a": {"b": [1, "x", None]}}, "{b=[1, x, null]}"),
        ("$!{input.path('$').get('a').get('b')}", {}, ""),
        ("#if($input.path('$').get('keySet') == 'mine')yes#end", {"keySet": "mine"}, "yes"),
        ("#if($input.path('$').keySet())x#{else}null is false#end", [], "null is false"),
        ("#if($input.path('$').keySet().contains('a') == true)yes#end", {"a": None}, "yes"),
        ("#if($input.path('$').get('a') == '1')yes#end", {"a": 1}, "yes"),
        ("#if($input.path('$').get('a') == '1.0')no#{else}other text#end", {"a": 1}, "other text"),
        ("#if($input.path('$').size() > 1000)no#{else}null is not greater#end", "text", "null is not greater"),
        ("#foreach($x in $input.path('$'))no#end", "text", ""),
        ("#foreach($x in $input.path('$'))$x#if($foreach.hasNext),#end#end", [1, 2], "1,2"),
        ("#set($x = 7 / 2 + 1)$x", {}, "4"),
    ],
)
def test_it_evaluates_like_java(template: str, body: Any, expected: str) -> None:
    assert printed(template, body) == expected


def test_a_loop_stops_at_a_thousand_with_more_to_come() -> None:
    text = printed("#foreach($x in $input.path('$'))#if($foreach.hasNext),#end#end", [0] * 1001)

    assert text == "," * 1000


@pytest.mark.parametrize(
    "template",
    [
        "$input.path('$').entrySet()",
        "$input.path('$').isEmpty()",
        "$input.path('$.a')",
        "$input.params('x')",
        "$input.json('$')",
        "$util.parseJson('1')",
        "$undefined",
        "#set($x = $input.path('$').get('nothing'))",
        "#if('text')x#end",
        "#if($input.path('$').get('a') && true)x#end",
        "#macro(x)y#end",
        "#set($context.responseOverride.status = 1)#set($context.responseOverride.status = 1)",
        "#set($context.responseOverride.header.A-B = 'x')#set($context.responseOverride.header.A-B = 'x')",
        "$util.base64Decode('YQ')",
        "$util.escapeJavaScript(5)",
        "#break",
        "#if(true)",
    ],
)
def test_what_real_velocity_would_hide_is_an_error(template: str) -> None:
    with pytest.raises(RenderError):
        printed(template, {"a": True})


def test_a_loop_over_a_map_takes_its_values() -> None:
    assert printed("#foreach($x in $input.path('$'))$x;#end", {"a": 1, "b": 2}) == "1;2;"


def test_escaping_is_that_of_commons_lang_2() -> None:
    text = "'\"\\/\n\x00\x1f\x7fé\N{GRINNING FACE}\ud83d"

    assert printed("$util.escapeJavaScript($input.path('$'))", text) == (
        "\\'\\\"\\\\\\/\\n\\u0000\\u001F\x7f\\u00E9\\uD83D\\uDE00\\uD83D"
    )


def test_url_decoding_is_that_of_forms_and_throws() -> None:
    assert printed("$util.urlDecode($input.path('$'))", "a+b%2B%C3%A9") == "a b+é"
    with pytest.raises(RenderError):
        printed("$util.urlDecode('100%')")


def test_base64_goes_through_utf_8() -> None:
    assert printed("$util.base64Encode($input.path('$'))", "é\ud83d") == "w6k/"
    assert printed("$util.base64Decode('w6n/')") == "é\ufffd"
