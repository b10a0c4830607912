"""What holds for the roles of any app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given, settings
from msgspec.structs import replace

from generator.app.declarations import App
from generator.assembly.model import Assembly
from generator.cloudformation.handler_permissions import needed_actions
from generator.synthesis import synthesize
from tests.strategies import apps
from tests.support.apps import bodies, resources
from tests.support.policies import ACCOUNT, VALUES, Policies, documents, granted, located, spelled
from tests.support.possessions import of_execution

few = settings(max_examples=15)

POLICIES = ("ExecutionPolicy", "ExecutionServicesPolicy", "ExecutionExtensionsPolicy")


def made(assembly: Assembly) -> Iterator[tuple[str, Any]]:
    """What the execution role makes: template and resource."""
    for name, body in bodies(assembly).items():
        if name != "roles":
            yield from ((name, resource) for resource in body["Resources"].values())


def types(assembly: Assembly) -> set[str]:
    return {resource["Type"] for _, resource in made(assembly)}


def of_role(assembly: Assembly, *logical_ids: str) -> Policies:
    found = resources(assembly, "roles")
    return Policies(document for name in logical_ids if name in found for document in documents(found[name]))


def execution(assembly: Assembly) -> Policies:
    return of_role(assembly, "ExecutionRole", *POLICIES)


@few
@given(apps())
def test_every_role_that_is_made_has_the_path_and_the_boundary(app: App) -> None:
    assembly = synthesize(app)

    for name, resource in made(assembly):
        if resource["Type"] == "AWS::IAM::Role":
            properties = spelled(resource["Properties"])
            assert properties["Path"] == f"/{assembly.id}/", name
            boundary = f"arn:aws:iam::{ACCOUNT}:policy/{assembly.id}/{assembly.id}-boundary"
            assert properties["PermissionsBoundary"] == boundary, name
            assert not {"RoleName", "ManagedPolicyArns"} & properties.keys(), name


@few
@given(apps())
def test_the_execution_role_may_do_what_every_type_needs_and_change_every_named_thing(app: App) -> None:
    assembly = synthesize(app)
    found = execution(assembly)

    types = {resource["Type"] for _, resource in made(assembly)}
    own = {resource["Type"] for _, resource in made(synthesize(replace(app, extensions=())))}
    assert needed_actions(own) <= found.actions
    # What an extension adds is made without any right in IAM.
    assert {action for action in needed_actions(types - own) if not action.startswith("iam:")} <= found.actions
    roles = [resource for _, resource in made(assembly) if resource["Type"] == "AWS::IAM::Role"]
    needed = [request for request in of_execution(assembly) if roles or not request.action.startswith("iam:")]
    assert [request for request in needed if not found.allows(*request)] == []


@few
@given(apps())
def test_no_role_does_more_than_the_boundary_lets_it(app: App) -> None:
    assembly = synthesize(app)
    boundary = of_role(assembly, "Boundary")

    stack = {**VALUES, "AWS::StackName": f"{assembly.id}-main", "AWS::Region": assembly.regions[0]}
    for template, resource in made(assembly):
        values = located(resources(assembly, template), stack)
        for document in documents(resource, values) if resource["Type"] == "AWS::IAM::Role" else ():
            for statement in Policies([document]).statements:
                context = granted(statement)
                assert all(
                    boundary.allows(action, arn, context) for action in statement.actions for arn in statement.resources
                )


@few
@given(apps())
def test_nothing_is_allowed_on_everything_but_what_cannot_be_named(app: App) -> None:
    assembly = synthesize(app)

    unnamed = {
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingPolicies",
        "application-autoscaling:DescribeScheduledActions",
        "cloudformation:GetTemplateSummary",
        "cloudformation:ValidateTemplate",
        "cloudwatch:PutMetricData",
        "kms:ListAliases",
        "logs:DescribeResourcePolicies",
        "route53:CreateHealthCheck",
        "route53:ListHostedZones",
        "sns:GetSubscriptionAttributes",
        "sns:Unsubscribe",
    }
    assert execution(assembly).on_everything <= unnamed
    traces = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"} if app.functions else set()
    streams = {"dynamodb:ListStreams"} if "AWS::Lambda::EventSourceMapping" in types(assembly) else set()
    assert of_role(assembly, "AdministrationRole", "Boundary").on_everything <= traces | streams
    wild = {action for action in execution(assembly).actions if "*" in action or "?" in action}
    assert wild == {"cloudformation:*"}


@few
@given(apps())
def test_an_environment_beside_it_is_out_of_reach(app: App) -> None:
    assume(app.suffix != "-beside")
    domain = None if app.domain is None else replace(app.domain, name="beside.example.org")
    beside = synthesize(replace(app, suffix="-beside", domain=domain))
    ours = synthesize(app)
    assume(ours.id != beside.id)

    for own, other in ((execution(ours), beside), (execution(beside), ours)):
        assert [request for request in of_execution(other) if own.allows(*request)] == []
