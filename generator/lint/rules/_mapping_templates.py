"""The mapping templates of a CloudFormation template, and what the rules on them share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from ._apigateway import GUIDE as APIGATEWAY
from ._apigateway import methods
from ._reading import Path, Problem, Template, entries, mapping, sequence
from ._vtl import line_of

GUIDE = APIGATEWAY + "api-gateway-mapping-template-reference.html"
TAGS = ["resources", "apigateway", "vtl"]
# Digits mean nothing to VTL, in text as in expressions and strings; nobody names a table like that.
OPAQUE: Final = "0000000000000000"
"""What stands in `MappingTemplate.text` for a value that only CloudFormation knows."""
_VARIABLE: Final = re.compile(r"\$\{(!?)([^{}]*)\}")


class MappingTemplate(NamedTuple):
    """A VTL template, whole, and where it stands. Lines joined by CloudFormation have a path each."""

    path: Path
    text: str
    side: Literal["request", "response"]
    in_lines: bool

    def problem(self, at: int, message: str) -> Problem:
        """A problem at a position of the text, with its line."""
        line = line_of(self.text, at)
        path = (*self.path, "Fn::Join", 1, line - 1) if self.in_lines else self.path
        return Problem(path, f"line {line}: {message}")


def mapping_templates(template: Template) -> Iterator[MappingTemplate]:
    """Request and response templates of every method, except those that only CloudFormation can spell."""
    for method in methods(template):
        integration = mapping(method.properties.get("Integration"))
        place = method.at("Integration")
        yield from _templates((*place, "RequestTemplates"), integration.get("RequestTemplates"), "request")
        for position, response in entries(integration.get("IntegrationResponses")):
            path = (*place, "IntegrationResponses", position, "ResponseTemplates")
            yield from _templates(path, response.get("ResponseTemplates"), "response")


def _templates(path: Path, templates: object, side: Literal["request", "response"]) -> Iterator[MappingTemplate]:
    for content_type, value in mapping(templates).items():
        text = _vtl(value)
        if text is not None:
            yield MappingTemplate((*path, content_type), text, side, _in_lines(value, text))


def _vtl(value: object) -> str | None:
    """The VTL that CloudFormation makes of a value. Not `spelled`: the `${...}` of Fn::Sub are not those of VTL."""
    match value:
        case str():
            return value
        case {"Fn::Sub": str(pattern)} | {"Fn::Sub": [str(pattern), _]}:
            return _VARIABLE.sub(lambda found: f"${{{found[2]}}}" if found[1] else OPAQUE, pattern)
        case {"Fn::Join": [str(separator), list(parts)]}:
            texts = [_vtl(part) for part in parts]
            return separator.join(OPAQUE if text is None else text for text in texts)
        case _:
            return None


def _in_lines(value: object, text: str) -> bool:
    match value:
        case {"Fn::Join": ["\n", list(lines)]}:
            return len(sequence(lines)) == text.count("\n") + 1
        case _:
            return False
