from __future__ import annotations

from typing import Any

import pytest

from generator.aws.dns import plain, read_health, read_quotas, read_records, read_zone, zone_name_servers
from generator.aws.model import DeployedRecord, DeployedZone, Quota
from generator.errors import CredentialsError
from tests.support.recording import FakeAws, Refusal

ZONE = {"Id": "/hostedzone/Z1", "Name": "Example.com.", "CallerReference": "x"}
SERVERS = {"NameServers": ["ns-2.awsdns.org.", "ns-1.awsdns.com"]}


def record(name: str, **more: Any) -> dict[str, Any]:
    return {"Name": name, "Type": "A"} | more


def page(*records: dict[str, Any], following: str = "") -> dict[str, Any]:
    shown = {"ResourceRecordSets": list(records), "IsTruncated": bool(following), "MaxItems": "300"}
    return shown | ({"NextRecordName": following, "NextRecordType": "A"} if following else {})


def test_a_zone_is_read_without_dots() -> None:
    aws = FakeAws()
    aws.on("GetHostedZone", {"HostedZone": ZONE, "DelegationSet": SERVERS})

    assert read_zone(aws.session, "Z1") == DeployedZone(
        id="Z1", name="example.com", is_private=False, name_servers=("ns-1.awsdns.com", "ns-2.awsdns.org")
    )


def test_a_private_zone_has_no_name_servers() -> None:
    aws = FakeAws()
    aws.on("GetHostedZone", {"HostedZone": ZONE | {"Config": {"PrivateZone": True}}})

    assert read_zone(aws.session, "Z1") == DeployedZone(id="Z1", name="example.com", is_private=True)


def test_a_zone_that_does_not_exist_is_none_and_has_no_records() -> None:
    aws = FakeAws()
    aws.on("GetHostedZone", Refusal("NoSuchHostedZone", "none", 404))
    aws.on("ListResourceRecordSets", Refusal("NoSuchHostedZone", "none", 404))

    assert read_zone(aws.session, "Z1") is None
    assert read_records(aws.session, "Z1", "api.example.com") == ()


def test_the_records_of_exactly_a_name_are_read() -> None:
    aws = FakeAws()
    latency = {"SetIdentifier": "shop-eu-west-1", "Region": "eu-west-1", "HealthCheckId": "check"}
    alias = {"HostedZoneId": "Z2", "DNSName": "d-1.execute-api.eu-west-1.amazonaws.com.", "EvaluateTargetHealth": False}
    aws.on(
        "ListResourceRecordSets",
        page(
            record("api.example.com.", AliasTarget=alias, **latency),
            record("api.example.com.", Type="TXT", TTL=60, ResourceRecords=[{"Value": '"a"'}, {"Value": '"b"'}]),
            record("api-old.example.com."),
            following="b.example.com.",
        ),
    )

    assert read_records(aws.session, "Z1", "api.example.com") == (
        DeployedRecord(
            name="api.example.com",
            type="A",
            set_identifier="shop-eu-west-1",
            region="eu-west-1",
            health_check_id="check",
            target="d-1.execute-api.eu-west-1.amazonaws.com",
        ),
        DeployedRecord(name="api.example.com", type="TXT", target='"a" "b"'),
    )
    assert aws.sent("ListResourceRecordSets") == [{"HostedZoneId": "Z1", "StartRecordName": "api.example.com."}]


def test_records_go_on_on_the_next_page() -> None:
    aws = FakeAws()
    aws.on(
        "ListResourceRecordSets",
        page(record("api.example.com."), following="api.example.com."),
        page(record("api.example.com.", Type="AAAA"), record("z.example.com.")),
    )

    assert [one.type for one in read_records(aws.session, "Z1", "api.example.com")] == ["A", "AAAA"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("\\052.Example.com.", "*.example.com"), ("a\\137b.c", "a_b.c"), ("plain", "plain"), ("", "")],
)
def test_names_are_read_as_people_write_them(name: str, expected: str) -> None:
    assert plain(name) == expected


def test_a_wildcard_is_found_under_its_name() -> None:
    aws = FakeAws()
    aws.on("ListResourceRecordSets", page(record("\\052.example.com."), record("api.example.com.")))

    assert [one.name for one in read_records(aws.session, "Z1", "*.example.com")] == ["*.example.com"]


def reports(good: int, bad: int, silent: int = 0) -> dict[str, Any]:
    told = ["Success: HTTP Status Code 200, OK"] * good + ["Failure: HTTP Status Code 503"] * bad
    observed: list[dict[str, Any]] = [{"StatusReport": {"Status": text}} for text in told]
    return {"HealthCheckObservations": observed + [{}] * silent}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reports(16, 0), "healthy"),
        (reports(3, 13), "healthy"),
        (reports(2, 14), "unhealthy"),
        (reports(18, 82), "unhealthy"),
        (reports(19, 81), "healthy"),
        (reports(0, 16), "unhealthy"),
        (reports(0, 0), "unknown"),
        (reports(0, 0, silent=3), "unknown"),
        (Refusal("NoSuchHealthCheck", "none", 404), "unknown"),
        (Refusal("AccessDenied", "no", 403), "unknown"),
        (Refusal("InvalidInput", "Unknown Route53 endpoint", 400), "unknown"),
    ],
)
def test_an_endpoint_is_healthy_when_more_than_18_percent_of_the_checkers_say_so(
    answer: dict[str, Any], expected: str
) -> None:
    aws = FakeAws()
    aws.on("GetHealthCheckStatus", answer)

    assert read_health(aws.session, ["a"]) == {"a": expected}


def test_health_without_credentials_is_an_error() -> None:
    aws = FakeAws()
    aws.on("GetHealthCheckStatus", Refusal("ExpiredToken", "expired", 403))

    with pytest.raises(CredentialsError):
        read_health(aws.session, ["a"])


def limit(kind: str, value: int, count: int) -> dict[str, Any]:
    return {"Limit": {"Type": kind, "Value": value}, "Count": count}


def test_quotas_are_told_by_their_names() -> None:
    aws = FakeAws()
    aws.on("GetAccountLimit", limit("MAX_HEALTH_CHECKS_BY_OWNER", 200, 7))
    aws.on("GetHostedZoneLimit", limit("MAX_RRSETS_BY_ZONE", 10_000, 12))

    assert read_quotas(aws.session, "Z1") == (
        Quota(name="health checks", limit=200, used=7),
        Quota(name="records of the hosted zone", limit=10_000, used=12),
    )
    assert aws.sent("GetHostedZoneLimit") == [{"HostedZoneId": "Z1", "Type": "MAX_RRSETS_BY_ZONE"}]


def test_quotas_that_may_not_be_asked_for_are_left_out() -> None:
    aws = FakeAws()
    aws.on("GetAccountLimit", Refusal("AccessDenied", "no", 403))
    aws.on("GetHostedZoneLimit", limit("MAX_RRSETS_BY_ZONE", 10_000, 12))

    assert [quota.name for quota in read_quotas(aws.session, "Z1")] == ["records of the hosted zone"]
    assert read_quotas(aws.session, None) == ()


def test_the_name_servers_of_a_zone_are_those_of_the_account() -> None:
    aws = FakeAws()
    others = ZONE | {"Id": "/hostedzone/Z9", "Name": "example.com.au."}
    aws.on("ListHostedZonesByName", {"HostedZones": [ZONE, others], "IsTruncated": False, "MaxItems": "20"})
    aws.on("GetHostedZone", {"HostedZone": ZONE, "DelegationSet": SERVERS})

    assert zone_name_servers(aws.session, "example.com") == ("ns-1.awsdns.com", "ns-2.awsdns.org")
    assert aws.sent("GetHostedZone") == [{"Id": "Z1"}]
