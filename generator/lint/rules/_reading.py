"""Reading a template that anybody may have written: total functions on JSON, which never raise.

A value that only CloudFormation knows is *opaque* (an intrinsic function); a rule says nothing about what it cannot
see. `spelled` gives names and ARNs one spelling, that of Fn::Sub, however the template builds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
REGION = "${AWS::Region}"
NO_VALUE = {"Ref": "AWS::NoValue"}


class Problem(NamedTuple):
    """What is wrong, and at which path of the template."""

    path: Path
    message: str


class Resource(NamedTuple):
    """A resource whose properties can be seen."""

    name: str
    type: str
    body: Mapping[str, Any]

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its properties."""
        return mapping(self.body.get("Properties"))

    def at(self, *steps: str | int) -> Path:
        """The path of one of its properties."""
        return ("Resources", self.name, "Properties", *steps)


class Template(NamedTuple):
    """A template and the regions that it is checked for."""

    body: Mapping[str, Any]
    regions: Sequence[str]

    def resources(self, *types: str) -> Iterator[Resource]:
        """The resources of these types (of all, if none is given), in the order of the template."""
        for name, body in mapping(self.body.get("Resources")).items():
            kind = text(mapping(body).get("Type"))
            if kind is not None and not opaque(mapping(body).get("Properties")) and (not types or kind in types):
                yield Resource(name, kind, body)


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is a map that can be seen, else an empty one; without the members that are AWS::NoValue."""
    if not isinstance(value, dict) or opaque(value):
        return {}
    if NO_VALUE in value.values():
        return {key: member for key, member in value.items() if member != NO_VALUE}
    return value


def sequence(value: object) -> Sequence[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def entries(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The maps of a list that can be seen, with their positions."""
    for position, entry in enumerate(sequence(value)):
        if isinstance(entry, dict) and not opaque(entry):
            yield position, mapping(entry)


def text(value: object) -> str | None:
    """The value if it is a string."""
    return value if isinstance(value, str) else None


def opaque(value: object) -> bool:
    """Whether only CloudFormation knows the value: `Ref`, `Fn::...` or a condition."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    key = next(iter(value))
    return key in ("Ref", "Condition") or (isinstance(key, str) and key.startswith("Fn::"))


def hidden(properties: Mapping[str, Any], *keys: str) -> bool:
    """Whether one of these properties is there but cannot be seen, as a whole or in one of its entries."""
    values = [properties.get(key) for key in keys]
    return any(opaque(value) or any(opaque(entry) for entry in sequence(value)) for value in values)


def flag(value: object) -> bool | None:
    """A boolean in any of CloudFormation's spellings; `None` if it cannot be seen. What is absent is false."""
    if value is None:
        return False
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def spelled(value: object) -> str | None:
    """A string as Fn::Sub spells it, from a string, Ref, Fn::GetAtt, Fn::Sub or Fn::Join; `None` for anything else."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        return None
    function, argument = next(iter(value.items()))
    spelling = _SPELLINGS.get(function)
    return None if spelling is None else spelling(argument)


def _referenced(argument: object) -> str | None:
    return f"${{{argument}}}" if isinstance(argument, str) else None


def _attribute(argument: object) -> str | None:
    parts = [argument] if isinstance(argument, str) else sequence(argument)
    return f"${{{'.'.join(parts)}}}" if parts and all(isinstance(part, str) for part in parts) else None


def _substituted(argument: object) -> str | None:
    if isinstance(argument, str):
        return argument
    match argument:
        case [str(pattern), dict(variables)]:
            for name, value in variables.items():
                spelling = spelled(value)
                if spelling is None:
                    return None
                pattern = pattern.replace(f"${{{name}}}", spelling)
            return pattern
        case _:
            return None


def _joined(argument: object) -> str | None:
    match argument:
        case [str(separator), list(parts)]:
            spellings = [spelled(part) for part in parts]
            known = [spelling for spelling in spellings if spelling is not None]
            return separator.join(known) if len(known) == len(spellings) else None
        case _:
            return None


_SPELLINGS: Mapping[object, Callable[[object], str | None]] = {
    "Ref": _referenced,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _substituted,
    "Fn::Join": _joined,
}


def reference(value: object) -> str | None:
    """The logical id that a `Ref` names."""
    return text(value.get("Ref")) if isinstance(value, dict) and len(value) == 1 else None


def listed(names: Sequence[str], most: int = 4) -> str:
    """Names for a message: the first ones, and how many more there are."""
    rest = len(names) - most
    return ", ".join(names) if rest <= 0 else f"{', '.join(names[:most])} and {rest} more"
