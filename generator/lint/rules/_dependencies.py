"""What CloudFormation creates before what: DependsOn, and every reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ._reading import Template, mapping, sequence, text

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def depends_on(body: object) -> set[str]:
    """The logical ids in a resource's DependsOn."""
    named = mapping(body).get("DependsOn")
    return {named} if isinstance(named, str) else {name for name in sequence(named) if isinstance(name, str)}


def awaited(template: Template, name: str) -> set[str]:
    """The logical ids of all that is there before this resource is made, however indirectly."""
    resources = mapping(template.body.get("Resources"))
    found: set[str] = set()
    following = [name]
    while following:
        body = mapping(resources.get(following.pop()))
        ahead = {*depends_on(body), *_referred(body.get("Properties"))} & resources.keys()
        following += ahead - found
        found |= ahead
    return found


def _referred(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for entry in value:
            yield from _referred(entry)
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _named(key, entry)
            yield from _referred(entry)


def _named(function: object, argument: object) -> list[str]:
    first = text(argument) or next((text(part) for part in sequence(argument)[:1]), None) or ""
    match function:
        case "Ref" | "Fn::GetAtt":
            return [first.partition(".")[0]]
        case "Fn::Sub":
            return _VARIABLE.findall(first)
        case _:
            return []
