"""What the plan of a destruction says and leaves; the steps themselves are goldens in `tests/cases/plans`."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.aws.model import StackStatus
from generator.deploy.asking import NOT_ENABLED
from generator.deploy.destruction import destruction
from generator.deploy.model import DeleteTable
from generator.deploy.planner import plan
from generator.errors import NetworkError
from tests.support.apps import assembly_of
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, US, of_type, shop
from tests.unit.deploy.shop import SHOP


def test_of_nothing_nothing_is_destroyed() -> None:
    assembly = assembly_of(SHOP)

    planned = destruction(assembly, Rehearsal().deployed(assembly), delete_data=frozenset({"shop-items"}))

    assert (planned.purpose, planned.steps, planned.notes) == ("destroy", (), ())


def test_only_the_tables_that_were_named_are_deleted_and_the_others_told() -> None:
    assembly, deployed = shop()

    planned = destruction(assembly, deployed, delete_data=frozenset({"shop-items", "never-heard-of"}))

    assert [(step.table, step.regions) for step in of_type(planned, DeleteTable)] == [
        ("shop-items", ("eu-west-1", "us-east-1"))
    ]
    assert planned.notes[0].startswith("table shop-control stays with its data in eu-west-1 and us-east-1")
    assert "24 hours" in planned.notes[1]


def test_tables_that_are_left_over_can_be_deleted_later() -> None:
    assembly, deployed = shop()
    left = replace(deployed, main=None, roles=None, dns=None, secondary=None)

    planned = destruction(assembly, left, delete_data=frozenset({"shop-items"}))

    assert [step.step for step in planned.steps] == of_type(planned, DeleteTable)


def test_a_table_that_would_go_with_the_stack_is_an_error_unless_that_was_agreed_to() -> None:
    assembly, deployed = shop()
    assert deployed.main is not None
    resources = deployed.main.body["Resources"]
    bare = {key: value for key, value in resources["ItemsTable"].items() if key != "DeletionPolicy"}
    body = {**deployed.main.body, "Resources": {**resources, "ItemsTable": bare}}
    careless = replace(deployed, main=replace(deployed.main, body=body))

    checks = [
        [check.id for check in destruction(assembly, careless, delete_data=allowed).checks]
        for allowed in (frozenset[str](), frozenset({"shop-items"}))
    ]

    assert checks == [["P205"], []]


def test_stacks_that_never_got_up_are_deleted_too() -> None:
    assembly, deployed = shop()
    assert deployed.main is not None
    stillborn = replace(deployed, main=replace(deployed.main, status=StackStatus("ROLLBACK_COMPLETE")))

    titles = [step.title for step in destruction(assembly, stillborn).steps]

    assert "eu-west-1: delete the API; tables stay" in titles


def test_somebody_elses_work_is_told() -> None:
    assembly, deployed = shop()
    assert deployed.main is not None
    busy = replace(deployed, main=replace(deployed.main, status=StackStatus("UPDATE_IN_PROGRESS")))

    notes = destruction(assembly, busy).notes

    assert "stack shop-main in eu-west-1 is UPDATE_IN_PROGRESS: that will be waited for" in notes


def test_roles_that_are_gone_are_an_error_as_long_as_something_was_made_with_them() -> None:
    assembly, deployed = shop()
    assert deployed.roles is not None
    half_gone = replace(deployed.roles, status=StackStatus("DELETE_FAILED"))

    found = [destruction(assembly, replace(deployed, roles=roles)).checks for roles in (None, half_gone)]

    for (check,) in found:
        assert (check.id, check.outcome) == ("P206", "error")
        assert check.text.startswith("the roles of stack shop-roles are gone, and AWS deletes shop-dns, shop-main and ")
        assert check.advice == "`deploy` makes the roles again, from build/; then `destroy`"


def test_what_was_not_made_with_the_roles_goes_without_them() -> None:
    assembly, deployed = shop()
    assert deployed.secondary is not None
    empty = replace(deployed.secondary, instances={})
    left = replace(deployed, main=None, roles=None, dns=None, secondary=empty)

    planned = destruction(assembly, left)

    assert planned.checks == ()
    assert [step.title for step in planned.steps] == ["eu-west-1: delete the StackSet"]


def test_nothing_is_destroyed_while_a_region_does_not_answer() -> None:
    assembly, deployed = shop()

    with pytest.raises(NetworkError, match="us-east-1 could not be read: no answer"):
        destruction(assembly, replace(deployed, unread={US: "no answer"}))


def test_all_regions_that_do_not_answer_are_named_at_once() -> None:
    assembly, deployed = shop()

    with pytest.raises(NetworkError, match=f"^{MAIN} and {US} could not be read: no answer$"):
        destruction(assembly, replace(deployed, unread={US: "no answer", MAIN: "no answer"}))


def test_a_region_that_is_not_enabled_has_nothing_and_is_in_nobodys_way() -> None:
    assembly, deployed = shop()

    planned = destruction(assembly, replace(deployed, unread={"af-south-1": NOT_ENABLED}))

    assert planned.steps == destruction(assembly, deployed).steps


def test_a_plan_of_each_purpose_is_made_from_the_same_world() -> None:
    assembly, deployed = shop()

    assert destruction(assembly, deployed).fingerprint == plan(assembly, deployed).fingerprint
