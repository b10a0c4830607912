"""What a change of an app file comes to: through the whole pipeline, so that meanings keep up with the templates."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.diff.compare import compare
from generator.diff.model import Diff, Guard, MeaningKind
from tests.support.apps import FUNCTION, SHOP, assembled, patched

ROUTES = SHOP["api"]["routes"]
RENAMED: dict[str, Any] = {path: None for path in ROUTES if "{id}" in path} | {
    path.replace("{id}", "{sku}"): patched(
        route, {"values" if "values" in route else "key": {"id": "$request.path.sku"}}
    )
    for path, route in ROUTES.items()
    if "{id}" in path
}


def shop(patch: Any) -> Assembly:
    return assembled(patched(SHOP, patch))


def change(patch: Any, before: Any = None) -> Diff:
    return compare(shop(before or {}), shop(patch))


def told(diff: Diff) -> set[tuple[MeaningKind, str, Guard | None]]:
    return {(meaning.kind, meaning.subject, meaning.guard) for meaning in diff.meanings if meaning.risk != "quiet"}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({"api": {"description": "Words"}}, set()),
        ({"tags": {"team": "a"}}, set()),
        (
            {"regions": {"secondary": ["us-east-1", "ap-southeast-2", "ca-central-1"]}},
            {("region-gained", "ca-central-1", None), ("replicas-added", "ca-central-1", None)},
        ),
        (
            {"regions": {"secondary": ["us-east-1"]}},
            {
                ("region-lost", "ap-southeast-2", "remove-region"),
                ("replicas-removed", "ap-southeast-2", "remove-region"),
            },
        ),
        (
            {"regions": {"main": "us-east-1", "secondary": ["eu-west-1", "ap-southeast-2"]}},
            {("main-region-moved", "us-east-1", "move-main-region")},
        ),
        ({"health": {"request_interval": 10}}, {("health-stronger", "/health", None)}),
        ({"health": {"failure_threshold": 9}}, {("health-weaker", "/health", "health-weaker")}),
        ({"health": {"mode": "control"}}, {("health-weaker", "/health", "health-weaker")}),
        ({"health": {"mode": "shallow"}}, {("health-weaker", "/health", "health-weaker")}),
        (
            {"health": {"mode": "shallow", "path": "/up"}},
            {("health-changed", "/health", None), ("health-weaker", "/up", "health-weaker")},
        ),
        ({"api": {"routes": {"GET /version": {"auth": "none"}}}}, {("auth-removed", "GET /version", "public-route")}),
        (
            {"api": {"routes": {"GET /about": {"auth": "none", "mock": {"status": 200}}}}},
            {("public-route", "GET /about", "public-route")},
        ),
        ({"api": {"routes": {"GET /about": {"mock": {"status": 200}}}}}, {("route-added", "GET /about", None)}),
        ({"api": {"routes": {"GET /version": None}}}, {("route-removed", "GET /version", None)}),
        ({"api": {"routes": RENAMED}}, {("path-renamed", "/items/{sku}", "path-rename")}),
        ({"api": {"cors": {"allow_origins": ["*"]}}}, set()),
        ({"domain": {"name": "www.example.com"}}, {("domain-changed", "api.example.com", "domain-change")}),
        ({"domain": {"hosted_zone_id": "Z99999"}}, {("domain-changed", "api.example.com", "domain-change")}),
        (
            {"tables": {"items": {"point_in_time_recovery": False}}},
            {("protection-off", "shop-items", "protection-off")},
        ),
        (
            {"tables": {"items": {"table_name": "goods"}}},
            {("table-key-changed", "shop-items", "replace"), ("grant-wider", "ApiRole", "iam-wider")},
        ),
        (
            {"tables": {"items": {"partition_key": {"type": "N"}}}},
            {("table-key-changed", "shop-items", "replace")},
        ),
        (
            {
                "tables": {
                    "items": {"global_secondary_indexes": {"by_day": {"partition_key": {"name": "day", "type": "S"}}}}
                }
            },
            {("index-added", "shop-items/by_day", None)},
        ),
        (
            {"tables": {"orders": {"partition_key": {"name": "id", "type": "S"}}}},
            {("table-added", "shop-orders", None), ("grant-wider", "ApiRole", "iam-wider")},
        ),
    ],
)
def test_a_change_of_the_app_file_comes_to(patch: Any, expected: set[tuple[MeaningKind, str, Guard | None]]) -> None:
    assert told(change(patch)) == expected


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({"functions": {"backfill": {"inline": "handler = repr"}}}, {("migration-changed", "backfill", None)}),
        ({"functions": {"backfill": {"memory_size": 512}}}, set()),
        ({"migrations": ["backfill", "other"]}, {("migration-added", "other", None)}),
    ],
)
def test_a_migration_that_is_run_is_told(patch: Any, expected: set[tuple[MeaningKind, str, Guard | None]]) -> None:
    own = {**FUNCTION, "run_in": "main_region"}
    before = {"functions": {"backfill": own, "other": own}, "migrations": ["backfill"]}

    found = told(compare(shop(before), shop(patched(before, patch))))

    assert {one for one in found if one[0] != "grant-wider"} == expected


def test_what_all_regions_share_is_told_once() -> None:
    found = change({"api": {"routes": {"GET /version": {"mock": {"body": {"version": 2}}}}}})

    assert {one.templates for one in found.resources} == {("main", "secondary")}
    assert [one.logical_id for one in found.resources if not one.quiet] == ["VersionGetMethod"]


def test_a_new_snapshot_beside_other_changes_is_quiet() -> None:
    found = change({"api": {"routes": {"GET /version": None}}})

    assert [meaning.risk for meaning in found.meanings if meaning.kind == "api-deployed"] == ["quiet"]


def test_an_environment_that_is_new_asks_for_its_open_routes_by_its_name() -> None:
    found = compare(None, shop({"api": {"auth": "none"}}))

    assert found.kind == "added"
    assert [meaning.kind for meaning in found.meanings] == ["environment-added"]
    assert "GET /version" in found.meanings[0].text
    assert "GET /health" not in found.meanings[0].text
    assert [(meaning.guard, meaning.subject) for meaning in found.risky] == [("public-route", "default")]


def test_an_environment_that_is_new_and_open_to_nobody_asks_for_nothing() -> None:
    assert compare(None, shop({"api": {"auth": "iam"}})).risky == ()


def test_nothing_on_either_side_is_no_difference() -> None:
    assert compare(None, None).is_empty


def test_parity_that_was_broken_before_is_not_told_again() -> None:
    whole = shop({})
    odd = replace(
        whole,
        templates=tuple(
            replace(entry, body={**entry.body, "Resources": {}}) if entry.name == "secondary" else entry
            for entry in whole.templates
        ),
    )

    assert "parity-broken" in {meaning.kind for meaning in compare(whole, odd).meanings}
    assert "parity-broken" not in {meaning.kind for meaning in compare(odd, odd).meanings}
    assert "parity-broken" not in {meaning.kind for meaning in compare(odd, whole).meanings}


def test_risky_meanings_come_first() -> None:
    found = change({"regions": {"secondary": ["ca-central-1"]}, "api": {"routes": {"GET /version": None}}})

    risks = [meaning.risk for meaning in found.meanings]
    assert risks == sorted(risks, key=["risky", "notable", "quiet"].index)


def test_how_the_app_is_rolled_out_is_compared_and_means_nothing_for_what_is_deployed() -> None:
    found = change({"deploy": {"termination_protection": True, "region_order": ["us-east-1"]}})

    assert {change.path for change in found.settings} >= {("deploy", "termination_protection")}
    assert not found.is_empty
    assert found.meanings == ()


def test_the_manifest_is_compared_as_well() -> None:
    before = shop({})
    after = replace(before, account="123456789012", templates=before.templates[:2])

    found = compare(before, after)

    assert [change.path for change in found.settings] == [("account",)]
    assert [(change.name, change.kind) for change in found.templates] == [("secondary", "removed"), ("dns", "removed")]
