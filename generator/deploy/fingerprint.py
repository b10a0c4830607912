"""What a plan was made from, as a hash: when it is another one, the world or the app has moved on since.

Left out is what comes and goes by itself: reasons, running operations, quotas, whether a table or index is still being
made, who asks. What an update would meet is in it: templates, parameters, outputs, statuses, keys, replicas, rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from generator.assembly.canonical import digest
from generator.assembly.model import Assembly, Json
from generator.aws.model import DeployedInstance, DeployedStack, DeployedStackSet, DeployedTable
from generator.deploy.deployed import Deployed


def fingerprint(assembly: Assembly, deployed: Deployed) -> str:
    """SHA-256 of both, in hexadecimal digits."""
    essence = [_wanted(assembly), _there(deployed)]
    return digest(msgspec.json.encode(essence, order="deterministic"))


def _wanted(assembly: Assembly) -> Json:
    return assembly


def _there(deployed: Deployed) -> Json:
    return [
        deployed.identity.account,
        {region: _stack(stack) for region, stack in deployed.bootstrap.items()},
        [_stack(stack) for stack in (deployed.roles, deployed.main, deployed.dns)],
        _stack_set(deployed.secondary),
        {name: _table(table) for name, table in deployed.tables.items()},
        deployed.control,
        deployed.zone,
        _sorted(deployed.records),
        deployed.log_roles,
        [deployed.foreign_tables, deployed.foreign_domains, sorted(deployed.unread)],
        # That somebody may not ask for these is no state of the world.
        [_known(deployed.foreign_functions), _known(deployed.foreign_queues)],
        deployed.lacking_assets,
    ]


def _known(taken: Mapping[str, tuple[str, ...] | None]) -> Mapping[str, tuple[str, ...]]:
    return {region: names for region, names in taken.items() if names is not None}


def _stack(stack: DeployedStack | None) -> DeployedStack | None:
    return None if stack is None else replace(stack, status_reason="")


def _stack_set(stack_set: DeployedStackSet | None) -> DeployedStackSet | None:
    if stack_set is None:
        return None
    instances = {region: _instance(instance) for region, instance in stack_set.instances.items()}
    return replace(stack_set, instances=instances, running=())


def _instance(instance: DeployedInstance) -> DeployedInstance:
    return replace(instance, detailed="", reason="", stack=_stack(instance.stack))


def _table(table: DeployedTable) -> DeployedTable:
    return replace(
        table, status="", replicas=dict.fromkeys(table.replicas, ""), indexes=dict.fromkeys(table.indexes, "")
    )


def _sorted(values: Iterable[Json]) -> list[bytes]:
    return sorted(msgspec.json.encode(value, order="deterministic") for value in values)
