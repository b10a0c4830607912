"""What is deployed, region by region, held against what is wanted. Nothing here changes anything.

`status(cloud, assembly, deployed)` makes a `Status` of what `state.read` has read. It asks two things more: the health
checks, and DNS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from generator.assembly.model import Assembly, TemplateEntry
from generator.aws.model import DeployedStack
from generator.deploy.bodies.parts import is_same_body
from generator.deploy.cloud import Cloud
from generator.deploy.deployed import Deployed
from generator.deploy.health import Health, health_of
from generator.deploy.presence import bootstrap_version, entry_of, instance_in, serving_stack, wanted_tables
from generator.deploy.state import CONTROL_PLANE

Version = Literal["equal", "behind", "changed outside", "missing", "unknown"]


class RegionStatus(Struct, frozen=True, kw_only=True):
    """One region.

    `stack` is CloudFormation's status, empty where there is no stack. `template`: `behind` is one of an earlier
    deployment, `changed outside` one that the StackSet did not give it. `replicas`: table ─▶ status of those that are
    not ACTIVE, `MISSING` where there is none, `UNKNOWN` where the main region does not answer. `in_dns` is `None` for
    an app without a domain, and where Route 53 does not answer. `problem` is what is wrong, in AWS's words.
    """

    region: str
    role: Literal["main", "secondary", "leaving"]
    stack: str = ""
    template: Version = "missing"
    replicas: Mapping[str, str] = {}
    health: Health = "none"
    in_dns: bool | None = None
    problem: str = ""

    @property
    def is_as_wanted(self) -> bool:
        """Whether the region is wanted, has what is wanted, and serves."""
        wanted = self.role != "leaving" and self.template == "equal" and self.in_dns is not False
        return wanted and not self.replicas and self.health == "healthy" and not self.problem


class StackLine(Struct, frozen=True, kw_only=True):
    """A stack beside the regional ones: `roles`, `dns`, or the `bootstrap` of a region."""

    template: str
    region: str
    stack: str
    version: Version


class Status(Struct, frozen=True, kw_only=True):
    """Everything. `name` is the global one, `None` without a domain; `answers` what DNS says for it from here."""

    account: str
    regions: tuple[RegionStatus, ...]
    stacks: tuple[StackLine, ...]
    name: str | None = None
    answers: tuple[str, ...] | None = None

    @property
    def is_as_wanted(self) -> bool:
        """Whether there is nothing to do and nothing to worry about."""
        return all(row.is_as_wanted for row in self.regions) and all(one.version == "equal" for one in self.stacks)


def status(cloud: Cloud, assembly: Assembly, deployed: Deployed) -> Status:
    """What is deployed. Raises `CredentialsError`; whatever else cannot be found out is shown as unknown."""
    leaving = deployed.secondary.instances if deployed.secondary else ()
    regions = tuple(dict.fromkeys((*assembly.regions, *leaving)))
    health = health_of(cloud, assembly, deployed, regions)
    return Status(
        account=deployed.identity.account,
        regions=tuple(_region(region, assembly, deployed, health[region]) for region in regions),
        stacks=tuple(_stacks(assembly, deployed)),
        name=assembly.domain.name if assembly.domain else None,
        answers=cloud.addresses(assembly.domain.name) if assembly.domain else None,
    )


def _region(region: str, assembly: Assembly, deployed: Deployed, health: Health) -> RegionStatus:
    stack = serving_stack(region, assembly, deployed)
    is_main = region == assembly.regions[0]
    return RegionStatus(
        region=region,
        role="main" if is_main else "secondary" if region in assembly.regions else "leaving",
        stack=stack.status.value if stack else "",
        template=_main_version(stack, assembly, deployed) if is_main else _instance_version(region, assembly, deployed),
        replicas=dict(_replicas(region, assembly, deployed)),
        health=health,
        in_dns=_in_dns(region, assembly, deployed),
        problem=_problem(region, deployed, stack),
    )


def _in_dns(region: str, assembly: Assembly, deployed: Deployed) -> bool | None:
    if assembly.domain is None or CONTROL_PLANE in deployed.unread:
        return None
    return any(record.region == region for record in deployed.records)


def _main_version(stack: DeployedStack | None, assembly: Assembly, deployed: Deployed) -> Version:
    return _version(stack, entry_of(assembly, "main"), region=assembly.regions[0], deployed=deployed)


def _instance_version(region: str, assembly: Assembly, deployed: Deployed) -> Version:
    found = instance_in(region, deployed)
    entry = entry_of(assembly, "secondary")
    if found is None:
        # The main region has the StackSet: without its answer nobody knows of any instance.
        return "unknown" if deployed.unread.keys() & {region, assembly.regions[0]} else "missing"
    if found.stack is None:
        return "unknown" if region in deployed.unread or found.reason else "missing"
    if entry is not None and is_same_body(found.stack.body, entry.body):
        return "equal"
    assert deployed.secondary is not None, "an instance belongs to a StackSet"
    # An instance that StackSets itself calls OUTDATED has the template of an earlier operation.
    given = found.status == "OUTDATED" or is_same_body(found.stack.body, deployed.secondary.body)
    return "behind" if given else "changed outside"


def _version(stack: DeployedStack | None, entry: TemplateEntry | None, *, region: str, deployed: Deployed) -> Version:
    if stack is None or stack.status.is_under_review:
        return "unknown" if region in deployed.unread else "missing"
    return "equal" if entry is not None and is_same_body(stack.body, entry.body) else "behind"


def _replicas(region: str, assembly: Assembly, deployed: Deployed) -> Iterator[tuple[str, str]]:
    """The tables whose replica in the region is not as it should be, and its status."""
    absent = "UNKNOWN" if assembly.regions[0] in deployed.unread else "MISSING"
    for name in sorted(wanted_tables(assembly)):
        table = deployed.tables.get(name)
        found = table.replicas.get(region, absent) if table else absent
        if found != "ACTIVE":
            yield name, found


def _problem(region: str, deployed: Deployed, stack: DeployedStack | None) -> str:
    """What AWS says is wrong in the region."""
    if region in deployed.unread:
        return deployed.unread[region]
    if stack is not None and not stack.status.is_success:
        return stack.status_reason or stack.status.value
    instance = instance_in(region, deployed)
    # What an instance says that is as it should be is of an operation long ago.
    if instance is None or (instance.status == "CURRENT" and instance.stack is not None):
        return ""
    return instance.reason.removeprefix(f"{region}: ")


def _stacks(assembly: Assembly, deployed: Deployed) -> Iterator[StackLine]:
    for name in ("roles", "dns"):
        stack, entry = deployed.plain_stacks[name], entry_of(assembly, name)
        if entry is not None:
            region = entry.regions[0]
            version = _version(stack, entry, region=region, deployed=deployed)
            yield StackLine(template=name, region=region, stack=stack.status.value if stack else "", version=version)
    for region in assembly.regions if assembly.bootstrap else ():
        found = deployed.bootstrap.get(region)
        yield StackLine(
            template="bootstrap",
            region=region,
            stack=found.status.value if found else "",
            version=_bootstrap_version(region, assembly, deployed),
        )


def _bootstrap_version(region: str, assembly: Assembly, deployed: Deployed) -> Version:
    """A newer one than this tool knows is as good: it only ever grows."""
    version = bootstrap_version(deployed.bootstrap.get(region))
    if version is None:
        return "unknown" if region in deployed.unread else "missing"
    wanted = assembly.bootstrap.version if assembly.bootstrap else 0
    return "equal" if version >= wanted else "behind"
