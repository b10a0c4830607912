"""The names of the API: `<domain>`, which all regions share, and `<region>.<domain>`, which is this region's own.

Health checks, smoke tests and people use the region's own name, for a check of the shared one would prove nothing
[aws-facts 0.2, 4.9]. Both names are on one certificate, made and validated in the region [3.2, 5.1, 5.2]. The shared
name is served by every region [3.3]; its latency records are the DNS template's. API Gateway takes one new domain
name per 30 seconds, so the second waits for the first [11.9]. Mappings refer to the stage, which must exist before
them [3.4].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import AWSObject, GetAtt, Ref, Sub, Tags
from troposphere.apigateway import BasePathMapping, DomainName, EndpointConfiguration
from troposphere.certificatemanager import Certificate, DomainValidationOption
from troposphere.route53 import AliasTarget, RecordSetType

from generator.app.model import ResolvedDomain
from generator.templates.context import why
from generator.templates.regional.names import (
    CERTIFICATE,
    GLOBAL_DOMAIN_NAME,
    REGIONAL_DOMAIN_NAME,
    REST_API,
    STAGE,
)
from generator.templates.regional.security import security
from generator.templates.zone import zone_invariants


def custom_domain(domain: ResolvedDomain, tags: Mapping[str, str]) -> list[AWSObject]:
    """Certificate, both domain names with their mappings, and the records of the region's own name."""
    own = regional_name(domain)
    return [
        certificate(domain, tags),
        _domain_name(
            GLOBAL_DOMAIN_NAME,
            domain.name,
            domain,
            tags,
            Metadata=why("The name that customers use. Every region answers to it; latency records choose the region."),
        ),
        _domain_name(
            REGIONAL_DOMAIN_NAME,
            own,
            domain,
            tags,
            DependsOn=GLOBAL_DOMAIN_NAME,
            Metadata=why("This region's own name: what answers under the shared one may be any region."),
        ),
        _mapping("GlobalBasePathMapping", GLOBAL_DOMAIN_NAME),
        _mapping("RegionalBasePathMapping", REGIONAL_DOMAIN_NAME),
        *(_record(kind, own, domain) for kind in domain.record_types),
    ]


def regional_name(domain: ResolvedDomain) -> Sub:
    """`<region>.<domain>`."""
    return Sub(f"${{AWS::Region}}.{domain.name}")


def certificate(domain: ResolvedDomain, tags: Mapping[str, str]) -> Certificate:
    """One certificate for both names. CloudFormation writes the validation records, one option per name [5.1]."""
    own = regional_name(domain)
    return Certificate(
        CERTIFICATE,
        DomainName=domain.name,
        SubjectAlternativeNames=[own],
        DomainValidationOptions=[
            DomainValidationOption(DomainName=name, HostedZoneId=domain.hosted_zone_id) for name in (domain.name, own)
        ],
        ValidationMethod="DNS",
        Tags=Tags(dict(tags)),
        Metadata=why(
            "Both names in this region; a certificate serves only the region that it is in.",
            "The validation records stay in the zone: all regions renew by them.",
        ),
    )


def _domain_name(
    identity: str, name: str | Sub, domain: ResolvedDomain, tags: Mapping[str, str], **attributes: Any
) -> DomainName:
    return DomainName(
        identity,
        DomainName=name,
        RegionalCertificateArn=Ref(CERTIFICATE),
        EndpointConfiguration=EndpointConfiguration(Types=["REGIONAL"], IpAddressType=domain.ip_address_type),
        Tags=Tags(dict(tags)),
        **security(domain.security_policy),
        **attributes,
    )


def _mapping(identity: str, domain_name: str) -> BasePathMapping:
    return BasePathMapping(
        identity,
        DomainName=Ref(domain_name),
        RestApiId=Ref(REST_API),
        Stage=Ref(STAGE),
        Metadata=why("The API stands at the root of the name."),
    )


def _record(kind: str, name: str | Sub, domain: ResolvedDomain) -> RecordSetType:
    return RecordSetType(
        f"RegionalRecord{kind.capitalize()}",
        HostedZoneId=domain.hosted_zone_id,
        Name=name,
        Type=kind,
        AliasTarget=AliasTarget(
            DNSName=GetAtt(REGIONAL_DOMAIN_NAME, "RegionalDomainName"),
            HostedZoneId=GetAtt(REGIONAL_DOMAIN_NAME, "RegionalHostedZoneId"),
            EvaluateTargetHealth=False,
        ),
        Metadata=why(
            "Simple on purpose: it must lead to this region also while the region is out of rotation.",
            *zone_invariants(domain),
        ),
    )
