"""`$input`, `$util` and `$context.responseOverride` of API Gateway, as far as our templates use them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from generator.velocity.java import RenderError


class Functions:
    """`$input` and `$util`: an object whose Python methods are all that a template may call."""


class Input(Functions):
    """`$input`: the body, parsed, and the request's parameters."""

    def __init__(self, body: Any, parameters: Mapping[str, Mapping[str, str]]) -> None:
        self._body = body
        self._parameters = parameters

    def path(self, path: str) -> Any:
        """JSONPath; templates only ask for the root."""
        if path != "$":
            raise RenderError(f"$input.path({path!r})")
        return self._body

    def params(self) -> Any:
        """A map of the maps `path`, `querystring` and `header`."""
        return {kind: dict(values) for kind, values in self._parameters.items()}


class Util(Functions):
    """`$util`, with the string functions of commons-lang 2 and Java's base64."""

    def escapeJavaScript(self, text: Any) -> str:
        """As commons-lang 2.6: each UTF-16 unit beyond ASCII as hexadecimal; `\\'` and `\\/` are escaped as well."""
        _expect_string(text)
        units = text.encode("utf-16-be", "surrogatepass")
        return "".join(_escaped(int.from_bytes(units[at : at + 2], "big")) for at in range(0, len(units), 2))

    def base64Encode(self, text: Any) -> str:
        """Of the text's UTF-8; half a surrogate pair becomes a question mark."""
        _expect_string(text)
        return base64.b64encode(text.encode("utf-8", "replace")).decode()

    def base64Decode(self, text: Any) -> str:
        """To text; what is no UTF-8 becomes U+FFFD. Java throws where the base64 itself is wrong."""
        _expect_string(text)
        try:
            return base64.b64decode(text, validate=True).decode("utf-8", "replace")
        except binascii.Error as error:
            raise RenderError(f"base64Decode({text!r}): {error}") from error

    def urlDecode(self, text: Any) -> str:
        """`java.net.URLDecoder`: for forms, so a plus is a blank; throws for a percent sign that is no escape."""
        _expect_string(text)
        if re.search("%(?![0-9A-Fa-f]{2})", text):
            raise RenderError(f"urlDecode({text!r})")
        return unquote_plus(text, errors="replace")


def _expect_string(value: Any) -> None:
    if not isinstance(value, str):
        raise RenderError(f"not a string: {value!r}")


_SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 39: "\\'", 47: "\\/", 92: "\\\\"}


def _escaped(unit: int) -> str:
    if unit in _SHORT:
        return _SHORT[unit]
    return chr(unit) if 32 <= unit < 128 else f"\\u{unit:04X}"


class Overrides(dict[str, Any]):
    """`$context.responseOverride`: setting a parameter twice is a 5XX in API Gateway, so an error here."""

    def __init__(self, **members: Any) -> None:
        super().__init__(members)

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self:
            raise RenderError(f"responseOverride of {name!r} twice")
        super().__setitem__(name, value)
