"""The few words of VTL that mapping templates are written in, and the one way in which text enters them.

API Gateway's VTL has no macros and no recursion, prints an unknown reference as it stands or as nothing, and answers a
`#set` of null by keeping the old value. So only the closed list below is used, which means the same in every Velocity
1.x, and every reference is braced, or `.name(` behind it in the text would be read as a call [aws-facts 11.3].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

DIRECTIVES = frozenset({"set", "if", "elseif", "else", "end", "foreach"})
OPERATORS = frozenset({"==", ">", "+", "/"})
METHODS = frozenset({"keySet", "get", "size", "contains", "replaceAll"})
FUNCTIONS = frozenset(
    {
        "input.path",
        "input.params",
        "util.escapeJavaScript",
        "util.base64Encode",
        "util.base64Decode",
        "util.urlDecode",
    }
)
MAX_LOOP = 1000
"""`#foreach` may stop after so many rounds, silently and with `hasNext` still true [aws-facts 11.3]."""


class Entry(NamedTuple):
    """A member of a JSON object or array, printed where all `conditions` (VTL booleans) hold."""

    conditions: tuple[str, ...]
    text: str


def json_text(text: str) -> str:
    r"""`text` as the content of a JSON string that VTL prints as it stands.

    What JSON or VTL would read is written as `\uXXXX`, also `$`, `#` and the backslash: no backslash ever stands before
    a reference, where Velocity would take it for an escape.
    """
    return "".join(map(_json_character, text))


def _json_character(character: str) -> str:
    if character.isascii() and character.isprintable() and character not in '"\\$#':
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def json_string(text: str) -> str:
    """`text` as a JSON string."""
    return f'"{json_text(text)}"'


def string(text: str) -> str:
    """`text` as a VTL string; literals know no escapes, so one with an apostrophe is a variable of `string_lines`."""
    return f"${_variable(text)}" if "'" in text else f"'{text}'"


def string_lines(texts: Iterable[str]) -> list[str]:
    """Lines that define the variables which `string` makes of these texts: a letter stands in for the apostrophe."""
    lines = []
    for text in texts:
        if "'" in text:
            variable = _variable(text)
            letter = next(letter for letter in map(chr, count(ord("A"))) if letter.isalpha() and letter not in text)
            stand_in = text.replace("'", letter)
            lines.append(f"#set(${variable} = {string(stand_in)})")
            lines.append(f"#set(${variable} = ${variable}.replaceAll('{letter}', \"'\"))")
    return lines


def _variable(text: str) -> str:
    return f"text_{text.encode().hex()}"


def as_string(reference: str) -> str:
    """The reference (without its `$`) as a VTL string, empty for null: also a number or a map is then text."""
    return f'"$!{{{reference}}}"'


def escaped(reference: str) -> str:
    r"""The value of the reference as the content of a JSON string, whatever it holds.

    `escapeJavaScript` escapes quotes, backslashes, control characters and everything beyond ASCII, and also writes
    `\'`, which is not JSON: that backslash is taken away again.
    """
    return f'$!{{util.escapeJavaScript({as_string(reference)}).replaceAll("\\\\\'", "\'")}}'


def when(conditions: Sequence[str], then: str) -> str:
    """`then` where all conditions hold."""
    return "".join(f"#if({condition})" for condition in conditions) + then + " #end" * len(conditions)


def choose(conditions: Sequence[str], then: str, otherwise: str) -> str:
    """`then` where all conditions hold, else `otherwise`."""
    text = then
    for condition in reversed(conditions):
        text = f"#if({condition}) {text} #else {otherwise} #end"
    return text


def joined(entries: Sequence[Entry], separator: str = ", ") -> str:
    """The entries that are present, in their order, with commas between them.

    `separator`: a comma and white space; an entry that depends on the request brings its comma itself.
    """
    if not entries or entries[0].conditions:
        return _joined_at_run_time(entries, separator)
    first, *others = entries
    texts = [when(entry.conditions, f", {entry.text}") if entry.conditions else entry.text for entry in others]
    breaks = [separator[1:] if entry.conditions else separator for entry in others]
    return first.text + "".join(a + b for a, b in zip(breaks, texts, strict=True))


def _joined_at_run_time(entries: Sequence[Entry], separator: str) -> str:
    """Where the first entry may be absent, only the running template knows which one needs no comma."""
    texts = [when(entry.conditions, f"${{comma}}{entry.text}#set($comma = ',')") for entry in entries]
    return separator[1:].join(["#set($comma = '')", *texts]) if texts else ""
