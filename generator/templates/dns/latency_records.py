"""Latency records: for each region an A and, dual stack, an AAAA alias of the shared name, under its health check.

An alias to API Gateway must point at a custom domain of the record's own name [aws-facts 11.17], so the target is the
regional target of `<domain>`, which only the region's stack knows: two parameters per region. `SetIdentifier` and
`Region` are the region [4.13]. `EvaluateTargetHealth` would add nothing to the health check [4.10]. The record refers
to the check, so that CloudFormation deletes the record first [4.17].
"""

from __future__ import annotations

from troposphere import Parameter, Ref
from troposphere.route53 import AliasTarget, RecordSetType

from generator.app.model import ResolvedDomain
from generator.templates.context import why
from generator.templates.dns.health_checks import health_check_id
from generator.templates.logical_ids import region_id
from generator.templates.zone import zone_invariants


def target_parameters(region: str) -> tuple[Parameter, Parameter]:
    """The parameters that take the target of a region: its DNS name and the hosted zone of that name."""
    suffix = region_id(region)
    return (
        Parameter(
            f"TargetDomainName{suffix}",
            Type="String",
            Description=f"TargetDomainName of the regional stack in {region}.",
        ),
        Parameter(
            f"TargetHostedZoneId{suffix}",
            Type="String",
            Description=f"TargetHostedZoneId of the regional stack in {region}.",
        ),
    )


def latency_records(region: str, domain: ResolvedDomain) -> list[RecordSetType]:
    """The records of a region, one per type."""
    return [_record(region, domain, kind) for kind in domain.record_types]


def _record(region: str, domain: ResolvedDomain, kind: str) -> RecordSetType:
    target_name, target_zone = target_parameters(region)
    return RecordSetType(
        f"LatencyRecord{kind.capitalize()}{region_id(region)}",
        HostedZoneId=domain.hosted_zone_id,
        Name=domain.name,
        Type=kind,
        SetIdentifier=region,
        Region=region,
        HealthCheckId=Ref(health_check_id(region)),
        AliasTarget=AliasTarget(DNSName=Ref(target_name), HostedZoneId=Ref(target_zone), EvaluateTargetHealth=False),
        Metadata=why(
            f"Leads the clients that {region} is nearest to there, as long as it is healthy.", *zone_invariants(domain)
        ),
    )
