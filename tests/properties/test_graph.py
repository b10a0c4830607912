"""A drawing can be made of whatever stands in a template."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.assembly.model import Assembly, TemplateEntry
from generator.graph.mermaid import mermaid
from generator.graph.picture import picture_of

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
REFERENCES = st.sampled_from(["A", "B", "eu-west-1"]).map(lambda name: {"Ref": name})
NAMES = [
    "AuthorizerUri",
    "DestinationConfig",
    "Environment",
    "EventSourceArn",
    "FunctionArn",
    "FunctionName",
    "HealthCheckConfig",
    "HealthCheckId",
    "Integration",
    "ParentId",
    "RedrivePolicy",
    "Region",
    "Replicas",
    "ResourceId",
    "ScheduleExpression",
    "Target",
    "Type",
]
TYPES = [
    "AWS::ApiGateway::Authorizer",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::Method",
    "AWS::ApiGateway::Resource",
    "AWS::ApiGateway::RestApi",
    "AWS::CloudFormation::CustomResource",
    "AWS::DynamoDB::GlobalTable",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Route53::HealthCheck",
    "AWS::Route53::RecordSet",
    "AWS::SQS::Queue",
    "AWS::Scheduler::Schedule",
]
PROPERTIES = st.dictionaries(st.sampled_from(NAMES), JSON | REFERENCES | st.just("eu-west-1"))
RESOURCES = JSON | st.fixed_dictionaries({"Type": st.sampled_from(TYPES), "Properties": PROPERTIES | JSON})
BODIES = JSON | st.fixed_dictionaries({"Resources": st.dictionaries(st.sampled_from("ABCD"), RESOURCES) | JSON})


@given(BODIES)
def test_any_template_can_be_drawn_and_stays_as_it_was(body: Any) -> None:
    before = deepcopy(body)
    entry = TemplateEntry(name="main", body=body, deployed_as="stack", stack_name="s", regions=("eu-west-1",))
    assembly = Assembly(
        app="a",
        environment="e",
        id="a",
        account=None,
        regions=("eu-west-1",),
        app_sha256="0" * 64,
        templates=(entry,),
    )

    drawing = mermaid(picture_of(assembly))

    assert drawing == mermaid(picture_of(assembly))
    assert body == before
