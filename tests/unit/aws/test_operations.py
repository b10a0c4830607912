from __future__ import annotations

import pytest

from generator.aws.instances import create
from generator.aws.operations import ROUNDS
from generator.errors import AwsError, BusyError, CredentialsError, OperationError
from tests.support.recording import Refusal, event, events, words
from tests.unit.aws.stack_set_answers import AP, EU, US, aws_with, behind, ended, instance, instances, request, results

ALL = (EU, AP, US)
RUNNING = {"Summaries": [{"OperationId": "other", "Status": "RUNNING"}]}
DONE = {"Summaries": [{"OperationId": "other", "Status": "SUCCEEDED"}]}


def test_an_operation_says_what_it_concerns_and_how_it_goes_on() -> None:
    aws = aws_with()

    create(aws.session, request(*ALL), ALL, aws.watch)

    sent = dict(aws.sent("CreateStackInstances")[0])
    assert len(str(sent.pop("OperationId"))) == 36
    assert sent == {
        "StackSetName": "shop-secondary",
        "Accounts": ["123456789012"],
        "Regions": [EU, AP, US],
        "OperationPreferences": {
            "RegionConcurrencyType": "SEQUENTIAL",
            "RegionOrder": [EU, AP, US],
            "FailureToleranceCount": 0,
            "MaxConcurrentCount": 1,
        },
    }


def test_in_parallel_there_is_no_order() -> None:
    aws = aws_with()

    create(aws.session, request(*ALL, parallel=True), ALL, aws.watch)

    assert aws.sent("CreateStackInstances")[0]["OperationPreferences"] == {
        "RegionConcurrencyType": "PARALLEL",
        "FailureToleranceCount": 0,
        "MaxConcurrentCount": 1,
    }


def test_an_operation_is_followed_to_its_real_end() -> None:
    aws = aws_with()
    aws.on("DescribeStackSetOperation", ended("QUEUED"), ended("RUNNING"), ended("STOPPING"), ended())

    create(aws.session, request(EU), (EU,), aws.watch)

    asked = aws.sent("DescribeStackSetOperation")
    assert len(asked) == 4
    assert {one["OperationId"] for one in asked} == {aws.sent("CreateStackInstances")[0]["OperationId"]}


def test_a_failed_region_is_explained_by_its_own_stack() -> None:
    aws = aws_with(instance(EU), instance(AP), instance(US))
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=1))
    aws.on(
        "ListStackSetOperationResults",
        results(eu_west_1="SUCCEEDED", ap_southeast_2="FAILED ResourceLogicalId:Other", us_west_2="CANCELLED"),
    )
    old = event(1, "UPDATE_FAILED", "Former", "from the last time", stack=behind(AP))
    aws.on(
        "DescribeStackEvents",
        events(old),
        events(old, event(2, "UPDATE_FAILED", "Api", "Too many resources", stack=behind(AP))),
        region=AP,
    )

    with pytest.raises(OperationError) as caught:
        create(aws.session, request(*ALL), ALL, aws.watch)

    assert caught.value.message == (
        "could not create instances of StackSet shop-secondary: "
        "ap-southeast-2: Api: Too many resources; not begun: us-west-2"
    )
    assert caught.value.place == ("create instances of StackSet shop-secondary", AP, "FAILED", "Api")


def test_every_failed_region_is_named_in_the_order_of_the_request() -> None:
    aws = aws_with(instance(EU), instance(AP))
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=2))
    aws.on("ListStackSetOperationResults", results(ap_southeast_2="FAILED second", eu_west_1="FAILED first"))

    with pytest.raises(OperationError, match="eu-west-1: first; ap-southeast-2: second") as caught:
        create(aws.session, request(EU, AP), (EU, AP), aws.watch)

    assert caught.value.place.region == EU


@pytest.mark.parametrize(
    ("reasons", "advice"),
    [
        (
            ("Rate exceeded", "HandlerErrorCode: Throttling"),
            "nothing is wrong with the template, AWS was asked too often",
        ),
        (("Rate exceeded", "the domain is taken"), "correct the cause, then run the same command again"),
    ],
)
def test_regions_where_aws_was_only_asked_too_often_need_no_correction(reasons: tuple[str, str], advice: str) -> None:
    aws = aws_with(instance(EU), instance(US))
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=2))
    aws.on("ListStackSetOperationResults", results(eu_west_1=f"FAILED {reasons[0]}", us_west_2=f"FAILED {reasons[1]}"))

    with pytest.raises(OperationError) as caught:
        create(aws.session, request(EU, US), (EU, US), aws.watch)

    assert caught.value.advice.startswith(advice)


def test_succeeded_with_failed_instances_is_failure() -> None:
    aws = aws_with(instance(EU))
    aws.on("DescribeStackSetOperation", ended("SUCCEEDED", failed=1))
    aws.on("ListStackSetOperationResults", results(eu_west_1="FAILED because"))

    with pytest.raises(OperationError, match="eu-west-1: because"):
        create(aws.session, request(EU), (EU,), aws.watch)


def test_results_that_lag_behind_the_operation_are_asked_again() -> None:
    aws = aws_with(instance(EU))
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=1))
    running = results(eu_west_1="RUNNING")
    aws.on("ListStackSetOperationResults", running, running, running, results(eu_west_1="FAILED at last"))

    with pytest.raises(OperationError, match="eu-west-1: at last"):
        create(aws.session, request(EU), (EU,), aws.watch)


def test_a_failure_without_any_result_tells_what_the_operation_says() -> None:
    aws = aws_with()
    aws.on("DescribeStackSetOperation", ended("STOPPED"))

    with pytest.raises(OperationError, match="us-east-1: the operation is STOPPED"):
        create(aws.session, request(EU), (EU,), aws.watch)


def test_a_failed_region_that_does_not_answer_is_explained_by_the_result() -> None:
    aws = aws_with(instance(EU))
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=1))
    aws.on("ListStackSetOperationResults", results(eu_west_1="FAILED as the result says"))
    aws.on("DescribeStackEvents", Refusal("ServiceUnavailable", "Sorry", 503), region=EU)

    with pytest.raises(OperationError, match="eu-west-1: as the result says"):
        create(aws.session, request(EU), (EU,), aws.watch)


def test_old_failures_are_not_told_as_new_ones_where_the_beginning_could_not_be_seen() -> None:
    aws = aws_with(instance(EU))
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=1))
    aws.on("ListStackSetOperationResults", results(eu_west_1="FAILED as the result says"))
    old = events(event(1, "UPDATE_FAILED", "Former", "from the last time", stack=behind(EU)))
    aws.on("DescribeStackEvents", Refusal("ServiceUnavailable", "Sorry", 503), old, region=EU)

    with pytest.raises(OperationError, match="eu-west-1: as the result says"):
        create(aws.session, request(EU), (EU,), aws.watch)


@pytest.mark.parametrize("code", ["OperationInProgressException", "StaleRequestException"])
def test_an_operation_in_the_way_is_waited_for_and_ours_begun_again_under_a_new_id(code: str) -> None:
    aws = aws_with()
    aws.on("CreateStackInstances", Refusal(code, "another operation", 409), {"OperationId": "x"})
    aws.on("ListStackSetOperations", RUNNING, RUNNING, DONE)

    create(aws.session, request(EU), (EU,), aws.watch)

    assert len({sent["OperationId"] for sent in aws.sent("CreateStackInstances")}) == 2
    assert words(aws.told) == ["us-east-1 QUEUED waits for another operation on the StackSet"]


def test_operations_that_come_between_again_and_again_are_an_error() -> None:
    aws = aws_with()
    aws.on("CreateStackInstances", Refusal("OperationInProgressException", "another operation", 409))

    with pytest.raises(BusyError, match="come between again and again"):
        create(aws.session, request(EU), (EU,), aws.watch)

    assert len(aws.sent("CreateStackInstances")) == ROUNDS


def test_a_lost_answer_does_not_begin_an_operation_twice() -> None:
    aws = aws_with()
    aws.on("CreateStackInstances", Refusal("OperationIdAlreadyExistsException", "exists", 409))

    create(aws.session, request(EU), (EU,), aws.watch)

    assert len(aws.sent("CreateStackInstances")) == 1


def test_what_aws_refuses_is_not_tried_again() -> None:
    aws = aws_with()
    aws.on("CreateStackInstances", Refusal("InvalidOperationException", "no", 400))

    with pytest.raises(AwsError, match="no"):
        create(aws.session, request(EU), (EU,), aws.watch)

    assert len(aws.sent("CreateStackInstances")) == 1


def test_roles_that_are_seconds_old_are_waited_for() -> None:
    aws = aws_with()
    young = "FAILED Account 1 should have 'shop-execution' role with trust relationship to Role 'shop-administration'."
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=1), ended())
    aws.on(
        "ListStackSetOperationResults",
        results(eu_west_1=young),
        results(eu_west_1=young),
        results(eu_west_1="SUCCEEDED"),
    )

    create(aws.session, request(EU), (EU,), aws.watch)

    assert len({sent["OperationId"] for sent in aws.sent("CreateStackInstances")}) == 2


def test_roles_that_never_work_are_an_error() -> None:
    aws = aws_with()
    aws.on("DescribeStackSetOperation", ended("FAILED", failed=1))
    aws.on("ListStackSetOperationResults", results(eu_west_1="FAILED role with trust relationship"))

    with pytest.raises(OperationError, match="trust relationship"):
        create(aws.session, request(EU), (EU,), aws.watch)


def test_progress_tells_each_region_and_its_current_resource() -> None:
    aws = aws_with(instance(EU), instance(AP))
    aws.on("DescribeStackSetOperation", ended("RUNNING"), ended())
    aws.on(
        "ListStackSetOperationResults",
        results(eu_west_1="RUNNING", ap_southeast_2="PENDING"),
        results(eu_west_1="SUCCEEDED", ap_southeast_2="PENDING"),
    )
    begun = event(2, "UPDATE_IN_PROGRESS", "Api", stack=behind(EU))
    aws.on(
        "DescribeStackEvents",
        {"StackEvents": []},
        events(begun),
        events(begun, event(3, "UPDATE_COMPLETE", "Api", stack=behind(EU))),
        region=EU,
    )

    create(aws.session, request(EU, AP), (EU, AP), aws.watch)

    assert words(aws.told) == [
        "ap-southeast-2 PENDING",
        "eu-west-1 RUNNING",
        "eu-west-1 Api UPDATE_IN_PROGRESS",
        "eu-west-1 Api UPDATE_COMPLETE",
        "eu-west-1 SUCCEEDED",
    ]


def test_the_stack_of_a_new_instance_is_found_while_it_is_created() -> None:
    aws = aws_with()
    aws.on("ListStackInstances", instances(), instances(instance(EU, "OUTDATED")))
    aws.on("ListStackSetOperationResults", results(eu_west_1="RUNNING"))
    aws.on("DescribeStackEvents", events(event(1, "CREATE_IN_PROGRESS", "Api", stack=behind(EU))))

    create(aws.session, request(EU), (EU,), aws.watch)

    assert words(aws.told) == ["eu-west-1 RUNNING", "eu-west-1 Api CREATE_IN_PROGRESS"]


def test_a_region_whose_events_cannot_be_read_does_not_end_the_operation() -> None:
    aws = aws_with(instance(EU))
    aws.on("ListStackSetOperationResults", results(eu_west_1="RUNNING"))
    aws.on("DescribeStackEvents", Refusal("AccessDenied", "no"))

    create(aws.session, request(EU), (EU,), aws.watch)

    assert words(aws.told) == ["eu-west-1 RUNNING"]


def test_credentials_that_expire_end_the_wait() -> None:
    aws = aws_with(instance(EU))
    aws.on("DescribeStackSetOperation", ended("RUNNING"), Refusal("ExpiredToken", "expired"))

    with pytest.raises(CredentialsError):
        create(aws.session, request(EU), (EU,), aws.watch)


def test_credentials_that_expire_while_events_are_read_are_told_as_such() -> None:
    aws = aws_with(instance(EU))
    aws.on("ListStackSetOperationResults", results(eu_west_1="RUNNING"))
    aws.on("DescribeStackEvents", {"StackEvents": []}, Refusal("ExpiredToken", "expired"))

    with pytest.raises(CredentialsError):
        create(aws.session, request(EU), (EU,), aws.watch)
