"""What additions must be beside the rest of their templates: told last, when everything is where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from generator.app.phrases import nearest
from generator.cloudformation.handler_permissions import handler_permissions
from generator.cloudformation.references import PSEUDO_PARAMETERS, Path, unresolved
from generator.extensions.checking import ROLE, SNAPSHOT
from generator.extensions.site import handlers_of
from generator.findings import Finding
from generator.templates.additions import Additions, finding
from generator.templates.section import JsonObject


class _Kind(NamedTuple):
    """What can be referred to: its name for people, and the sections of a template that hold it."""

    word: str
    sections: tuple[str, ...]


_VALUE: Final = _Kind("resource", ("Resources", "Parameters"))
_OTHERS: Final = {"Condition": _Kind("condition", ("Conditions",)), "FindInMap": _Kind("mapping", ("Mappings",))}

# What the rights of every deployment cover, whatever it is called: parts of an API, and roles below the app's path.
_COVERED: Final = SNAPSHOT | {ROLE}


def judged(additions: Additions, templates: Mapping[str, JsonObject]) -> Iterator[Finding]:
    """What is wrong with additions beside the rest of the templates, which are given by name.

    A148 for a reference to what is not there, A175 for a right that is not.
    """
    yield from _dangling(additions, templates)
    yield from _unallowed(additions, templates)


def _dangling(additions: Additions, templates: Mapping[str, JsonObject]) -> Iterator[Finding]:
    """References to what is not there, each once: main and secondary have the same."""
    told: set[tuple[Path, str]] = set()
    for template, body in templates.items():
        origins = additions.origins(template)
        for reference in unresolved(body) if origins else ():
            section, name = map(str, reference.path[:2])
            origin, known = origins.get((section.lower(), name)), (reference.path, reference.target)
            if origin is None or known in told:
                continue
            told.add(known)
            place = ".".join(map(str, reference.path))
            kind = _OTHERS.get(reference.kind, _VALUE)
            what = f"refers to the {kind.word} {reference.target} at {place}, and {template} has none of that name"
            yield finding("A148", origin, what, _instead(reference.target, kind, template, templates))


def _instead(target: str, kind: _Kind, template: str, templates: Mapping[str, JsonObject]) -> str:
    if any(target in templates["main"].get(section, {}) for section in kind.sections):
        if template == "dns":
            return 'the regions have it, each in a stack of its own: ask `site.kind != "dns"` first'
        return "only main has it; the ARN of a table in any region is site.table_arn(…)"
    there = [name for section in kind.sections for name in templates[template].get(section, {})]
    near = nearest(target, [*there, *PSEUDO_PARAMETERS])
    return f"write {near}" if near else "add it too, or leave the reference out"


def _unallowed(additions: Additions, templates: Mapping[str, JsonObject]) -> Iterator[Finding]:
    """Resources that the deployment may not make, each type of an extension once."""
    told: set[tuple[str, str]] = set()
    for template, body in templates.items():
        for (section, name), origin in additions.origins(template).items():
            if section != "resources":
                continue
            type_ = body["Resources"][name]["Type"]
            if type_ in _COVERED | additions.rights.types or (origin.extension, type_) in told:
                continue
            told.add((origin.extension, type_))
            yield finding("A175", origin, f"adds {name}, and no right to make an {type_}", _allow(type_))


def _allow(type_: str) -> str:
    if type_ in handler_permissions():
        call = f'call site.allow_deployment("{type_}", …) with the ARNs that it may have'
        return f"{call}, such as those of site.arns for a name of site.name"
    return f'call site.allow_deployment("{type_}", …, …) with ARNs and actions; {handlers_of(type_)}'
