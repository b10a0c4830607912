"""From the extensions of an app to what they add: the whole of this package in one function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.app.model import ResolvedApp
from generator.errors import AppFileError
from generator.extensions.checking import ROLE, crowded, refused
from generator.extensions.made import Made
from generator.extensions.reaching import unreached
from generator.extensions.regions import added, entries, regional, unequal
from generator.extensions.running import Failed, run
from generator.findings import Finding
from generator.templates.additions import Additions, Grant, Rights
from generator.templates.section import Json


def additions(app: ResolvedApp) -> Additions:
    """What the extensions of an app add to its templates; `judged` has to be asked when they are there.

    Raises `AppFileError` with what is wrong with any of them; what they raised themselves first is its cause.
    """
    every = _run(app)
    main, twice = entries(every, "main")
    secondary, twice_in_secondary = entries(every, "secondary")
    dns, twice_in_dns = entries(every, "dns")
    _refuse(dict.fromkeys((*twice, *twice_in_secondary, *twice_in_dns)))
    _refuse([finding for made in every for finding in refused(made, app)])
    _refuse([*crowded(every, app), *(unequal(main, secondary) if app.secondary_regions else ())])
    _refuse(unreached(every, app))
    shared, own = regional(every, main, secondary, app)
    return Additions(regional=shared, main_only=own, dns=added(dns), rights=_rights(every))


def _run(app: ResolvedApp) -> tuple[Made, ...]:
    every: list[Made] = []
    failures: list[Failed] = []
    for extension in app.extensions:
        try:
            every += run(extension, app)
        except Failed as failed:
            failures.append(failed)
    if failures:
        raise AppFileError(tuple(failed.finding for failed in failures)) from failures[0].__cause__
    return tuple(every)


def _refuse(findings: Iterable[Finding]) -> None:
    """Raises `AppFileError` if there are any; those of two templates that say the same, once."""
    if found := tuple(dict.fromkeys(findings)):
        raise AppFileError(found)


def _rights(every: Sequence[Made]) -> Rights:
    made_types = {resource["Type"] for made in every for resource in made.section.resources.values()}
    deployment = {
        grant
        for made in every
        for type_, grants in made.asked.deployment.items()
        if type_ in made_types
        for grant in grants
    }
    roles = {grant for made in every for grant in made.asked.roles}
    return Rights(
        deployment=_merged(deployment),
        roles=_merged(roles),
        services=tuple(sorted(set(_services(every)))),
        types=frozenset(type_ for made in every for type_ in made.asked.deployment),
    )


def _merged(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants, sorted, with those on the same resources joined."""
    actions: dict[tuple[str, ...], set[str]] = {}
    for grant in grants:
        actions.setdefault(grant.resources, set()).update(grant.actions)
    return tuple(sorted(Grant(tuple(sorted(named)), resources) for resources, named in actions.items()))


def _services(every: Iterable[Made]) -> Iterator[str]:
    """The services that added roles trust: a deployment passes the roles to them."""
    for made in every:
        for resource in made.section.resources.values():
            if resource["Type"] == ROLE:
                yield from _trusted(resource["Properties"].get("AssumeRolePolicyDocument"))


def _trusted(policy: Json) -> Iterator[str]:
    statements = policy.get("Statement", ()) if isinstance(policy, Mapping) else ()
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal", {}) if isinstance(statement, Mapping) else {}
        named = principal.get("Service", ()) if isinstance(principal, Mapping) else ()
        yield from (name for name in ([named] if isinstance(named, str) else named) if isinstance(name, str))
