"""What is deployed, as an assembly to compare with."""

from __future__ import annotations

from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.aws.model import StackStatus
from generator.deploy.deployed_assembly import deployed_assembly
from generator.diff.compare import compare
from tests.support.apps import assembly_of
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, NORTH, US, rolled_out, shop
from tests.unit.deploy.shop import ROUTE, SHOP, in_regions, with_routes


def of(rehearsal: Rehearsal, wanted: Assembly) -> Assembly:
    """What is deployed, which has to be something."""
    found = deployed_assembly(wanted, rehearsal.deployed(wanted))
    assert found is not None
    return found


def bodies(assembly: Assembly) -> dict[str, object]:
    """The templates by name."""
    return {entry.name: entry.body for entry in assembly.templates}


def test_what_is_deployed_does_not_differ_from_what_was_rolled_out() -> None:
    assembly, deployed = shop()

    found = deployed_assembly(assembly, deployed)

    assert found is not None
    assert compare(found, assembly).is_empty
    assert [entry.name for entry in found.templates] == ["roles", "main", "secondary", "dns"]
    assert found.templates == assembly.templates


def test_as_long_as_there_is_no_api_nothing_is_deployed() -> None:
    assembly = assembly_of(SHOP)
    rehearsal = Rehearsal()

    assert deployed_assembly(assembly, rehearsal.deployed(assembly)) is None
    rehearsal.roll_out(assembly, steps=5)
    assert deployed_assembly(assembly, rehearsal.deployed(assembly)) is None
    rehearsal.roll_out(assembly, steps=1)
    assert deployed_assembly(assembly, rehearsal.deployed(assembly)) is not None


def test_a_stack_that_never_got_up_is_not_deployed() -> None:
    assembly, deployed = shop()
    assert deployed.main is not None
    main = replace(deployed.main, status=StackStatus("ROLLBACK_COMPLETE"))

    assert deployed_assembly(assembly, replace(deployed, main=main)) is None


def test_regions_are_those_with_an_instance_that_works() -> None:
    rehearsal = rolled_out(in_regions("sa-east-1", NORTH))

    found = of(rehearsal, assembly_of(in_regions(US, NORTH)))

    assert found.regions == (MAIN, NORTH, "sa-east-1")
    assert [entry.regions for entry in found.templates] == [(MAIN,), (MAIN,), (NORTH, "sa-east-1"), (US,)]


def test_a_region_that_did_not_answer_is_still_one() -> None:
    rehearsal = rolled_out(in_regions(NORTH))
    rehearsal.cloud.down.add(NORTH)

    assert of(rehearsal, assembly_of(in_regions(NORTH))).regions == (MAIN, NORTH)


def test_the_regional_template_is_that_of_a_region_left_behind() -> None:
    document = in_regions(US, NORTH)
    wanted = assembly_of({**with_routes(**ROUTE), "regions": document["regions"]})
    rehearsal = rolled_out(document)
    rehearsal.roll_out_failing(wanted, 3)

    found = of(rehearsal, wanted)

    assert bodies(found)["main"] == bodies(wanted)["main"]
    assert bodies(found)["secondary"] == bodies(assembly_of(document))["secondary"]


def test_parameters_are_those_that_the_deployed_template_has() -> None:
    wanted = assembly_of(in_regions(US, NORTH))

    found = of(rolled_out(SHOP), wanted)

    dns = found.templates[-1]
    assert set(dns.parameters) == {
        "TargetDomainNameEuWest1",
        "TargetDomainNameUsEast1",
        "TargetHostedZoneIdEuWest1",
        "TargetHostedZoneIdUsEast1",
    }


def test_templates_that_are_no_longer_wanted_are_there() -> None:
    rehearsal = rolled_out(SHOP)

    found = of(rehearsal, assembly_of({**in_regions(), "domain": None}))

    assert set(bodies(found)) == {"roles", "main", "secondary", "dns"}


def test_a_stack_set_without_instances_has_its_own_template() -> None:
    assembly = assembly_of(SHOP)
    rehearsal = Rehearsal()
    rehearsal.roll_out(assembly, steps=8)

    found = of(rehearsal, assembly)

    assert found.regions == (MAIN,)
    assert bodies(found)["secondary"] == bodies(assembly)["secondary"]
