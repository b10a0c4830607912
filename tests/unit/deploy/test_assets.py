"""The code of functions on its way into the buckets: what is asked, what is planned, what is done."""

from __future__ import annotations

from functools import cache

import pytest

from generator.assembly.model import Assembly
from generator.aws.model import Progress
from generator.deploy.calls import carry_out
from generator.deploy.model import CreateInstances, DeployStack, DeployStackSet, Plan, UploadAssets
from generator.deploy.planner import plan as planned_of
from generator.deploy.presence import needed_assets
from generator.deploy.state import read
from generator.errors import AccessError, NetworkError, OperationError
from tests.support.apps import HELLO, Document, assembly_of, patched
from tests.support.fake_cloud import FakeCloud
from tests.support.plans import plan, step
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.planned import MAIN, NORTH, US, of_type, rolled_out, shop
from tests.unit.deploy.shop import SHOP, in_regions, with_code

TWO = patched(
    with_code(),
    {
        "regions": {"secondary": [US, NORTH]},
        "functions": {
            "other": {"handler": "index.handler", "runtime": "python3.14", "code": HELLO, "run_in": "main_region"}
        },
    },
)


@cache
def coded() -> Assembly:
    return assembly_of(with_code())


def name_of(assembly: Assembly, runtime: str = "python3.13") -> str:
    return next(asset.name for asset in assembly.assets if asset.runtime == runtime)


def uploads(planned: Plan) -> dict[str, tuple[str, ...]]:
    return {one.region: one.assets for one in of_type(planned, UploadAssets)}


def test_a_region_needs_what_its_template_speaks_of() -> None:
    assembly = assembly_of(TWO)
    everywhere, only_main = name_of(assembly), name_of(assembly, "python3.14")

    assert needed_assets(assembly) == {
        MAIN: tuple(sorted((everywhere, only_main))),
        US: (everywhere,),
        NORTH: (everywhere,),
    }
    assert needed_assets(shop()[0]) == {}


def test_each_package_is_asked_for_once_in_each_region_that_needs_it() -> None:
    cloud = FakeCloud()
    read(cloud, assembly_of(TWO))

    asked = sorted(call.region for call in cloud.reads if call.method == "has_asset")

    assert asked == sorted([MAIN, MAIN, US, NORTH])


def test_an_app_without_code_in_folders_asks_nothing_of_the_buckets() -> None:
    rehearsal = rolled_out(shop()[0])

    assert [call for call in rehearsal.cloud.reads if call.method == "has_asset"] == []


def test_what_is_there_is_not_planned_again() -> None:
    rehearsal = rolled_out(with_code())

    assert rehearsal.deployed(coded()).lacking_assets == {}
    assert rehearsal.plan(with_code()).steps == ()


def test_code_is_there_before_any_stack_of_its_region_asks_for_it() -> None:
    planned = Rehearsal().plan(with_code())
    before = {one.number: set(one.needs) for one in planned.steps}
    for number, needs in before.items():
        before[number] = needs.union(*(before[need] for need in needs))
    uploaded = {one.step.region: one.number for one in planned.steps if isinstance(one.step, UploadAssets)}

    first_main = next(
        one.number for one in planned.steps if isinstance(one.step, DeployStack) and one.step.template == "main"
    )
    created = next(one.number for one in planned.steps if isinstance(one.step, CreateInstances))

    assert uploaded[MAIN] in before[first_main]
    assert uploaded[US] in before[created]


def test_an_update_waits_for_the_code_of_every_region_that_it_changes() -> None:
    planned = rolled_out(with_code()).plan(with_code(runtime="python3.14"))
    uploaded = {one.step.region: one.number for one in planned.steps if isinstance(one.step, UploadAssets)}
    update = next(one for one in planned.steps if isinstance(one.step, DeployStackSet))

    assert uploaded[US] in update.needs


def test_a_region_that_does_not_answer_is_neither_asked_twice_nor_uploaded_to() -> None:
    rehearsal = rolled_out(with_code())
    rehearsal.cloud.assets.clear()
    rehearsal.cloud.fail_next("has_asset", US, NetworkError("us-east-1 does not answer"))

    deployed = rehearsal.deployed(coded())

    assert set(deployed.unread) == {US}
    assert set(uploads(planned_of(coded(), deployed))) == {MAIN}


def test_a_skipped_region_is_not_asked() -> None:
    rehearsal = rolled_out(with_code())
    rehearsal.cloud.assets.clear()

    assert set(uploads(rehearsal.plan(with_code(), frozenset({US})))) == {MAIN}


def test_a_new_region_gets_the_package_of_the_others() -> None:
    planned = rolled_out(with_code()).plan(patched(with_code(), in_regions(US, NORTH)))

    (upload,) = of_type(planned, UploadAssets)

    assert (upload.region, upload.copies) == (NORTH, {name_of(coded()): MAIN})


@pytest.mark.parametrize("after", [SHOP, with_code(runtime="python3.14")], ids=["no code", "other code"])
def test_a_region_that_replaces_all_others_gets_the_code_of_the_template_that_it_is_made_from(after: Document) -> None:
    rehearsal = rolled_out(with_code())
    wanted = patched(after, in_regions(NORTH))

    planned = rehearsal.roll_out(wanted)

    older = next(one for one in of_type(planned, UploadAssets) if one.assets == (name_of(coded()),))
    assert (older.region, older.copies) == (NORTH, {name_of(coded()): MAIN})
    assert rehearsal.plan(wanted).steps == ()


def test_nothing_is_copied_from_a_region_that_lacks_it() -> None:
    rehearsal = rolled_out(with_code())
    del rehearsal.cloud.assets[MAIN]

    (upload,) = of_type(rehearsal.plan(with_code()), UploadAssets)

    assert (upload.region, upload.copies) == (MAIN, {name_of(coded()): US})


@pytest.mark.parametrize("error", [AccessError("not allowed"), OperationError("no")])
def test_an_upload_that_failed_is_done_by_the_next_deploy(error: Exception) -> None:
    rehearsal = Rehearsal()
    rehearsal.cloud.fail_next("upload_asset", US, error)

    with pytest.raises(type(error)):
        rehearsal.roll_out(with_code())
    rehearsal.roll_out(with_code())

    assert rehearsal.plan(with_code()).steps == ()


def test_packages_come_one_by_one_from_here_or_from_the_region_that_has_them() -> None:
    cloud, told = rolled_out(shop()[0]).cloud, list[Progress]()
    cloud.assets[MAIN] = {"b.zip"}
    whole = plan(step(1, UploadAssets(region=US, assets=("a.zip", "b.zip"), copies={"b.zip": MAIN})))
    cloud.calls.clear()

    carry_out(whole.steps[0], whole, cloud, told.append)

    calls = [(call.method, call.region, call.subject, call.request) for call in cloud.calls]
    assert calls == [("upload_asset", US, "a.zip", None), ("copy_asset", US, "b.zip", MAIN)]
    assert [(one.region, one.status) for one in told] == [(US, "1 of 2"), (US, "2 of 2")]
    assert cloud.assets[US] == {"a.zip", "b.zip"}
