"""How far the execution role reaches, and what it can never do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.app.model import ResolvedApp
from generator.cloudformation.handler_permissions import LACKING, handler_permissions, needed_actions
from generator.cloudformation.regions import REGIONS
from generator.synthesis import synthesize
from generator.templates.roles.execution import grants
from generator.templates.roles.scopes import ANY_REGION
from tests.support.apps import SHOP, assembly_of, bodies, examples, patched, resolved, resources
from tests.support.policies import ACCOUNT, Context, Policies, documents, matches

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/shop/shop-boundary"
OURS: Context = {"iam:PermissionsBoundary": BOUNDARY}
TO_API_GATEWAY: Context = {"iam:PassedToService": "apigateway.amazonaws.com"}
EXAMPLES = list(examples())
EXECUTION = ("ExecutionRole", "ExecutionPolicy", "ExecutionServicesPolicy")
UUID = "01234567-89ab-cdef-0123-456789abcdef"


def roles(document: Mapping[str, Any] = SHOP) -> dict[str, Any]:
    return resources(assembly_of(document), "roles")


def execution(document: Mapping[str, Any] = SHOP) -> Policies:
    found = roles(document)
    return Policies(one for name in EXECUTION if name in found for one in documents(found[name]))


def table(name: str, region: str = "eu-west-1") -> str:
    return f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}"


def role(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def test_tables_are_those_of_the_app_in_every_region() -> None:
    found = execution()

    for action in ("dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:CreateTableReplica"):
        for name in ("shop-items", "shop-control"):
            assert found.allows(action, table(name)), (action, name)
            assert found.allows(action, table(name, "ap-southeast-2"))
        assert not found.allows(action, table("shop-items2"))
        assert not found.allows(action, table("shop-dev-items"))
    assert found.allows("dynamodb:UpdateContributorInsights", f"{table('shop-items')}/index/by_owner")


def test_names_are_those_of_the_domain_and_of_its_regions() -> None:
    found = execution()

    def domain_name(name: str) -> bool:
        return found.allows("apigateway:DELETE", f"arn:aws:apigateway:eu-west-1::/domainnames/{name}")

    def records(*names: str) -> bool:
        context = {"route53:ChangeResourceRecordSetsNormalizedRecordNames": list(names)}
        zone = "arn:aws:route53:::hostedzone/Z0123456789"
        return found.allows("route53:ChangeResourceRecordSets", zone, context)

    def certificate(*names: str) -> bool:
        return found.allows("acm:RequestCertificate", "*", {"acm:DomainNames": list(names)})

    for region in sorted(REGIONS):
        assert domain_name(f"{region}.api.example.com")
        assert records(f"{region}.api.example.com")
        assert certificate("api.example.com", f"{region}.api.example.com")
    assert domain_name("api.example.com")
    assert domain_name("api.example.com/basepathmappings/(none)")
    assert records("api.example.com", "_0a1b.api.example.com", "_0a1b.eu-west-1.api.example.com")
    for other in ("example.com", "www.example.com", "dev.api.example.com", "api.dev.example.com"):
        assert not domain_name(other), other
        assert not records(other), other
        assert not records("api.example.com", other), other
        assert not certificate("api.example.com", other), other
    other_zone = "arn:aws:route53:::hostedzone/Z9"
    assert not found.allows("route53:ListResourceRecordSets", other_zone)


def test_a_role_is_made_below_the_path_and_with_the_boundary_only() -> None:
    found = execution()

    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"):
        assert found.allows(action, role("shop/shop-main-ApiRole-1A2B"), OURS), action
        assert not found.allows(action, role("shop/shop-main-ApiRole-1A2B")), action
        assert not found.allows(
            action, role("shop/x"), {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/other"}
        )
        for other in ("admin", "shop", "shop-dev/x", "other/shop/x"):
            assert not found.allows(action, role(other), OURS), (action, other)
    assert not found.allows("iam:DeleteRolePermissionsBoundary", role("shop/x"), OURS)


def test_a_role_is_passed_from_below_the_path_and_to_api_gateway_only() -> None:
    found = execution()

    assert found.allows("iam:PassRole", role("shop/shop-main-ApiRole-1A2B"), TO_API_GATEWAY)
    assert not found.allows("iam:PassRole", role("shop/x"), {"iam:PassedToService": "lambda.amazonaws.com"})
    for other in ("admin", "shop-dev/x", "shop-execution", "shop/shop-administration"):
        assert not found.allows("iam:PassRole", role(other), TO_API_GATEWAY), other


def test_neither_itself_nor_the_boundary_can_be_changed() -> None:
    found = execution()
    actions = needed_actions(["AWS::IAM::Role", "AWS::IAM::ManagedPolicy"])

    for action in actions:
        for mine in ("shop-execution", "shop/shop-administration"):
            assert not found.allows(action, role(mine), {**OURS, **TO_API_GATEWAY}), (action, mine)
        assert not found.allows(action, BOUNDARY, OURS), action
        assert not found.allows(action, f"arn:aws:iam::{ACCOUNT}:policy/shop/shop-roles-ExecutionPolicy-1", OURS)


def test_only_the_linked_roles_that_the_types_need_are_made() -> None:
    found = execution()

    def linked(service: str, said: str) -> bool:
        arn = role(f"aws-service-role/{service}/AWSServiceRole")
        return found.allows("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": said})

    for service in (
        "ops.apigateway.amazonaws.com",
        "replication.dynamodb.amazonaws.com",
        "dynamodb.application-autoscaling.amazonaws.com",
    ):
        assert linked(service, service)
    assert not linked("lambda.amazonaws.com", "lambda.amazonaws.com")
    assert not linked("ops.apigateway.amazonaws.com", "lambda.amazonaws.com")


def test_stack_sets_may_do_in_a_region_what_they_do_before_any_resource_is_made() -> None:
    found = execution()

    def stack(name: str) -> str:
        return f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{name}/{UUID}"

    assert found.allows("cloudformation:CreateStack", stack(f"StackSet-shop-secondary-{UUID}"))
    for other in ("shop-main", f"StackSet-shop-secondary-secondary-{UUID}", f"StackSet-shop-dev-secondary-{UUID}"):
        assert not found.allows("cloudformation:DeleteStack", stack(other)), other


def test_of_the_buckets_of_the_account_only_that_of_artifacts_is_read() -> None:
    found = execution()

    def read(bucket: str, account: str) -> bool:
        return found.allows("s3:GetObject", f"arn:aws:s3:::{bucket}/key", {"aws:ResourceAccount": account})

    assert read(f"multi-region-artifacts-{ACCOUNT}-eu-west-1", ACCOUNT)
    assert read("where-aws-keeps-templates", "210987654321")
    assert not read("customers", ACCOUNT)


@pytest.mark.parametrize(("name", "app"), EXAMPLES)
def test_every_type_of_every_example_is_covered(name: str, app: ResolvedApp) -> None:
    found = bodies(synthesize(app))
    made = {resource["Type"] for template in ("main", "secondary", "dns") for resource in _of(found, template)}
    allowed = {
        action
        for key in EXECUTION
        for document in documents(found["roles"]["Resources"].get(key, {"Properties": {}}))
        for action in Policies([document]).actions
    }

    assert made <= handler_permissions().keys(), name
    assert needed_actions(made) <= allowed, name


def _of(found: Mapping[str, Any], template: str) -> list[Any]:
    return list(found.get(template, {"Resources": {}})["Resources"].values())


def test_what_handlers_lack_is_needed_of_types_that_there_are() -> None:
    assert LACKING.keys() <= handler_permissions().keys()
    assert "s3:REST.PUT.OBJECT" not in needed_actions(handler_permissions())


def test_an_action_that_nothing_scopes_stops_the_build_of_a_new_type() -> None:
    with pytest.raises(ValueError, match="nothing says how far s3:"):
        grants(resolved(SHOP), frozenset({"AWS::S3::Bucket"}))


def test_every_region_looks_like_one() -> None:
    assert all(matches(ANY_REGION, region) for region in REGIONS)


def test_without_a_domain_nothing_is_allowed_on_names() -> None:
    found = execution(patched(SHOP, {"domain": None, "regions": {"secondary": None}}))

    assert not [action for action in found.actions if action.startswith(("acm:", "route53:"))]
    assert not found.allows("apigateway:POST", "arn:aws:apigateway:eu-west-1::/domainnames")


def kms(region: str, id: str = "mrk-1") -> str:
    return f"arn:aws:kms:{region}:{ACCOUNT}:key/{id}"


def keyed(key: Any) -> Any:
    return patched(SHOP, {"tables": {"items": {"encryption": {"kms_key": key}}}})


THROUGH: Context = {"kms:ViaService": "dynamodb.us-east-1.amazonaws.com"}


def test_keys_are_none_of_its_business_while_no_table_has_one_of_the_users() -> None:
    for encryption in ("aws_owned", "aws_managed"):
        found = execution(patched(SHOP, {"tables": {"items": {"encryption": encryption}}}))
        assert not [action for action in found.actions if action.startswith("kms:")]


def test_tables_can_be_given_the_keys_that_they_name_through_dynamodb_only() -> None:
    found = execution(keyed({region: kms(region) for region in ("eu-west-1", "us-east-1", "ap-southeast-2")}))

    for action in ("kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"):
        assert found.allows(action, kms("us-east-1"), THROUGH), action
        assert not found.allows(action, kms("us-east-1")), action
        assert not found.allows(action, kms("us-east-1", "mrk-2"), THROUGH), action
    assert found.allows("kms:DescribeKey", kms("us-east-1"))
    assert not found.allows("kms:ScheduleKeyDeletion", kms("us-east-1"), THROUGH)


def test_keys_by_alias_are_those_that_have_it() -> None:
    found = execution(keyed("alias/shop"))

    ours = {**THROUGH, "kms:ResourceAliases": ["alias/other", "alias/shop"]}
    assert found.allows("kms:CreateGrant", kms("us-east-1"), ours)
    assert found.allows("kms:DescribeKey", kms("us-east-1"), ours)
    assert not found.allows("kms:CreateGrant", kms("us-east-1"), {**THROUGH, "kms:ResourceAliases": ["alias/other"]})
    assert not found.allows("kms:DescribeKey", kms("us-east-1"), THROUGH)


def test_the_boundary_lets_roles_use_keys_and_give_none() -> None:
    found = Policies(documents(roles(keyed("alias/shop"))["Boundary"]))

    ours = {**THROUGH, "kms:ResourceAliases": ["alias/shop"]}
    assert found.allows("kms:Decrypt", kms("us-east-1"), ours)
    assert not found.allows("kms:CreateGrant", kms("us-east-1"), ours)
    assert not found.allows("kms:Decrypt", kms("us-east-1"), THROUGH)


def test_scalable_targets_are_those_of_dynamodb() -> None:
    found = execution()

    target = f"arn:aws:application-autoscaling:us-east-1:{ACCOUNT}:scalable-target/1"
    for action in ("RegisterScalableTarget", "PutScalingPolicy", "DeleteScalingPolicy", "DeregisterScalableTarget"):
        name = f"application-autoscaling:{action}"
        assert found.allows(name, target, {"application-autoscaling:service-namespace": "dynamodb"})
        assert not found.allows(name, target, {"application-autoscaling:service-namespace": "ecs"})
    linked = (
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRole"
    )
    by = {"iam:AWSServiceName": "dynamodb.application-autoscaling.amazonaws.com"}
    assert found.allows("iam:CreateServiceLinkedRole", linked, by)
