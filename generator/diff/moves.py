"""What has only got another logical id: resources of the same type and content, one gone and one new."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.assembly.model import Json
from generator.diff.normal import encoded
from generator.diff.resource import Resource

QUIET_ATTRIBUTES = frozenset({"DependsOn", "Metadata"})
"""The order in which things are made, and words for people: nothing of what a resource is."""


def moves(before: Mapping[str, Resource], after: Mapping[str, Resource]) -> dict[str, str]:
    """New logical id ─▶ old one.

    A move can make others equal that refer to what has moved, so it goes on until none does. Of several with the same
    content, the first goes with the first by name.
    """
    found: dict[str, str] = {}
    while True:
        ours = _by_content(before, found.values(), {old: new for new, old in found.items()})
        theirs = _by_content(after, found, {})
        more = {
            new: old
            for content in ours.keys() & theirs.keys()
            for new, old in zip(theirs[content], ours[content], strict=False)
        }
        if not more:
            return found
        found |= more


def _by_content(
    resources: Mapping[str, Resource], without: Collection[str], names: Mapping[str, str]
) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = {}
    for name in sorted(resources.keys() - set(without)):
        found.setdefault(_content(resources[name], names), []).append(name)
    return found


def _content(resource: Resource, names: Mapping[str, str]) -> bytes:
    """All that makes the resource what it is; `names` are logical ids to be read as others."""
    attributes = {key: value for key, value in resource.attributes.items() if key not in QUIET_ATTRIBUTES}
    return encoded(_renamed([resource.type, resource.properties, attributes], names))


def _renamed(value: Json, names: Mapping[str, str]) -> Json:
    if not names:
        return value
    if isinstance(value, Mapping):
        if len(value) == 1:
            ((key, argument),) = value.items()
            if key == "Ref" and isinstance(argument, str):
                return {key: names.get(argument, argument)}
            if key == "Fn::GetAtt" and isinstance(argument, list) and argument and isinstance(argument[0], str):
                return {key: [names.get(argument[0], argument[0]), *argument[1:]]}
        return {key: _renamed(child, names) for key, child in value.items()}
    return [_renamed(member, names) for member in value] if isinstance(value, list) else value
