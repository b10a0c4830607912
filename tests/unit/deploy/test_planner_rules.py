"""Rules of the planner that a whole plan would hide: what decides about single steps."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.assembly.model import SmokeRequest
from generator.aws.model import ControlRow
from generator.deploy.model import (
    CreateInstances,
    DeleteInstances,
    DeleteStackSet,
    DeployStackSet,
    Drain,
    Probe,
    SmokeTest,
)
from generator.deploy.planner import plan
from generator.deploy.planning.stacks import capabilities_of
from tests.support.apps import assembly_of, patched
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, NORTH, US, of_type, rolled_out, shop, stacks, with_settings
from tests.unit.deploy.shop import ROUTE, SHOP, in_regions, with_routes
from tests.unit.deploy.templates import body, role


def test_a_replica_that_the_stack_does_not_know_is_told_with_the_command_that_removes_it() -> None:
    assembly, deployed = shop()
    table = deployed.tables["shop-items"]
    odd = replace(table, replicas={**table.replicas, NORTH: "ACTIVE", "sa-east-1": "DELETING"})

    (check,) = plan(assembly, replace(deployed, tables={**deployed.tables, "shop-items": odd})).checks

    assert (check.id, check.outcome) == ("P203", "warning")
    assert """--replica-updates '[{"Delete": {"RegionName": "eu-north-1"}}]'""" in check.advice


def test_the_last_region_that_serves_is_not_removed() -> None:
    assembly = assembly_of(in_regions())
    row = ControlRow(region=MAIN, drained=True, by="alice")

    planned = plan(assembly, replace(rolled_out(SHOP).deployed(assembly), control={MAIN: row}))

    assert [(check.id, check.outcome) for check in planned.checks] == [("P204", "error")]


def test_a_target_that_dns_does_not_have_is_put_there() -> None:
    assembly, deployed = shop()
    assert deployed.dns is not None
    old = replace(deployed.dns, parameters={**deployed.dns.parameters, "TargetDomainNameUsEast1": "d-old.example"})

    (step,) = plan(assembly, replace(deployed, dns=old)).steps

    assert step.title == "us-east-1: update records and health checks"


def test_dns_follows_a_region_whose_target_may_become_another() -> None:
    domain = {"domain": {"security_policy": "TLS_1_0"}}

    planned = rolled_out(SHOP).plan(patched(SHOP, domain))

    assert planned.steps[-1].title == "us-east-1: update records and health checks"
    last_smoke = [step.number for step in planned.steps if isinstance(step.step, SmokeTest)][-1]
    assert planned.steps[-1].needs == (last_smoke,)


@pytest.mark.parametrize(
    ("concurrency", "at_creation", "at_update"),
    [(None, True, False), ("sequential", False, False), ("parallel", True, True)],
)
def test_regions_are_made_and_updated_as_the_app_file_says(
    concurrency: str | None, at_creation: bool, at_update: bool
) -> None:
    first, later = (
        with_settings(assembly_of(patched(one, in_regions(US, NORTH))), region_concurrency=concurrency)
        for one in (SHOP, with_routes(**ROUTE))
    )
    later = with_settings(
        assembly_of(patched(with_routes(**ROUTE), {"regions": {"secondary": [US, NORTH]}})),
        region_concurrency=concurrency,
    )
    rehearsal = Rehearsal()

    made = rehearsal.roll_out(first)
    updated = rehearsal.plan(later)

    assert [step.parallel for step in of_type(made, CreateInstances)] == [at_creation]
    assert [step.parallel for step in of_type(updated, DeployStackSet)] == [at_update]


def test_regions_follow_in_the_order_of_the_app_file() -> None:
    assembly = with_settings(assembly_of(in_regions(US, NORTH, "sa-east-1")), region_order=("sa-east-1", NORTH))

    (created,) = of_type(plan(assembly, Rehearsal().deployed(assembly)), CreateInstances)

    assert created.regions == ("sa-east-1", NORTH, US)


def test_a_smoke_test_asks_what_the_app_file_asks_as_well() -> None:
    request = SmokeRequest(method="GET", path="/version", status=200)
    assembly = with_settings(assembly_of(with_routes(**ROUTE)), smoke=(request,))

    first = of_type(plan(assembly, Rehearsal().deployed(assembly)), SmokeTest)[0]

    assert first.probes == (
        Probe(method="GET", path="/health", status=200, naming=MAIN),
        Probe(method="GET", path="/version", status=200),
    )


def test_a_health_path_that_knows_no_draining_answers_200_whoever_drained_the_region() -> None:
    wanted = patched(with_routes(**ROUTE), {"health": {"mode": "shallow"}})
    assembly = assembly_of(wanted)
    row = ControlRow(region=MAIN, drained=True, by="alice")

    planned = plan(assembly, replace(rolled_out(SHOP).deployed(assembly), control={MAIN: row}))

    assert of_type(planned, SmokeTest)[0].probes[0].status == 200


def test_the_main_region_answers_before_any_other_that_has_customers_is_changed() -> None:
    planned = rolled_out(SHOP).plan(with_routes(**ROUTE))

    (update,) = (step for step in planned.steps if isinstance(step.step, DeployStackSet))
    (smoke,) = (step for step in planned.steps if isinstance(step.step, SmokeTest) and step.step.region == MAIN)
    assert smoke.number in update.needs


def test_the_order_of_regions_is_no_change() -> None:
    rehearsal = rolled_out(in_regions(US, NORTH))

    assert rehearsal.plan(in_regions(NORTH, US)).steps == ()


def test_words_for_people_are_no_change() -> None:
    assembly = assembly_of(SHOP)
    reworded = replace(
        assembly,
        templates=tuple(replace(entry, body={**entry.body, "Description": "other"}) for entry in assembly.templates),
    )

    assert rolled_out(SHOP).plan(reworded).steps == ()


def test_an_instance_that_is_marked_as_outdated_is_updated_although_its_template_is_right() -> None:
    assembly, deployed = shop()
    assert deployed.secondary is not None
    outdated = replace(deployed.secondary.instances[US], status="OUTDATED")

    planned = plan(assembly, replace(deployed, secondary=replace(deployed.secondary, instances={US: outdated})))

    assert [step.regions for step in of_type(planned, DeployStackSet)] == [(US,)]


@pytest.mark.parametrize("lost", ["INOPERABLE", "gone"])
def test_an_instance_that_works_no_more_is_made_again(lost: str) -> None:
    assembly, deployed = shop()
    assert deployed.secondary is not None
    instance = deployed.secondary.instances[US]
    broken = replace(instance, status="INOPERABLE") if lost == "INOPERABLE" else replace(instance, stack=None)

    planned = plan(assembly, replace(deployed, secondary=replace(deployed.secondary, instances={US: broken})))

    assert [step.regions for step in of_type(planned, CreateInstances)] == [(US,)]
    assert [step.region for step in of_type(planned, SmokeTest)] == [US]


def test_a_region_that_did_not_answer_is_taken_for_one_with_another_template() -> None:
    assembly = assembly_of(in_regions(NORTH))
    rehearsal = rolled_out(in_regions(NORTH))
    rehearsal.cloud.down.add(NORTH)

    planned = plan(assembly, rehearsal.deployed(assembly))

    assert [step.regions for step in of_type(planned, DeployStackSet)] == [(NORTH,)]
    assert not stacks(planned, "bootstrap")
    assert any("eu-north-1 could not be read" in note for note in planned.notes)


def test_capabilities_are_what_a_body_needs() -> None:
    assert capabilities_of({"Resources": {}}) == ()
    assert capabilities_of(body(Role=role())) == ("CAPABILITY_IAM",)
    assert capabilities_of(body(Role=role(RoleName="shop"))) == ("CAPABILITY_NAMED_IAM",)


def test_regions_that_have_the_new_api_follow_when_the_stack_set_goes_through_another_template() -> None:
    document = in_regions(US, NORTH)
    wanted = assembly_of(patched(with_routes(**{"GET /items/{id}": None}), {"regions": document["regions"]}))
    deployed = rolled_out(document).deployed(wanted)
    assert deployed.secondary is not None
    instance = deployed.secondary.instances[US]
    assert instance.stack is not None
    body = next(entry.body for entry in wanted.templates if entry.name == "secondary")
    ahead = {**deployed.secondary.instances, US: replace(instance, stack=replace(instance.stack, body=body))}

    planned = plan(wanted, replace(deployed, secondary=replace(deployed.secondary, body=body, instances=ahead)))

    assert [step.regions for step in of_type(planned, DeployStackSet)] == [(NORTH,), (NORTH,), (US, NORTH)]


def test_nobody_is_taken_out_of_dns_before_the_others_serve() -> None:
    assembly = assembly_of(in_regions(NORTH))
    row = ControlRow(region=US, drained=True, by="alice")

    planned = plan(assembly, replace(rolled_out(SHOP).deployed(assembly), control={US: row}))

    first, last = (step for step in planned.steps if getattr(step.step, "template", "") == "dns")
    assert not of_type(planned, Drain)
    assert last.needs == (first.number,)


def test_a_stack_set_stays_as_long_as_a_skipped_region_has_an_instance() -> None:
    assembly = assembly_of(in_regions())
    deployed = rolled_out(in_regions(NORTH, "sa-east-1")).deployed(assembly)

    planned = plan(assembly, deployed, skip=frozenset({NORTH}))

    assert [step.regions for step in of_type(planned, DeleteInstances)] == [("sa-east-1",)]
    assert not of_type(planned, DeleteStackSet)


def test_a_role_that_goes_needs_the_capability_to_the_end() -> None:
    unwatched = {"alarms": False, "dashboard": False}
    shallow = patched(SHOP, {"health": {"mode": "shallow"}, "observability": unwatched})
    wanted = patched(shallow, {"api": {"routes": {**dict.fromkeys(SHOP["api"]["routes"]), **ROUTE}}})
    rehearsal = rolled_out(shallow)

    planned = rehearsal.plan(wanted)

    assert [step.capabilities for step in stacks(planned, "main")] == [("CAPABILITY_IAM",), ("CAPABILITY_IAM",), ()]
    assert [step.capabilities for step in of_type(planned, DeployStackSet)] == [
        ("CAPABILITY_IAM",),
        ("CAPABILITY_IAM",),
        (),
    ]
