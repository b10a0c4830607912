"""Changes that customers notice whatever the order, so that no property test draws them: they end all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.support.apps import Document, assembly_of, patched
from tests.support.rehearsal import Rehearsal, methods_of
from tests.unit.deploy.shop import ROUTE, SHOP, in_regions

NAMELESS: Document = {**in_regions(), "domain": None}
NO_ROUTES = {"api": {"routes": {**dict.fromkeys(SHOP["api"]["routes"]), **ROUTE}}}

SEQUENCES: Mapping[str, tuple[Document, Document]] = {
    "another-domain": (SHOP, patched(SHOP, {"domain": {"name": "shop.example.com"}})),
    "no-domain-any-more": (SHOP, NAMELESS),
    "a-domain-at-last": (NAMELESS, SHOP),
    "another-health-path": (SHOP, patched(SHOP, {"health": {"path": "/up"}})),
    "no-tables-any-more": (SHOP, patched(SHOP, {"tables": None, **NO_ROUTES})),
    "tables-at-last": (patched(SHOP, {"tables": None, **NO_ROUTES}), SHOP),
    "no-role-any-more": (SHOP, patched(SHOP, {"health": {"mode": "shallow"}, **NO_ROUTES})),
    "another-table-name": (SHOP, patched(SHOP, {"tables": {"orders": {"partition_key": {"name": "id", "type": "S"}}}})),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_it_is_reached_and_then_there_is_nothing_to_do(name: str) -> None:
    rehearsal = Rehearsal()

    for document in SEQUENCES[name]:
        rehearsal.roll_out(document)

    wanted = assembly_of(SEQUENCES[name][-1])
    assert rehearsal.plan(wanted).steps == ()
    for region in wanted.regions:
        assert rehearsal.cloud.served(region) == methods_of(wanted, region)


@pytest.mark.parametrize("number", range(1, 12))
def test_a_domain_that_goes_can_be_interrupted_after_any_step(number: int) -> None:
    rehearsal = Rehearsal()
    rehearsal.roll_out(SHOP)

    rehearsal.roll_out(NAMELESS, steps=number)
    rehearsal.roll_out(NAMELESS)

    assert rehearsal.plan(NAMELESS).steps == ()
    assert {region for region, name in rehearsal.world()["stacks"] if "bootstrap" not in name} == {"eu-west-1"}
