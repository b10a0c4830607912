"""All meanings of a comparison, risky first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.assembly.model import Assembly
from generator.diff.meaning.domain import domain_meanings
from generator.diff.meaning.grants import grant_meanings
from generator.diff.meaning.health import health_meanings, health_paths
from generator.diff.meaning.migrations import migration_meanings
from generator.diff.meaning.parity import parity_meanings
from generator.diff.meaning.regions import region_meanings
from generator.diff.meaning.replicas import replica_meanings
from generator.diff.meaning.rest import (
    deployment_meanings,
    environment_added,
    environment_removed,
    replacement_meanings,
    setting_meanings,
)
from generator.diff.meaning.routes import route_meanings
from generator.diff.meaning.table_settings import table_setting_meanings
from generator.diff.meaning.tables import table_meanings, table_name
from generator.diff.meaning.view import GLOBAL_TABLE, View, view_of
from generator.diff.model import RISKS, Meaning, ResourceChange

Topic = Callable[[View, View, Sequence[ResourceChange]], Iterator[Meaning]]

TOPICS: tuple[Topic, ...] = (
    region_meanings,
    table_meanings,
    table_setting_meanings,
    replica_meanings,
    domain_meanings,
    health_meanings,
    route_meanings,
    grant_meanings,
    migration_meanings,
)


def meanings(before: Assembly | None, after: Assembly | None, changes: Sequence[ResourceChange]) -> tuple[Meaning, ...]:
    """What the changes between two assemblies come to; an environment that is wholly new or gone is one meaning."""
    if after is None:
        return () if before is None else (environment_removed(before),)
    if before is None:
        return (_added(after), *parity_meanings(None, after))
    parity = parity_meanings(before, after)
    found = [*setting_meanings(before, after), *parity]
    if changes or before.regions != after.regions:
        found += _of_topics(before, after, changes)
    if parity:
        # The other regions would do what the main one does not: that has to be told and agreed to as well.
        found += (one for one in _of_topics(before, after, changes, without="main") if one not in found)
    explained = {name for meaning in found if _explains(meaning) for name in meaning.resources}
    # The same of main and of secondary is one, also where only one of them has another change beside it.
    found += [*dict.fromkeys(replacement_meanings(changes, explained)), *deployment_meanings(changes)]
    return tuple(sorted(found, key=lambda meaning: RISKS.index(meaning.risk)))


def _of_topics(
    before: Assembly, after: Assembly, changes: Sequence[ResourceChange], *, without: str = ""
) -> list[Meaning]:
    ours, theirs = view_of(before, without=without), view_of(after, without=without)
    return [meaning for topic in TOPICS for meaning in topic(ours, theirs, changes)]


def _explains(meaning: Meaning) -> bool:
    """Whether it tells why a resource is made anew: who agrees to it agrees to that."""
    return meaning.kind.startswith(("domain-", "health-", "path-", "table-"))


def _added(after: Assembly) -> Meaning:
    view = view_of(after)
    checks = {f"GET {path}" for path in health_paths(view)}
    routes = (route for route in view.routes.values() if route.is_open and not route.is_preflight)
    return environment_added(
        after,
        sorted(route.title for route in routes if route.title not in checks),
        sorted(table_name(name, table) for name, table in view.of(GLOBAL_TABLE).items()),
    )
