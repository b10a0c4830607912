"""Plans made and carried out on the fake AWS, step by step, and what must be true after each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from generator.assembly.model import Assembly
from generator.aws.model import DeployedZone
from generator.deploy.bodies.parts import GLOBAL_TABLE, of_type, tables_of
from generator.deploy.bodies.records import regions_of
from generator.deploy.bodies.tables import indexes_of, is_protected, replicas_of
from generator.deploy.calls import carry_out
from generator.deploy.deployed import Deployed
from generator.deploy.model import CreateInstances, DeployStack, DeployStackSet, Plan, PlannedStep
from generator.deploy.planner import plan
from generator.deploy.state import read
from generator.errors import NetworkError, OperationError, Place
from tests.support.apps import Document, assembly_of
from tests.support.fake_cloud import FakeCloud, silent

ZONE = "Z0123456789"
METHOD = "AWS::ApiGateway::Method"


class Rehearsal:
    """An account in which apps are rolled out, one after the other."""

    def __init__(self) -> None:
        self.cloud = FakeCloud()
        self.cloud.zones[ZONE] = DeployedZone(id=ZONE, name="example.com", is_private=False)

    def deployed(self, assembly: Assembly, skip: frozenset[str] = frozenset()) -> Deployed:
        """What is there."""
        return read(self.cloud, assembly, skip=skip, workers=1)

    def plan(self, wanted: Assembly | Document, skip: frozenset[str] = frozenset()) -> Plan:
        """What leads from what is there to what is wanted."""
        assembly = wanted if isinstance(wanted, Assembly) else assembly_of(wanted)
        return plan(assembly, self.deployed(assembly, skip), skip=skip)

    def run(self, planned: Plan) -> Iterator[PlannedStep]:
        """Carry out one step after the other, yielding each when it is done."""
        for step in planned.steps:
            carry_out(step, planned, self.cloud, silent)
            yield step

    def roll_out(self, wanted: Assembly | Document, skip: frozenset[str] = frozenset(), *, steps: int = 10**6) -> Plan:
        """Plan and carry out, the first `steps` at most; returns the plan."""
        planned = self.plan(wanted, skip)
        for step in self.run(planned):
            if step.number >= steps:
                break
        return planned

    def roll_out_failing(self, wanted: Assembly | Document, number: int) -> Plan:
        """As `roll_out`, but AWS tries the step of this number in vain, and takes back what it has done."""
        planned = self.plan(wanted)
        for step in planned.steps[:number]:
            try:
                if step.number == number:
                    self._let_fail(step)
                carry_out(step, planned, self.cloud, silent)
            except OperationError:
                assert step.number == number, f"only step {number} was to fail"
        return planned

    def _let_fail(self, planned: PlannedStep) -> None:
        step = planned.step
        error = OperationError("made to fail", place=Place("test", step.region))
        match step:
            case DeployStack():
                self.cloud.fail_next("deploy_stack", step.region, error)
            case DeployStackSet(regions=regions) if regions:
                self.cloud.fail_next("deploy_stack_set", regions[-1], error)
            case CreateInstances():
                self.cloud.fail_next("create_instances", step.regions[-1], error)
            case _:
                raise error

    def serving(self, wanted: Assembly) -> set[str]:
        """The regions that DNS leads to and that answer."""
        return {region for region in self.in_dns(wanted) if self.status(wanted, region) == 200}

    def in_dns(self, wanted: Assembly) -> frozenset[str]:
        """The regions that have records."""
        stack = self.cloud.world.find(f"{wanted.id}-dns", "us-east-1")
        return frozenset() if stack is None or stack.status.is_stillborn else regions_of(stack.body)

    def status(self, wanted: Assembly, region: str) -> int:
        """What a region's API answers to a health checker; 0 for no answer."""
        assert wanted.domain is not None
        try:
            return self.cloud.request("GET", f"https://{region}.{wanted.domain.name}{wanted.health_path}").status
        except NetworkError:
            return 0

    def world(self) -> Mapping[str, Any]:
        """All that is there, without what differs from one way to the next: ids, and when what was made."""
        return {
            "stacks": {
                (one.region, one.name): (one.body, one.parameters, one.outputs) for one in self.cloud.world.at()
            },
            "sets": {
                key: (one.body, {region: instance.status for region, instance in one.instances.items()})
                for key, one in self.cloud.sets.sets.items()
            },
            "tables": sorted(
                (group.name, sorted(group.replicas.items()), sorted(group.indexes), group.owner is None)
                for group in self.cloud.tables.groups
            ),
            "rows": {table: rows for table, rows in self.cloud.rows.items() if rows},
        }


def methods_of(wanted: Assembly, region: str) -> frozenset[str]:
    """Logical ids of the methods that a region is to serve."""
    name = "main" if region == wanted.regions[0] else "secondary"
    body = next(entry.body for entry in wanted.templates if entry.name == name)
    return frozenset(of_type(body, METHOD))


def check_plan(planned: Plan) -> None:
    """What is true of every plan, whatever it is for."""
    for step in planned.steps:
        assert all(0 < need < step.number for need in step.needs)
    main = [
        step.step.body for step in planned.steps if isinstance(step.step, DeployStack) and step.step.template == "main"
    ]
    for before, after in pairwise(main):
        _check_tables(tables_of(before), tables_of(after))
    _check_protection(planned)


def _check_protection(planned: Plan) -> None:
    """A region gets its API when its replicas are protected as they will be when everything is done."""
    tables: dict[str, Any] = {}
    made: dict[tuple[str, str], bool] = {}
    for step in planned.steps:
        if isinstance(step.step, DeployStack) and step.step.template == "main":
            tables = tables_of(step.step.body)
        elif isinstance(step.step, CreateInstances):
            made |= {
                (region, name): is_protected(one, region)
                for region in step.step.regions
                for name, one in tables.items()
            }
    assert all(on == is_protected(tables[name], region) for (region, name), on in made.items() if name in tables)


def _check_tables(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """One replica per table and update, and nothing else of it; one index made or deleted [aws-facts 1.3, 1.5]."""
    for name in before.keys() & after.keys():
        one, other = before[name], after[name]
        assert one["Type"] == other["Type"] == GLOBAL_TABLE
        replicas = replicas_of(one).keys() ^ replicas_of(other).keys()
        indexes = indexes_of(one).keys() ^ indexes_of(other).keys()
        assert len(replicas) <= 1
        assert len(indexes) <= 1
        if replicas:
            # A new one that is protected could not be deleted again if the update failed.
            assert not any(is_protected(other, region) for region in replicas)
            assert _without_replicas(one, replicas) == _without_replicas(other, replicas)


def _without_replicas(table: Mapping[str, Any], regions: set[str]) -> Any:
    properties = dict(table["Properties"])
    properties["Replicas"] = sorted(
        (one for one in properties["Replicas"] if one["Region"] not in regions), key=lambda one: str(one["Region"])
    )
    return {**table, "Properties": properties}
