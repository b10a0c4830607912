from __future__ import annotations

from typing import Any

import pytest

from generator.app.model import ResolvedDomain
from generator.templates.regional.custom_domain import custom_domain
from generator.templates.regional.outputs import outputs

OWN_NAME = {"Fn::Sub": "${AWS::Region}.api.example.com"}


def domain(security_policy: str = "TLS_1_2", ip_address_type: str = "dualstack") -> ResolvedDomain:
    return ResolvedDomain(
        name="api.example.com",
        hosted_zone_id="Z1",
        hosted_zone_name=None,
        security_policy=security_policy,
        ip_address_type=ip_address_type,
    )


def bodies(security_policy: str = "TLS_1_2", ip_address_type: str = "dualstack") -> dict[str, Any]:
    parts = custom_domain(domain(security_policy, ip_address_type), {"app": "shop"})
    return {part.title: part.to_dict() for part in parts}


def test_one_certificate_validates_both_names_in_the_zone() -> None:
    assert bodies()["Certificate"]["Properties"] == {
        "DomainName": "api.example.com",
        "SubjectAlternativeNames": [OWN_NAME],
        "DomainValidationOptions": [
            {"DomainName": "api.example.com", "HostedZoneId": "Z1"},
            {"DomainName": OWN_NAME, "HostedZoneId": "Z1"},
        ],
        "ValidationMethod": "DNS",
        "Tags": [{"Key": "app", "Value": "shop"}],
    }


@pytest.mark.parametrize(
    ("identity", "name"), [("GlobalDomainName", "api.example.com"), ("RegionalDomainName", OWN_NAME)]
)
def test_both_names_are_regional_dual_stack_and_on_the_certificate(identity: str, name: object) -> None:
    assert bodies()[identity]["Properties"] == {
        "DomainName": name,
        "RegionalCertificateArn": {"Ref": "Certificate"},
        "EndpointConfiguration": {"Types": ["REGIONAL"], "IpAddressType": "dualstack"},
        "SecurityPolicy": "TLS_1_2",
        "Tags": [{"Key": "app", "Value": "shop"}],
    }


def test_without_ipv6_neither_the_names_nor_their_records_promise_it() -> None:
    found = bodies(ip_address_type="ipv4")

    assert "RegionalRecordA" in found
    assert "RegionalRecordAaaa" not in found
    for identity in ("GlobalDomainName", "RegionalDomainName"):
        assert found[identity]["Properties"]["EndpointConfiguration"]["IpAddressType"] == "ipv4"


def test_the_second_name_waits_for_the_first_for_api_gateway_takes_one_per_half_minute() -> None:
    assert bodies()["RegionalDomainName"]["DependsOn"] == "GlobalDomainName"
    assert "DependsOn" not in bodies()["GlobalDomainName"]


@pytest.mark.parametrize("identity", ["GlobalDomainName", "RegionalDomainName"])
def test_an_access_mode_comes_with_the_policies_that_demand_it_and_only_with_them(identity: str) -> None:
    newer = bodies("SecurityPolicy_TLS13_1_2_PQ_2025_09")[identity]["Properties"]

    assert newer["EndpointAccessMode"] == "BASIC"
    assert "EndpointAccessMode" not in bodies()[identity]["Properties"]


def test_mappings_refer_to_the_stage_so_that_it_exists_before_them() -> None:
    found = bodies()

    assert found["GlobalBasePathMapping"]["Properties"] == {
        "DomainName": {"Ref": "GlobalDomainName"},
        "RestApiId": {"Ref": "RestApi"},
        "Stage": {"Ref": "LiveStage"},
    }
    assert found["RegionalBasePathMapping"]["Properties"]["DomainName"] == {"Ref": "RegionalDomainName"}


@pytest.mark.parametrize(("identity", "kind"), [("RegionalRecordA", "A"), ("RegionalRecordAaaa", "AAAA")])
def test_the_regions_own_name_leads_to_its_own_target_whatever_its_health(identity: str, kind: str) -> None:
    assert bodies()[identity]["Properties"] == {
        "HostedZoneId": "Z1",
        "Name": OWN_NAME,
        "Type": kind,
        "AliasTarget": {
            "DNSName": {"Fn::GetAtt": ["RegionalDomainName", "RegionalDomainName"]},
            "HostedZoneId": {"Fn::GetAtt": ["RegionalDomainName", "RegionalHostedZoneId"]},
            "EvaluateTargetHealth": False,
        },
    }


def test_the_outputs_are_the_targets_of_the_shared_name_never_of_the_regions_own() -> None:
    values = {output.title: output.to_dict()["Value"] for output in outputs(domain(), execute_api_endpoint=False)}

    assert values == {
        "TargetDomainName": {"Fn::GetAtt": ["GlobalDomainName", "RegionalDomainName"]},
        "TargetHostedZoneId": {"Fn::GetAtt": ["GlobalDomainName", "RegionalHostedZoneId"]},
        "RegionalUrl": {"Fn::Sub": "https://${AWS::Region}.api.example.com"},
    }


def test_without_a_domain_the_only_output_is_the_execute_api_address() -> None:
    (output,) = outputs(None, execute_api_endpoint=True)

    assert output.to_dict()["Value"] == {
        "Fn::Sub": "https://${RestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${LiveStage}"
    }
