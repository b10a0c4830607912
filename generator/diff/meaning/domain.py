"""The name that clients use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diff.meaning.view import DOMAIN_NAME, RECORD, View, listed, mapping, texts
from generator.diff.model import Meaning, ResourceChange

# What a domain brings along: all of it changes with the name.
_PARTS = (
    "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::DomainName",
    "AWS::CertificateManager::Certificate",
    "AWS::Route53::HealthCheck",
    "AWS::Route53::RecordSet",
)


def domain_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """A domain that is new, another one, gone, or in another hosted zone."""
    ours, theirs = _names(before), _names(after)
    resources = tuple(sorted({change.logical_id for change in changes if change.type in _PARTS}))
    if ours and theirs != ours:
        what = f"becomes {listed(sorted(theirs))}" if theirs else "goes"
        yield _changed(
            ours, f"the domain {listed(sorted(ours))} {what}: clients of the old name stop working", resources
        )
    elif theirs and not ours:
        yield Meaning(
            kind="domain-added",
            subject=listed(sorted(theirs)),
            risk="notable",
            text=f"the app gets the domain {listed(sorted(theirs))}",
            resources=resources,
        )
    elif ours and _zones(before) != _zones(after):
        yield _changed(ours, f"the records of {listed(sorted(ours))} move to another hosted zone", resources)


def _changed(names: set[str], what: str, resources: tuple[str, ...]) -> Meaning:
    return Meaning(
        kind="domain-changed",
        subject=listed(sorted(names)),
        risk="risky",
        text=what,
        advice="keep the old name until no client uses it: run both names as two environments for a while",
        guard="domain-change",
        resources=resources,
    )


def _names(view: View) -> set[str]:
    """The names that all regions share: those in plain text. A region's own name is made of its region."""
    return texts(mapping(name.properties).get("DomainName") for name in view.of(DOMAIN_NAME).values())


def _zones(view: View) -> set[str]:
    return texts(mapping(record.properties).get("HostedZoneId") for record in view.of(RECORD).values())
