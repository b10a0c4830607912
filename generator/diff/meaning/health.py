"""Health checks that notice less, later, or from fewer places; and those that notice more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.assembly.model import Json
from generator.diff.meaning.routes_of import Route
from generator.diff.meaning.view import GLOBAL_TABLE, HEALTH_CHECK, RECORD, View, listed, mapping, places, text, texts
from generator.diff.model import Meaning, ResourceChange
from generator.diff.normal import JsonText, encoded, normal

_MODES = ("no table", "the control table only", "every table")
_TELLING = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH")


class _Aspect(NamedTuple):
    """One way in which a check differs; `worse` is `None` where it is neither better nor worse."""

    worse: bool | None
    text: str


def health_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """Changes of the health checks of Route 53, of the path that they ask, and of the records that obey them."""
    ours, theirs = before.of(HEALTH_CHECK), after.of(HEALTH_CHECK)
    found: dict[_Aspect, list[str]] = {}
    for name in sorted(ours.keys() & theirs.keys()):
        for aspect in _aspects(_config(ours[name].properties), _config(theirs[name].properties)):
            found.setdefault(aspect, []).append(name)
    subject = next(iter(sorted(health_paths(after) | health_paths(before))), "/health")
    regions = {name: _region(name, _config(check.properties)) for name, check in theirs.items()}
    # One that counts others is of no region.
    counting = {name for name, check in theirs.items() if "ChildHealthChecks" in _config(check.properties)}
    everywhere = [region for name, region in regions.items() if name not in counting]
    for aspect, names in found.items():
        where = f", {places([regions[name] for name in names], everywhere)}"
        yield _meaning(aspect, subject, where, _explained(names, changes))
    yield from _modes(before, after)
    yield from _unchecked(before, after, subject)


def health_paths(view: View) -> set[str]:
    """The paths that health checks ask; without any, those that read many tables at once, as no other route does."""
    known = texts(_config(check.properties).get("ResourcePath") for check in view.of(HEALTH_CHECK).values())
    return known or {route.path for route in view.routes.values() if _asked_tables(route)}


def _config(properties: Json) -> Mapping[str, Json]:
    return mapping(mapping(properties).get("HealthCheckConfig"))


def _region(name: str, config: Mapping[str, Json]) -> str:
    return text(config.get("FullyQualifiedDomainName"), name).partition(".")[0]


def _explained(names: Iterable[str], changes: Sequence[ResourceChange]) -> tuple[str, ...]:
    """The checks, and the records that change only because a check is made anew."""
    found = set(names)
    users = {change.logical_id for change in changes for part in change.properties if found & {*part.through}}
    return tuple(sorted(found | users))


def _meaning(aspect: _Aspect, subject: str, where: str, resources: tuple[str, ...]) -> Meaning:
    if aspect.worse:
        return Meaning(
            kind="health-weaker",
            subject=subject,
            risk="risky",
            text=f"health checks {aspect.text}{where}",
            guard="health-weaker",
            resources=resources,
        )
    return Meaning(
        kind="health-changed" if aspect.worse is None else "health-stronger",
        subject=subject,
        risk="notable",
        text=f"health checks {aspect.text}{where}",
        resources=resources,
    )


def _aspects(before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[_Aspect]:
    yield from _number("RequestInterval", "ask every {} s instead of every {} s", before, after, 30)
    yield from _number("FailureThreshold", "give up at failure {} instead of {}", before, after, 3)
    ours, theirs = (set(map(_word, side.get("Regions") or ())) for side in (before, after))
    if ours != theirs:
        what = (
            f"ask from {listed(sorted(theirs)) or 'everywhere'} instead of from {listed(sorted(ours)) or 'everywhere'}"
        )
        yield _Aspect(_is_less(theirs, ours), what)
    for key in ("Disabled", "Inverted"):
        if (before.get(key) is True) != (after.get(key) is True):
            yield _Aspect(after.get(key) is True, f"are {'' if after.get(key) is True else 'no longer '}{key.lower()}")
    if before.get("ResourcePath") != after.get("ResourcePath"):
        yield _Aspect(None, f"ask {_word(after.get('ResourcePath'))} instead of {_word(before.get('ResourcePath'))}")
    if before.get("Type") != after.get("Type"):
        worse = before.get("Type") in _TELLING and after.get("Type") not in _TELLING
        what = f"are of type {_word(after.get('Type'))} instead of {_word(before.get('Type'))}"
        yield _Aspect(worse or text(before.get("Type")).startswith("HTTPS"), what)


def _number(
    key: str, what: str, before: Mapping[str, Json], after: Mapping[str, Json], default: int
) -> Iterator[_Aspect]:
    ours, theirs = before.get(key, default), after.get(key, default)
    if isinstance(ours, int) and isinstance(theirs, int) and ours != theirs:
        yield _Aspect(theirs > ours, what.format(theirs, ours))


def _is_less(theirs: set[str], ours: set[str]) -> bool | None:
    """Whether checks come from fewer places. None named means all."""
    if len(theirs) == len(ours):
        return None
    return bool(theirs) and (not ours or len(theirs) < len(ours))


def _word(value: Json) -> str:
    return value if isinstance(value, str) else encoded(value).decode()


def _modes(before: View, after: View) -> Iterator[Meaning]:
    """What the path itself looks at: every table, the control row only, or nothing."""
    for old_path, path in zip(sorted(health_paths(before)), sorted(health_paths(after)), strict=False):
        ours, theirs = before.routes.get(f"GET {old_path}"), after.routes.get(f"GET {path}")
        if ours is None or theirs is None:
            continue
        old, new = _mode(ours, before), _mode(theirs, after)
        if old != new:
            worse = _MODES.index(new) < _MODES.index(old)
            yield _meaning(_Aspect(worse, f"look at {new}, no longer at {old}"), path, "", (theirs.logical_id,))


def _mode(route: Route, view: View) -> str:
    asked = _asked_tables(route)
    names = texts(mapping(table.properties).get("TableName") for table in view.of(GLOBAL_TABLE).values())
    if not asked:
        return _MODES[0]
    return _MODES[2] if asked >= names else _MODES[1]


def _asked_tables(route: Route) -> set[str]:
    """The tables that a BatchGetItem request of the route names."""
    if not text(mapping(normal(route.integration.get("Uri"))).get("Fn::Sub")).endswith("action/BatchGetItem"):
        return set()
    templates = mapping(normal(route.integration.get("RequestTemplates"))).values()
    bodies = [mapping(template.value) for template in templates if isinstance(template, JsonText)]
    return {name for body in bodies for name in mapping(body.get("RequestItems"))}


def _unchecked(before: View, after: View, subject: str) -> Iterator[Meaning]:
    """Records that no longer obey a health check."""
    ours, theirs = before.of(RECORD), after.of(RECORD)
    names = [
        name
        for name in sorted(ours.keys() & theirs.keys())
        if "HealthCheckId" in mapping(ours[name].properties) and "HealthCheckId" not in mapping(theirs[name].properties)
    ]
    if names:
        aspect = _Aspect(True, f"no longer decide about {listed(names)}: DNS leads clients there whatever happens")
        yield _meaning(aspect, subject, "", tuple(names))
