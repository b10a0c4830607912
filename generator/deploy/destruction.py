"""`destruction`: the steps that leave nothing of an environment but its data, and on request not even that.

The other way round than it was made: nobody is led anywhere any more, then the regions' APIs go, then the main stack,
which retains its tables, and last the roles with whose rights all that happened. The bootstrap stacks stay: they are
shared by all apps of the account.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from msgspec.structs import replace

from generator.assembly.model import Assembly
from generator.aws.model import DeployedTable
from generator.deploy.asking import NOT_ENABLED
from generator.deploy.bodies.parts import table_name, tables_of
from generator.deploy.calls import AT_ONCE
from generator.deploy.checking.stacks import check_busy
from generator.deploy.deployed import Deployed
from generator.deploy.model import (
    Check,
    DeleteInstances,
    DeleteStack,
    DeleteStackSet,
    DeleteTable,
    Plan,
)
from generator.deploy.planner import unplanned
from generator.deploy.planning.estimates import SECONDS
from generator.deploy.planning.steps import Number, Steps, places
from generator.deploy.presence import is_up, stack_name
from generator.diff.meaning.view import listed
from generator.errors import NetworkError, Place


def destruction(assembly: Assembly, deployed: Deployed, *, delete_data: frozenset[str] = frozenset()) -> Plan:
    """The plan; without steps there is nothing left. `delete_data` are names of tables to be deleted.

    Pure. Raises `NetworkError` when a region did not answer: something would stay without anybody knowing. A name that
    no table has is no mistake: an earlier run has deleted it. A table that would go with the main stack although nobody
    said so is an error among the checks, and so are roles that are gone before what was made with their rights.
    """
    _refuse_unread(deployed)
    going = delete_data & deployed.tables.keys()
    steps = Steps()
    _add_all(steps, deployed, [deployed.tables[name] for name in sorted(going)])
    return replace(
        unplanned(assembly, deployed),
        purpose="destroy",
        budget=None,
        checks=(*_unretained(deployed, going), *_without_roles(assembly, deployed)),
        notes=tuple(_notes(assembly, deployed, going)),
        steps=steps.planned,
    )


def _refuse_unread(deployed: Deployed) -> None:
    """Nothing of ours can be in a region that the account has not enabled."""
    silent = {region: reason for region, reason in sorted(deployed.unread.items()) if reason != NOT_ENABLED}
    if silent:
        raise NetworkError(
            f"{listed(silent)} could not be read: {'; '.join(dict.fromkeys(silent.values()))}",
            next(iter(deployed.denied.values()), "try again later") + "; nothing was removed",
            Place(operation="plan", region=next(iter(silent))),
        )


def _add_all(steps: Steps, deployed: Deployed, tables: Iterable[DeployedTable]) -> None:
    dns = _delete_stack(steps, deployed, "dns", "take the name out of DNS", ())
    instances = _delete_stack_set(steps, deployed, dns)
    main = _delete_stack(steps, deployed, "main", "delete the API; tables stay", (dns, instances))
    for table in tables:
        _delete_table(steps, table, main)
    _delete_stack(steps, deployed, "roles", "delete the roles of the app", (dns, instances, main))


def _delete_stack(steps: Steps, deployed: Deployed, template: str, title: str, needs: Iterable[Number]) -> Number:
    stack = deployed.plain_stacks[template]
    if stack is None:
        return None
    reasons = {
        "dns": "records go before what they point at",
        "main": "what it retains is kept in AWS, outside of any stack",
        "roles": "last, for everything before was deleted with their rights",
    }
    return steps.add(
        DeleteStack(
            region=stack.region,
            template=template,
            stack_name=stack.name,
            service_role=template != "roles",
        ),
        f"{stack.region}: {title}",
        reasons[template],
        needs=needs,
        estimate=SECONDS["delete-stack"],
    )


def _delete_stack_set(steps: Steps, deployed: Deployed, dns: Number) -> Number:
    there = deployed.secondary
    if there is None:
        return None
    regions = tuple(sorted(there.instances))
    needs = dns
    if regions:
        needs = steps.add(
            DeleteInstances(region=there.region, stack_set_name=there.name, regions=regions),
            f"{places(regions)}: delete the API",
            "nobody is led there any more",
            needs=[dns],
            estimate=SECONDS["delete-instance"] * ceil(len(regions) / AT_ONCE),
        )
    return steps.add(
        DeleteStackSet(region=there.region, stack_set_name=there.name),
        f"{there.region}: delete the StackSet",
        "it has no instances any more",
        needs=[needs],
        estimate=SECONDS["stack-set"],
    )


def _delete_table(steps: Steps, table: DeployedTable, main: Number) -> None:
    steps.add(
        DeleteTable(region=table.region, table=table.name, regions=_regions(table)),
        f"{table.region}: delete table {table.name} with all data, in {listed(_regions(table))}",
        "you asked for it; its deletion protection is switched off first",
        needs=[main],
        estimate=SECONDS["delete-table"] * len(_regions(table)),
    )


def _regions(table: DeployedTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys((table.region, *sorted(table.replicas))))


def _unretained(deployed: Deployed, going: frozenset[str]) -> Iterable[Check]:
    body = {} if deployed.main is None else deployed.main.body
    for logical_id, table in sorted(tables_of(body).items()):
        name = table_name(logical_id, table)
        if table.get("DeletionPolicy") not in ("Retain", "RetainExceptOnCreate") and name not in going:
            yield Check(
                id="P205",
                outcome="error",
                text=f"table {name} would be deleted with the stack: its DeletionPolicy in the deployed template is "
                f"{table.get('DeletionPolicy', 'Delete')}",
                advice="deploy first, which makes it Retain; or agree to its deletion",
            )


def _without_roles(assembly: Assembly, deployed: Deployed) -> Iterable[Check]:
    """A stack goes on being changed with the role that it was made with, whatever rights the caller has."""
    made = [stack.name for stack in (deployed.dns, deployed.main) if stack is not None]
    if deployed.secondary is not None and deployed.secondary.instances:
        made.append(deployed.secondary.name)
    if made and not is_up(deployed.roles):
        yield Check(
            id="P206",
            outcome="error",
            text=f"the roles of stack {stack_name(assembly, 'roles')} are gone, and AWS deletes {listed(made)} "
            "only with their rights",
            advice="`deploy` makes the roles again, from build/; then `destroy`",
        )


def _notes(assembly: Assembly, deployed: Deployed, going: frozenset[str]) -> Iterable[str]:
    kept = [table for name, table in sorted(deployed.tables.items()) if name not in going]
    for table in kept:
        yield f"table {table.name} stays with its data in {listed(_regions(table))}, and goes on costing"
    if any(len(deployed.tables[name].replicas) > 1 for name in going):
        # [aws-facts 1.19]
        yield (
            "DynamoDB refuses for 24 hours to delete a table from which a replica was made: then run it again tomorrow"
        )
    # The bootstrap stacks stay, so what happens to them is waited for by nobody.
    yield from (problem.text for problem in check_busy(assembly, replace(deployed, bootstrap={})))
