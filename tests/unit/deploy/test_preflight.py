from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.aws.model import DeployedRecord, DeployedStack, DeployedZone, Quota, StackStatus
from generator.deploy.asking import NOT_ENABLED
from generator.deploy.deployed import Deployed
from generator.deploy.model import Check
from generator.deploy.preflight import CHECKS, preflight
from generator.deploy.state import SKIPPED, read
from tests.support.apps import SHOP, assembly_of, patched
from tests.support.rolled_out import NAME_SERVERS, rolled_out, world

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"
SHOP_ASSEMBLY = assembly_of(SHOP)
NEW = read(world(SHOP_ASSEMBLY), SHOP_ASSEMBLY)
"""Before the first deploy."""
THERE = read(rolled_out(SHOP_ASSEMBLY), SHOP_ASSEMBLY)
"""After it."""


def told(deployed: Deployed, assembly: Assembly = SHOP_ASSEMBLY) -> list[Check]:
    """The checks that found something."""
    return [check for check in preflight(assembly, deployed) if check.outcome != "ok"]


def only(deployed: Deployed, assembly: Assembly = SHOP_ASSEMBLY) -> Check:
    (check,) = told(deployed, assembly)
    return check


def with_zone(**changes: Any) -> Deployed:
    assert NEW.zone is not None
    return replace(NEW, zone=replace(NEW.zone, **changes))


@pytest.mark.parametrize("deployed", [NEW, THERE], ids=["before the first deploy", "after it"])
def test_nothing_is_wrong_with_a_good_account(deployed: Deployed) -> None:
    checks = preflight(SHOP_ASSEMBLY, deployed)

    assert [(check.id, check.outcome) for check in checks] == [(id, "ok") for id in CHECKS]
    assert [check.text for check in checks] == [text for text, _ in CHECKS.values()]


def test_ids_are_well_formed_and_in_order() -> None:
    assert list(CHECKS) == [f"P{number}" for number in range(101, 101 + len(CHECKS))]


def test_an_app_without_a_domain_has_no_checks_of_one() -> None:
    assembly = assembly_of(patched(SHOP, {"domain": None, "regions": {"secondary": None}}))
    checks = preflight(assembly, read(world(assembly), assembly))

    assert [check.id for check in checks] == [f"P{number}" for number in (*range(101, 110), 116, 117)]
    assert {check.outcome for check in checks} == {"ok"}


def test_another_account_is_an_error_and_nothing_else_in_it_is_looked_at() -> None:
    (check,) = preflight(replace(SHOP_ASSEMBLY, account="999999999999"), replace(NEW, zone=None))

    assert (check.id, check.outcome) == ("P101", "error")
    assert check.text == "the credentials are of account 123456789012, and the app file names 999999999999"


def test_the_account_that_the_app_names_is_well() -> None:
    assert told(NEW, replace(SHOP_ASSEMBLY, account="123456789012")) == []


def test_each_region_that_is_not_enabled_is_told_with_the_command() -> None:
    disabled = replace(NEW, enabled_regions=frozenset({MAIN}), unread={SECOND: NOT_ENABLED, THIRD: NOT_ENABLED})

    assert [(check.id, check.text) for check in told(disabled)] == [
        ("P102", f"the account has not enabled {SECOND}"),
        ("P102", f"the account has not enabled {THIRD}"),
    ]
    assert told(disabled)[0].advice.startswith("aws account enable-region --region-name us-east-1")


def test_which_regions_are_enabled_may_be_unknown() -> None:
    check = only(replace(NEW, enabled_regions=frozenset()))

    assert (check.id, check.outcome, check.advice) == ("P102", "unknown", "allow account:ListRegions")


def test_no_permission_is_advised_while_the_region_that_knows_the_regions_is_down() -> None:
    checks = told(replace(NEW, enabled_regions=frozenset(), unread={SECOND: "no answer"}))

    assert [(check.id, check.advice) for check in checks if check.id == "P102"] == [("P102", "")]


def test_a_region_that_is_left_out_is_not_looked_at() -> None:
    assert told(replace(NEW, enabled_regions=NEW.enabled_regions - {THIRD}, unread={THIRD: SKIPPED})) == []


@pytest.mark.parametrize(
    ("region", "advice"),
    [
        (THIRD, "try again later, or go on without it: --skip-region ap-southeast-2"),
        (SECOND, "try again later, or go on without it: --skip-region us-east-1"),
        (MAIN, "try again later: tables, roles and the StackSet are administered from there. drain needs none of that"),
        ("eu-north-1", "try again later, or go on without it: --skip-region eu-north-1"),
    ],
)
def test_a_region_that_does_not_answer_is_an_error_that_can_be_gone_round(region: str, advice: str) -> None:
    check = only(replace(THERE, unread={region: "no answer"}))

    assert (check.id, check.outcome, check.advice) == ("P103", "error", advice)
    assert check.text == f"{region} could not be read: no answer"


def test_another_main_region_is_an_error_that_says_which_to_keep() -> None:
    moved = assembly_of(patched(SHOP, {"regions": {"main": SECOND, "secondary": [MAIN, THIRD]}}))

    check = only(read(rolled_out(SHOP_ASSEMBLY), moved), moved)

    assert (check.id, check.outcome) == ("P104", "error")
    assert check.text == "the app is deployed with the main region eu-west-1, not us-east-1"
    assert check.advice.startswith("keep eu-west-1 as the main region")


def stack_of(status: str, reason: str = "") -> DeployedStack:
    assert THERE.main is not None
    return replace(THERE.main, status=StackStatus(status), status_reason=reason)


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ("UPDATE_FAILED", "rollback-stack"),
        ("IMPORT_ROLLBACK_FAILED", "describe-stack-events"),
    ],
)
def test_a_stuck_stack_is_an_error_with_the_command_that_helps(status: str, command: str) -> None:
    check = only(replace(THERE, main=stack_of(status, "no rights")))

    assert (check.id, check.outcome) == ("P105", "error")
    assert check.text == f"stack shop-main in eu-west-1 is {status} (no rights)"
    assert check.advice.endswith(f": aws cloudformation {command} --stack-name shop-main --region eu-west-1")


def test_the_stack_of_an_instance_can_be_stuck_as_well() -> None:
    assert THERE.secondary is not None
    instance = THERE.secondary.instances[THIRD]
    assert instance.stack is not None
    stuck = replace(instance, stack=replace(instance.stack, status=StackStatus("UPDATE_ROLLBACK_FAILED")))
    secondary = replace(THERE.secondary, instances={**THERE.secondary.instances, THIRD: stuck})

    assert f"in {THIRD} is UPDATE_ROLLBACK_FAILED" in only(replace(THERE, secondary=secondary)).text


def test_what_a_failed_create_left_over_is_told() -> None:
    check = only(replace(THERE, roles=stack_of("ROLLBACK_COMPLETE", "no zone")))

    assert (check.id, check.outcome) == ("P106", "warning")
    assert check.text.endswith("is ROLLBACK_COMPLETE (no zone): it will be deleted and made again")


def test_somebody_else_at_work_is_told() -> None:
    assert THERE.secondary is not None
    busy = replace(
        THERE, main=stack_of("UPDATE_IN_PROGRESS"), secondary=replace(THERE.secondary, running=("one", "two"))
    )

    assert [(check.id, check.outcome, check.text) for check in told(busy)] == [
        ("P107", "warning", "stack shop-main in eu-west-1 is UPDATE_IN_PROGRESS: that will be waited for"),
        ("P107", "warning", "2 operations of StackSet shop-secondary run: that will be waited for"),
    ]


def test_a_change_set_that_nobody_executed_is_no_trouble() -> None:
    assert told(replace(THERE, roles=stack_of("REVIEW_IN_PROGRESS"))) == []


def test_tables_in_the_way_are_told_region_by_region() -> None:
    checks = told(replace(NEW, foreign_tables={SECOND: ("shop-items",), THIRD: ("shop-control", "shop-items")}))

    assert [(check.id, check.outcome, check.text) for check in checks] == [
        ("P108", "error", "us-east-1: there is a table shop-items that is no replica of the app's"),
        (
            "P108",
            "error",
            "ap-southeast-2: there are tables shop-control and shop-items that are no replica of the app's",
        ),
    ]


def test_domain_names_in_the_way_are_told() -> None:
    check = only(replace(NEW, foreign_domains={THIRD: ("api.example.com",)}))

    assert (check.id, check.outcome) == ("P115", "error")
    assert check.text == "ap-southeast-2: API Gateway already has the custom domain name api.example.com"


@pytest.mark.parametrize(
    ("limit", "used", "outcome"), [(200, 0, "ok"), (10, 6, "warning"), (10, 7, "error"), (2, 0, "error"), (10, 3, "ok")]
)
def test_quotas_have_to_have_room_for_what_comes(limit: int, used: int, outcome: str) -> None:
    deployed = replace(NEW, quotas=(Quota(name="health checks", limit=limit, used=used),))

    (check,) = [check for check in preflight(SHOP_ASSEMBLY, deployed) if check.id == "P109"]

    assert check.outcome == outcome
    if outcome == "error":
        assert check.text == f"health checks: {used} of {limit} are used, and 4 more are needed"


def test_records_of_all_regions_count() -> None:
    deployed = replace(NEW, quotas=(Quota(name="records of the hosted zone", limit=10_000, used=9_999),))

    assert only(deployed).text == "records of the hosted zone: 9999 of 10000 are used, and 15 more are needed"


def test_what_is_deployed_needs_no_more_room() -> None:
    full = tuple(Quota(name=name, limit=10, used=11) for name in ("health checks", "records of the hosted zone"))

    assert told(replace(THERE, quotas=full)) == []


def test_a_zone_that_is_not_there_is_an_error() -> None:
    check = only(replace(NEW, zone=None, delegation=None))

    assert (check.id, check.outcome) == ("P110", "error")
    assert check.text == "account 123456789012 has no hosted zone Z0123456789"


def test_a_private_zone_is_an_error() -> None:
    assert (only(with_zone(is_private=True)).id, "error") == ("P111", "error")


@pytest.mark.parametrize(
    ("zone", "is_well"),
    [
        ("example.com", True),
        ("api.example.com", True),
        ("EXAMPLE.com.", True),
        ("ample.com", False),
        ("example.org", False),
    ],
)
def test_the_domain_has_to_lie_in_the_zone(zone: str, is_well: bool) -> None:
    assert [check.id for check in told(with_zone(name=zone))] == ([] if is_well else ["P112"])


@pytest.mark.parametrize(
    ("delegation", "outcomes"),
    [
        (NAME_SERVERS, []),
        (("NS-2.example.net.", "ns-1.example.net"), []),
        (None, ["unknown"]),
        ((), ["error"]),
        (("ns-9.registrar.net",), ["error"]),
        ((NAME_SERVERS[0], "ns-9.registrar.net"), ["warning"]),
    ],
)
def test_the_world_has_to_find_the_zone(delegation: tuple[str, ...] | None, outcomes: list[str]) -> None:
    checks = told(replace(NEW, delegation=delegation))

    assert [(check.id, check.outcome) for check in checks] == [("P113", outcome) for outcome in outcomes]


def test_another_view_of_dns_does_not_stop_an_app_whose_certificates_are_there() -> None:
    check = only(replace(THERE, delegation=("ns.inside.example.com",)))

    assert (check.id, check.outcome) == ("P113", "warning")
    assert "those that DNS knows are ns.inside.example.com" in check.text


@pytest.mark.parametrize("type_", ["A", "AAAA", "CNAME"])
def test_a_simple_record_at_the_name_is_an_error(type_: str) -> None:
    record = DeployedRecord(name="api.example.com", type=type_, target="old.example.com")

    check = only(replace(NEW, records=(record,)))

    assert (check.id, check.outcome) == ("P114", "error")
    assert check.text == (
        f"there is a simple {type_} record at api.example.com that is not ours (it leads to old.example.com)"
    )


def test_records_of_other_types_can_stand_there() -> None:
    assert told(replace(NEW, records=(DeployedRecord(name="api.example.com", type="TXT"),))) == []


def test_our_own_records_are_known_and_other_latency_records_are_not() -> None:
    other = DeployedRecord(name="api.example.com", type="A", set_identifier="old", region="eu-north-1")

    assert told(replace(THERE, records=(*THERE.records, other)))[0].text == (
        "there is a record of type A with the set identifier 'old' at api.example.com that is not ours"
    )
    assert [check.id for check in told(replace(THERE, dns=None))] == ["P114"] * 6


def test_zones_are_compared_without_final_dot() -> None:
    zone = DeployedZone(id="Z", name="example.com.", is_private=False, name_servers=("ns-1.example.net.",))

    assert told(replace(NEW, zone=zone, delegation=("ns-1.example.net",))) == []
