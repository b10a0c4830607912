"""Templates at AWS's limits pass; one more does not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.cloudformation import limits
from generator.findings import as_text
from generator.templates.limits import limit_findings
from tests.support.apps import SHOP, assembly_of, bodies

ROLE_AROUND = len('{"Statement":""}')


def template(description: str = "", **resources: Any) -> dict[str, Any]:
    return {"Description": description, "Resources": resources}


def other(count: int) -> dict[str, Any]:
    resources: dict[str, Any] = {f"R{number}": {"Type": "Other", "Properties": {}} for number in range(count)}
    return template(**resources)


def method(request: Any) -> dict[str, Any]:
    integration = {"RequestTemplates": {"application/json": request}, "IntegrationResponses": []}
    return template(M={"Type": "AWS::ApiGateway::Method", "Properties": {"Integration": integration}})


def answer(text: str) -> dict[str, Any]:
    responses = [{"ResponseTemplates": {"application/json": text}}]
    integration = {"RequestTemplates": {"application/json": ""}, "IntegrationResponses": responses}
    return template(M={"Type": "AWS::ApiGateway::Method", "Properties": {"Integration": integration}})


def role(length: int) -> dict[str, Any]:
    document = {"Statement": "x" * (length - ROLE_AROUND)}
    return template(R={"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": document}]}})


def managed_policy(length: int) -> dict[str, Any]:
    document = {"Statement": "x" * (length - ROLE_AROUND)}
    return template(P={"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}})


def sized(count: int) -> dict[str, Any]:
    resources = {"X": {"Type": "Other", "Properties": {"P": ""}}}
    around = len(msgspec.json.encode({"Description": "", "Resources": resources}))
    resources["X"]["Properties"] = {"P": "x" * (count - around)}
    return {"Description": "", "Resources": resources}


CASES: dict[str, tuple[Any, int, str]] = {
    "A190": (sized, limits.TEMPLATE_BYTES, "the main template has {} bytes, AWS takes {}"),
    "A191": (other, limits.RESOURCES, "the main template has {} resources, AWS takes {}"),
    "A192": (
        lambda count: template("x" * count),
        limits.TEMPLATE_DESCRIPTION_BYTES,
        "the description has {} bytes, AWS takes {}",
    ),
    "A193": (
        lambda count: method("x" * count),
        limits.MAPPING_TEMPLATE_BYTES,
        "a mapping template of M has {} bytes, AWS takes {}",
    ),
    "A194": (role, limits.INLINE_POLICY_CHARACTERS, "the policy in R has {} characters, AWS takes {}"),
    "A195": (managed_policy, limits.MANAGED_POLICY_CHARACTERS, "the policy P has {} characters, AWS takes {}"),
}


@pytest.mark.parametrize("identity", CASES)
def test_what_is_at_a_limit_passes_and_one_more_is_told(identity: str) -> None:
    make, most, message = CASES[identity]

    assert limit_findings("main", make(most)) == ()
    (finding,) = limit_findings("main", make(most + 1))
    assert (finding.id, finding.severity) == (identity, "error")
    assert finding.message == message.format(f"{most + 1:,}", f"{most:,}")
    assert finding.advice


@pytest.mark.parametrize(
    "make", [answer, lambda text: method({"Fn::Join": ["\n", ["", text[1:]]]})], ids=["answers", "lines"]
)
def test_answers_and_joined_lines_are_measured_too(make: Any) -> None:
    assert limit_findings("main", make("x" * limits.MAPPING_TEMPLATE_BYTES)) == ()
    assert [finding.id for finding in limit_findings("main", make("x" * (limits.MAPPING_TEMPLATE_BYTES + 1)))] == [
        "A193"
    ]


def test_policies_of_a_role_are_counted_together_and_arns_as_they_will_be() -> None:
    arn = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/x"
    spelled = "arn:aws:dynamodb:ap-southeast-1:123456789012:table/x"
    around = len(f'{{"Statement":[["{spelled}"]]}}')
    half = limits.INLINE_POLICY_CHARACTERS // 2
    policies = [{"PolicyDocument": {"Statement": [[{"Fn::Sub": arn + "x" * (half - around)}]]}} for _ in range(2)]
    body = template(R={"Type": "AWS::IAM::Role", "Properties": {"Policies": policies}})

    assert limit_findings("main", body) == ()
    policies[0]["PolicyDocument"]["Statement"][0][0]["Fn::Sub"] += "x"
    assert [finding.id for finding in limit_findings("main", body)] == ["A194"]


def test_a_role_without_policies_of_its_own_is_within_the_limit() -> None:
    assert limit_findings("main", template(R={"Type": "AWS::IAM::Role", "Properties": {}})) == ()


def test_bytes_are_counted_not_characters() -> None:
    text = "é" * (limits.TEMPLATE_DESCRIPTION_BYTES // 2 + 1)

    assert [finding.id for finding in limit_findings("main", template(text))] == ["A192"]


def test_a_template_is_as_large_as_the_text_that_is_sent() -> None:
    """Six bytes for an `é`, which UTF-8 has in two: it is sent as an escape."""
    room = limits.TEMPLATE_BYTES - len(msgspec.json.encode(template(X={"Type": "Other", "P": ""})))

    assert limit_findings("main", template(X={"Type": "Other", "P": "é" * (room // 6)})) == ()
    (finding,) = limit_findings("main", template(X={"Type": "Other", "P": "é" * (room // 6 + 1)}))
    assert finding.id == "A190"


def test_an_ordinary_app_is_far_from_every_limit() -> None:
    for name, body in bodies(assembly_of(SHOP)).items():
        assert [as_text(finding) for finding in limit_findings(name, body)] == []
