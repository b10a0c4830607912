"""CloudFormation in the fake AWS: stacks, with what becomes of them when an update fails, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from generator.aws.model import DeployedRecord, DeployedStack, StackRequest, StackStatus
from generator.errors import OperationError
from tests.support.fake_gateway import (
    check_domains,
    check_paths,
    check_records,
    domain_names,
    records_of,
    served,
)
from tests.support.fake_names import LAMBDA, Names
from tests.support.fake_tables import TableGroup, Tables
from tests.support.fake_template import DOMAIN_NAME, GLOBAL_TABLE, ROLE, Template, check, domain_target, refusal

Json = Any

KEPT, MUCH = 100, 1_000_000
"""Concurrent executions that Lambda keeps for functions without a reservation; those of a large account."""


class Stacks:
    """Every stack of the account, by region and name. `served`: stack id ─▶ methods that the stage serves."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.stacks: dict[tuple[str, str], DeployedStack] = {}
        self.tables = Tables()
        self.names = Names()
        self.foreign_records: list[DeployedRecord] = []
        self.served: dict[str, frozenset[str]] = {}
        self.assets: dict[str, set[str]] = {}
        self.concurrency: dict[str, int] = {}
        self._made = 0

    def find(self, name: str, region: str) -> DeployedStack | None:
        """A stack by name or id."""
        return next((one for one in self.at(region) if name in (one.name, one.stack_id)), None)

    def at(self, region: str | None = None) -> list[DeployedStack]:
        """The stacks of a region, or all."""
        return [one for one in self.stacks.values() if region in (None, one.region)]

    def template_of(self, stack: DeployedStack | None, region: str) -> Template:
        """What a stack is made of; nothing where there is none, or none that got up."""
        if stack is None or stack.status.is_stillborn:
            return Template({}, region, self.account)
        return Template(stack.body, stack.region, self.account, stack.name, stack.parameters, stack.stack_id)

    def templates(self, region: str | None = None) -> list[Template]:
        """The templates of the stacks of a region, or of all."""
        return [self.template_of(one, one.region) for one in self.at(region)]

    def apis(self) -> Iterator[tuple[DeployedStack, Template]]:
        """The stacks that serve an API."""
        for one in self.at():
            if self.served.get(one.stack_id):
                yield one, self.template_of(one, one.region)

    def records(self) -> Iterator[tuple[str, DeployedRecord]]:
        """Every record with its zone; one that no stack made has an empty zone."""
        for template in self.templates():
            yield from records_of(template)
        yield from (("", record) for record in self.foreign_records)

    def deploy(
        self, request: StackRequest, foreign_domains: frozenset[str] = frozenset(), failure: Exception | None = None
    ) -> DeployedStack:
        """Create, update or import; `failure` comes after the tables were made."""
        there = self._updatable(request)
        old = self.template_of(there, request.region)
        stack_id = there.stack_id if there is not None else self._new_id(request.name, request.region)
        new = Template(request.body, request.region, self.account, request.name, request.parameters, stack_id)
        check(new, request.capabilities)
        self._check_code(new)
        self.check_role(request.role_arn, request.region)
        if request.imports:
            _check_import(old, new, request.imports)
        elif there is not None and (old.body, old.parameters) == (new.body, new.parameters):
            return self._keep(replace(there, status=_settled(there.status)))
        saved = list(self.tables.groups)
        try:
            self._apply(old, new, request, stack_id, foreign_domains)
            if failure is not None:
                raise failure
        except OperationError as error:
            self._roll_back(request, there, stack_id, saved, error)
            raise
        self.served[stack_id] = served(old, new, self.served.get(stack_id, frozenset()))
        self.names.retain(old, new)
        kind = "IMPORT" if request.imports else "CREATE" if there is None else "UPDATE"
        return self._keep(_stack(request, stack_id, f"{kind}_COMPLETE", new.outputs()))

    def unreserved(self, region: str, without: str = "") -> int:
        """Concurrent executions that no function of a stack has reserved, but for those of the stack `without`."""
        stacks = (self.template_of(one, region) for one in self.at(region) if one.name != without)
        return self.concurrency.get(region, MUCH) - sum(map(_reserved, stacks))

    def protect(self, name: str, region: str, *, on: bool) -> None:
        """Switch termination protection."""
        stack = self.find(name, region)
        if stack is None:
            raise refusal(f"Stack [{name}] does not exist", region)
        self._keep(replace(stack, termination_protection=on))

    def delete(self, name: str, region: str, role_arn: str | None) -> None:
        """Delete a stack; what it retains stays."""
        stack = self.find(name, region)
        if stack is None:
            return
        if stack.termination_protection:
            raise refusal(f"Stack [{name}] cannot be deleted while TerminationProtection is enabled", region)
        self.check_role(role_arn, region)
        saved = list(self.tables.groups)
        try:
            old, nothing = self.template_of(stack, region), Template({}, region, self.account)
            self.tables.apply(old, nothing, stack.stack_id)
        except OperationError:
            self.tables.groups = saved
            self._keep(replace(stack, status=StackStatus("DELETE_FAILED")))
            raise
        self.names.retain(old, nothing)
        del self.stacks[region, stack.name]
        self.served.pop(stack.stack_id, None)

    def _check_code(self, template: Template) -> None:
        """Lambda takes code from a bucket of its own region, when the function is made or changed."""
        functions = (one for one in template.body.get("Resources", {}).values() if one["Type"] == LAMBDA)
        keys = (one["Properties"]["Code"].get("S3Key", "") for one in functions)
        missing = {key for key in keys if key} - {f"assets/{name}" for name in self.assets.get(template.region, ())}
        if missing:
            raise refusal(f"S3 Error Code: NoSuchKey: {min(missing)}", template.region)

    def check_role(self, arn: str | None, region: str) -> None:
        """A role that is passed on has to exist; its ARN ends with its path and name."""
        if arn is None:
            return
        path = arn.partition(":role/")[2]
        for template in self.templates():
            for _, properties in template.properties(ROLE):
                named = f"{properties.get('Path', '/')}{properties.get('RoleName', '')}".lstrip("/")
                if named == path:
                    return
        raise refusal(f"Role {arn} is invalid or cannot be assumed", region)

    def _updatable(self, request: StackRequest) -> DeployedStack | None:
        """The stack to be updated, without what AWS makes one delete first."""
        there = self.stacks.get((request.region, request.name))
        if there is None or there.status.is_under_review:
            return None
        if there.status.is_stuck:
            raise refusal(f"Stack [{request.name}] is in {there.status.value} state", request.region)
        if there.status.is_stillborn:
            del self.stacks[request.region, request.name]
            return None
        return there

    def _apply(
        self, old: Template, new: Template, request: StackRequest, stack_id: str, foreign: frozenset[str]
    ) -> None:
        others = [template for template in self.templates() if template != old]
        taken = foreign | {name for one in others if one.region == new.region for name in domain_names(one)}
        left = self.unreserved(new.region, new.stack_name) - _reserved(new)
        if _reserved(new) and left < KEPT:
            raise refusal(f"decreases account's UnreservedConcurrentExecution below its minimum [{KEPT}]", new.region)
        self.names.check(old, new, self.templates(new.region))
        check_domains(old, new, taken)
        check_paths(old, new)
        targets = frozenset(
            domain_target(properties["DomainName"], one.region)
            for one in others
            for _, properties in one.properties(DOMAIN_NAME)
        )
        records = [record for one in others for _, record in records_of(one)]
        check_records(new, (*records, *self.foreign_records), targets)
        self.tables.apply(old, new, stack_id, frozenset(request.imports))

    def _roll_back(
        self,
        request: StackRequest,
        there: DeployedStack | None,
        stack_id: str,
        saved: list[TableGroup],
        error: OperationError,
    ) -> None:
        """Tables that were made and are to be retained stay, without an owner [aws-facts 11.7].

        A replica that came to a table is deleted again; a protected one cannot be, and nothing is rolled back.
        """
        known = {(group.name, region) for group in saved for region in group.replicas}
        if there is not None and self._has_protected(stack_id, known):
            self._keep(replace(there, status=StackStatus("UPDATE_ROLLBACK_FAILED"), status_reason=error.message))
            return
        policies = {
            one["Properties"]["TableName"]: one.get("DeletionPolicy")
            for one in request.body["Resources"].values()
            if one["Type"] == GLOBAL_TABLE
        }
        left = [
            replace(group, owner=None)
            for group in self.tables.groups
            if group.owner == stack_id
            and policies.get(group.name) == "Retain"
            and not known & {(group.name, region) for region in group.replicas}
        ]
        self.tables.groups = [*saved, *left]
        if there is not None:
            self._keep(replace(there, status=StackStatus("UPDATE_ROLLBACK_COMPLETE"), status_reason=error.message))
        elif not request.imports:
            self._keep(_stack(request, stack_id, "ROLLBACK_COMPLETE", {}, error.message))

    def _has_protected(self, stack_id: str, known: set[tuple[str, str]]) -> bool:
        """Whether a table that was there before has a protected replica that was not [aws-facts 1.20]."""
        ours = [group for group in self.tables.groups if group.owner == stack_id]
        grown = [group for group in ours if any((group.name, region) in known for region in group.replicas)]
        return any(on and (group.name, region) not in known for group in grown for region, on in group.replicas.items())

    def _keep(self, stack: DeployedStack) -> DeployedStack:
        self.stacks[stack.region, stack.name] = stack
        return stack

    def _new_id(self, name: str, region: str) -> str:
        self._made += 1
        return f"arn:aws:cloudformation:{region}:{self.account}:stack/{name}/{self._made}"


def _stack(
    request: StackRequest, stack_id: str, status: str, outputs: Mapping[str, str], reason: str = ""
) -> DeployedStack:
    return DeployedStack(
        name=request.name,
        region=request.region,
        stack_id=stack_id,
        status=StackStatus(status),
        status_reason=reason,
        body=request.body,
        parameters=dict(request.parameters),
        outputs=outputs,
    )


def _reserved(template: Template) -> int:
    """Concurrent executions that the functions of a template reserve."""
    return sum(int(properties.get("ReservedConcurrentExecutions", 0)) for _, properties in template.properties(LAMBDA))


def _settled(status: StackStatus) -> StackStatus:
    """What an operation of somebody else comes to when it is waited for."""
    return StackStatus("UPDATE_COMPLETE") if status.is_in_progress else status


def _check_import(old: Template, new: Template, imports: Mapping[str, Mapping[str, str]]) -> None:
    """An import changes nothing else, and everything imported has a `DeletionPolicy` [aws-facts 1.23]."""
    before, after = old.body.get("Resources", {}), new.body["Resources"]
    for name, identifier in imports.items():
        if name in before or name not in after:
            raise refusal(f"{name} cannot be imported: it is in the stack already, or not in the template", new.region)
        if "DeletionPolicy" not in after[name]:
            raise refusal(f"{name}: resources to import need a DeletionPolicy", new.region, name)
        if identifier != {"TableName": after[name]["Properties"]["TableName"]}:
            raise refusal(f"{name}: the identifier is not that of the template", new.region, name)
    if {name: one for name, one in after.items() if name not in imports} != before:
        raise refusal("resources in an import change set must not be modified, added or removed", new.region)
    if old.body and old.body.get("Outputs", {}) != new.body.get("Outputs", {}):
        raise refusal("outputs cannot be changed by an import", new.region)
