"""What holds for every plan, over sequences of apps on the fake AWS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.assembly.model import Assembly
from generator.deploy.destruction import destruction
from generator.deploy.model import AwaitIndexes, AwaitReplicas, AwaitReplication, AwaitTtl, Plan, SmokeTest
from tests.support.apps import HELLO, Document, assembled
from tests.support.rehearsal import Rehearsal, check_plan, methods_of

SECONDARY = ("us-east-1", "eu-north-1", "sa-east-1")
TABLES = ("a", "b", "c")
INDEXES = ("x", "y", "z")

WAITING = (AwaitIndexes, AwaitReplicas, AwaitReplication, AwaitTtl, SmokeTest)
fewer = settings(
    max_examples=settings().max_examples // 8, phases=[phase for phase in Phase if phase is not Phase.explain]
)
"""Each example makes several plans and carries them out, which takes a fifth of a second; with every line of it traced,
to explain what is already told by the smallest example, it takes many times that."""

CAPACITY = {"read": {"min": 1, "max": 9, "target": 70}, "write": {"min": 1, "max": 9, "target": 70, "seed": 1}}
BILLING: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {}, {"billing": CAPACITY}, {"max_read_request_units": 9, "max_write_request_units": 9}]
)
FUNCTION = {"handler": "index.handler", "code": HELLO}
FUNCTIONS = st.sampled_from(
    [{}, {}, {"hello": {**FUNCTION, "runtime": "python3.13"}}, {"hello": {**FUNCTION, "runtime": "python3.14"}}]
)
HEALTH = st.sampled_from(["deep", "deep", "control", "shallow"])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """One to three tables. An index keeps its name and may get another key."""
    names = draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=3, unique=True))
    found: dict[str, Any] = {}
    for name in names:
        indexes = draw(st.lists(st.sampled_from(INDEXES), max_size=2, unique=True))
        keys = {f"by_{index}": draw(st.sampled_from([index, "other"])) for index in indexes}
        found[name] = {
            "partition_key": {"name": "id", "type": "S"},
            "global_secondary_indexes": {
                index: {"partition_key": {"name": key, "type": "S"}} for index, key in sorted(keys.items())
            },
            "deletion_protection": draw(st.booleans()),
            **draw(BILLING),
        }
    return found


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A small app: one to four regions, and routes whose variables change their names."""
    declared = draw(tables())
    variable = draw(st.sampled_from(["id", "key"]))
    routes: dict[str, Any] = {"GET /version": {"mock": {"status": 200, "body": {"version": draw(st.integers(1, 2))}}}}
    for name in draw(st.lists(st.sampled_from(sorted(declared)), max_size=2, unique=True)):
        item = {"table": name, "key": {"id": f"$request.path.{variable}"}}
        routes[f"GET /{name}/{{{variable}}}"] = {"action": "GetItem", **item}
        if draw(st.booleans()):
            routes[f"DELETE /{name}/{{{variable}}}"] = {"action": "DeleteItem", **item}
    return {
        "name": "shop",
        "domain": {"name": "api.example.com", "hosted_zone_id": "Z0123456789"},
        "regions": {
            "main": "eu-west-1",
            "secondary": draw(st.lists(st.sampled_from(SECONDARY), max_size=3, unique=True)),
        },
        "tables": declared,
        "api": {"auth": "iam", "routes": routes},
        "functions": draw(FUNCTIONS),
        "health": {"mode": draw(HEALTH)},
    }


def has_errors(planned: Plan) -> bool:
    """Whether people would have to mend something first: a table that left once and now would come back another."""
    return any(check.outcome == "error" for check in planned.checks)


def assert_reached(rehearsal: Rehearsal, wanted: Assembly) -> None:
    """Nothing is left to do, and every region serves exactly what it is to serve."""
    assert rehearsal.plan(wanted).steps == ()
    assert rehearsal.serving(wanted) == set(wanted.regions)
    for region in wanted.regions:
        assert rehearsal.cloud.served(region) == methods_of(wanted, region)


def roll_out_watched(rehearsal: Rehearsal, wanted: Assembly) -> bool:
    """Roll out, looking at what customers meet after each step; false when people would have to mend something."""
    planned = rehearsal.plan(wanted)
    if has_errors(planned):
        return False
    check_plan(planned)
    encoded = msgspec.json.encode(planned)
    assert msgspec.json.encode(msgspec.json.decode(encoded, type=Plan)) == encoded
    has_served = bool(rehearsal.serving(wanted))
    for step in rehearsal.run(planned):
        if isinstance(step.step, WAITING):
            continue
        answers = [rehearsal.status(wanted, region) for region in rehearsal.in_dns(wanted)]
        assert set(answers) <= {200, 503}, "a region is in DNS and does not work"
        assert 200 in answers or not has_served, "nobody serves any more"
        has_served = 200 in answers
    return True


@fewer
@given(st.lists(documents(), min_size=1, max_size=3))
def test_every_sequence_of_apps_is_reached_while_somebody_serves(sequence: Sequence[Document]) -> None:
    rehearsal = Rehearsal()

    for document in sequence:
        wanted = assembled(document)
        if not roll_out_watched(rehearsal, wanted):
            break
        assert_reached(rehearsal, wanted)


@fewer
@given(documents(), documents(), st.integers(0, 40), st.booleans())
def test_interrupted_or_failed_at_any_step_it_goes_on_to_the_same_end(
    first: Document, second: Document, number: int, is_failing: bool
) -> None:
    wanted = [assembled(first), assembled(second)]
    straight, other = Rehearsal(), Rehearsal()
    straight.roll_out(wanted[0])
    if has_errors(straight.plan(wanted[1])):
        return
    straight.roll_out(wanted[1])

    for assembly in wanted:
        planned = other.plan(assembly)
        at = number % (len(planned.steps) + 1)
        if at and is_failing:
            other.roll_out_failing(assembly, at)
        elif at:
            other.roll_out(assembly, steps=at)
        assert roll_out_watched(other, assembly)

    assert_reached(other, wanted[1])
    assert other.world() == straight.world()


@fewer
@given(documents(), documents(), st.integers(0, 40))
def test_a_plan_given_up_for_another_app_leaves_nothing_in_its_way(
    first: Document, second: Document, number: int
) -> None:
    wanted = [assembled(first), assembled(second)]
    rehearsal = Rehearsal()
    steps = rehearsal.plan(wanted[0]).steps
    rehearsal.roll_out(wanted[0], steps=1 + number % len(steps))

    if roll_out_watched(rehearsal, wanted[1]):
        assert_reached(rehearsal, wanted[1])


@fewer
@given(documents(), documents(), st.sampled_from(SECONDARY))
def test_a_region_that_is_down_and_skipped_is_not_touched_and_catches_up_later(
    first: Document, second: Document, region: str
) -> None:
    wanted = [assembled(first), assembled(second)]
    rehearsal = Rehearsal()
    rehearsal.roll_out(wanted[0])
    before = rehearsal.in_dns(wanted[0]) & {region}

    rehearsal.cloud.down.add(region)
    planned = rehearsal.roll_out(wanted[1], frozenset({region}))
    again = rehearsal.plan(wanted[1], frozenset({region}))
    rehearsal.cloud.down.clear()

    assert not any(region in (step.step.region, *getattr(step.step, "regions", ())) for step in planned.steps)
    assert again.steps == ()
    assert rehearsal.in_dns(wanted[1]) & {region} == before
    if roll_out_watched(rehearsal, wanted[1]):
        assert_reached(rehearsal, wanted[1])


@fewer
@given(documents(), st.integers(0, 40), st.integers(0, 10))
def test_what_is_destroyed_is_gone_but_for_tables_and_can_be_made_again(
    document: Document, number: int, interruption: int
) -> None:
    wanted = assembled(document)
    rehearsal = Rehearsal()
    rehearsal.roll_out(wanted, steps=1 + number)

    for steps in (interruption, 100):
        planned = destruction(wanted, rehearsal.deployed(wanted))
        for step in rehearsal.run(planned):
            if step.number >= steps:
                break

    assert destruction(wanted, rehearsal.deployed(wanted)).steps == ()
    assert {name for _, name in rehearsal.world()["stacks"]} == {"multi-region-bootstrap"}
    assert roll_out_watched(rehearsal, wanted)
    assert_reached(rehearsal, wanted)
