"""Alarms on health, and the dashboard, in us-east-1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import reduce
from typing import Any

import pytest

from generator.cloudformation.regions import REGIONS as EVERYWHERE
from tests.support.apps import SHOP, assembly_of, patched, resources

REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2")
ALONE = {"regions": {"secondary": None}}
MOST_LINES = 2_500


def dns(*patches: Any) -> dict[str, Any]:
    return resources(assembly_of(reduce(patched, patches, SHOP)), "dns")


def widgets(found: dict[str, Any]) -> list[dict[str, Any]]:
    board: list[dict[str, Any]] = json.loads(found["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])["widgets"]
    return board


def lines(found: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Title of the graph, and the line."""
    for widget in widgets(found):
        for line in widget["properties"].get("metrics", ()):
            yield widget["properties"]["title"], line


def test_a_region_that_fails_its_check_is_told() -> None:
    alarm = dns()["AlarmHealthEuWest1"]["Properties"]

    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Route53", "HealthCheckStatus")
    assert alarm["Dimensions"] == [{"Name": "HealthCheckId", "Value": {"Ref": "HealthCheckEuWest1"}}]
    assert (alarm["Statistic"], alarm["ComparisonOperator"], alarm["Threshold"]) == ("Minimum", "LessThanThreshold", 1)
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_fewer_healthy_regions_than_wanted_are_told() -> None:
    found = dns({"health": {"minimum_healthy_regions": 2}})

    count, alarm = found["HealthyRegions"]["Properties"], found["AlarmHealthyRegions"]["Properties"]
    assert count["HealthCheckConfig"] == {
        "Type": "CALCULATED",
        "ChildHealthChecks": [
            {"Ref": "HealthCheckApSoutheast2"},
            {"Ref": "HealthCheckEuWest1"},
            {"Ref": "HealthCheckUsEast1"},
        ],
        "HealthThreshold": 2,
    }
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ChildHealthCheckHealthyCount", 2)
    assert alarm["Dimensions"] == [{"Name": "HealthCheckId", "Value": {"Ref": "HealthyRegions"}}]


def test_of_one_region_there_is_nothing_to_count() -> None:
    found = dns(ALONE)

    assert "AlarmHealthEuWest1" in found
    assert not {"HealthyRegions", "AlarmHealthyRegions"} & found.keys()


def test_mail_of_us_east_1_has_a_subscription_of_its_own() -> None:
    found = dns({"observability": {"alarms": {"email": "team@example.com"}}})

    (mail,) = (one["Properties"] for one in found.values() if one["Type"] == "AWS::SNS::Subscription")
    assert mail == {"TopicArn": {"Ref": "AlarmTopic"}, "Protocol": "email", "Endpoint": "team@example.com"}


def test_without_alarms_there_is_only_the_dashboard_and_without_that_nothing() -> None:
    silent = dns({"observability": {"alarms": False}})
    blind = dns({"observability": {"alarms": False, "dashboard": False}})

    assert silent.keys() - blind.keys() == {"Dashboard"}
    assert {one["Type"] for one in blind.values()} == {"AWS::Route53::HealthCheck", "AWS::Route53::RecordSet"}


def test_the_dashboard_is_named_like_the_app_and_has_a_row_for_each_region() -> None:
    found = dns()

    titles = [one["properties"]["markdown"] for one in widgets(found) if one["type"] == "text"]
    assert found["Dashboard"]["Properties"]["DashboardName"] == "shop"
    assert titles[1:4] == ["## eu-west-1 (main region)", "## ap-southeast-2", "## us-east-1"]


def test_no_two_graphs_are_at_the_same_place_and_all_are_within_the_page() -> None:
    places: set[tuple[int, int]] = set()
    for widget in widgets(dns()):
        own = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert not own & places
        assert widget["x"] + widget["width"] <= 24
        places |= own


def test_every_line_carries_the_region_that_has_the_metric() -> None:
    for title, line in lines(dns()):
        namespace, region = line[0], line[-1]["region"]
        if namespace == "AWS/Route53":
            assert region == "us-east-1"
        elif title.startswith("From "):
            assert title == f"From {region}"
        else:
            assert region in REGIONS


def test_the_matrix_has_every_way_from_one_region_to_another() -> None:
    ways = {(line[-1]["region"], line[5]) for title, line in lines(dns()) if title.startswith("From ")}

    assert ways == {(one, other) for one in REGIONS for other in REGIONS if one != other}


def test_what_is_filled_in_is_the_id_of_a_health_check() -> None:
    found = dns()

    names = set(re.findall(r"\$\{([^}]+)\}", found["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]))
    assert names == {name for name, one in found.items() if one["Type"] == "AWS::Route53::HealthCheck"}


def test_without_alarms_nothing_counts_healthy_regions_and_no_graph_shows_it() -> None:
    found = dns({"observability": {"alarms": False}})

    assert not [line for _, line in lines(found) if "${HealthyRegions}" in line]


def test_what_is_done_in_a_table_is_searched_for_so_that_routes_change_no_dashboard() -> None:
    searches = [line[0]["expression"] for title, line in lines(dns()) if title == "Tables"]

    assert searches[0] == (
        "SEARCH('{AWS/DynamoDB,Operation,TableName} "
        """MetricName="SuccessfulRequestLatency" TableName="shop-items"', 'Average', 60)"""
    )
    assert dns({"api": {"routes": {"GET /items": None}}})["Dashboard"] == dns()["Dashboard"]


@pytest.mark.parametrize(
    ("count", "title"),
    [(2, "Tables"), (20, "Tables (16 of 61)"), (30, "Tables (8 of 61)")],
    ids=["two regions", "many", "nearly all"],
)
def test_a_dashboard_shows_as_many_tables_as_there_is_room_for(count: int, title: str) -> None:
    secondary = sorted(EVERYWHERE - {"eu-west-1"})[: count - 1]
    tables = {f"t{number:02}": {"partition_key": {"name": "id", "type": "S"}} for number in range(60)}

    found = list(
        lines(dns({"regions": {"secondary": secondary}, "tables": tables, "observability": {"alarms": False}}))
    )

    assert len(found) <= MOST_LINES
    assert {title for title, _ in found if title.startswith("Tables")} == {title}
