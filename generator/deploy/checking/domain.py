"""The app's name: its hosted zone, the records at it, the custom domains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.deploy.bodies.parts import of_type, properties_of
from generator.deploy.checking.problem import Problem
from generator.deploy.presence import is_up
from generator.deploy.state import CONTROL_PLANE
from generator.diff.meaning.view import RECORD, listed

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.aws.model import DeployedRecord
    from generator.deploy.deployed import Deployed

_ADDRESSES: Final = frozenset(("A", "AAAA", "CNAME"))
"""Types of record that cannot stand beside ours; others, such as TXT, can."""


def check_zone(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """The zone is there: certificates are validated in it, by the same account [aws-facts 5.1]."""
    if assembly.domain is None or deployed.zone is not None:
        return
    zone_id = assembly.domain.hosted_zone_id
    if CONTROL_PLANE in deployed.unread:
        yield Problem("unknown", f"hosted zone {zone_id} could not be read: {deployed.unread[CONTROL_PLANE]}")
        return
    yield Problem(
        "error",
        f"account {deployed.identity.account} has no hosted zone {zone_id}",
        "correct `domain.hosted_zone_id` in the app file, or use credentials of the account that has the zone",
    )


def check_public(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """The zone is public: nobody validates a certificate in a private one."""
    if deployed.zone is not None and deployed.zone.is_private:
        yield Problem(
            "error",
            f"hosted zone {deployed.zone.id} ({deployed.zone.name}) is private",
            "set `domain.hosted_zone_id` in the app file to the public zone of that name",
        )


def check_name(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """The name can stand in the zone."""
    zone, domain = deployed.zone, assembly.domain
    if zone is None or domain is None:
        return
    if not f".{_plain(domain.name)}".endswith(f".{_plain(zone.name)}"):
        yield Problem(
            "error",
            f"{domain.name} does not lie in hosted zone {zone.id}, which is {zone.name}",
            "correct `domain.name` or `domain.hosted_zone_id` in the app file",
        )


def check_delegation(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """The name servers that the world knows are those of the zone; otherwise a certificate waits for ever.

    Where certificates have been issued already it has worked, and what DNS says here may be a view of its own.
    """
    zone, told = deployed.zone, deployed.delegation
    if zone is None or zone.is_private:
        return
    if told is None or not zone.name_servers:
        yield Problem("unknown", f"DNS could not be asked for the name servers of {zone.name}")
        return
    ours, theirs = ({_plain(name) for name in names} for names in (zone.name_servers, told))
    if ours == theirs:
        return
    known = f"those that DNS knows are {listed(sorted(theirs))}" if theirs else "DNS knows none"
    yield Problem(
        "warning" if ours & theirs or is_up(deployed.main) else "error",
        f"the name servers of hosted zone {zone.id} are not those of {zone.name}: {known}",
        f"set the NS records of {zone.name} where it is registered to {listed(sorted(ours))}; "
        "if only this machine sees another DNS, deploy from one that sees the public one",
    )


def check_records(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """Nothing but our own latency records stands at the name: Route 53 takes no two policies there [aws-facts 4.15]."""
    ours = _own_records(deployed)
    for record in deployed.records:
        if record.type in _ADDRESSES and (record.type, record.set_identifier) not in ours:
            yield Problem(
                "error",
                f"there is {_kind(record)} at {record.name} that is not ours{_towards(record)}",
                "remove it just before the roll-out (the name leads nowhere until the last step is done), or deploy "
                "under another `domain.name` and move clients there",
            )


def _own_records(deployed: Deployed) -> frozenset[tuple[str, str | None]]:
    """Type and set identifier of the records that the DNS stack has made."""
    if deployed.dns is None or not is_up(deployed.dns):
        return frozenset()
    found = map(properties_of, of_type(deployed.dns.body, RECORD).values())
    return frozenset((record["Type"], record.get("SetIdentifier")) for record in found)


def _kind(record: DeployedRecord) -> str:
    if record.set_identifier is None:
        return f"a simple {record.type} record"
    return f"a record of type {record.type} with the set identifier {record.set_identifier!r}"


def _towards(record: DeployedRecord) -> str:
    return f" (it leads to {record.target})" if record.target else ""


def check_domain_names(assembly: Assembly, deployed: Deployed) -> Iterator[Problem]:
    """A custom domain name exists once in a region, whoever has it [aws-facts 3.3]."""
    for region, names in deployed.foreign_domains.items():
        have = "has the custom domain name" if len(names) == 1 else "has the custom domain names"
        yield Problem(
            "error",
            f"{region}: API Gateway already {have} {listed(names)}",
            "delete it there, or choose another `domain.name` in the app file",
        )


def _plain(name: str) -> str:
    return name.rstrip(".").lower()
