"""What roles may do after a change that they might not before: wider grants, and narrower ones.

A grant is an action on a resource under a condition. It is new unless an earlier one covers it, wildcards and
conditions that let through more included. A statement that says what it does not allow (`NotAction`, `NotResource`) is
one grant, equal only to itself.

What the roles that deploy may call follows from the types and tables of the app, which are reviewed where they stand:
it is told, and nobody has to agree to it. Whom they trust, what they are denied and how far the boundary goes beyond
new tables does not follow from anything. Where there are no such roles (somebody has deleted their stack), there is
nothing that they could go beyond: they are reviewed with the templates, as before a first deployment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.assembly.model import Json
from generator.diff.meaning.conditions import is_within
from generator.diff.meaning.view import GLOBAL_TABLE, GRANTING, ROLES, View, listed, mapping, members, texts
from generator.diff.model import Meaning, ResourceChange
from generator.diff.normal import JsonText, encoded
from generator.diff.resource import Resource
from generator.diff.values import label

MOST_NAMED = 4
LONGEST_NAMED = 160
"""Characters of one thing that a role may do: a statement can be as long as a policy."""

_TABLE = re.compile(r":table/(?P<name>[^/*]+)(?P<index>/index/.+)?$")


class Grant(NamedTuple):
    """`verb` says what one may do with the action; `scope` is what else the statement says: its condition."""

    verb: str
    action: str
    resource: str
    scope: bytes


def grant_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """One meaning for each role that may do more, and for each that may only do less."""
    ours, theirs = before.of(*GRANTING), after.of(*GRANTING)
    made = set() if before.deploying else after.deploying & theirs.keys()
    if made:
        yield _made(sorted(made))
    for name in sorted((ours.keys() | theirs.keys()) - made):
        old, new = grants_of(ours.get(name)), grants_of(theirs.get(name))
        more, less = _beyond(old, new), _beyond(new, old)
        freed = _restrictions(ours.get(name)) - _restrictions(theirs.get(name)) if name in theirs else set()
        if more or (freed and name in ours):
            follows = not freed and all(_follows(name, grant, before, after) for grant in more)
            yield _following(name, more) if follows else _wider(name, [*_named(more), *sorted(freed)])
        elif less:
            yield Meaning(
                kind="grant-narrower",
                subject=name,
                risk="quiet",
                text=f"{name} may no longer {_sentence(_named(less))}",
                resources=(name,),
            )


def _beyond(known: Sequence[Grant], grants: Sequence[Grant]) -> list[Grant]:
    """The grants that none of the known ones covers. Most are known as they are: only the others are compared."""
    same = set(known)
    return [grant for grant in grants if grant not in same and not any(_covers(one, grant) for one in known)]


def _made(names: Sequence[str]) -> Meaning:
    text = f"the roles that deploy are made where there are none: {listed(names)}"
    return Meaning(kind="grant-wider", subject=ROLES, risk="quiet", text=text, resources=tuple(names))


def _following(name: str, more: Iterable[Grant]) -> Meaning:
    where = _sentence(sorted({_short(grant.resource) for grant in more}))
    text = f"{name} may now do more on {where}, as what is deployed needs it"
    return Meaning(kind="grant-wider", subject=name, risk="quiet", text=text, resources=(name,))


def _wider(name: str, what: Sequence[str]) -> Meaning:
    return Meaning(
        kind="grant-wider",
        subject=name,
        risk="risky",
        text=f"{name} may now {_sentence(what)}",
        advice="check that the change needs it",
        guard="iam-wider",
        resources=(name,),
    )


def _follows(name: str, grant: Grant, before: View, after: View) -> bool:
    """Whether a grant of what deploys follows from what is deployed; that of the boundary only from a new table, or
    from an index, of a table that is there."""
    if name not in after.deploying or grant.verb != "call":
        return False
    if "ManagedPolicyName" not in mapping(after.of(*GRANTING)[name].properties):
        return True
    table = _TABLE.search(grant.resource)
    if table is None:
        return False
    known = _tables(after) if table["index"] else _tables(after) - _tables(before)
    return table["name"] in known


def _tables(view: View) -> set[str]:
    return texts(mapping(table.properties).get("TableName") for table in view.of(GLOBAL_TABLE).values())


def _sentence(what: Sequence[str]) -> str:
    return listed(_first([one if len(one) <= LONGEST_NAMED else f"{one[:LONGEST_NAMED]}…" for one in what]))


def _first(what: Sequence[str]) -> list[str]:
    """The first few, and how many more there are."""
    more = len(what) - MOST_NAMED
    return list(what) if more <= 0 else [*what[:MOST_NAMED], f"{more} more"]


def _named(grants: Iterable[Grant]) -> list[str]:
    """What is granted, each as what one may do; actions of the same resource together."""
    by_resource: dict[tuple[str, str], list[str]] = {}
    for grant in sorted(grants):
        by_resource.setdefault((grant.verb, _short(grant.resource)), []).append(grant.action)
    return [
        " ".join(filter(None, (verb, _actions(dict.fromkeys(actions)), resource and f"on {resource}")))
        for (verb, resource), actions in by_resource.items()
    ]


def _actions(names: Iterable[str]) -> str:
    first = _first(list(names))
    return listed(first) if len(first) > MOST_NAMED else ", ".join(first)


def _short(resource: str) -> str:
    """An ARN from what follows the account."""
    return resource.rpartition("}:")[2]


def grants_of(resource: Resource | None) -> list[Grant]:
    """Everything that a role or policy allows; what it lets others do, such as assume it, is among it."""
    if resource is None:
        return []
    properties = mapping(resource.properties)
    documents = [policy.get("PolicyDocument") for policy in members(properties.get("Policies"))]
    documents.append(properties.get("PolicyDocument"))
    found = [grant for document in documents for grant in _of_document(document, "call")]
    found += _of_document(properties.get("AssumeRolePolicyDocument"), "be assumed by")
    managed = properties.get("ManagedPolicyArns")
    found += [Grant("do all that is in", label(arn), "", b"") for arn in managed] if isinstance(managed, list) else []
    return found


def _of_document(document: Json, verb: str) -> Iterator[Grant]:
    for statement in _statements(document):
        if statement.get("Effect") == "Allow":
            yield from _of_statement(statement, verb)


def _statements(document: Json) -> list[Mapping[str, Json]]:
    value = document.value if isinstance(document, JsonText) else document
    found = mapping(value).get("Statement")
    return members([found] if isinstance(found, Mapping) else found)


def _of_statement(statement: Mapping[str, Json], verb: str) -> Iterator[Grant]:
    scope = encoded(statement.get("Condition"))
    actions, resources = statement.get("Action"), statement.get("Resource")
    if verb != "call":
        who = statement.get("Principal", statement.get("NotPrincipal"))
        is_plain = "Principal" in statement and actions == ["sts:AssumeRole"]
        yield Grant(verb, encoded(who if is_plain else statement).decode(), "", scope)
    elif isinstance(actions, list) and isinstance(resources, list):
        for action in actions:
            for resource in resources:
                yield Grant(verb, _text(action), _text(resource), scope)
    else:
        yield Grant("do what is allowed by", encoded(statement).decode(), "", scope)


def _text(value: Json) -> str:
    """A part of a statement as text: a function by what it makes, as far as the template says."""
    if isinstance(value, Mapping) and isinstance(value.get("Fn::Sub"), str):
        return str(value["Fn::Sub"])
    return value if isinstance(value, str) else encoded(value).decode()


def _covers(known: Grant, grant: Grant) -> bool:
    return (
        known.verb == grant.verb
        and is_within(grant.scope, known.scope)
        and _matches(known.action.lower(), grant.action.lower())
        and _matches(known.resource, grant.resource)
    )


def _matches(pattern: str, text: str) -> bool:
    if pattern == text:
        return True
    if "*" not in pattern and "?" not in pattern:
        return False
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text, re.DOTALL) is not None


def _restrictions(resource: Resource | None) -> set[str]:
    """What keeps a role from doing more: each as what it means to lose it."""
    properties = mapping(None if resource is None else resource.properties)
    documents = [policy.get("PolicyDocument") for policy in members(properties.get("Policies"))]
    documents.append(properties.get("PolicyDocument"))
    found = {
        f"do what was denied: {encoded(statement).decode()}"
        for document in documents
        for statement in _statements(document)
        if statement.get("Effect") == "Deny"
    }
    if "PermissionsBoundary" in properties:
        found.add(f"go beyond the permissions boundary {label(properties['PermissionsBoundary'])}")
    return found
