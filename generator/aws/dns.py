"""Route 53: a zone, the records of a name, what the health checkers see, and how much of the limits is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

from generator.aws.errors import is_code
from generator.aws.model import DeployedRecord, DeployedZone, Quota
from generator.aws.session import HOME, Client, Session
from generator.errors import AwsError, CredentialsError, NetworkError, ThrottlingError

Answer = Mapping[str, Any]

HEALTHY_SHARE: Final = 0.18
"""An endpoint is healthy when more of the checkers than this say so [aws-facts 4.5]."""

_OCTAL: Final = re.compile(r"\\([0-7]{3})")


def read_zone(session: Session, zone_id: str) -> DeployedZone | None:
    """A hosted zone; `None` when there is none of that id. A private one has no name servers."""
    try:
        with session.asking("route53", HOME, f"read hosted zone {zone_id}") as route53:
            answer = route53.get_hosted_zone(Id=zone_id)
    except AwsError as error:
        if is_code(error, "NoSuchHostedZone"):
            return None
        raise
    zone = answer["HostedZone"]
    return DeployedZone(
        id=zone["Id"].rpartition("/")[2],
        name=plain(zone["Name"]),
        is_private=zone.get("Config", {}).get("PrivateZone", False),
        name_servers=tuple(sorted(plain(server) for server in answer.get("DelegationSet", {}).get("NameServers", ()))),
    )


def zone_name_servers(session: Session, name: str) -> tuple[str, ...]:
    """The name servers of the account's public zones of this name."""
    with session.asking("route53", HOME, f"look for the hosted zone {name}") as route53:
        found = route53.list_hosted_zones_by_name(DNSName=f"{name}.", MaxItems="20")["HostedZones"]
    zones = [read_zone(session, zone["Id"].rpartition("/")[2]) for zone in found if plain(zone["Name"]) == plain(name)]
    return tuple(sorted({server for zone in zones if zone and not zone.is_private for server in zone.name_servers}))


def read_records(session: Session, zone_id: str, name: str) -> tuple[DeployedRecord, ...]:
    """The records of exactly this name; none when there is no such zone."""
    try:
        with session.asking("route53", HOME, f"read the records of {name}") as route53:
            return tuple(_record(record) for record in _of_name(route53, zone_id, name))
    except AwsError as error:
        if is_code(error, "NoSuchHostedZone"):
            return ()
        raise


def read_health(session: Session, health_check_ids: Sequence[str]) -> Mapping[str, str]:
    """Health check id ─▶ `healthy`, `unhealthy` or `unknown`.

    Unknown is a check that has no data yet, that does not exist, or that the caller may not ask for.
    """
    return {one: _health(session, one) for one in health_check_ids}


def read_quotas(session: Session, zone_id: str | None) -> tuple[Quota, ...]:
    """Health checks of the account, and records of the zone. What the caller may not ask for is left out."""

    def checks(client: Client) -> Answer:
        answer: Answer = client.get_account_limit(Type="MAX_HEALTH_CHECKS_BY_OWNER")
        return answer

    def records(client: Client) -> Answer:
        answer: Answer = client.get_hosted_zone_limit(HostedZoneId=zone_id, Type="MAX_RRSETS_BY_ZONE")
        return answer

    asked = {"health checks": checks} | ({"records of the hosted zone": records} if zone_id else {})
    answers = {name: _allowed(session, f"read the limit of {name}", ask) for name, ask in asked.items()}
    return tuple(
        Quota(name=name, limit=int(answer["Limit"]["Value"]), used=int(answer["Count"]))
        for name, answer in answers.items()
        if answer is not None
    )


def plain(name: str) -> str:
    """A DNS name as people write it: `\\052.Example.com.` is `*.example.com`."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), name).removesuffix(".").lower()


def _of_name(route53: Client, zone_id: str, name: str) -> Iterator[Mapping[str, Any]]:
    """Records come ordered by name, so those of one name are together and no further page is asked for."""
    pages = route53.get_paginator("list_resource_record_sets").paginate(
        HostedZoneId=zone_id, StartRecordName=f"{name.removesuffix('.')}."
    )
    records = (record for page in pages for record in page["ResourceRecordSets"])
    return takewhile(lambda record: plain(record["Name"]) == plain(name), records)


def _record(record: Mapping[str, Any]) -> DeployedRecord:
    alias = record.get("AliasTarget", {}).get("DNSName")
    values = [one["Value"] for one in record.get("ResourceRecords", ())]
    return DeployedRecord(
        name=plain(record["Name"]),
        type=record["Type"],
        set_identifier=record.get("SetIdentifier"),
        region=record.get("Region"),
        health_check_id=record.get("HealthCheckId"),
        target=plain(alias) if alias else " ".join(values),
    )


def _health(session: Session, health_check_id: str) -> str:
    def status(client: Client) -> Answer:
        answer: Answer = client.get_health_check_status(HealthCheckId=health_check_id)
        return answer

    answer = _allowed(session, f"read health check {health_check_id}", status) or {}
    observed = [one.get("StatusReport", {}).get("Status", "") for one in answer.get("HealthCheckObservations", ())]
    reports = [report for report in observed if report]
    if not reports:
        return "unknown"
    good = sum(report.startswith("Success") for report in reports)
    return "healthy" if good > HEALTHY_SHARE * len(reports) else "unhealthy"


def _allowed(session: Session, operation: str, ask: Callable[[Client], Answer]) -> Answer | None:
    """The answer, or `None` where the caller may not ask or this AWS does not know the question.

    Raises what concerns every other question as well: no credentials, no connection, throttling.
    """
    try:
        with session.asking("route53", HOME, operation) as route53:
            return ask(route53)
    except (CredentialsError, NetworkError, ThrottlingError):
        raise
    except AwsError:
        return None
