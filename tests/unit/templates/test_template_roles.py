"""The roles template: who may take on which role, and what its policies weigh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from generator.app.model import ResolvedApp
from generator.cloudformation import limits
from generator.cloudformation.regions import OPT_IN_REGIONS, REGIONS
from generator.synthesis import synthesize
from generator.templates.limits import limit_findings
from tests.support.apps import SHOP, assembly_of, bodies, examples, patched, resolved, resources
from tests.support.policies import ACCOUNT, VALUES, Context, Policies, documents, granted, located, spelled

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/shop/shop-boundary"
OURS: Context = {"iam:PermissionsBoundary": BOUNDARY}
TO_API_GATEWAY: Context = {"iam:PassedToService": "apigateway.amazonaws.com"}
EXAMPLES = list(examples())
UUID = "01234567-89ab-cdef-0123-456789abcdef"


def roles(document: Mapping[str, Any] = SHOP) -> dict[str, Any]:
    return resources(assembly_of(document), "roles")


def table(name: str, region: str = "eu-west-1") -> str:
    return f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}"


def role(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def trusts(resource: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = spelled(resource["Properties"]["AssumeRolePolicyDocument"])["Statement"]
    return found


def test_the_template_holds_two_roles_the_policies_of_one_and_the_boundary() -> None:
    found = {name: resource["Type"].rpartition("::")[2] for name, resource in roles().items()}

    assert found == {
        "AdministrationRole": "Role",
        "ExecutionRole": "Role",
        "ExecutionPolicy": "ManagedPolicy",
        "ExecutionServicesPolicy": "ManagedPolicy",
        "Boundary": "ManagedPolicy",
    }


def test_only_three_names_are_fixed_and_only_the_execution_role_has_no_path() -> None:
    names = {
        name: {key: value for key, value in resource["Properties"].items() if key.endswith("Name") or key == "Path"}
        for name, resource in roles().items()
    }

    assert names == {
        "AdministrationRole": {"RoleName": "shop-administration", "Path": "/shop/"},
        "ExecutionRole": {"RoleName": "shop-execution"},
        "ExecutionPolicy": {"Path": "/shop/"},
        "ExecutionServicesPolicy": {"Path": "/shop/"},
        "Boundary": {"ManagedPolicyName": "shop-boundary", "Path": "/shop/"},
    }


def test_the_assembly_names_the_roles_as_they_are() -> None:
    found, names = roles(), assembly_of(SHOP).roles

    assert names.administration == "shop/" + found["AdministrationRole"]["Properties"]["RoleName"]
    assert names.execution == found["ExecutionRole"]["Properties"]["RoleName"]


def test_stack_sets_of_the_app_take_on_the_administration_role_and_by_it_the_execution_role_only() -> None:
    found = roles()["AdministrationRole"]
    allowed = Policies(documents(found))

    assert trusts(found) == [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["cloudformation.amazonaws.com"]},
            "Action": ["sts:AssumeRole"],
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:aws:cloudformation:*:{ACCOUNT}:stackset/shop-secondary:*"},
            },
        }
    ]
    assert allowed.actions == {"sts:AssumeRole"}
    assert allowed.allows("sts:AssumeRole", role("shop-execution"))
    assert not allowed.allows("sts:AssumeRole", role("shop-dev-execution"))


def test_an_opt_in_region_has_a_principal_of_its_own() -> None:
    found = roles(patched(SHOP, {"regions": {"main": "ap-east-1", "secondary": ["il-central-1", "eu-west-1"]}}))

    (administration,) = trusts(found["AdministrationRole"])
    _, service = trusts(found["ExecutionRole"])
    assert administration["Principal"]["Service"] == [
        "cloudformation.amazonaws.com",
        "cloudformation.ap-east-1.amazonaws.com",
        "cloudformation.il-central-1.amazonaws.com",
    ]
    assert service["Principal"]["Service"] == ["cloudformation.amazonaws.com", "cloudformation.ap-east-1.amazonaws.com"]


def test_the_execution_role_is_taken_on_by_the_administration_role_and_by_cloudformation() -> None:
    administration, service = trusts(roles()["ExecutionRole"])

    assert administration["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert administration["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": {"Fn::GetAtt": ["AdministrationRole", "Arn"]}}
    }
    assert service["Principal"] == {"Service": ["cloudformation.amazonaws.com"]}


def _of(found: Mapping[str, Any], template: str) -> list[Any]:
    return list(found.get(template, {"Resources": {}})["Resources"].values())


def test_the_boundary_allows_items_of_the_apps_tables_and_indexes_and_nothing_else() -> None:
    found = Policies(documents(roles()["Boundary"]))

    assert all(
        action.startswith("dynamodb:") and action.endswith(("Item", "Query", "Scan")) for action in found.actions
    )
    assert found.allows("dynamodb:Query", f"{table('shop-items', 'us-east-1')}/index/by_owner")
    assert found.allows("dynamodb:BatchGetItem", table("shop-control"))
    assert not found.allows("dynamodb:GetItem", table("shop-items2"))
    assert not found.allows("dynamodb:DeleteTable", table("shop-items"))


def test_a_new_route_changes_no_role() -> None:
    more = {"api": {"routes": {"GET /everything": {"action": "Scan", "table": "items", "index": "by_owner"}}}}

    assert roles(patched(SHOP, more)) == roles()


@pytest.mark.parametrize(("name", "app"), EXAMPLES)
def test_every_role_that_an_example_makes_is_within_its_boundary(name: str, app: ResolvedApp) -> None:
    found = bodies(synthesize(app))
    boundary = Policies(documents(found["roles"]["Resources"]["Boundary"]))

    stack = {**VALUES, "AWS::StackName": f"{app.id}-main"}
    roles_of = [
        (one, located(found[template]["Resources"], stack))
        for template in ("main", "secondary")
        for one in _of(found, template)
        if one["Type"] == "AWS::IAM::Role"
    ]
    for document in (document for one, values in roles_of for document in documents(one, values)):
        for statement in Policies([document]).statements:
            context = granted(statement)
            assert all(
                boundary.allows(action, arn, context) for action in statement.actions for arn in statement.resources
            ), name


def test_the_longest_names_and_every_region_fit_into_what_iam_takes() -> None:
    app = resolved(SHOP)
    regions = ("eu-west-1", *sorted(REGIONS - {"eu-west-1"}))
    assert app.domain is not None
    domain = replace(app.domain, name=f"{'a' * 36}.example.com", hosted_zone_id="Z" + "0" * 31)
    longest = replace(app, id="a" * 48, main_region=regions[0], secondary_regions=regions[1:], domain=domain)

    found = synthesize(longest).templates[0].body

    assert OPT_IN_REGIONS
    assert limit_findings("roles", found) == ()
    for resource in found["Resources"].values():
        properties = resource["Properties"]
        assert len(properties.get("RoleName", "")) <= limits.ROLE_NAME_CHARACTERS
        assert len(properties.get("ManagedPolicyName", "")) <= limits.ROLE_NAME_CHARACTERS
        document = properties.get("AssumeRolePolicyDocument")
        assert document is None or len(str(spelled(document)).replace(" ", "")) <= limits.TRUST_POLICY_CHARACTERS


def test_forty_tables_fit() -> None:
    one = {"partition_key": {"name": "id", "type": "S"}}
    index = {"global_secondary_indexes": {"by_owner": {"partition_key": {"name": "owner", "type": "S"}}}}
    tables = {f"table_{number}": {**one, **index} for number in range(40)}

    assembly_of(patched(SHOP, {"health": {"mode": "control"}, "tables": tables}))
