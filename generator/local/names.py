"""Route 53 as clients and CloudFormation see it: health checks, and which region answers to a name.

A name is answered by what its deployed A records lead to: the custom domain of that name whose target they alias. Of
several, the first whose health check is well, in the order in which the regions were deployed; if none is, the first.
API Gateway's own name of an API, `<id>.execute-api.<region>.amazonaws.com`, needs no record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ministack.core.responses import get_account_id, get_region, now_iso, request_scope
from ministack.services.apigateway_v1 import _domain_names, _rest_apis, handle_execute, resolve_base_path_mapping
from ministack.services.cloudformation.provisioners import _NAME_SEED
from ministack.services.route53 import _default_records, _hc_id, _health_checks, _records, _tags, _zones
from msgspec import Struct

_OWN_NAME: Final = re.compile(r"([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com")


class Request(Struct, frozen=True, kw_only=True):
    """A request to an app. `path` is as the client wrote it, still encoded."""

    method: str
    path: str
    headers: Mapping[str, str] = {}
    body: bytes = b""
    query: Mapping[str, list[str]] = {}


Answer = tuple[int, Mapping[str, Any], bytes]


def told(status: int, message: str) -> Answer:
    """An answer in the shape of API Gateway's own."""
    return status, {"Content-Type": "application/json"}, json.dumps({"message": message}).encode()


def prepare(zone_id: str, zone_name: str) -> None:
    """Have a public hosted zone; what it holds stays when it is there already."""
    if zone_id not in _zones:
        name = f"{zone_name.rstrip('.').lower()}."
        zone = {"id": zone_id, "name": name, "caller_reference": zone_id, "comment": "", "private": False}
        _zones[zone_id] = zone
        _records[zone_id] = _default_records(name)


def is_ours(name: str) -> bool:
    """Whether a hosted zone, or API Gateway itself, is responsible for the name."""
    return bool(_OWN_NAME.fullmatch(name)) or any(f".{name}.".endswith(f".{zone['name']}") for zone in _zones.values())


async def answer(name: str, request: Request, *, checked: bool = True) -> tuple[str, Answer]:
    """The region that answers, and its answer. Where there is no record there is no region: DNS knows no such name."""
    own = _OWN_NAME.fullmatch(name)
    if own:
        return own[2], await _answer_by_id(own[1], own[2], request)
    targets = list(_targets(name))
    if not targets:
        return "", told(404, f"{name}: DNS knows no such name")
    region = targets[0][0] if not checked else await _first_well(targets)
    with request_scope(get_account_id(), region):
        mapping = resolve_base_path_mapping(name, request.path)
        if mapping is None:
            return region, told(403, "Forbidden")
        api_id, stage, path = mapping
        given = (dict(request.headers), request.body, dict(request.query))
        return region, await handle_execute(api_id, stage, request.method, path, *given)


async def _answer_by_id(api_id: str, region: str, request: Request) -> Answer:
    """What an API answers at its own name, which carries the stage in the path."""
    with request_scope(get_account_id(), region):
        if api_id not in _rest_apis:
            return told(403, "Forbidden")
        stage, _, path = request.path.removeprefix("/").partition("/")
        given = (dict(request.headers), request.body, dict(request.query))
        answer: Answer = await handle_execute(api_id, stage, request.method, f"/{path}", *given)
        return answer


async def check_status(check_id: str) -> Answer | None:
    """What `GetHealthCheckStatus` answers: every checker sees what the region answers right now."""
    check = _health_checks.get(check_id)
    if check is None:
        return None
    status = await _status(check["config"])
    seen = f"{'Success' if 200 <= status < 400 else 'Failure'}: HTTP Status Code {status}"
    observation = "<HealthCheckObservation><Region>{}</Region><IPAddress>192.0.2.1</IPAddress><StatusReport>"
    report = f"<Status>{seen}</Status><CheckedTime>{now_iso()}</CheckedTime></StatusReport>"
    each = (observation.format(region) + report for region in check["config"].get("Regions") or ["us-east-1"])
    listed = "".join(f"{one}</HealthCheckObservation>" for one in each)
    body = f"<R><HealthCheckObservations>{listed}</HealthCheckObservations></R>"
    return 200, {"Content-Type": "text/xml"}, body.encode()


def check_created(logical_id: str, props: Mapping[str, Any], stack_name: str) -> tuple[str, dict[str, str]]:
    """Make a health check."""
    check_id: str = _hc_id()
    _put_check(check_id, props, version=1)
    return check_id, {"HealthCheckId": check_id}


def check_updated(check_id: str, old: Any, new: Mapping[str, Any], stack_name: str) -> tuple[str, dict[str, str]]:
    """Change a health check; what Route 53 cannot change makes a new one [aws-facts 4.2]."""
    fixed = ("Type", "RequestInterval", "MeasureLatency")
    if any(old["HealthCheckConfig"].get(key) != new["HealthCheckConfig"].get(key) for key in fixed):
        return check_created("", new, stack_name)
    _put_check(check_id, new, version=_health_checks[check_id]["version"] + 1)
    return check_id, {"HealthCheckId": check_id}


def check_deleted(check_id: str, props: Mapping[str, Any]) -> None:
    """Delete a health check, also one that records use [4.17]."""
    _health_checks.pop(check_id, None)


def physical_name(original: Any, stack_name: str, logical_id: str, **shape: Any) -> Any:
    """A generated name: another one in each region, for names in IAM are the account's [aws-facts 2.6]."""
    kept = _NAME_SEED.set(f"{_NAME_SEED.get()}{get_region()}")
    try:
        return original(stack_name, logical_id, **shape)
    finally:
        _NAME_SEED.reset(kept)


def domain_scope(original: Any, domain_name: str) -> Any:
    """The custom domain of a name: that of the region that is being asked, where it has one."""
    domain = _domain_names.get(domain_name)
    return (get_account_id(), get_region(), domain_name) if domain is not None else original(domain_name)


def _put_check(check_id: str, props: Mapping[str, Any], *, version: int) -> None:
    config = dict(props["HealthCheckConfig"])
    check = {"id": check_id, "caller_reference": check_id, "config": config, "version": version}
    _health_checks[check_id] = check
    _tags["healthcheck", check_id] = {tag["Key"]: tag["Value"] for tag in props.get("HealthCheckTags", ())}


def _targets(name: str) -> Iterator[tuple[str, str | None]]:
    """Region and health check of each record of a name that leads to one of our custom domains."""
    records = [
        record
        for zone in list(_records.values())
        for record in zone
        if record["Name"].lower() == f"{name}." and record["Type"] == "A" and "AliasTarget" in record
    ]
    for (_, region, domain), known in _domain_names.all_items():
        for record in records if domain.lower() == name else ():
            if record["AliasTarget"]["DNSName"].lower() == f"{known['regionalDomainName']}.":
                yield region, record.get("HealthCheckId")


async def _first_well(targets: Sequence[tuple[str, str | None]]) -> str:
    for region, check in targets:
        if await _is_healthy(check):
            return region
    return targets[0][0]


async def _is_healthy(check_id: str | None) -> bool:
    """A record without a check is healthy, and so is one whose check is gone or disabled."""
    config = _health_checks.get(check_id, {}).get("config", {})
    if not config or config.get("Disabled"):
        return True
    return (200 <= await _status(config) < 400) != bool(config.get("Inverted"))


async def _status(config: Mapping[str, Any]) -> int:
    request = Request(method="GET", path=config.get("ResourcePath") or "/")
    return (await answer(config.get("FullyQualifiedDomainName", "").lower(), request, checked=False))[1][0]
