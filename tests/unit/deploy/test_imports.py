"""Tables without a stack: which are taken over, as what, and what the updates after that bring."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.aws.model import DeployedSettings, DeployedTable
from generator.deploy.bodies.parts import properties_of
from generator.deploy.bodies.tables import replicas_of
from generator.deploy.model import Check, Plan
from generator.deploy.planner import plan
from generator.deploy.planning.found import as_found
from generator.deploy.state import read
from tests.support.apps import assembly_of, resources
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, US, rolled_out, stacks
from tests.unit.deploy.shop import SHOP, changed

INDEXES = "GlobalSecondaryIndexes"
STREAM = "NEW_AND_OLD_IMAGES"
TAGS = {"app": "shop", "environment": "default"}
AS_WANTED = DeployedSettings(stream=STREAM, deletion_protection=True, recovery_days=35, tags=TAGS)
OFF = DeployedSettings(stream=STREAM)
ITEMS = DeployedTable(
    name="shop-items",
    region=MAIN,
    status="ACTIVE",
    keys={"id": "HASH"},
    attribute_types={"id": "S", "owner": "S"},
    replicas={MAIN: "ACTIVE", US: "ACTIVE"},
    indexes={"by_owner": "ACTIVE"},
    settings={MAIN: AS_WANTED, US: AS_WANTED},
)
LIMITED = changed(tables={"items": {"ttl": "gone_at", "max_write_request_units": 10, "max_read_request_units": 20}})


def planned_with(table: DeployedTable, document: Any = SHOP) -> Plan:
    assembly = assembly_of(document)
    return plan(assembly, replace(Rehearsal().deployed(assembly), tables={table.name: table}))


def set_to(**changes: Any) -> dict[str, Any]:
    """Both replicas with other settings."""
    return {"settings": dict.fromkeys((MAIN, US), replace(AS_WANTED, **changes))}


def refused(table: DeployedTable, document: Any = SHOP) -> Check:
    planned = planned_with(table, document)
    (check,) = planned.checks
    assert (check.id, check.outcome) == ("P202", "error")
    assert not any(step.imports for step in stacks(planned, "main"))
    return check


def wanted(document: Any = SHOP) -> Any:
    return resources(assembly_of(document))["ItemsTable"]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"keys": {"pk": "HASH", "sk": "RANGE"}}, "its key is pk (HASH) and sk (RANGE), not id (HASH)"),
        ({"attribute_types": {"id": "N", "owner": "S"}}, "id is of type N, not S"),
        ({"attribute_types": {"id": "S", "kind": "S"}}, "it has an index on kind; it has no index on owner"),
        ({"replicas": {MAIN: "ACTIVE", "sa-east-1": "ACTIVE"}}, "it has a replica in sa-east-1"),
        ({"indexes": {"by_owner": "ACTIVE", "by_kind": "ACTIVE"}}, "it has an index by_kind"),
        (set_to(on_demand=False), "its capacity is provisioned, not on demand"),
        (set_to(stream="KEYS_ONLY"), f"its stream, which replicas fix, is KEYS_ONLY, not {STREAM}"),
    ],
)
def test_a_table_that_is_not_the_wanted_one_is_an_error_that_says_what_differs(
    changes: dict[str, Any], what: str
) -> None:
    check = refused(replace(ITEMS, **changes))

    assert check.text == f"there is a table shop-items in eu-west-1 that is not the wanted one: {what}"


def test_a_table_whose_items_expire_by_something_else_is_not_the_wanted_one() -> None:
    check = refused(replace(ITEMS, **set_to(ttl="until")), LIMITED)

    assert check.text.endswith("its items expire by until, not by gone_at")


@pytest.mark.parametrize(
    ("replicas", "text", "advice"),
    [
        ({MAIN: "UPDATING"}, "is UPDATING in eu-west-1", "wait until it is ACTIVE or gone"),
        ({MAIN: "ACTIVE", US: "CREATING"}, "is CREATING in us-east-1", "wait until it is ACTIVE or gone"),
        ({MAIN: "ARCHIVED"}, "is ARCHIVED in eu-west-1", "correct the cause, then run"),
        (
            {MAIN: "ACTIVE", US: "REGION_DISABLED"},
            "is REGION_DISABLED in us-east-1",
            "or delete that replica: aws dynamodb update-table --table-name shop-items --region eu-west-1 "
            """--replica-updates '[{"Delete": {"RegionName": "us-east-1"}}]'""",
        ),
    ],
)
def test_a_replica_that_is_not_active_is_not_taken_over(replicas: dict[str, str], text: str, advice: str) -> None:
    check = refused(replace(ITEMS, status=replicas[MAIN], replicas=replicas))

    assert text in check.text
    assert advice in check.advice


def test_a_table_is_not_taken_over_while_a_region_that_has_it_is_left_out() -> None:
    rehearsal, assembly = rolled_out(SHOP), assembly_of(SHOP)
    rehearsal.cloud.delete_stack("shop-main", MAIN, None)
    skip = frozenset({US})

    planned = plan(assembly, read(rehearsal.cloud, assembly, skip=skip), skip=skip)

    refusals = [check for check in planned.checks if check.id == "P202"]
    assert [check.text for check in refusals] == [
        f"table {name} cannot be taken over while its settings in us-east-1 are not known: left out, as asked"
        for name in ("shop-items", "shop-control")
    ]
    assert {check.advice for check in refusals} == {
        "run the same command again when us-east-1 answers and is not skipped"
    }
    assert not any(step.imports for step in stacks(planned, "main"))


def test_where_the_caller_may_not_read_settings_the_advice_is_how_to_be_allowed() -> None:
    assembly = assembly_of(SHOP)
    deployed = replace(Rehearsal().deployed(assembly), unread={US: "not allowed"}, denied={US: "ask for the right"})
    table = replace(ITEMS, settings={MAIN: AS_WANTED})

    (check,) = plan(assembly, replace(deployed, tables={"shop-items": table})).checks

    assert (check.id, check.outcome, check.advice) == ("P202", "error", "ask for the right")


def test_a_table_is_taken_over_with_what_it_has_and_gets_the_rest_afterwards() -> None:
    off = {MAIN: replace(AS_WANTED, recovery_days=0)}
    table = replace(ITEMS, attribute_types={"id": "S"}, replicas={MAIN: "ACTIVE"}, indexes={}, settings=off)

    planned = planned_with(table)

    titles = [step.title for step in planned.steps if getattr(step.step, "template", "") == "main"]
    assert titles == [
        "eu-west-1: take over table shop-items",
        "eu-west-1: add the replica in us-east-1 to table shop-items",
        "eu-west-1: make index by_owner of shop-items",
        "eu-west-1: make table shop-control and change table shop-items",
        "eu-west-1: make the API",
    ]
    imported = stacks(planned, "main")[0]
    assert imported.imports == {"ItemsTable": {"TableName": "shop-items"}}
    assert set(imported.body["Resources"]) == {"ItemsTable"}
    assert "Outputs" not in imported.body


def test_what_is_set_as_wanted_is_imported_word_for_word() -> None:
    limits = replace(AS_WANTED, ttl="gone_at", reads={"": 20, "by_owner": 20}, writes={"": 10, "by_owner": 10})
    table = replace(ITEMS, settings={MAIN: limits, US: limits})

    assert as_found(ITEMS, wanted()) == wanted()
    assert as_found(table, wanted(LIMITED)) == wanted(LIMITED)


def test_what_is_off_is_left_off() -> None:
    table = replace(ITEMS, settings={MAIN: OFF, US: OFF})

    found = as_found(table, wanted(LIMITED))

    bare = {
        "DeletionProtectionEnabled": False,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": False},
        "TableClass": "STANDARD",
    }
    assert list(replicas_of(found).values()) == [{"Region": MAIN, **bare}, {"Region": US, **bare}]
    left = ("TimeToLiveSpecification", "WriteOnDemandThroughputSettings")
    assert not any(name in properties_of(found) for name in left)
    assert "WriteOnDemandThroughputSettings" not in properties_of(found)["GlobalSecondaryIndexes"][0]


def test_what_differs_is_imported_as_it_is_and_tags_of_others_are_left_alone() -> None:
    other = DeployedSettings(
        stream=STREAM,
        deletion_protection=True,
        recovery_days=7,
        table_class="STANDARD_INFREQUENT_ACCESS",
        tags={"app": "shop", "environment": "test", "team": "blue"},
        reads={"": 5},
    )

    found = replicas_of(as_found(replace(ITEMS, settings={MAIN: AS_WANTED, US: other}), wanted()))

    assert found[MAIN] == replicas_of(wanted())[MAIN]
    assert found[US] == {
        "Region": US,
        "DeletionProtectionEnabled": True,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
        "TableClass": "STANDARD_INFREQUENT_ACCESS",
        "Tags": [{"Key": "app", "Value": "shop"}],
        "ReadOnDemandThroughputSettings": {"MaxReadRequestUnits": 5},
    }


def test_a_read_limit_of_an_index_is_imported_whether_it_is_wanted_or_not() -> None:
    limited = replace(AS_WANTED, reads={"by_owner": 5})

    found = replicas_of(as_found(replace(ITEMS, settings={MAIN: AS_WANTED, US: limited}), wanted()))

    limits = [{"IndexName": "by_owner", "ReadOnDemandThroughputSettings": {"MaxReadRequestUnits": 5}}]
    assert found == {MAIN: replicas_of(wanted())[MAIN], US: {**replicas_of(wanted())[US], INDEXES: limits}}


def test_a_setting_of_an_index_that_is_not_there_is_not_imported() -> None:
    limits = replace(AS_WANTED, reads={"": 20}, writes={"": 10})
    table = replace(ITEMS, attribute_types={"id": "S"}, indexes={}, settings={MAIN: limits, US: limits})

    assert all("GlobalSecondaryIndexes" not in one for one in replicas_of(as_found(table, wanted(LIMITED))).values())


def test_after_the_roll_out_a_table_that_was_taken_over_is_set_as_wanted() -> None:
    unsafe = changed(
        tables={
            "items": {
                "replicas": {"us-east-1": {"point_in_time_recovery": False}},
                "point_in_time_recovery": False,
                "deletion_protection": False,
            }
        }
    )
    rehearsal = rolled_out(unsafe)
    rehearsal.cloud.delete_stack("shop-main", MAIN, None)

    planned = rehearsal.roll_out(SHOP)

    (taking,) = (step for step in planned.steps if getattr(step.step, "imports", {}))
    assert "take over" in taking.title
    for region in (MAIN, US):
        assert rehearsal.cloud.table_settings("shop-items", region) == AS_WANTED
    assert rehearsal.plan(SHOP).steps == ()


def test_an_import_that_failed_is_tried_again_by_the_next_roll_out() -> None:
    rehearsal = rolled_out(SHOP)
    rehearsal.cloud.delete_stack("shop-main", MAIN, None)
    (taking,) = (step.number for step in rehearsal.plan(SHOP).steps if getattr(step.step, "imports", {}))
    rehearsal.roll_out_failing(SHOP, taking)

    again = rehearsal.roll_out(SHOP)

    assert [step.number for step in again.steps if getattr(step.step, "imports", {})] == [taking]
    assert rehearsal.plan(SHOP).steps == ()
