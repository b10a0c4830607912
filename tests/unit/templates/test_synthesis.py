from __future__ import annotations

from typing import Any

import msgspec
import pytest

import generator
from generator.app import declarations
from generator.app.declarations import AnyRoute, Api, App, GetItem, Key, Mock, Regions, Response, Table
from generator.assembly.model import DeploySettings, Domain, FromOutput, RoleNames
from generator.errors import AppFileError
from generator.synthesis import synthesize
from tests.support.apps import SHOP, assembled, bodies, patched, resources

ONE_REGION = {"domain": None, "regions": {"secondary": None}}


def test_an_assembly_holds_the_templates_in_the_order_of_their_deployment() -> None:
    found = [(entry.name, entry.deployed_as, entry.stack_name, entry.regions) for entry in assembled(SHOP).templates]

    assert found == [
        ("roles", "stack", "shop-roles", ("eu-west-1",)),
        ("main", "stack", "shop-main", ("eu-west-1",)),
        ("secondary", "stack_set", "shop-secondary", ("us-east-1", "ap-southeast-2")),
        ("dns", "stack", "shop-dns", ("us-east-1",)),
    ]


def test_each_template_says_of_which_app_it_is_and_what_it_is_for() -> None:
    described = assembled(patched(SHOP, {"description": "Things for sale."}))

    assert [body["Description"] for body in bodies(described).values()] == [
        "shop: the roles that make the app, and the boundary of those that it makes. Things for sale.",
        "shop: global tables, and the API of the main region. Things for sale.",
        "shop: the API of a secondary region. Things for sale.",
        "shop: health checks and latency records. Things for sale.",
    ]
    assert bodies(assembled(SHOP))["dns"]["Description"] == "shop: health checks and latency records."


def test_one_region_without_a_domain_needs_the_roles_and_the_main_template_only() -> None:
    assert [entry.name for entry in assembled(patched(SHOP, ONE_REGION)).templates] == ["roles", "main"]


def test_one_region_with_a_domain_has_dns_so_that_regions_can_be_added() -> None:
    found = assembled(patched(SHOP, {"regions": {"secondary": None}}))

    assert [entry.name for entry in found.templates] == ["roles", "main", "dns"]


def test_the_targets_of_dns_come_from_the_stack_of_each_region() -> None:
    parameters = assembled(SHOP).templates[-1].parameters

    assert parameters["TargetDomainNameEuWest1"] == FromOutput(
        template="main", region="eu-west-1", output="TargetDomainName"
    )
    assert parameters["TargetHostedZoneIdUsEast1"] == FromOutput(
        template="secondary", region="us-east-1", output="TargetHostedZoneId"
    )
    assert parameters.keys() == bodies(assembled(SHOP))["dns"]["Parameters"].keys()


def test_every_output_that_fills_a_parameter_exists() -> None:
    assembly = assembled(SHOP)

    for source in assembly.templates[-1].parameters.values():
        assert source.output in bodies(assembly)[source.template]["Outputs"]


def test_capabilities_are_asked_for_where_there_is_a_role_and_more_where_it_has_a_name() -> None:
    assert {entry.name: entry.capabilities for entry in assembled(SHOP).templates} == {
        "roles": ("CAPABILITY_NAMED_IAM",),
        "main": ("CAPABILITY_IAM",),
        "secondary": ("CAPABILITY_IAM",),
        "dns": (),
    }


def test_an_assembly_says_what_a_roll_out_needs_besides_templates() -> None:
    deploy = {
        "region_order": ["ap-southeast-2"],
        "region_concurrency": "parallel",
        "smoke": [{"method": "GET", "path": "/up?deep=1", "status": 503}],
        "termination_protection": True,
    }

    found = assembled(patched(SHOP, {"health": {"path": "/up"}, "deploy": deploy}))

    assert found.domain == Domain(name="api.example.com", hosted_zone_id="Z0123456789")
    assert (found.health_path, found.control_table) == ("/up", "shop-control")
    assert msgspec.json.decode(msgspec.json.encode(found.deploy)) == deploy
    assert found.roles == RoleNames(administration="shop/shop-administration", execution="shop-execution")


def test_an_app_without_a_domain_says_so_and_settings_have_their_defaults() -> None:
    found = assembled(patched(SHOP, ONE_REGION))

    assert found.domain is None
    assert found.deploy == DeploySettings()


def test_a_mock_with_shallow_health_needs_no_role() -> None:
    document = patched(SHOP, {"health": {"mode": "shallow"}, "api": {"routes": None}, "tables": None}) | {
        "api": {"routes": {"GET /version": {"mock": {"status": 204}}}}
    }

    found = resources(assembled(document))
    assert "ApiRole" not in found
    assert found["HealthGetMethod"]["Properties"]["Integration"]["Type"] == "MOCK"


def test_secondary_is_main_without_the_tables_and_the_outputs_are_the_same() -> None:
    found = bodies(assembled(SHOP))
    tables = {name for name, body in found["main"]["Resources"].items() if body["Type"] == "AWS::DynamoDB::GlobalTable"}

    assert tables == {"ItemsTable", "RegionControlTable"}
    assert found["secondary"]["Resources"] == {
        name: body for name, body in found["main"]["Resources"].items() if name not in tables
    }
    assert found["secondary"]["Outputs"] == found["main"]["Outputs"]


def test_the_control_table_is_there_in_every_mode_of_health_for_tables_are_retained() -> None:
    found = resources(assembled(patched(SHOP, {"health": {"mode": "shallow"}})))

    assert found["RegionControlTable"]["Properties"]["TableName"] == "shop-control"


def test_a_users_table_called_control_does_not_take_the_control_tables_id() -> None:
    tables = {"control": {"table_name": "mine", "partition_key": {"name": "id", "type": "S"}}}

    found = resources(assembled(patched(SHOP, {"tables": tables})), of_type="GlobalTable")

    assert found.keys() == {"ControlTable", "ItemsTable", "RegionControlTable"}


def test_every_resource_and_template_says_why_it_is_there() -> None:
    for body in bodies(assembled(SHOP)).values():
        assert body["Metadata"]["com.aws.cloudformation.Context"]["arch"]
        for name, resource in body["Resources"].items():
            assert resource["Metadata"]["com.aws.cloudformation.Context"]["why"], name


def test_a_routes_description_is_the_reason_for_its_method() -> None:
    found = resources(assembled(patched(SHOP, {"api": {"routes": {"GET /items": {"description": "All of them."}}}})))

    assert found["ItemsGetMethod"]["Metadata"]["com.aws.cloudformation.Context"]["why"] == "All of them."


def app(**changes: Any) -> App:
    plain: dict[str, Any] = {
        "name": "notes",
        "regions": Regions(main="eu-west-1"),
        "tables": {"notes": Table(partition_key=Key(name="id", type="S"))},
        "api": Api(
            auth="none",
            routes={"GET /notes/{id}": GetItem(table="notes", key={"id": "$request.path.id"})},
        ),
    }
    return App(**plain | changes)


def test_an_app_made_in_python_is_synthesized_like_one_from_a_file() -> None:
    document = {
        "name": "notes",
        "regions": {"main": "eu-west-1"},
        "tables": {"notes": {"partition_key": {"name": "id", "type": "S"}}},
        "api": {
            "auth": "none",
            "routes": {"GET /notes/{id}": {"action": "GetItem", "table": "notes", "key": {"id": "$request.path.id"}}},
        },
    }

    assert synthesize(app()) == assembled(document)


def test_mistakes_of_an_app_made_in_python_are_told_all_at_once() -> None:
    wrong = app(
        regions=Regions(main="mars-north-1"),
        api=Api(routes={"GET /x": GetItem(table="nots", key={"id": "1"})}),
    )

    with pytest.raises(AppFileError) as caught:
        synthesize(wrong)
    assert len(caught.value.findings) >= 2
    assert {finding.severity for finding in caught.value.findings} == {"error"}


def test_a_template_that_aws_would_refuse_is_refused_here_with_all_reasons_at_once() -> None:
    methods = ("GET", "PUT")
    routes: dict[str, AnyRoute] = {
        f"{method} /r{number}": Mock(mock=Response(status=200, body="x" * 3000))
        for method in methods
        for number in range(250)
    }

    with pytest.raises(AppFileError) as caught:
        synthesize(app(api=Api(auth="none", routes=routes)))
    assert {finding.id for finding in caught.value.findings} == {"A190", "A191"}


def test_the_public_names_are_there_and_sorted() -> None:
    assert all(getattr(generator, name) is not None for name in generator.__all__)
    assert list(generator.__all__) == sorted(generator.__all__)
    assert set(generator.__all__) <= set(dir(generator))


def test_every_class_that_a_user_writes_is_public() -> None:
    classes = {name for name in declarations.__all__ if isinstance(getattr(declarations, name), type)}

    assert classes - {"ActionRoute", "ItemRoute", "Route"} <= set(generator.__all__)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'generator' has no attribute 'nothing'"):
        generator.nothing  # noqa: B018
