"""The cursor of a page: opaque, confined to what the route may read, and refused unless it is one that we made.

One part per key attribute that the route does not fix: URL-safe base64 of its text, with `.` for the padding, joined by
`~`; nothing in it needs to be encoded in a query string. It is not signed, for VTL cannot: whoever forges one moves
within the partition, which is written from the route, and names no type, which the table declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.app.declarations import Key
from generator.app.model import ReadPageOperation
from generator.app.values import QueryString
from generator.templates.regional import vtl
from generator.templates.regional.request_values import attribute, presence, reference

PARAMETER: Final = QueryString("cursor")
_DIGIT: Final = "[A-Za-z0-9_-]"
# Whole groups of four, then padding or nothing, and at least one digit: whatever matches can be decoded. Possessive,
# so that a long text is walked once and without a stack.
_PART: Final = f"(?={_DIGIT})(?:{_DIGIT}{{4}})*+(?:{_DIGIT}{{2}}[.][.]|{_DIGIT}{{3}}[.])?"


def lines(keys: Sequence[Key]) -> list[str]:
    """Lines of the request template: `$continued` says whether there is a cursor, `$readable` whether it is one."""
    pattern = "~".join([_PART] * len(keys))
    (given,) = presence((PARAMETER,))
    return [
        "#set($continued = false)#set($readable = false)",
        f"#if({given})#set($continued = true)",
        f'#set($cursor = "=$!{{{reference(PARAMETER)}}}")',
        f"#if($cursor.replaceAll('^={pattern}$', '') == '')#set($readable = true)#end",
        "#end",
    ]


def start_key(operation: ReadPageOperation) -> vtl.Entry:
    """ExclusiveStartKey, where there is a cursor. DynamoDB refuses the empty one that a garbled cursor becomes."""
    fixed = {name: attribute(value) for name, value in operation.fixed_keys.items()}
    moving = {key.name: _decoded(at, key) for at, key in enumerate(operation.cursor_keys)}
    members = ", ".join(f"{vtl.json_string(name)}: {typed}" for name, typed in sorted({**moving, **fixed}.items()))
    return vtl.Entry(("$continued",), f'"ExclusiveStartKey": {{#if($readable) {members} #end}}')


def _decoded(at: int, key: Key) -> str:
    """Part number `at` of the cursor, typed as the table declares the attribute."""
    skipped = "^=" + "[^~]*~" * at
    part = f"$cursor.replaceAll('{skipped}', '').replaceAll('~.*$', '')"
    digits = f"{part}.replaceAll('-', '+').replaceAll('_', '/').replaceAll('[.]', '=')"
    text = vtl.escaped(f"util.base64Decode({digits})")
    return f'{{"{key.type}": "{text}"}}'


def next_lines(keys: Sequence[Key]) -> list[str]:
    """Lines that `next_cursor` needs first."""
    return vtl.string_lines(key.name for key in keys)


def next_cursor(keys: Sequence[Key]) -> str:
    """The cursor in the answer, `null` on the last page."""
    parts = "~".join(_encoded(key) for key in keys)
    return f"#if($answer.keySet().contains('LastEvaluatedKey')) \"{parts}\" #else null #end"


def _encoded(key: Key) -> str:
    text = vtl.as_string(f"answer.get('LastEvaluatedKey').get({vtl.string(key.name)}).get('{key.type}')")
    return f"$!{{util.base64Encode({text}).replaceAll('[+]', '-').replaceAll('/', '_').replaceAll('=', '.')}}"
