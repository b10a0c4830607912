from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.deploy.calls import carry_out
from generator.deploy.deployed_assembly import deployed_assembly
from generator.deploy.guards import refusals
from generator.deploy.model import AwaitIndexes, AwaitReplicas, AwaitReplication, AwaitTtl, SmokeTest
from generator.deploy.planner import plan
from generator.deploy.state import read
from generator.diff.allow import Allowance, Risk, flag, parsed
from tests.support.apps import SHOP, assembled, patched
from tests.support.fake_cloud import FakeCloud, silent
from tests.support.rolled_out import rolled_out, world

OPEN = patched(SHOP, {"api": {"auth": "none"}})
RENAMED = {
    "GET /items/{id}": None,
    "PATCH /items/{id}": None,
    "DELETE /items/{id}": None,
    "GET /items/{id}/kinds": None,
    "GET /items/{item}": {"action": "GetItem", "table": "items", "key": {"id": "$request.path.item", "kind": "plain"}},
}
TABLE = {"partition_key": {"name": "id", "type": "S"}}

CHANGES: Mapping[str, tuple[Any, Mapping[str, Any], set[str]]] = {
    "nothing": (SHOP, {}, set()),
    "a route for callers with a signature": (SHOP, {"api": {"routes": {"GET /new": {"mock": {"status": 200}}}}}, set()),
    "a route for everyone": (
        SHOP,
        {"api": {"routes": {"GET /new": {"mock": {"status": 200}, "auth": "none"}}}},
        {"--allow 'public-route:GET /new'"},
    ),
    "a variable of open routes": (OPEN, {"api": {"routes": RENAMED}}, {"--allow 'path-rename:/items/{item}'"}),
    "a domain": (SHOP, {"domain": {"name": "shop.example.com"}}, {"--allow domain-change:api.example.com"}),
    "a region more": (SHOP, {"regions": {"secondary": ["us-east-1", "ap-southeast-2", "us-west-2"]}}, set()),
    "one region only": (
        SHOP,
        {"regions": {"secondary": None}},
        {
            "--allow remove-region:ap-southeast-2",
            "--allow remove-region:us-east-1",
            "--allow last-region:eu-west-1",
        },
    ),
    "a table more": (SHOP, {"tables": {"more": TABLE}}, {"--allow iam-wider:ApiRole"}),
    "a table less": (
        patched(SHOP, {"tables": {"more": TABLE}}),
        {"tables": {"more": None}},
        {"--allow delete-data:shop-more"},
    ),
    "another key of an index": (
        SHOP,
        {"tables": {"items": {"global_secondary_indexes": {"by_owner": {"partition_key": {"name": "kind"}}}}}},
        {"--allow replace:shop-items/by_owner"},
    ),
    "protection": (
        SHOP,
        {"tables": {"items": {"deletion_protection": False}}},
        {"--allow protection-off:shop-items", "--allow protection-off:shop-control"},
    ),
}


QUIET = (AwaitIndexes, AwaitReplicas, AwaitReplication, AwaitTtl, SmokeTest)
"""Steps after which nothing else is there than before."""

LONG = ("a route for everyone", "a variable of open routes", "a domain", "one region only")
"""Those of which much can be done before the rest."""


def flags(risks: tuple[Risk, ...]) -> set[str]:
    return {flag(risk.meaning) for risk in risks}


@cache
def deployed_before(name: str) -> Assembly:
    """What a change starts from."""
    return assembled(CHANGES[name][0])


@cache
def wanted_after(name: str) -> Assembly:
    """What it leads to."""
    before, change, _ = CHANGES[name]
    return assembled(patched(before, change))


def asked(assembly: Assembly, cloud: FakeCloud, *allowed: str, skip: frozenset[str] = frozenset()) -> set[str]:
    """The flags for lack of which a deploy of the app would be refused, as the account is now."""
    deployed = read(cloud, assembly)
    agreed = tuple(map(parsed, allowed))
    return flags(refusals(assembly, deployed_assembly(assembly, deployed), agreed, skip=skip))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_asks_for_its_own_flag(name: str) -> None:
    assert asked(wanted_after(name), rolled_out(deployed_before(name))) == CHANGES[name][2]


@pytest.mark.parametrize("name", LONG)
def test_interrupted_after_any_step_it_asks_for_nothing_more(name: str) -> None:
    assembly, cloud, wanted = wanted_after(name), rolled_out(deployed_before(name)), CHANGES[name][2]
    whole = plan(assembly, read(cloud, assembly))

    for step in whole.steps:
        carry_out(step, whole, cloud, silent)
        if isinstance(step.step, QUIET):
            continue
        assert asked(assembly, cloud) <= wanted, step.title


@pytest.mark.parametrize("name", ["nothing", "a table more"])
def test_roles_that_somebody_has_deleted_are_made_again_without_a_flag_of_theirs(name: str) -> None:
    cloud = rolled_out(deployed_before(name))
    cloud.world.delete("shop-roles", "eu-west-1", None)

    assert asked(wanted_after(name), cloud) == CHANGES[name][2]


def test_a_first_deploy_needs_no_flag_whatever_it_opens() -> None:
    assembly = assembled(OPEN)

    assert asked(assembly, world(assembly)) == set()


def test_a_first_deploy_interrupted_after_any_step_needs_none_either() -> None:
    assembly = assembled(OPEN)
    cloud = world(assembly)
    whole = plan(assembly, read(cloud, assembly))

    for step in whole.steps:
        carry_out(step, whole, cloud, silent)
        if isinstance(step.step, QUIET):
            continue
        assert asked(assembly, cloud) == set(), step.title


def test_what_was_agreed_to_is_not_refused() -> None:
    cloud = rolled_out(assembled(SHOP))
    smaller = assembled(patched(SHOP, {"regions": {"secondary": ["us-east-1"]}}))

    assert asked(smaller, cloud, "remove-region:ap-southeast-2") == set()
    assert asked(smaller, cloud, "remove-region") == set()
    assert asked(smaller, cloud, "remove-region:us-east-1", "delete-data") == {"--allow remove-region:ap-southeast-2"}


def test_a_region_that_is_left_out_is_not_asked_about() -> None:
    cloud = rolled_out(assembled(SHOP))
    smaller = assembled(patched(SHOP, {"regions": {"secondary": ["us-east-1"]}}))

    assert asked(smaller, cloud, skip=frozenset({"ap-southeast-2"})) == set()


def test_an_allowance_means_the_same_as_in_diff() -> None:
    assert parsed("remove-region:eu-west-1") == Allowance("remove-region", "eu-west-1")


def merged(before: Assembly, after: Assembly, *names: str) -> Assembly:
    """The one, with these templates of the other."""
    theirs = {entry.name: entry for entry in after.templates}
    return replace(before, templates=tuple(theirs[one.name] if one.name in names else one for one in before.templates))


def test_secondary_regions_that_are_ahead_of_the_main_one_hide_nothing() -> None:
    """As after an update by hand."""
    before, after = assembled(SHOP), assembled(patched(SHOP, {"domain": {"name": "shop.example.com"}}))

    found = refusals(after, merged(before, after, "secondary", "dns"), ())

    assert "--allow domain-change:api.example.com" in flags(found)


def with_queue(assembly: Assembly, name: str) -> Assembly:
    """With a resource that only the main region has, under a name that it cannot change."""
    main = next(entry for entry in assembly.templates if entry.name == "main")
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}
    changed = replace(main, body={**main.body, "Resources": {**main.body["Resources"], "OnlyMain": queue}})
    return replace(assembly, templates=tuple(changed if entry is main else entry for entry in assembly.templates))


def test_what_only_the_main_region_has_is_compared_as_it_is() -> None:
    change = patched(SHOP, {"api": {"routes": {"GET /new": {"mock": {"status": 200}}}}})
    before, after = with_queue(assembled(SHOP), "one"), with_queue(assembled(change), "other")

    assert flags(refusals(after, before, ())) == {"--allow replace:OnlyMain"}
