"""What is deployed, held against what is wanted, region by region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.aws.model import (
    ControlRow,
    DeployedInstance,
    DeployedRecord,
    DeployedStack,
    DeployedStackSet,
    DeployedTable,
    HttpAnswer,
    Identity,
    InstanceStatus,
    StackStatus,
)
from generator.deploy.deployed import Deployed
from generator.deploy.presence import wanted_tables
from generator.deploy.status import RegionStatus, Status, status
from generator.errors import AccessError, CredentialsError, NetworkError
from tests.support.apps import SHOP, assembled
from tests.support.fake_cloud import FakeCloud

WANTED = assembled(SHOP)
MAIN, FIRST, SECOND = WANTED.regions
BODIES = {entry.name: entry.body for entry in WANTED.templates}
OLD = {"Resources": {"Old": {"Type": "AWS::ApiGateway::RestApi"}}}
TABLES = sorted(wanted_tables(WANTED))


class Answers(FakeCloud):
    """What Route 53, DNS and the regions say is what the test says."""

    def __init__(
        self,
        *,
        says: Mapping[str, str] | Exception | None = None,
        answers: Mapping[str, int] | None = None,
        addresses: tuple[str, ...] | None = ("192.0.2.1",),
    ) -> None:
        super().__init__()
        self._says = says if says is not None else {f"check-{region}": "healthy" for region in WANTED.regions}
        self._answers = answers or {}
        self._addresses = addresses
        self.asked: list[str] = []

    def health(self, health_check_ids: Sequence[str]) -> Mapping[str, str]:
        if isinstance(self._says, Exception):
            raise self._says
        return {id: self._says.get(id, "unknown") for id in health_check_ids}

    def request(self, method: str, url: str) -> HttpAnswer:
        self.asked.append(url)
        for region, code in self._answers.items():
            if f"//{region}." in url:
                return HttpAnswer(status=code)
        raise NetworkError("no answer")

    def addresses(self, name: str) -> tuple[str, ...] | None:
        return self._addresses


def stack(name: str, region: str, **others: Any) -> DeployedStack:
    outputs = {"RegionalUrl": f"https://{region}.api.example.com", "Version": "1"}
    given = {"status": StackStatus("UPDATE_COMPLETE"), "body": BODIES.get(name, {}), "outputs": outputs, **others}
    return DeployedStack(name=name, region=region, stack_id=f"{name}-{region}", **given)


def instance(region: str, called: InstanceStatus = "CURRENT", **others: Any) -> DeployedInstance:
    return DeployedInstance(region=region, status=called, stack=stack("secondary", region, **others))


def stack_set(*instances: DeployedInstance, body: Mapping[str, Any] | None = None) -> DeployedStackSet:
    return DeployedStackSet(
        name="shop-secondary",
        region=MAIN,
        body=BODIES["secondary"] if body is None else body,
        instances={one.region: one for one in instances},
    )


def table(name: str, replicas: Mapping[str, str] | None = None) -> DeployedTable:
    there = {**dict.fromkeys(WANTED.regions, "ACTIVE"), **(replicas or {})}
    return DeployedTable(name=name, region=MAIN, status="ACTIVE", keys={}, replicas=there)


def deployed(**others: Any) -> Deployed:
    """Everything as it is wanted, but for what is given."""
    given: dict[str, Any] = {
        "bootstrap": {region: stack("bootstrap", region) for region in WANTED.regions},
        "roles": stack("roles", MAIN),
        "main": stack("main", MAIN),
        "secondary": stack_set(instance(FIRST), instance(SECOND)),
        "dns": stack("dns", "us-east-1"),
        "tables": {name: table(name) for name in TABLES},
        "records": tuple(
            DeployedRecord(name="api.example.com", type="A", region=region, health_check_id=f"check-{region}")
            for region in WANTED.regions
        ),
        **others,
    }
    return Deployed(identity=Identity(account="123456789012", arn=""), **given)


def found(there: Deployed, cloud: FakeCloud | None = None, wanted: Assembly = WANTED) -> Status:
    return status(cloud or Answers(), wanted, there)


def row(there: Deployed, region: str, cloud: FakeCloud | None = None) -> RegionStatus:
    (one,) = (one for one in found(there, cloud).regions if one.region == region)
    return one


def test_everything_as_it_is_wanted_is_said_to_be() -> None:
    seen = found(deployed())

    assert seen.is_as_wanted
    assert [(one.region, one.role) for one in seen.regions] == [
        (MAIN, "main"),
        (FIRST, "secondary"),
        (SECOND, "secondary"),
    ]
    assert {(one.stack, one.template, one.health, one.in_dns, one.problem) for one in seen.regions} == {
        ("UPDATE_COMPLETE", "equal", "healthy", True, "")
    }
    assert {one.version for one in seen.stacks} == {"equal"}
    assert (seen.account, seen.name, seen.answers) == ("123456789012", "api.example.com", ("192.0.2.1",))


def test_where_nothing_is_deployed_everything_is_missing() -> None:
    seen = found(Deployed(identity=Identity(account="123456789012", arn="")))

    assert not seen.is_as_wanted
    assert {(one.stack, one.template, one.health, one.in_dns) for one in seen.regions} == {
        ("", "missing", "none", False)
    }
    assert {one.version for one in seen.stacks} == {"missing"}


@pytest.mark.parametrize(
    ("there", "region", "version"),
    [
        (deployed(main=stack("main", MAIN, body=OLD)), MAIN, "behind"),
        (deployed(secondary=stack_set(instance(FIRST, "OUTDATED", body=OLD))), FIRST, "behind"),
        (deployed(secondary=stack_set(instance(FIRST, body=OLD), body=OLD)), FIRST, "behind"),
        (deployed(secondary=stack_set(instance(FIRST, body=OLD))), FIRST, "changed outside"),
        (deployed(secondary=stack_set()), FIRST, "missing"),
        (deployed(secondary=stack_set(DeployedInstance(region=FIRST, status="OUTDATED"))), FIRST, "missing"),
        (
            deployed(secondary=stack_set(DeployedInstance(region=FIRST, status="CURRENT", reason="no answer"))),
            FIRST,
            "unknown",
        ),
        (deployed(main=stack("main", MAIN, status=StackStatus("REVIEW_IN_PROGRESS"), body={})), MAIN, "missing"),
        (deployed(main=None, unread={MAIN: "no answer"}), MAIN, "unknown"),
        (deployed(secondary=None, unread={FIRST: "no answer"}), FIRST, "unknown"),
    ],
)
def test_a_template_is_equal_behind_missing_or_from_elsewhere(there: Deployed, region: str, version: str) -> None:
    one = row(there, region)

    assert one.template == version
    assert not one.is_as_wanted


def test_an_instance_that_is_called_outdated_and_has_what_is_wanted_is_equal() -> None:
    assert row(deployed(secondary=stack_set(instance(FIRST, "OUTDATED"), instance(SECOND))), FIRST).template == "equal"


def test_a_replica_that_is_not_active_is_named() -> None:
    first, *others = TABLES
    there = deployed(tables={first: table(first, {FIRST: "CREATING"})})

    one = row(there, FIRST)

    assert one.replicas == {first: "CREATING", **dict.fromkeys(others, "MISSING")}
    assert not one.is_as_wanted


def test_where_the_main_region_does_not_answer_nothing_is_known_of_replicas() -> None:
    assert row(deployed(tables={}, unread={MAIN: "no answer"}), FIRST).replicas == dict.fromkeys(TABLES, "UNKNOWN")


def test_a_region_that_is_no_longer_wanted_is_leaving() -> None:
    wanted = replace(WANTED, regions=(MAIN, FIRST))

    seen = found(deployed(), wanted=wanted)

    assert [(one.region, one.role) for one in seen.regions][2:] == [(SECOND, "leaving")]
    assert not seen.is_as_wanted


def test_what_somebody_drained_is_drained_whatever_the_checkers_say() -> None:
    there = deployed(control={FIRST: ControlRow(region=FIRST, drained=True)})

    assert row(there, FIRST).health == "drained"
    assert not found(there).is_as_wanted


@pytest.mark.parametrize(("answer", "health"), [(200, "healthy"), (503, "unhealthy"), (None, "unknown")])
def test_where_the_checkers_say_nothing_yet_the_region_is_asked(answer: int | None, health: str) -> None:
    cloud = Answers(says={}, answers={} if answer is None else {FIRST: answer})

    assert row(deployed(), FIRST, cloud).health == health
    assert f"https://{FIRST}.api.example.com/health" in cloud.asked


def test_what_the_checkers_say_counts_and_nobody_else_is_asked() -> None:
    cloud = Answers(says={f"check-{region}": "unhealthy" for region in WANTED.regions})

    assert {one.health for one in found(deployed(), cloud).regions} == {"unhealthy"}
    assert cloud.asked == []


def test_checkers_that_may_not_be_asked_are_no_reason_to_fail() -> None:
    cloud = Answers(says=AccessError("not allowed"), answers=dict.fromkeys(WANTED.regions, 200))

    assert found(deployed(), cloud).is_as_wanted


def test_expired_credentials_end_it() -> None:
    with pytest.raises(CredentialsError):
        found(deployed(), Answers(says=CredentialsError("expired")))


def test_a_region_without_a_record_is_not_in_dns() -> None:
    records = tuple(record for record in deployed().records if record.region != FIRST)

    one = row(deployed(records=records), FIRST, Answers(answers={FIRST: 200}))

    assert (one.in_dns, one.health, one.is_as_wanted) == (False, "healthy", False)


def test_an_app_without_a_domain_is_not_in_dns_at_all() -> None:
    seen = found(deployed(), wanted=replace(WANTED, domain=None))

    assert {one.in_dns for one in seen.regions} == {None}
    assert (seen.name, seen.answers) == (None, None)


def test_without_the_main_region_nobody_knows_which_instances_there_are() -> None:
    cloud = Answers(says={}, answers={FIRST: 200})
    silent = deployed(main=None, secondary=None, tables={}, records=(), unread={MAIN: "no answer"})

    one = row(silent, FIRST, cloud)

    assert (one.template, one.health, set(one.replicas.values())) == ("unknown", "healthy", {"UNKNOWN"})
    assert f"https://{FIRST}.api.example.com/health" in cloud.asked


FAILED = StackStatus("UPDATE_ROLLBACK_COMPLETE")


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (instance(FIRST), ""),
        (instance(FIRST, status=FAILED, status_reason="ApiRole failed"), "ApiRole failed"),
        (instance(FIRST, status=FAILED), "UPDATE_ROLLBACK_COMPLETE"),
        (DeployedInstance(region=FIRST, status="INOPERABLE", reason="the role is gone"), "the role is gone"),
        (DeployedInstance(region=FIRST, status="INOPERABLE", reason=f"{FIRST}: it is gone"), "it is gone"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_aws(one: DeployedInstance, problem: str) -> None:
    assert row(deployed(secondary=stack_set(one)), FIRST).problem == problem


def test_a_region_that_does_not_answer_is_shown_with_the_reason() -> None:
    assert row(deployed(unread={FIRST: "no answer"}), FIRST).problem == "no answer"


@pytest.mark.parametrize(
    ("outputs", "version"),
    [({"Version": "1"}, "equal"), ({"Version": "9"}, "equal"), ({"Version": "0"}, "behind"), ({}, "behind")],
)
def test_a_bootstrap_stack_is_never_too_new(outputs: Mapping[str, str], version: str) -> None:
    there = deployed(bootstrap={MAIN: stack("bootstrap", MAIN, outputs=outputs)})

    (one,) = (one for one in found(there).stacks if (one.template, one.region) == ("bootstrap", MAIN))

    assert one.version == version


def test_a_bootstrap_stack_that_never_came_to_be_is_missing() -> None:
    stillborn = stack("bootstrap", MAIN, status=StackStatus("ROLLBACK_COMPLETE"))

    (one,) = (
        one
        for one in found(deployed(bootstrap={MAIN: stillborn})).stacks
        if (one.template, one.region) == ("bootstrap", MAIN)
    )

    assert (one.stack, one.version) == ("ROLLBACK_COMPLETE", "missing")
