"""StackSets in the fake AWS: one account, one instance per region, each a stack like any other."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

from msgspec.structs import replace

from generator.aws.model import (
    DeployedInstance,
    DeployedStackSet,
    StackRequest,
    StackSetRequest,
)
from generator.errors import OperationError
from tests.support.fake_stacks import Stacks
from tests.support.fake_template import refusal

DOES_NOT_ANSWER = "the region does not answer"


class Trouble(NamedTuple):
    """What is in the way of an operation: regions that do not answer, and one that fails."""

    down: frozenset[str] = frozenset()
    region: str = ""
    error: Exception | None = None


class StackSets:
    """Every StackSet, by region and name."""

    def __init__(self, stacks: Stacks) -> None:
        self.sets: dict[tuple[str, str], DeployedStackSet] = {}
        self._stacks = stacks
        self._capabilities: dict[tuple[str, str], tuple[str, ...]] = {}

    def shown(
        self, name: str, region: str, down: frozenset[str], skip: frozenset[str] = frozenset()
    ) -> DeployedStackSet | None:
        """A StackSet, its instances with the stacks behind them as far as their regions are asked and answer."""
        found = self.sets.get((region, name))
        if found is None:
            return None
        shown = {
            where: replace(one, stack=None) if where in skip else self._instance(one, down)
            for where, one in sorted(found.instances.items())
        }
        return replace(found, instances=shown)

    def deploy(self, request: StackSetRequest, trouble: Trouble) -> None:
        """Create the set, or give it another template and its instances in `request.regions` as well."""
        self._check_roles(request)
        there = self.sets.get((request.region, request.name))
        instances = {} if there is None else dict(there.instances)
        missing = sorted(set(request.regions) - set(instances))
        if missing:
            raise refusal(f"stack instance not found: {missing}", request.region)
        if there is not None and there.body != request.body:
            instances = {where: replace(one, status="OUTDATED") for where, one in instances.items()}
        self._keep(request, instances)
        self._capabilities[request.region, request.name] = request.capabilities
        self._in_regions(request, trouble)

    def create_instances(self, request: StackSetRequest, trouble: Trouble) -> None:
        """Create the instances, or bring those that failed to the template of the set."""
        self._check_roles(request)
        there = self.sets.get((request.region, request.name))
        if there is None:
            raise refusal(f"StackSet {request.name} not found", request.region)
        if request.body and request.body != there.body:
            self._keep(request, dict(there.instances))
            self._capabilities[request.region, request.name] = request.capabilities
        self._in_regions(replace(request, body=request.body or there.body), trouble)

    def delete_instances(self, request: StackSetRequest, trouble: Trouble) -> None:
        """Delete the instances with their stacks; a protected one becomes INOPERABLE [aws-facts 2.18].

        With `parallel` one that fails keeps no other.
        """
        there = self.sets.get((request.region, request.name))
        if there is None:
            return
        self._check_roles(request)
        instances = dict(there.instances)
        failures: list[OperationError] = []
        for region in (region for region in request.regions if region in instances):
            try:
                self._check_region(region, trouble)
                stack = instances[region].stack
                if stack is not None:
                    self._stacks.delete(stack.stack_id, region, None)
            except OperationError as error:
                instances[region] = replace(
                    instances[region], status="INOPERABLE", detailed="FAILED", reason=error.message
                )
                failures.append(error)
            else:
                del instances[region]
            self._keep(request, instances, body_of=there)
            if failures and not request.parallel:
                break
        if failures:
            raise failures[0]

    def delete(self, name: str, region: str) -> None:
        """Delete a set without instances."""
        there = self.sets.get((region, name))
        if there is not None and there.instances:
            raise refusal(f"StackSet {name} is not empty", region)
        self.sets.pop((region, name), None)

    def _in_regions(self, request: StackSetRequest, trouble: Trouble) -> None:
        """The operation in each region: all of them with `parallel`, otherwise up to the first that fails."""
        first: OperationError | None = None
        for region in request.regions:
            if first is not None and not request.parallel:
                self._note(request, self._after(request, region, "CANCELLED", first.message))
                continue
            try:
                self._deploy_stack(request, region, trouble)
                self._note(request, self._after(request, region, "SUCCEEDED"))
            except OperationError as error:
                first = first or error
                self._note(request, self._after(request, region, "FAILED", error.message))
        if first is not None:
            raise first

    def _after(self, request: StackSetRequest, region: str, detailed: str, reason: str = "") -> DeployedInstance:
        return DeployedInstance(
            region=region,
            status="CURRENT" if detailed == "SUCCEEDED" else "OUTDATED",
            detailed=detailed,
            reason=reason,
            stack=self._stacks.find(self._stack_name(request, region), region),
        )

    def _deploy_stack(self, request: StackSetRequest, region: str, trouble: Trouble) -> None:
        if region in trouble.down:
            raise refusal(DOES_NOT_ANSWER, region)
        wanted = StackRequest(
            name=self._stack_name(request, region),
            region=region,
            body=request.body,
            capabilities=self._capabilities[request.region, request.name],
        )
        self._stacks.deploy(wanted, failure=trouble.error if region == trouble.region else None)

    @staticmethod
    def _stack_name(request: StackSetRequest, region: str) -> str:
        """AWS ends it with a UUID [aws-facts 2.16]; here it is the same in every run."""
        return f"StackSet-{request.name}-{crc32(region.encode()):08x}"

    def _check_region(self, region: str, trouble: Trouble) -> None:
        if region in trouble.down:
            raise refusal(DOES_NOT_ANSWER, region)
        if region == trouble.region and trouble.error is not None:
            raise trouble.error

    def _check_roles(self, request: StackSetRequest) -> None:
        self._stacks.check_role(request.administration_role_arn, request.region)
        execution = f"arn:aws:iam::{request.account}:role/{request.execution_role_name}"
        self._stacks.check_role(execution, request.region)

    def _instance(self, instance: DeployedInstance, down: frozenset[str]) -> DeployedInstance:
        if instance.region in down:
            return replace(instance, stack=None, reason=DOES_NOT_ANSWER)
        stack = None if instance.stack is None else self._stacks.find(instance.stack.name, instance.region)
        return replace(instance, stack=stack)

    def _note(self, request: StackSetRequest, instance: DeployedInstance) -> None:
        there = self.sets[request.region, request.name]
        instances = {**there.instances, instance.region: instance}
        self.sets[request.region, request.name] = replace(there, instances=instances)

    def _keep(
        self,
        request: StackSetRequest,
        instances: dict[str, DeployedInstance],
        body_of: DeployedStackSet | None = None,
    ) -> None:
        self.sets[request.region, request.name] = DeployedStackSet(
            name=request.name,
            region=request.region,
            body=request.body if body_of is None else body_of.body,
            instances=instances,
        )
