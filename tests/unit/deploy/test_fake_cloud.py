"""The fake AWS refuses what AWS refuses, and leaves behind what AWS leaves behind: templates, stacks, calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from generator.aws.model import StackStatus
from generator.deploy.cloud import Cloud
from generator.errors import AwsError, CredentialsError, NetworkError, OperationError
from tests.support.fake_calls import Call
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.small_templates import MAIN, SECOND, THIRD, Json, body, deploy, table, with_table


def test_it_is_a_cloud() -> None:
    cloud: Cloud = FakeCloud()

    assert cloud.identity().account == "123456789012"


REFUSED_TEMPLATES: Mapping[str, tuple[Json, str]] = {
    "no resources": ({"Resources": {}}, "At least one Resources member"),
    "dangling reference": (
        body(Queue={"Type": "AWS::SQS::Queue", "DependsOn": "Nothing"}),
        r"Unresolved resource dependencies \['Nothing'\]",
    ),
    "parameter without value": (
        {**body(Queue={"Type": "AWS::SQS::Queue"}), "Parameters": {"Target": {"Type": "String"}}},
        "must have values",
    ),
    "own region missing": (body(Table=table(SECOND)), "must contain an entry for the current region"),
    "two replicas in a region": (body(Table=table(MAIN, MAIN)), "two replicas in one region"),
    "no stream": (body(Table=table(MAIN, SECOND, StreamSpecification=None)), "StreamSpecification is required"),
    "attribute of no key": (
        body(Table=table(AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("id", "x")])),
        "AttributeDefinitions are not used",
    ),
    "replica settings of no index": (
        body(Table=table(Replicas=[{"Region": MAIN, "GlobalSecondaryIndexes": [{"IndexName": "x"}]}])),
        "settings of an index that does not exist",
    ),
    "alias without target": (
        body(
            Record={
                "Type": "AWS::Route53::RecordSet",
                "Properties": {"HostedZoneId": "Z", "Name": "a.b", "Type": "A", "AliasTarget": {"DNSName": ""}},
            }
        ),
        "the alias has no target",
    ),
    "alias to nothing": (
        body(
            Record={
                "Type": "AWS::Route53::RecordSet",
                "Properties": {"HostedZoneId": "Z", "Name": "a.b", "Type": "A", "AliasTarget": {"DNSName": "d-1"}},
            }
        ),
        "the alias target was not found",
    ),
}


@pytest.mark.parametrize("name", REFUSED_TEMPLATES)
def test_a_template_is_refused(name: str) -> None:
    template, message = REFUSED_TEMPLATES[name]

    with pytest.raises(OperationError, match=message):
        deploy(FakeCloud(), template)


def test_roles_need_a_capability_and_a_role_to_pass_has_to_exist() -> None:
    role = body(Role={"Type": "AWS::IAM::Role", "Properties": {"RoleName": "execution"}})
    cloud = FakeCloud()
    arn = "arn:aws:iam::123456789012:role/execution"

    with pytest.raises(OperationError, match="CAPABILITY_NAMED_IAM"):
        deploy(cloud, role, capabilities=("CAPABILITY_IAM",))
    with pytest.raises(OperationError, match="cannot be assumed"):
        deploy(cloud, body(Table=table()), role_arn=arn)
    deploy(cloud, role, name="roles")
    deploy(cloud, body(Table=table()), role_arn=arn)


def test_what_is_retained_stays_and_what_is_not_goes_unless_it_is_protected() -> None:
    kept = with_table(MAIN)
    kept.delete_stack("main", MAIN, None, silent)
    gone = FakeCloud()
    deploy(gone, body(Table={**table(MAIN), "DeletionPolicy": "Delete"}))
    gone.delete_stack("main", MAIN, None, silent)
    held = FakeCloud()
    deploy(held, body(Table={**table(MAIN, protected=True), "DeletionPolicy": "Delete"}))

    with pytest.raises(OperationError, match="deletion protection"):
        held.delete_stack("main", MAIN, None, silent)

    assert [one.owner for one in kept.tables.groups] == [None]
    assert gone.tables.groups == []
    assert held.stack("main", MAIN) is not None


def test_a_protected_stack_is_not_deleted() -> None:
    cloud = with_table()
    cloud.protect_stack("main", MAIN, on=True)

    with pytest.raises(OperationError, match="TerminationProtection"):
        cloud.delete_stack("main", MAIN, None, silent)


def paths(*parts: tuple[str, str], method_on: str = "") -> Json:
    resources: dict[str, Any] = {
        name: {"Type": "AWS::ApiGateway::Resource", "Properties": {"ParentId": {"Ref": "Api"}, "PathPart": part}}
        for name, part in parts
    }
    if method_on:
        properties = {"HttpMethod": "GET", "ResourceId": {"Ref": method_on}}
        resources["Method" + method_on] = {"Type": "AWS::ApiGateway::Method", "Properties": properties}
    return body(Api={"Type": "AWS::ApiGateway::RestApi"}, **resources)


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (paths(("B", "{b}")), "already has a variable path part"),
        (paths(("B", "{a}")), "Another resource with the same parent"),
        (paths(("A", "{a}"), ("B", "{b}")), "already has a variable path part"),
        (paths(("A", "{a}"), ("B", "b")), ""),
        (paths(("B", "b")), ""),
    ],
)
def test_path_parts_are_made_before_the_old_ones_go(after: Json, message: str) -> None:
    cloud = FakeCloud()
    deploy(cloud, paths(("A", "{a}")))

    if not message:
        deploy(cloud, after)
        return
    with pytest.raises(OperationError, match=message):
        deploy(cloud, after)


def test_a_new_deployment_still_serves_the_methods_that_go_with_it() -> None:
    def api(deployment: str, *methods: str) -> Json:
        made = {
            name: {"Type": "AWS::ApiGateway::Method", "Properties": {"HttpMethod": name, "ResourceId": "r"}}
            for name in methods
        }
        return body(**{deployment: {"Type": "AWS::ApiGateway::Deployment"}}, **made)

    cloud = FakeCloud()
    deploy(cloud, api("One", "GET", "PUT"))
    deploy(cloud, api("Two", "GET"))
    after_one = cloud.served(MAIN)
    deploy(cloud, api("Three", "GET"))

    assert (after_one, cloud.served(MAIN)) == (frozenset({"GET", "PUT"}), frozenset({"GET"}))


def test_no_change_is_success_and_what_is_in_progress_is_waited_for() -> None:
    cloud = with_table()
    stack = cloud.world.stacks[MAIN, "main"]
    cloud.world.stacks[MAIN, "main"] = replace(stack, status=StackStatus("UPDATE_IN_PROGRESS"))

    deploy(cloud, body(Table=table()))

    assert cloud.world.stacks[MAIN, "main"].status.value == "UPDATE_COMPLETE"


def test_a_stuck_stack_takes_no_update() -> None:
    cloud = with_table()
    stack = cloud.world.stacks[MAIN, "main"]
    cloud.world.stacks[MAIN, "main"] = replace(stack, status=StackStatus("UPDATE_ROLLBACK_FAILED"))

    with pytest.raises(OperationError, match="UPDATE_ROLLBACK_FAILED"):
        deploy(cloud, body(Table=table(indexes=("a",))))


def test_calls_that_change_something_are_written_down_with_their_request() -> None:
    cloud = with_table()
    cloud.table_names(MAIN)

    assert [(call.method, call.region, call.subject) for call in cloud.calls] == [("deploy_stack", MAIN, "main")]
    assert cloud.calls[0].request.body == body(Table=table())
    assert [call.method for call in cloud.reads] == ["table_names"]


def test_a_call_fails_once_on_request_before_or_after_it_was_done() -> None:
    cloud = FakeCloud()
    cloud.fail_next("deploy_stack", MAIN, NetworkError("cut"))
    cloud.fail_next("deploy_stack", MAIN, NetworkError("cut afterwards"), applied=True)

    with pytest.raises(NetworkError, match=r"cut$"):
        deploy(cloud, body(Table=table()))
    before = cloud.stack("main", MAIN)
    with pytest.raises(NetworkError, match="afterwards"):
        deploy(cloud, body(Table=table()))
    after = cloud.stack("main", MAIN)
    deploy(cloud, body(Table=table()))

    assert before is None
    assert after is not None


def test_the_hook_comes_before_each_call_and_may_prevent_it() -> None:
    cloud = FakeCloud()
    seen: list[Call] = []

    def stop(call: Call) -> None:
        seen.append(call)
        if call.method == "deploy_stack":
            raise InterruptedError

    cloud.before = stop

    cloud.identity()
    cloud.sleep(5)
    with pytest.raises(InterruptedError):
        deploy(cloud, body(Table=table()))

    assert [call.method for call in seen] == ["identity", "sleep", "deploy_stack"]
    assert cloud.calls == []


def test_a_region_that_is_down_or_not_enabled_refuses_every_call() -> None:
    cloud = FakeCloud(regions=frozenset({MAIN, SECOND}))
    cloud.down.add(SECOND)

    errors: list[type[AwsError]] = []
    for region in (MAIN, SECOND, THIRD):
        try:
            cloud.table_names(region)
        except AwsError as error:
            errors.append(type(error))

    assert errors == [NetworkError, CredentialsError]
