"""Routes that come, go, or change who may call them; and variables of paths that get another name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diff.meaning.health import health_paths
from generator.diff.meaning.routes_of import Route
from generator.diff.meaning.view import REST_API, View, mapping
from generator.diff.model import Meaning, ResourceChange
from generator.diff.normal import encoded, normal


def route_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """Everything about routes. Preflight requests and the health check are nobody's routes."""
    ours, theirs = _routes(before), _routes(after)
    for name in sorted(theirs.keys() - ours.keys()):
        yield _added(theirs[name])
    for name in sorted(ours.keys() - theirs.keys()):
        yield _removed(ours[name])
    for name in sorted(ours.keys() & theirs.keys()):
        yield from _authorization(ours[name], theirs[name])
    yield from _renamed(before, after, {change.logical_id for change in changes})
    yield from _opened(before, after)


def _routes(view: View) -> dict[str, Route]:
    checks = {f"GET {path}" for path in health_paths(view)}
    return {name: route for name, route in view.routes.items() if not route.is_preflight and route.title not in checks}


def _added(route: Route) -> Meaning:
    if route.is_open:
        return _public(route, f"{route.title} is new, and open to everyone")
    return Meaning(
        kind="route-added",
        subject=route.title,
        risk="notable",
        text=f"{route.title} is new, for callers that {_who(route)}",
        resources=(route.logical_id,),
    )


def _public(route: Route, what: str) -> Meaning:
    return Meaning(
        kind="public-route",
        subject=route.title,
        risk="risky",
        text=what,
        advice="give it an `auth`, unless everyone may call it",
        guard="public-route",
        resources=(route.logical_id,),
    )


def _who(route: Route) -> str:
    return {"AWS_IAM": "sign with IAM", "NONE": "have an API key"}.get(route.authorization, "an authorizer admits")


def _removed(route: Route) -> Meaning:
    return Meaning(
        kind="route-removed",
        subject=route.title,
        risk="notable",
        text=f"{route.title} goes: its callers get an error",
        advice="make sure that no client calls it any more",
        resources=(route.logical_id,),
    )


def _authorization(before: Route, after: Route) -> Iterator[Meaning]:
    subject, resources = after.title, (after.logical_id,)
    if after.is_open and not before.is_open:
        yield Meaning(
            kind="auth-removed",
            subject=subject,
            risk="risky",
            text=f"{subject} was for callers that {_who(before)}, and becomes open to everyone",
            advice="give it an `auth`, unless everyone may call it",
            guard="public-route",
            resources=resources,
        )
    elif before.is_open and not after.is_open:
        yield Meaning(
            kind="auth-added",
            subject=subject,
            risk="notable",
            text=f"{subject} was open to everyone, and refuses all but callers that {_who(after)}",
            advice="make sure that its clients can",
            resources=resources,
        )
    elif _admits(before) != _admits(after):
        yield Meaning(
            kind="auth-changed",
            subject=subject,
            risk="notable",
            text=f"{subject} was for callers that {_who(before)}, and is for those that {_who(after)}",
            resources=resources,
        )


def _admits(route: Route) -> bytes:
    return encoded([route.authorization, normal(route.authorizer), route.is_open])


def _renamed(before: View, after: View, changed: set[str]) -> Iterator[Meaning]:
    """A variable beside the one that is there is refused, and CloudFormation creates first [aws-facts 11.6]."""
    ours, theirs = _variables(before), _variables(after)
    for parent in sorted(ours.keys() & theirs.keys()):
        if ours[parent] != theirs[parent]:
            old, new = (f"{parent}/{variables[parent]}" for variables in (ours, theirs))
            yield Meaning(
                kind="path-renamed",
                subject=new,
                risk="risky",
                text=f"{old} becomes {new}: API Gateway takes no second variable beside the first, so one update "
                "fails; it takes two, and between them the routes are missing",
                advice=f"keep {old}; clients cannot see the name",
                guard="path-rename",
                updates=2,
                resources=tuple(sorted(changed & {*_below(before, old), *_below(after, new)})),
            )


def _below(view: View, path: str) -> set[str]:
    """The logical ids of the path and of all that lies below it."""
    return {name for name, found in view.paths.items() if f"{found}/".startswith(f"{path}/")}


def _variables(view: View) -> dict[str, str]:
    """Parent path ─▶ the variable part below it, the first by name if there are several."""
    found: dict[str, str] = {}
    for route in view.routes.values():
        parts = route.path.split("/")
        for index, part in enumerate(parts):
            if part.startswith("{"):
                parent = "/".join(parts[:index])
                found[parent] = min(part, found.get(parent, part))
    return found


def _opened(before: View, after: View) -> Iterator[Meaning]:
    ours, theirs = before.of(REST_API), after.of(REST_API)
    for name in sorted(ours.keys() & theirs.keys()):
        was_closed, is_closed = (
            mapping(side[name].properties).get("DisableExecuteApiEndpoint") for side in (ours, theirs)
        )
        if was_closed is True and is_closed is not True:
            yield Meaning(
                kind="endpoint-opened",
                subject=name,
                risk="notable",
                text="the execute-api endpoint of every region is opened: it passes by the domain and its failover",
                resources=(name,),
            )
