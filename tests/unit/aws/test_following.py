from __future__ import annotations

import pytest

from generator.aws.events import Event, Trail, cause
from generator.aws.following import delete_stack
from generator.errors import CredentialsError, OperationError
from tests.support.recording import FakeAws, Refusal, described, event, events, no_stack, stack_id, words

OLD = event(1, "CREATE_COMPLETE")


def test_a_stack_is_deleted_by_its_id_and_waited_for() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("UPDATE_COMPLETE"), described("DELETE_IN_PROGRESS"), no_stack())
    aws.on("DescribeStackEvents", events(OLD), events(OLD, event(2, "DELETE_IN_PROGRESS", "Table")))
    aws.on("DeleteStack", {})

    delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert aws.sent("DeleteStack")[0]["StackName"] == stack_id()
    assert "RoleARN" not in aws.sent("DeleteStack")[0]
    assert words(aws.told) == ["eu-west-1 Table DELETE_IN_PROGRESS"]


def test_a_stack_that_does_not_exist_needs_no_deletion() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", no_stack())

    delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert aws.operations == ["DescribeStacks"]


def test_a_deletion_that_somebody_has_begun_is_followed() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("DELETE_IN_PROGRESS"), described("DELETE_FAILED"))
    begun = (
        event(1, "CREATE_COMPLETE"),
        event(2, "UPDATE_FAILED", "Former", "from the last update"),
        event(3, "DELETE_IN_PROGRESS"),
        event(4, "DELETE_FAILED", "Zone", "HostedZoneNotEmpty"),
    )
    aws.on("DescribeStackEvents", events(*begun), events(*begun, event(5, "DELETE_FAILED")))

    with pytest.raises(OperationError, match="shop-main was not deleted: Zone: HostedZoneNotEmpty"):
        delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert "DeleteStack" not in aws.operations
    assert words(aws.told) == ["eu-west-1 DELETE_FAILED"]


def test_a_deletion_that_somebody_has_begun_may_be_through_at_once() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("DELETE_IN_PROGRESS"), described("DELETE_COMPLETE"))
    aws.on("DescribeStackEvents", events(OLD))

    delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert "DeleteStack" not in aws.operations


def test_an_update_that_somebody_has_begun_ends_before_the_deletion() -> None:
    aws = FakeAws()
    aws.on(
        "DescribeStacks",
        described("UPDATE_IN_PROGRESS"),
        described("UPDATE_IN_PROGRESS"),
        described("UPDATE_COMPLETE"),
        no_stack(),
    )
    aws.on("DescribeStackEvents", events(OLD))
    aws.on("DeleteStack", {})

    delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert aws.operations[:4] == ["DescribeStacks", "DescribeStacks", "DescribeStacks", "DescribeStackEvents"]


def test_what_cannot_be_deleted_is_named_with_the_reason() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("DELETE_FAILED"))
    begun = (OLD, event(2, "DELETE_IN_PROGRESS"), event(3, "DELETE_FAILED", "Zone", "HostedZoneNotEmpty"))
    aws.on("DescribeStackEvents", events(OLD), events(*begun, event(4, "DELETE_FAILED", reason="failed: [Zone]")))
    aws.on("DeleteStack", {})

    with pytest.raises(OperationError, match="shop-main was not deleted: Zone: HostedZoneNotEmpty") as caught:
        delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert caught.value.place.resource == "Zone"


def test_a_resource_for_which_aws_was_asked_too_often_needs_no_correction() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("DELETE_FAILED"))
    throttled = event(3, "DELETE_FAILED", "Domain", "Too Many Requests (Service: ApiGateway, Status Code: 429)")
    begun = (OLD, event(2, "DELETE_IN_PROGRESS"), throttled)
    aws.on("DescribeStackEvents", events(OLD), events(*begun, event(4, "DELETE_FAILED", reason="failed: [Domain]")))
    aws.on("DeleteStack", {})

    with pytest.raises(OperationError) as caught:
        delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)

    assert caught.value.advice.startswith("nothing is wrong with the template, AWS was asked too often: wait, then run")


def test_credentials_that_expire_end_a_wait() -> None:
    aws = FakeAws()
    aws.on("DescribeStacks", described("UPDATE_COMPLETE"))
    aws.on("DescribeStackEvents", events(OLD), Refusal("ExpiredToken", "The security token is expired"))
    aws.on("DeleteStack", {})

    with pytest.raises(CredentialsError):
        delete_stack(aws.session, "shop-main", "eu-west-1", None, aws.watch)


def test_events_are_read_only_as_far_as_they_are_new() -> None:
    aws = FakeAws()
    trail = Trail(aws.session, stack_id(), "eu-west-1")
    aws.on("DescribeStackEvents", events(OLD) | {"NextToken": "more"})
    trail.skip()
    new = [event(number, "CREATE_COMPLETE", f"R{number}") for number in range(2, 6)]
    aws.on(
        "DescribeStackEvents",
        events(*new[2:]) | {"NextToken": "second"},
        events(OLD, *new[:2]) | {"NextToken": "third"},
    )

    assert [one.resource for one in trail.fresh()] == ["R2", "R3", "R4", "R5"]
    assert aws.sent("DescribeStackEvents")[2] == {"StackName": stack_id(), "NextToken": "second"}
    assert len(aws.calls) == 3


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("CREATE_FAILED", "A", "Resource creation cancelled"), ("CREATE_FAILED", "B", "real")], "B"),
        ([("UPDATE_FAILED", "A", "Resource update cancelled")], None),
        ([("CREATE_FAILED", "A", ""), ("CREATE_FAILED", "B", "later")], "A"),
        ([("UPDATE_FAILED", "", "The following resource(s) failed"), ("UPDATE_FAILED", "B", "real")], "B"),
        ([("ROLLBACK_IN_PROGRESS", "", "Parameter wrong")], ""),
        ([("CREATE_COMPLETE", "A", "")], None),
        ([], None),
    ],
)
def test_the_cause_is_the_first_failure_that_is_no_consequence(
    told: list[tuple[str, str, str]], expected: str | None
) -> None:
    found = cause(
        Event(id=str(number), status=status, resource=resource, reason=reason, is_own=not resource)
        for number, (status, resource, reason) in enumerate(told)
    )

    assert (found.resource if found else None) == expected
