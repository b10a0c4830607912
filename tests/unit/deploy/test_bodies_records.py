"""What of a DNS template belongs to a region, taken away and put in."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from generator.deploy.bodies.parts import is_same_body
from generator.deploy.bodies.records import (
    parameters_of,
    regions_of,
    with_regions,
    without_dashboards,
    without_regions,
)
from tests.unit.deploy.templates import ref

EU, US = "eu-west-1", "us-east-1"


def parts(region: str, name: str, threshold: int = 3) -> dict[str, Any]:
    """A health check, a record on it and an alarm for a region."""
    return {
        f"Check{name}": {
            "Type": "AWS::Route53::HealthCheck",
            "Properties": {
                "HealthCheckConfig": {
                    "FullyQualifiedDomainName": f"{region}.api.example.com",
                    "FailureThreshold": threshold,
                }
            },
        },
        f"Record{name}": {
            "Type": "AWS::Route53::RecordSet",
            "Properties": {
                "Region": region,
                "HealthCheckId": ref(f"Check{name}"),
                "AliasTarget": {"DNSName": ref(f"Target{name}")},
            },
        },
        f"Alarm{name}": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"Dimensions": [{"Value": {"Fn::GetAtt": [f"Check{name}", "HealthCheckId"]}}]},
        },
    }


def dns(**regions: str) -> Any:
    """A DNS template: name ─▶ region."""
    return {
        "Parameters": {f"Target{name}": {"Type": "String"} for name in regions},
        "Resources": {key: part for name, region in regions.items() for key, part in parts(region, name).items()},
        "Outputs": {f"Out{name}": {"Value": ref(f"Check{name}")} for name in regions},
    }


BOTH = dns(Eu=EU, Us=US)


def test_the_regions_are_those_with_records() -> None:
    assert regions_of(BOTH) == {EU, US}
    assert regions_of({}) == frozenset()


def test_a_region_goes_with_all_that_refers_to_it_and_its_parameters() -> None:
    assert without_regions(BOTH, {US}) == dns(Eu=EU)


def test_without_a_region_that_is_not_there_nothing_changes() -> None:
    assert without_regions(BOTH, {"sa-east-1"}) == BOTH
    assert without_regions(BOTH, ()) is BOTH


def test_a_region_whose_name_begins_like_another_one_is_another_one() -> None:
    assert without_regions(dns(A="ap-south-1", B="ap-south-10"), {"ap-south-1"}) == dns(B="ap-south-10")


def test_without_the_last_region_nothing_is_left() -> None:
    assert without_regions(BOTH, {EU, US}) == {"Resources": {}}


def test_a_region_is_put_in_as_it_stands_elsewhere() -> None:
    there = {**BOTH, "Resources": {**BOTH["Resources"], **parts(US, "Us", threshold=7)}}

    found = with_regions(dns(Eu=EU), there, {US})

    assert found == there


def test_taken_away_and_put_in_again_it_is_the_same() -> None:
    assert is_same_body(with_regions(without_regions(BOTH, {US}), BOTH, {US}), BOTH)


def test_a_region_is_put_into_nothing() -> None:
    assert with_regions({}, BOTH, {US}) == dns(Us=US)
    assert with_regions(BOTH, {}, ()) is BOTH


def test_the_parameters_of_a_region_are_those_that_its_parts_use() -> None:
    assert parameters_of(BOTH, {US}) == {"TargetUs"}
    assert parameters_of({}, {US}) == frozenset()


def shared(*names: str) -> dict[str, Any]:
    """What is said of several regions: their count, an alarm on it, and a dashboard with a graph for each."""
    graphs = [{"properties": {"metrics": [["X", f"${{Check{name}}}"]]}} for name in names]
    text = json.dumps({"widgets": [{"properties": {"metrics": [["X", "${Count}"]]}}, *graphs]}, separators=(",", ":"))
    children = [ref(f"Check{name}") for name in names]
    return {
        "Count": {
            "Type": "AWS::Route53::HealthCheck",
            "Properties": {"HealthCheckConfig": {"Type": "CALCULATED", "ChildHealthChecks": children}},
        },
        "CountAlarm": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"AlarmActions": [ref("Topic")], "Dimensions": [{"Value": ref("Count")}]},
        },
        "Dashboard": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {"DashboardBody": {"Fn::Sub": text}}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {}},
    }


def watched(**regions: str) -> Any:
    body = dns(**regions)
    return {**body, "Resources": {**body["Resources"], **shared(*regions)}}


def test_what_is_shared_stays_and_says_nothing_of_a_region_that_is_left_out() -> None:
    assert without_regions(watched(Eu=EU, Us=US), {US}) == watched(Eu=EU)


def test_what_is_shared_stays_as_it_is_while_a_region_is_as_it_stands_elsewhere() -> None:
    wanted = watched(Eu=EU, Us=US)
    there = {**wanted, "Resources": {**wanted["Resources"], **parts(US, "Us", threshold=7)}}

    assert with_regions(wanted, there, {US}) == there


def test_what_is_shared_is_as_it_stands_elsewhere_where_only_these_regions_make_the_difference() -> None:
    there, wanted = watched(Eu=EU, Us=US), watched(Eu=EU)
    other = watched(Eu=EU)
    other["Resources"]["Count"]["Properties"]["HealthCheckConfig"]["HealthThreshold"] = 2

    assert with_regions(wanted, there, {US}) == there
    assert with_regions(other, there, {US})["Resources"]["Count"] == other["Resources"]["Count"]


def test_a_region_that_is_put_in_brings_what_only_it_still_needs() -> None:
    there = watched(Eu=EU, Us=US)
    there["Resources"]["AlarmUs"]["Properties"]["AlarmActions"] = [ref("Topic")]
    wanted = dns(Eu=EU)

    found = with_regions(wanted, there, {US})

    assert found["Resources"].keys() == {*dns(Eu=EU, Us=US)["Resources"], "Topic"}


def test_a_dashboard_that_cannot_be_read_is_left_alone() -> None:
    body = watched(Eu=EU, Us=US)
    body["Resources"]["Dashboard"]["Properties"]["DashboardBody"] = {"Fn::Sub": "${CheckEu} ${CheckUs}"}

    assert without_regions(body, {US})["Resources"]["Dashboard"] == body["Resources"]["Dashboard"]


def test_dashboards_can_be_left_out() -> None:
    body = watched(Eu=EU)

    assert body["Resources"].keys() - without_dashboards(body)["Resources"].keys() == {"Dashboard"}


def test_what_is_given_is_not_changed() -> None:
    copy = deepcopy(BOTH)

    with_regions(without_regions(BOTH, {US}), BOTH, {US})

    assert copy == BOTH
