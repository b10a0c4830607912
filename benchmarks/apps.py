"""App files of any size. One path has five methods: GET, PUT, PATCH, DELETE and POST, as an orders API would."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps
from typing import NamedTuple

from generator.cloudformation.regions import REGIONS

METHODS = {"GET": "GetItem", "PUT": "PutItem", "PATCH": "UpdateItem", "DELETE": "DeleteItem", "POST": "PutItem"}
_UNWATCHED = "observability: {alarms: false, dashboard: false, access_logs: false, tracing: false}"
FIRST_REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")


class Size(NamedTuple):
    """How much an app holds; the paths use the tables in turn."""

    regions: int = 3
    routes: int = 4
    tables: int = 1


def app_file(size: Size, *, watched: bool = False) -> str:
    """The text of an `app.yaml` of that size; `watched`: with alarms, logs, traces and a dashboard."""
    return "\n".join([*_lines(size), *(() if watched else (_UNWATCHED,))]) + "\n"


def regions(count: int) -> tuple[str, ...]:
    """So many regions, the main region first."""
    others = sorted(REGIONS - set(FIRST_REGIONS))
    return (*FIRST_REGIONS, *others)[:count]


def _lines(size: Size) -> Iterator[str]:
    main, *secondary = regions(size.regions)
    yield from ("name: benchmark", "domain:", "  name: api.example.com", "  hosted_zone_id: Z0123456789ABCDEFGHIJ")
    yield from ("regions:", f"  main: {main}", f"  secondary: {dumps(secondary)}", "tables:")
    for number in range(size.tables):
        yield f"  things{number}:"
        yield "    partition_key: {name: owner, type: S}"
        yield "    sort_key: {name: id, type: S}"
    yield from ("api:", '  cors: {allow_origins: ["*"]}', "  auth: iam", "  routes:")
    for number in range(size.routes):
        path, method = divmod(number, len(METHODS))
        yield from _route(tuple(METHODS)[method], path, f"things{path % size.tables}")


def _route(method: str, path: int, table: str) -> Iterator[str]:
    yield f"    {method} /things{path}/{{owner}}/{{id}}:"
    yield f"      action: {METHODS[method]}"
    yield f"      table: {table}"
    if method in ("PUT", "POST"):
        yield "      item:"
        yield "        owner: $request.path.owner"
        yield "        id: $request.path.id"
        yield "        name: $request.body.name"
        yield "        size: {N: $request.body.size, default: 1}"
        yield "        note: {S: $request.body.note, optional: true}"
        yield "        region: $region"
        return
    yield "      key: {owner: $request.path.owner, id: $request.path.id}"
    if method == "PATCH":
        yield "      set: {name: $request.body.name, region: $region}"
