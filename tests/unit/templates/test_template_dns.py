from __future__ import annotations

from msgspec.structs import replace

from generator.app.declarations import Health
from generator.app.model import ResolvedDomain
from generator.templates.dns.health_checks import health_check
from generator.templates.dns.latency_records import latency_records, target_parameters

DOMAIN = ResolvedDomain(
    name="api.example.com",
    hosted_zone_id="Z1",
    hosted_zone_name=None,
    security_policy="TLS_1_2",
    ip_address_type="dualstack",
)


def test_a_health_check_asks_the_regions_own_name_over_https_with_sni() -> None:
    health = Health(
        path="/alive",
        request_interval=10,
        failure_threshold=2,
        checker_regions=("us-west-1", "eu-west-1", "sa-east-1"),
    )

    body = health_check("eu-west-1", "api.example.com", health, {"app": "shop"}).to_dict()

    assert body["Properties"] == {
        "HealthCheckConfig": {
            "Type": "HTTPS",
            "FullyQualifiedDomainName": "eu-west-1.api.example.com",
            "Port": 443,
            "ResourcePath": "/alive",
            "EnableSNI": True,
            "RequestInterval": 10,
            "FailureThreshold": 2,
            "Regions": ["eu-west-1", "sa-east-1", "us-west-1"],
            "MeasureLatency": False,
        },
        "HealthCheckTags": [
            {"Key": "Name", "Value": "eu-west-1.api.example.com"},
            {"Key": "app", "Value": "shop"},
        ],
    }


def test_a_name_that_the_user_gives_health_checks_is_kept() -> None:
    body = health_check("eu-west-1", "api.example.com", Health(), {"Name": "mine"}).to_dict()

    assert body["Properties"]["HealthCheckTags"] == [{"Key": "Name", "Value": "mine"}]


def test_a_health_check_has_as_many_tags_as_route_53_takes_our_own_among_them() -> None:
    tags = {f"a{number}": "x" for number in range(10, 50)} | {"app": "shop", "environment": "prod"}

    body = health_check("eu-west-1", "api.example.com", Health(), tags).to_dict()

    keys = [tag["Key"] for tag in body["Properties"]["HealthCheckTags"]]
    assert sorted(keys) == ["Name", *(f"a{number}" for number in range(10, 17)), "app", "environment"]


def test_without_ipv6_there_is_no_record_that_promises_it() -> None:
    ipv4 = replace(DOMAIN, ip_address_type="ipv4")

    assert [record.title for record in latency_records("eu-west-1", ipv4)] == ["LatencyRecordAEuWest1"]


def test_latency_records_lead_to_the_regions_target_of_the_shared_name_while_it_is_healthy() -> None:
    records = {record.title: record.to_dict()["Properties"] for record in latency_records("eu-west-1", DOMAIN)}

    assert list(records) == ["LatencyRecordAEuWest1", "LatencyRecordAaaaEuWest1"]
    assert records["LatencyRecordAEuWest1"] == {
        "HostedZoneId": "Z1",
        "Name": "api.example.com",
        "Type": "A",
        "SetIdentifier": "eu-west-1",
        "Region": "eu-west-1",
        "HealthCheckId": {"Ref": "HealthCheckEuWest1"},
        "AliasTarget": {
            "DNSName": {"Ref": "TargetDomainNameEuWest1"},
            "HostedZoneId": {"Ref": "TargetHostedZoneIdEuWest1"},
            "EvaluateTargetHealth": False,
        },
    }
    assert records["LatencyRecordAaaaEuWest1"]["Type"] == "AAAA"


def test_the_targets_of_a_region_come_as_two_parameters() -> None:
    assert [parameter.title for parameter in target_parameters("us-east-1")] == [
        "TargetDomainNameUsEast1",
        "TargetHostedZoneIdUsEast1",
    ]
