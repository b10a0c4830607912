"""Replicas and indexes come to a table whose capacity and encryption they fit: those change first."""

from __future__ import annotations

from typing import Any

import pytest

from generator.assembly.model import Assembly
from generator.deploy.bodies.parts import properties_of, tables_of
from generator.deploy.bodies.settings import in_mode_of, is_of_other_mode
from generator.deploy.bodies.tables import is_replacement, replicas_of
from generator.deploy.bodies.widening import widening
from generator.deploy.planner import plan
from tests.support.apps import Document, assembly_of, bodies, patched
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import NORTH, US, rolled_out
from tests.unit.deploy.shop import INDEX, SHOP, changed, in_regions

MAIN = "eu-west-1"
CAPACITY = {
    "read": {"min": 1, "max": 10, "target": 70},
    "write": {"min": 1, "max": 10, "target": 70, "seed": 1},
}
CEILING = {"max_read_request_units": 100, "max_write_request_units": 100}


def with_table(*secondary: str, **settings: Any) -> Document:
    document: Document = patched(in_regions(*secondary), {"tables": {"items": settings}})
    return document


def with_keys(*secondary: str) -> Document:
    arns = {region: f"arn:aws:kms:{region}:123456789012:key/k" for region in (MAIN, *secondary)}
    return with_table(*secondary, encryption={"kms_key": arns})


def items(assembly: Assembly) -> Any:
    found = tables_of(bodies(assembly)["main"]).values()
    return next(one for one in found if properties_of(one)["TableName"] == "shop-items")


CHANGES: dict[str, tuple[Document, Document]] = {
    "to provisioned": (with_table(US), with_table(US, NORTH, billing=CAPACITY)),
    "to on demand": (with_table(US, billing=CAPACITY), with_table(US, NORTH)),
    "from ceilings to provisioned": (with_table(US, **CEILING), with_table(US, NORTH, billing=CAPACITY)),
    "from provisioned to ceilings": (with_table(US, billing=CAPACITY), with_table(US, NORTH, **CEILING)),
    "to keys of one's own": (with_table(US), with_keys(US, NORTH)),
    "from keys of one's own": (with_keys(US), with_table(US, NORTH)),
    "to keys from AWS's": (with_table(US, encryption="aws_managed"), with_keys(US, NORTH)),
    "with a region that goes": (with_table(US), with_table(NORTH, billing=CAPACITY)),
    "with a region that goes, on demand": (with_table(US, billing=CAPACITY), with_table(NORTH)),
    "with an index": (with_table(US), with_table(US, billing=CAPACITY, global_secondary_indexes={"by_kind": INDEX})),
    "with an index that goes": (
        with_table(US, global_secondary_indexes={"by_kind": INDEX}),
        with_table(US, NORTH, billing=CAPACITY),
    ),
    "with an index that goes and a region that goes": (
        with_table(US, billing=CAPACITY, global_secondary_indexes={"by_kind": INDEX}),
        with_table(billing={**CAPACITY, "read": {"min": 2, "max": 10, "target": 70}}),
    ),
    "without anything new": (with_table(US), with_table(US, billing=CAPACITY)),
}


SAME_MODE = ("with an index that goes and a region that goes", "without anything new")


@pytest.mark.parametrize("name", CHANGES)
def test_no_update_on_the_way_is_one_that_dynamodb_refuses(name: str) -> None:
    before, after = CHANGES[name]
    rehearsal = rolled_out(before)

    rehearsal.roll_out(after)

    assert rehearsal.plan(after).steps == ()


@pytest.mark.parametrize("name", [name for name in CHANGES if name not in SAME_MODE])
def test_capacity_and_encryption_change_before_a_replica_or_an_index_comes(name: str) -> None:
    before, after = (tables_of({"Resources": {"T": items(assembly_of(one))}}) for one in CHANGES[name])

    kinds = [update.kind for update in widening(before, after)]

    assert kinds[0] == "mode"
    assert kinds.count("mode") == 1


def test_an_index_comes_with_what_the_replicas_say_of_it() -> None:
    before = {"T": items(assembly_of(with_table(US, billing=CAPACITY)))}
    after = {"T": items(assembly_of(with_table(US, billing=CAPACITY, global_secondary_indexes={"by_kind": INDEX})))}

    (update,) = widening(before, after)

    named = [{one["IndexName"] for one in replica["GlobalSecondaryIndexes"]} for replica in _replicas(update.tables)]
    assert update.kind == "index"
    assert named == [{"by_kind", "by_owner"}] * 2


def _replicas(tables: Any) -> list[Any]:
    return [*replicas_of(tables["T"]).values()]


def test_tables_that_were_left_behind_are_taken_over_with_their_capacity() -> None:
    document = with_table(US, billing=CAPACITY)
    rehearsal = Rehearsal()
    rehearsal.roll_out_failing(document, 4)

    planned = rehearsal.roll_out(document)

    assert {one.id for one in planned.checks} == {"P201"}
    assert rehearsal.plan(document).steps == ()


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [({}, {"billing": CAPACITY}, "on demand, not provisioned"), ({"billing": CAPACITY}, {}, "provisioned, not on")],
)
def test_tables_of_another_billing_mode_are_not_taken_over(before: Any, after: Any, text: str) -> None:
    rehearsal = Rehearsal()
    rehearsal.roll_out_failing(with_table(US, **before), 4)

    refusals = [one for one in rehearsal.plan(with_table(US, **after)).checks if one.outcome == "error"]

    assert [one.id for one in refusals] == ["P202"]
    assert text in refusals[0].text


def test_a_replica_alone_needs_no_update_before_it() -> None:
    before, after = ({"T": items(assembly_of(in_regions(*regions)))} for regions in ([US], [US, NORTH]))

    assert [update.kind for update in widening(before, after)] == ["replica", "protect"]


def test_all_else_of_a_table_stays_as_it_is() -> None:
    table = items(assembly_of(with_table(US, table_class="STANDARD_INFREQUENT_ACCESS")))
    goal = items(assembly_of(with_table(US, billing=CAPACITY, ttl="gone_at")))

    changed_table = in_mode_of(table, goal)

    assert not is_of_other_mode(changed_table, goal)
    assert "TimeToLiveSpecification" not in properties_of(changed_table)
    assert {one["TableClass"] for one in replicas_of(changed_table).values()} == {"STANDARD_INFREQUENT_ACCESS"}
    assert in_mode_of(table, table) == table


STRONG = changed(
    regions={"main": "us-east-1", "secondary": ["us-east-2"]},
    tables={"items": {"consistency": "strong", "witness": "us-west-2"}},
)
OTHERS: dict[str, Document] = {
    "another region": patched(
        STRONG, {"regions": {"secondary": ["us-west-2"]}, "tables": {"items": {"witness": "us-east-2"}}}
    ),
    "a region for its witness": patched(
        STRONG, {"regions": {"secondary": ["us-east-2", "us-west-2"]}, "tables": {"items": {"witness": None}}}
    ),
    "eventual": patched(STRONG, {"tables": {"items": {"consistency": None, "witness": None}}}),
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("turned", [False, True], ids=["forth", "back"])
def test_strong_consistency_is_decided_when_a_table_is_made(name: str, turned: bool) -> None:
    before, after = (STRONG, OTHERS[name])[:: -1 if turned else 1]
    assembly = assembly_of(after)
    deployed = rolled_out(before).deployed(assembly)

    (check,) = [check for check in plan(assembly, deployed).checks if check.id == "P207"]

    assert is_replacement(items(assembly_of(before)), items(assembly))
    assert check.outcome == "error"
    assert check.text.startswith("table shop-items is ")
    assert "consistent in us-east-1, us-east-2 and us-west-2" in check.text
    assert "another `table_name`" in check.advice


def test_a_strong_table_changes_in_all_else() -> None:
    more = patched(STRONG, {"tables": {"items": {"deletion_protection": False}}})

    assert not is_replacement(items(assembly_of(STRONG)), items(assembly_of(more)))
    assert plan(assembly_of(more), rolled_out(STRONG).deployed(assembly_of(more))).checks == ()


def test_a_strong_table_under_another_name_is_another_table() -> None:
    other = patched(OTHERS["eventual"], {"tables": {"items": {"table_name": "other-items"}}})

    assert Rehearsal().plan(other).checks == ()
    assert [one.id for one in rolled_out(STRONG).plan(other).checks] == []


def test_shop_is_of_one_mode() -> None:
    assert not is_of_other_mode(items(assembly_of(SHOP)), items(assembly_of(SHOP)))
