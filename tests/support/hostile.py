"""What clients send who mean harm, and items of every shape."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

TEXTS: Final = (
    "",
    "plain",
    "it's",
    "''",
    '"',
    "\\",
    "\\'",
    "\\\\'\"",
    "\\u0027",
    "/",
    "</script>",
    "\n\r\t\b\f\x00\x1f\x7f",
    "$",
    "$x",
    "${x}",
    "$!{context.requestId}",
    "$util.escapeJavaScript('x')",
    "#",
    "#set($x = 1)",
    "#end",
    "#if(true)x#end",
    "## comment",
    "#* comment *#",
    "#[[ raw ]]#",
    '", "other": {"S": "injected"}, "x": {"S": "',
    '"}}, "TableName": "another',
    "é\u2028\u2029ü",
    "\N{GRINNING FACE}",
    "\ud83d",
    "\ude00\ud83d",
    "~.-_",
    "null",
    "true",
    "1",
    "1.0E10",
    "x" * 20_000,
    "\\" * 999,
)
_alphabet: Final = st.one_of(st.sampled_from("'\"\\$#{}[](),:/~.=\n\r\t\x00 a1é"), st.characters(categories=None))
texts: Final = st.one_of(st.sampled_from(TEXTS), st.text(_alphabet, max_size=40))
"""Any text, surrogates included, mostly of what JSON and VTL read."""

scalars: Final = st.one_of(texts, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
json_values: Final = st.recursive(
    st.one_of(scalars, st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
"""What may stand in a body where a string is wanted."""

_numbers: Final = st.one_of(
    st.integers(-(10**30), 10**30).map(str), st.sampled_from(["0.1", "-12.50", "1E+30", "1E-5"])
)
_base64: Final = st.sampled_from(["", "AA==", "+/8=", "X19oZWFsdGhfXw=="])
_leaves: Final = st.one_of(
    texts.map(lambda text: {"S": text}),
    _numbers.map(lambda number: {"N": number}),
    _base64.map(lambda data: {"B": data}),
    st.booleans().map(lambda truth: {"BOOL": truth}),
    st.just({"NULL": True}),
    st.lists(texts, max_size=3, unique=True).map(lambda members: {"SS": members}),
    st.lists(_numbers, max_size=3, unique=True).map(lambda members: {"NS": members}),
    st.lists(_base64, max_size=3, unique=True).map(lambda members: {"BS": members}),
)


def typed_values(nesting: int) -> st.SearchStrategy[dict[str, Any]]:
    """Typed values of DynamoDB with at most so many levels of maps and lists."""
    if nesting == 0:
        return _leaves
    inner = typed_values(nesting - 1)
    maps = st.dictionaries(texts, inner, max_size=3).map(lambda members: {"M": members})
    return st.one_of(_leaves, maps, st.lists(inner, max_size=3).map(lambda members: {"L": members}))


def items(nesting: int) -> st.SearchStrategy[dict[str, Any]]:
    """Items of DynamoDB."""
    return st.dictionaries(texts, typed_values(nesting), max_size=4)


def plain(value: dict[str, Any]) -> Any:
    """A typed value as the JSON that a client should see; numbers as Python reads them."""
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return _number(content)
        case "NS":
            return [_number(each) for each in content]
        case "NULL":
            return None
        case "M":
            return {name: plain(each) for name, each in content.items()}
        case "L":
            return [plain(each) for each in content]
        case _:
            return content


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)
