"""What is planned in each situation: the goldens in `tests/cases/plans`, one per situation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.aws.model import ControlRow, StackStatus
from generator.deploy.deployed import Deployed
from generator.deploy.destruction import destruction
from generator.deploy.model import Plan
from generator.deploy.planner import plan
from tests.golden import Golden
from tests.support.apps import Document, assembly_of, patched
from tests.support.plan_text import plan_told
from tests.support.rehearsal import Rehearsal, check_plan
from tests.unit.deploy.shop import (
    INDEX,
    ORDERS,
    RENAMED,
    ROUTE,
    SHOP,
    changed,
    in_regions,
    with_code,
    with_indexes,
    with_migration,
    with_routes,
)

FOLDER = Path(__file__).parents[2] / "cases" / "plans"

Situation = Callable[[Rehearsal], tuple[Plan, Deployed]]


def towards(
    wanted: Document, *before: Document, steps: int | None = None, skip: frozenset[str] = frozenset()
) -> Situation:
    """What is planned when the apps of `before` were rolled out, of the wanted one only the first `steps` steps."""

    def situation(rehearsal: Rehearsal) -> tuple[Plan, Deployed]:
        for document in before:
            rehearsal.roll_out(document)
        if steps is not None:
            rehearsal.roll_out(wanted, steps=steps)
        assembly = assembly_of(wanted)
        deployed = rehearsal.deployed(assembly, skip)
        return plan(assembly, deployed, skip=skip), deployed

    return situation


def where(change: Callable[[Deployed], Deployed], wanted: Document, *before: Document, steps: int = 0) -> Situation:
    """As `towards`, in a world that is changed."""

    def situation(rehearsal: Rehearsal) -> tuple[Plan, Deployed]:
        for document in before:
            rehearsal.roll_out(document)
        if steps:
            rehearsal.roll_out(wanted, steps=steps)
        assembly = assembly_of(wanted)
        deployed = change(rehearsal.deployed(assembly))
        return plan(assembly, deployed), deployed

    return situation


def after_failure(number: int, wanted: Document, *before: Document, then: Document | None = None) -> Situation:
    """What is planned after AWS tried a step in vain, for the same app or for `then`."""

    def situation(rehearsal: Rehearsal) -> tuple[Plan, Deployed]:
        for document in before:
            rehearsal.roll_out(document)
        rehearsal.roll_out_failing(wanted, number)
        assembly = assembly_of(then or wanted)
        deployed = rehearsal.deployed(assembly)
        return plan(assembly, deployed), deployed

    return situation


def destroyed(delete_data: frozenset[str] = frozenset(), steps: int | None = None) -> Situation:
    """What is planned when nothing is to be left of the shop, or the rest of that."""

    def situation(rehearsal: Rehearsal) -> tuple[Plan, Deployed]:
        rehearsal.roll_out(SHOP)
        assembly = assembly_of(SHOP)
        if steps is not None:
            planned = destruction(assembly, rehearsal.deployed(assembly), delete_data=delete_data)
            for step in rehearsal.run(planned):
                if step.number == steps:
                    break
        deployed = rehearsal.deployed(assembly)
        return destruction(assembly, deployed, delete_data=delete_data), deployed

    return situation


def drained(by: str) -> Callable[[Deployed], Deployed]:
    """Somebody has drained us-east-1."""
    row = ControlRow(region="us-east-1", drained=True, by=by)
    return lambda deployed: replace(deployed, control={"us-east-1": row})


def replicas_being_made(deployed: Deployed) -> Deployed:
    """An earlier run has asked for the replicas in eu-north-1, and AWS is at it."""
    tables = {
        name: replace(table, replicas={**table.replicas, "eu-north-1": "CREATING"})
        for name, table in deployed.tables.items()
    }
    return replace(deployed, tables=tables)


def index_being_filled(deployed: Deployed) -> Deployed:
    """An earlier run has made an index that is not filled yet."""
    tables = {
        name: replace(table, indexes=dict.fromkeys(table.indexes, "CREATING"))
        for name, table in deployed.tables.items()
    }
    return replace(deployed, tables=tables)


def code_missing(deployed: Deployed) -> Deployed:
    """Somebody has emptied the bucket of us-east-1."""
    return replace(
        deployed, lacking_assets={"us-east-1": tuple(asset.name for asset in assembly_of(with_code()).assets)}
    )


def busy(deployed: Deployed) -> Deployed:
    """Somebody else is at work."""
    assert deployed.main is not None
    assert deployed.secondary is not None
    main = replace(deployed.main, status=StackStatus("UPDATE_IN_PROGRESS"))
    return replace(deployed, main=main, secondary=replace(deployed.secondary, running=("one",)))


SITUATIONS: Mapping[str, Situation] = {
    "first-deploy": towards(SHOP),
    "first-deploy-in-one-region": towards(in_regions()),
    "first-deploy-without-domain": towards({**in_regions(), "domain": None}),
    "first-deploy-resumed-after-tables": towards(SHOP, steps=5),
    "first-deploy-resumed-before-dns": towards(SHOP, steps=10),
    "first-deploy-failed-at-the-tables": after_failure(4, SHOP),
    "first-deploy-failed-at-the-regions": after_failure(9, SHOP),
    "nothing-to-do": towards(SHOP, SHOP),
    "route-added": towards(with_routes(**ROUTE), SHOP),
    "route-removed": towards(with_routes(**{"DELETE /items/{id}": None}), SHOP),
    "route-removed-resumed-in-between": towards(with_routes(**{"DELETE /items/{id}": None}), SHOP, steps=2),
    "path-variable-renamed": towards(RENAMED, SHOP),
    "table-added": towards(changed(tables={"orders": ORDERS}), SHOP),
    "table-removed": towards(SHOP, changed(tables={"orders": ORDERS})),
    "table-back-again": towards(
        changed(tables={"orders": ORDERS}), changed(tables={"orders": ORDERS}), in_regions("us-east-1")
    ),
    "index-added": towards(with_indexes(by_kind=INDEX), SHOP),
    "index-removed": towards(with_indexes(by_owner=None), SHOP),
    "index-changed": towards(with_indexes(by_owner=INDEX), SHOP),
    "index-still-being-filled": where(index_being_filled, with_routes(**ROUTE), SHOP),
    "code-first": towards(with_code()),
    "code-changed": towards(with_code(runtime="python3.14"), with_code()),
    "code-in-a-new-region": towards(patched(with_code(), in_regions("us-east-1", "eu-north-1")), with_code()),
    "code-missing-in-a-bucket": where(code_missing, with_code(), with_code()),
    "migration-first": towards(with_migration()),
    "migration-and-a-route": towards(
        patched(with_migration(inline="handler = repr"), with_routes(**ROUTE)), with_migration()
    ),
    "migration-failed": after_failure(1, with_migration(inline="handler = repr"), with_migration()),
    "migration-removed": towards(SHOP, with_migration()),
    "protection-switched-off": towards(changed(tables={"items": {"deletion_protection": False}}), SHOP),
    "region-added": towards(in_regions("us-east-1", "eu-north-1"), SHOP),
    "region-added-replica-not-there-yet": where(
        replicas_being_made, in_regions("us-east-1", "eu-north-1"), SHOP, steps=2
    ),
    "three-regions-added": towards(in_regions("us-east-1", "eu-north-1", "sa-east-1", "ap-south-1"), SHOP),
    "region-removed": towards(SHOP, in_regions("us-east-1", "eu-north-1")),
    "region-removed-resumed-after-drain": towards(SHOP, in_regions("us-east-1", "eu-north-1"), steps=1),
    "region-removed-resumed-before-replica": towards(SHOP, in_regions("us-east-1", "eu-north-1"), steps=6),
    "region-removed-and-wanted-again": where(drained("deploy"), SHOP, SHOP),
    "region-drained-by-somebody": where(drained("alice"), with_routes(**ROUTE), SHOP),
    "last-secondary-region-removed": towards(in_regions(), SHOP),
    "removed-while-adding": towards(in_regions("eu-north-1"), SHOP),
    "region-skipped": towards(
        patched(with_indexes(by_owner=None), {"api": {"routes": ROUTE}, "regions": {"secondary": ["sa-east-1"]}}),
        in_regions("sa-east-1", "eu-north-1"),
        skip=frozenset({"sa-east-1"}),
    ),
    "region-of-dns-skipped": towards(
        patched(SHOP, {"api": {"routes": ROUTE}, "regions": {"secondary": ["us-east-1", "sa-east-1"]}}),
        in_regions("us-east-1", "eu-north-1"),
        skip=frozenset({"us-east-1"}),
    ),
    "new-region-skipped": towards(in_regions("us-east-1", "eu-north-1"), SHOP, skip=frozenset({"eu-north-1"})),
    "new-regions-only-and-another-path": towards(patched(RENAMED, {"regions": {"secondary": ["eu-north-1"]}}), SHOP),
    "regions-failed-and-the-app-mended": after_failure(9, SHOP, then=with_routes(**ROUTE)),
    "a-region-left-behind": after_failure(
        3, patched(with_routes(**ROUTE), in_regions("us-east-1", "eu-north-1")), in_regions("us-east-1", "eu-north-1")
    ),
    "everything-at-once": towards(
        patched(
            RENAMED,
            {
                "regions": {"secondary": ["eu-north-1"]},
                "tables": {
                    "orders": ORDERS,
                    "items": {"global_secondary_indexes": {"by_owner": None, "by_kind": INDEX}},
                },
            },
        ),
        SHOP,
    ),
    "domain-removed": towards({**in_regions(), "domain": None}, in_regions()),
    "termination-protection": towards(changed(deploy={"termination_protection": True}), SHOP),
    "somebody-else-at-work": where(busy, with_routes(**ROUTE), SHOP),
    "destroy": destroyed(),
    "destroy-with-data": destroyed(frozenset({"shop-items", "shop-control"})),
    "destroy-resumed": destroyed(steps=2),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_planned(name: str, golden: Golden) -> None:
    rehearsal = Rehearsal()

    planned, deployed = SITUATIONS[name](rehearsal)

    check_plan(planned)
    golden.check(FOLDER / f"{name}.txt", plan_told(planned, deployed))


def test_every_golden_belongs_to_a_situation() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SITUATIONS)
