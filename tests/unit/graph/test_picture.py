"""What the picture knows of an app, from its templates."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly, TemplateEntry
from generator.graph.picture import CONTROL_TABLE_ID, Check, Picture, Record, picture_of
from generator.templates.data import tables
from tests.support.apps import SHOP, Document, assembled, patched
from tests.support.edge import EDGE

LONELY = patched(SHOP, {"domain": None, "regions": {"secondary": None}})


def drawn(document: Document, **patch: Any) -> Picture:
    return picture_of(assembled(patched(document, patch)))


def by_hand(*bodies: Any) -> Assembly:
    """An assembly of one region with these templates."""
    return Assembly(
        app="a",
        environment="e",
        id="a-e",
        account=None,
        regions=("eu-west-1",),
        app_sha256="0" * 64,
        templates=tuple(
            TemplateEntry(name=f"t{at}", body=body, deployed_as="stack", stack_name="s", regions=("eu-west-1",))
            for at, body in enumerate(bodies)
        ),
    )


def test_regions_are_in_the_users_order_and_the_main_one_is_marked() -> None:
    regions = drawn(SHOP).regions

    assert [region.name for region in regions] == ["eu-west-1", "us-east-1", "ap-southeast-2"]
    assert [region.is_main for region in regions] == [True, False, False]


def test_names_are_the_shared_one_and_one_of_each_region() -> None:
    picture = drawn(SHOP)

    assert picture.shared_name == "api.example.com"
    assert [region.own_name for region in picture.regions] == [
        "eu-west-1.api.example.com",
        "us-east-1.api.example.com",
        "ap-southeast-2.api.example.com",
    ]


def test_the_record_of_a_region_has_its_types_and_what_its_check_asks_for() -> None:
    picture = drawn(SHOP, health={"path": "/up", "request_interval": 10, "failure_threshold": 5})

    expected = Record(types=("A", "AAAA"), check=Check(path="/up", interval=10, failures=5))
    assert [region.record for region in picture.regions] == [expected] * 3


def test_without_ipv6_there_is_one_type() -> None:
    record = drawn(SHOP, api={"ip_address_type": "ipv4"}).regions[0].record

    assert record is not None
    assert record.types == ("A",)


@pytest.mark.parametrize("health", [{}, {"path": "/up"}, {"mode": "control"}, {"mode": "shallow"}])
@pytest.mark.parametrize("document", [SHOP, LONELY], ids=["three regions", "one region"])
def test_routes_are_those_of_the_user(document: Document, health: dict[str, str]) -> None:
    if document is LONELY and health == {"mode": "shallow"}:
        health = {"mode": "shallow", "path": "/health"}
    region = drawn(document, health=health, api={"cors": {"allow_origins": ["*"]}}).regions[0]

    assert (region.signed, region.public) == (7, 0)


def test_public_routes_are_counted_apart() -> None:
    region = drawn(SHOP, api={"routes": {"GET /version": {"auth": "none"}}}).regions[-1]

    assert (region.signed, region.public) == (6, 1)


def test_routes_that_ask_an_authorizer_are_neither_signed_nor_public() -> None:
    region = drawn(EDGE, api={"routes": {"GET /version": {"auth": "iam"}, "GET /items": {"auth": "none"}}}).regions[0]

    assert (region.signed, region.authorized, region.public) == (1, 6, 1)


def test_tables_have_their_physical_names_and_the_control_table_is_the_last() -> None:
    found = drawn(
        SHOP, tables={"zebras": {"table_name": "Zebras", "partition_key": {"name": "id", "type": "S"}}}
    ).tables

    assert [(table.name, table.is_control) for table in found] == [
        ("Zebras", False),
        ("shop-items", False),
        ("shop-control", True),
    ]
    assert {table.regions for table in found} == {("eu-west-1", "us-east-1", "ap-southeast-2")}


def test_the_control_table_is_known_by_the_id_that_the_templates_give_it() -> None:
    assert CONTROL_TABLE_ID == tables.CONTROL_TABLE_ID


def test_without_a_domain_there_are_neither_names_nor_records() -> None:
    picture = drawn(LONELY)

    assert picture.shared_name is None
    assert [(region.own_name, region.record) for region in picture.regions] == [(None, None)]


def test_a_region_without_an_api_is_not_shown() -> None:
    assembly = assembled(SHOP)

    assert picture_of(replace(assembly, templates=assembly.templates[2:])).regions[0].name == "us-east-1"


def test_names_that_only_aws_knows_are_shown_as_the_template_says_them() -> None:
    resources = {
        "Api": {"Type": "AWS::ApiGateway::RestApi"},
        "Name": {
            "Type": "AWS::ApiGateway::DomainName",
            "Properties": {"DomainName": {"Fn::Sub": "${AWS::Region}.${Zone}"}},
        },
        "Table": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": {"TableName": {"Ref": "Name"}}},
    }

    picture = picture_of(by_hand({"Resources": resources}))

    assert picture.regions[0].own_name == "eu-west-1.${Zone}"
    assert [table.name for table in picture.tables] == ["?"]


def test_replicas_that_name_no_region_are_none() -> None:
    replicas = [1, {}, {"Region": {"Ref": "AWS::Region"}}, {"Region": "us-east-1"}]
    table = {"Type": "AWS::DynamoDB::GlobalTable", "Properties": {"Replicas": replicas}}

    assert picture_of(by_hand({"Resources": {"Table": table}})).tables[0].regions == ("us-east-1",)


@pytest.mark.parametrize("config", [None, {"RequestInterval": "30"}, {"FailureThreshold": {"Ref": "Failures"}}])
def test_a_check_that_cannot_be_read_is_none(config: Any) -> None:
    record = {"Region": "eu-west-1", "Name": "n", "Type": "A", "HealthCheckId": {"Ref": "Check"}}
    resources = {
        "Api": {"Type": "AWS::ApiGateway::RestApi"},
        "Record": {"Type": "AWS::Route53::RecordSet", "Properties": record},
        "Check": {"Type": "AWS::Route53::HealthCheck", "Properties": {"HealthCheckConfig": config}},
    }

    assert picture_of(by_hand({"Resources": resources})).regions[0].record == Record(types=("A",), check=None)


def test_resources_that_stand_in_a_circle_do_not_stop_it() -> None:
    resources = {
        "Api": {"Type": "AWS::ApiGateway::RestApi"},
        "A": {"Type": "AWS::ApiGateway::Resource", "Properties": {"PathPart": "a", "ParentId": {"Ref": "B"}}},
        "B": {"Type": "AWS::ApiGateway::Resource", "Properties": {"PathPart": "b", "ParentId": {"Ref": "A"}}},
        "Get": {"Type": "AWS::ApiGateway::Method", "Properties": {"ResourceId": {"Ref": "A"}}},
    }

    assert picture_of(by_hand({"Resources": resources})).regions[0].public == 1
