"""Every reference inside a template, found without knowing any resource type.

Pure and total: any JSON value may be asked, hand-made or hostile; what is not a well-formed reference is none. The
value is walked with a stack, so that deep nesting cannot exhaust the interpreter's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Json = Any
Path = tuple[str | int, ...]
Kind = Literal["Ref", "GetAtt", "Sub", "DependsOn", "Condition", "FindInMap"]

PSEUDO_PARAMETERS: frozenset[str] = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "NotificationARNs", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)

# Functions whose first argument is the name of something of this kind.
_FIRST_ARGUMENT: Mapping[str, Kind] = {"Fn::If": "Condition", "Fn::FindInMap": "FindInMap"}

# Most values; they hold nothing, and a path for each of them would take most of the time.
_SCALARS = frozenset({str, int, float, bool, type(None)})

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")


class Reference(NamedTuple):
    """One reference. `path` leads to the value that holds it.

    `target` is the name referred to: a resource, parameter or pseudo parameter (`Ref`, `Sub`), a resource (`GetAtt`,
    `Sub` with an attribute, `DependsOn`), a condition, or a mapping. `attribute` is `None` where there is none, and
    where it is itself computed.
    """

    kind: Kind
    target: str
    attribute: str | None
    path: Path


def references(template: Json) -> tuple[Reference, ...]:
    """Every reference of a template, in the order of the document."""
    return tuple(reference for path, value in _values(template) for reference in _at(path, value))


def unresolved(template: Json) -> tuple[Reference, ...]:
    """The references whose target the template does not have. Attributes are not judged."""
    if not isinstance(template, Mapping):
        return ()
    names = {section: _names(template, section) for section in ("Resources", "Parameters", "Conditions", "Mappings")}
    values = names["Resources"] | names["Parameters"] | PSEUDO_PARAMETERS
    known = {"Condition": names["Conditions"], "FindInMap": names["Mappings"]}

    def is_missing(reference: Reference) -> bool:
        is_value = reference.kind == "Ref" or (reference.kind == "Sub" and reference.attribute is None)
        return reference.target not in (values if is_value else known.get(reference.kind, names["Resources"]))

    return tuple(filter(is_missing, references(template)))


def _names(template: Mapping[str, Json], section: str) -> frozenset[str]:
    value = template.get(section)
    return frozenset(value) if isinstance(value, Mapping) else frozenset()


def _values(template: Json) -> Iterator[tuple[Path, Json]]:
    """Every map of the template with its path, parents first. The top-level `Metadata` is text for people."""
    stack: list[tuple[Path, Json]] = [((), template)]
    while stack:
        path, value = stack.pop()
        children: list[tuple[Path, Json]] = []
        if isinstance(value, Mapping):
            yield path, value
            children = [
                ((*path, key), child)
                for key, child in value.items()
                if type(child) not in _SCALARS and (path or key != "Metadata")
            ]
        elif isinstance(value, list | tuple):
            children = [((*path, index), child) for index, child in enumerate(value) if type(child) not in _SCALARS]
        stack.extend(reversed(children))


def _at(path: Path, value: Mapping[str, Json]) -> Iterator[Reference]:
    """The references that this map holds itself, not those of what lies in it."""
    if len(path) == 2:
        yield from _attributes(path, value)
    if len(value) == 1:
        ((name, argument),) = value.items()
        yield from _intrinsic(path, name, argument)


def _intrinsic(path: Path, name: str, argument: Json) -> Iterator[Reference]:
    """What `{name: argument}` refers to, where it is an intrinsic function that refers to something."""
    if name == "Ref" and isinstance(argument, str):
        yield Reference("Ref", argument, None, path)
    elif name == "Fn::GetAtt":
        yield from _get_att(path, argument)
    elif name == "Fn::Sub":
        yield from _sub(path, argument)
    elif name == "Condition" and isinstance(argument, str) and path[:1] in (("Conditions",), ("Rules",)):
        yield Reference("Condition", argument, None, path)
    elif name in _FIRST_ARGUMENT and isinstance(argument, list | tuple) and argument and isinstance(argument[0], str):
        yield Reference(_FIRST_ARGUMENT[name], argument[0], None, path)


def _attributes(path: Path, value: Mapping[str, Json]) -> Iterator[Reference]:
    """`DependsOn` and `Condition` of a resource, `Condition` of an output. Deeper ones are properties (of policies)."""
    section = path[0]
    condition = value.get("Condition")
    if section in ("Resources", "Outputs") and isinstance(condition, str):
        yield Reference("Condition", condition, None, (*path, "Condition"))
    if section == "Resources":
        depends_on = value.get("DependsOn")
        if isinstance(depends_on, str):
            yield Reference("DependsOn", depends_on, None, (*path, "DependsOn"))
        elif isinstance(depends_on, list | tuple):
            for index, target in enumerate(depends_on):
                if isinstance(target, str):
                    yield Reference("DependsOn", target, None, (*path, "DependsOn", index))


def _get_att(path: Path, argument: Json) -> Iterator[Reference]:
    """Both spellings, `"Resource.Attribute"` and `["Resource", "Attribute"]`. An attribute may have dots of its own."""
    if isinstance(argument, str):
        target, dot, attribute = argument.partition(".")
        if dot:
            yield Reference("GetAtt", target, attribute, path)
    elif isinstance(argument, list | tuple) and len(argument) == 2 and isinstance(argument[0], str):
        yield Reference("GetAtt", argument[0], argument[1] if isinstance(argument[1], str) else None, path)


def _sub(path: Path, argument: Json) -> Iterator[Reference]:
    """`${Name}` and `${Resource.Attribute}`; neither the literal `${!Name}` nor a name that the list form defines."""
    text: Json = argument
    local: Json = {}
    if isinstance(argument, list | tuple) and len(argument) == 2:
        text, local = argument
    if not isinstance(text, str):
        return
    for name in _VARIABLE.findall(text):
        if isinstance(local, Mapping) and name in local:
            continue
        target, dot, attribute = name.partition(".")
        yield Reference("Sub", target, attribute if dot else None, path)
