"""Paths of routes: what API Gateway's CreateResource takes [aws-facts 11.6, 11.9]."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from generator.app.report import Report
from generator.cloudformation.limits import API_RESOURCES

_SEGMENT = re.compile(r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._-]+\+?\}", re.ASCII)
Wrong = tuple[str, str]


class RoutePath(Struct, frozen=True, kw_only=True):
    """A route's key, read: `GET /data/{pk}`."""

    key: str
    method: str
    path: str
    parameters: tuple[str, ...]

    @property
    def resources(self) -> tuple[str, ...]:
        """Every path above it and itself, each of which is a resource of the API; the root is `/`."""
        segments = [segment for segment in self.path.split("/") if segment]
        return ("/", *("/" + "/".join(segments[: end + 1]) for end in range(len(segments))))


def parse_route_key(key: str) -> RoutePath | Wrong:
    """The parts of `METHOD /path`, or what is wrong with it and what to do."""
    method, _, path = key.partition(" ")
    wrong = path_mistake(path)
    if wrong is not None:
        return wrong
    names = tuple(part[1:-1].removesuffix("+") for part in path.split("/") if part.startswith("{"))
    for name in names:
        if names.count(name) > 1:
            return f"{{{name}}} stands twice in the path", "give each variable a name of its own"
    return RoutePath(key=key, method=method, path=path, parameters=names)


def path_mistake(path: str) -> Wrong | None:
    """What is wrong with a path and what to do, or `None`."""
    if path == "/":
        return None
    if "//" in path:
        return f"{path} has an empty part", "write one slash between two parts"
    if path.endswith("/"):
        return f"{path} ends with a slash", f"write {path[:-1]}"
    segments = path[1:].split("/")
    for place, segment in enumerate(segments):
        if not _SEGMENT.fullmatch(segment):
            return f'"{segment}" cannot be part of a path', "use letters, digits, . _ : - or one {variable}"
        if segment.endswith("+}") and place < len(segments) - 1:
            return f"{segment} takes all the rest, and is not last", "put it last, or remove its +"
    return None


def check_paths(paths: Iterable[RoutePath], health_path: str, report: Report) -> None:
    """Reports variables side by side (A152), the health path (A153) and too many resources (A154)."""
    variables: dict[str, tuple[str, str]] = {}
    resources = set(RoutePath(key="", method="GET", path=health_path, parameters=()).resources)
    for path in paths:
        if path.path == health_path:
            message = f"{health_path} is the path of the health route"
            report.error("A153", ("api", "routes", path.key), message, "use another path, or set `health.path`")
        for parent, child in zip(path.resources, path.resources[1:], strict=False):
            variable = child.rsplit("/", 1)[1]
            known, user = variables.setdefault(parent, (variable, path.key)) if "{" in variable else (variable, "")
            if known != variable:
                message = f"{variable} stands where {user} has {known}, and API Gateway takes one variable there"
                report.error("A152", ("api", "routes", path.key), message, f"write {known}")
                break
        resources.update(path.resources)
    if len(resources) > API_RESOURCES:
        message = f"the paths make {len(resources)} resources of the API, more than {API_RESOURCES}"
        report.error("A154", ("api", "routes"), message, "split the API, or join paths with {proxy+}")
