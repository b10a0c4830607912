"""Migrations run before anything else of an API changes, with all that they need and nothing else."""

from __future__ import annotations

from typing import Any

from generator.cloudformation.references import unresolved
from generator.deploy.bodies.migrations import with_migrations
from generator.deploy.bodies.parts import resources_of, tables_of, with_tables, without_tables
from generator.deploy.bodies.rest import rest_updates
from tests.support.apps import Document, assembled, bodies, patched
from tests.unit.deploy.shop import ROUTE, SHOP, with_migration, with_routes


def main(document: Document) -> Any:
    """The main template without its tables."""
    return without_tables(bodies(assembled(document))["main"])


CHANGED = with_migration(inline="handler = repr")


def test_without_another_version_there_is_nothing_to_run() -> None:
    more_memory = with_migration(memory_size=512)

    assert with_migrations(main(with_migration()), main(more_memory)) is None
    assert [one.kind for one in rest_updates(main(with_migration()), main(more_memory))] == ["rest"]


def test_a_migration_comes_with_all_that_it_needs_and_leaves_the_api_as_it_is() -> None:
    before = main(SHOP)
    found = with_migrations(before, main(patched(with_migration(), with_routes(**ROUTE))))

    assert found is not None
    added = resources_of(found).keys() - resources_of(before).keys()
    assert added >= {"BackfillMigration", "BackfillFunction", "BackfillFunctionRole", "MigrationRunner"}
    assert all(resources_of(found)[name] == resource for name, resource in resources_of(before).items())
    assert not [name for name in added if resources_of(found)[name]["Type"].startswith("AWS::ApiGateway::")]
    assert {key: value for key, value in found.items() if key != "Resources"} == {
        key: value for key, value in before.items() if key != "Resources"
    }


def test_the_api_changes_in_an_update_after_it() -> None:
    before, after = main(with_migration()), main(patched(CHANGED, with_routes(**ROUTE)))

    first, second = rest_updates(before, after)

    assert (first.kind, first.migrations) == ("migrate", ("backfill",))
    assert (second.kind, second.body) == ("rest", after)


def test_one_that_changes_alone_is_one_update() -> None:
    (only,) = rest_updates(main(with_migration()), main(CHANGED))

    assert only.kind == "migrate"
    assert only.body == main(CHANGED)


def test_rights_that_the_api_still_uses_are_taken_after_all_else() -> None:
    more = with_migration(access={"items": "read_write"})
    less = patched(with_migration(inline="handler = repr", access={"items": "read"}), with_routes(**ROUTE))

    updates = rest_updates(main(more), main(less))

    assert [one.kind for one in updates] == ["migrate", "grow", "narrow"]
    role = resources_of(updates[0].body)["BackfillFunctionRole"]
    assert "dynamodb:PutItem" in str(role)
    assert updates[-1].body == main(less)


def test_with_its_tables_every_body_on_the_way_is_whole() -> None:
    before, after = bodies(assembled(SHOP))["main"], bodies(assembled(with_migration()))["main"]

    for update in rest_updates(without_tables(before), without_tables(after)):
        body = with_tables(update.body, tables_of(after))
        assert unresolved(body) == ()


def test_custom_resources_of_others_are_none_of_ours() -> None:
    other = {"Type": "AWS::CloudFormation::CustomResource", "Properties": {"ServiceToken": "arn:aws:lambda:x"}}
    before = main(SHOP)

    assert with_migrations(before, {**before, "Resources": {**resources_of(before), "Other": other}}) is None
