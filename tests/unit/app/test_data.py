"""What a table says of its data: capacity, consistency, keys and insights, and what a replica has of its own."""

from __future__ import annotations

from typing import Any

import pytest

from generator.app.model import Capacity, ResolvedTable
from generator.cloudformation.regions import REGIONS, STRONG_REGION_SETS
from generator.lint.rules._e9016_strong_regions import SETS
from tests.support.apps import SHOP, patched, resolved

ABROAD, HOME = "us-east-1", "eu-west-1"
PROVISIONED = {"read": {"min": 5, "max": 100}, "write": {"min": 10, "max": 50, "target": 60, "seed": 20}}


def items(patch: Any, **app: Any) -> ResolvedTable:
    """The table of SHOP after a patch."""
    return resolved(patched(SHOP, {**app, "tables": {"items": patch}})).tables["items"]


def test_a_table_is_on_demand_unless_it_says_otherwise() -> None:
    found = items({})

    assert found.write_capacity is None
    assert {replica.read_capacity for replica in found.replicas} == {None}


def test_capacity_starts_with_its_least_unless_it_says_otherwise() -> None:
    found = items({"billing": PROVISIONED})

    assert found.write_capacity == Capacity(min=10, max=50, target=60, seed=20)
    assert {replica.read_capacity for replica in found.replicas} == {Capacity(min=5, max=100, target=70, seed=5)}


def test_a_replica_has_the_read_capacity_that_is_its_own() -> None:
    found = items({"billing": PROVISIONED, "replicas": {ABROAD: {"read_capacity": {"min": 1, "max": 2}}}})

    capacities = {replica.region: replica.read_capacity for replica in found.replicas}
    assert capacities[ABROAD] == Capacity(min=1, max=2, target=70, seed=1)
    assert capacities[HOME] == Capacity(min=5, max=100, target=70, seed=5)


def test_one_alias_is_the_key_of_every_replica() -> None:
    found = items({"encryption": {"kms_key": "alias/shop"}})

    assert found.encryption == "customer_managed"
    assert {replica.kms_key for replica in found.replicas} == {"alias/shop"}
    assert found.kms_keys == ("alias/shop",)


def test_a_replica_may_have_a_key_of_its_own_also_where_the_map_says_nothing() -> None:
    keys = {HOME: "alias/shop", "ap-southeast-2": "alias/shop"}
    found = items({"encryption": {"kms_key": keys}, "replicas": {ABROAD: {"kms_key": "alias/abroad"}}})

    assert {replica.region: replica.kms_key for replica in found.replicas} == {**keys, ABROAD: "alias/abroad"}
    assert found.kms_keys == ("alias/abroad", "alias/shop")


@pytest.mark.parametrize("kind", ["aws_owned", "aws_managed"])
def test_keys_of_aws_are_named_nowhere(kind: str) -> None:
    found = items({"encryption": kind})

    assert found.encryption == kind
    assert found.kms_keys == ()


def test_insights_may_be_on_for_a_table_and_off_for_a_replica() -> None:
    found = items({"contributor_insights": True, "replicas": {ABROAD: {"contributor_insights": False}}})

    assert {replica.region: replica.contributor_insights for replica in found.replicas} == {
        HOME: True,
        ABROAD: False,
        "ap-southeast-2": True,
    }


def test_the_control_table_is_as_it_is_whatever_defaults_say() -> None:
    settings = {"billing": PROVISIONED, "encryption": {"kms_key": "alias/shop"}, "contributor_insights": True}
    found = resolved(patched(SHOP, {"defaults": {"table": settings}})).control_table

    assert (found.write_capacity, found.encryption, found.consistency) == (None, "aws_owned", "eventual")
    assert {(one.read_capacity, one.kms_key, one.contributor_insights) for one in found.replicas} == {
        (None, None, None)
    }


def test_sets_of_regions_are_those_that_lint_knows_which_needs_only_cfn_lint() -> None:
    assert set(STRONG_REGION_SETS) == set(SETS)
    assert all(allowed <= REGIONS for allowed in STRONG_REGION_SETS)
