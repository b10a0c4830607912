"""An assembly on the fake AWS, without a plan: for tests that begin where a roll-out has ended."""

from __future__ import annotations

from msgspec.structs import replace

from generator.assembly.model import Assembly, FromOutput, TemplateEntry
from generator.aws.model import DeployedZone, StackRequest, StackSetRequest
from tests.support.fake_cloud import ACCOUNT, FakeCloud, silent

NAME_SERVERS = ("ns-1.example.net", "ns-2.example.net")


def world(assembly: Assembly, *, with_zone: bool = True) -> FakeCloud:
    """An account in which nothing of the app is, but the hosted zone of its domain."""
    cloud = FakeCloud()
    if assembly.domain is not None and with_zone:
        zone_id, name = assembly.domain.hosted_zone_id, assembly.domain.name.split(".", 1)[1]
        cloud.zones[zone_id] = DeployedZone(id=zone_id, name=name, is_private=False, name_servers=NAME_SERVERS)
        cloud.delegation = NAME_SERVERS
    return cloud


def rolled_out(assembly: Assembly, cloud: FakeCloud | None = None, *, until: str = "dns") -> FakeCloud:
    """The account with the app in it, up to the template `until`; the log of calls is empty afterwards."""
    cloud = cloud or world(assembly)
    if assembly.bootstrap is not None:
        for region in assembly.regions:
            bootstrap = assembly.bootstrap
            cloud.deploy_stack(
                StackRequest(
                    name=bootstrap.stack_name,
                    region=region,
                    body=bootstrap.body,
                    capabilities=bootstrap.capabilities,
                ),
                silent,
            )
    for entry in assembly.templates:
        _deploy(entry, assembly, cloud)
        if entry.name == until:
            break
    cloud.calls.clear()
    cloud.reads.clear()
    return cloud


def _deploy(entry: TemplateEntry, assembly: Assembly, cloud: FakeCloud) -> None:
    if entry.deployed_as == "stack":
        cloud.deploy_stack(stack_request(entry, assembly, cloud), silent)
        return
    request = stack_set_request(entry, assembly)
    cloud.deploy_stack_set(replace(request, regions=()), silent)
    cloud.create_instances(request, silent)


def stack_request(entry: TemplateEntry, assembly: Assembly, cloud: FakeCloud) -> StackRequest:
    """A template as it is asked for, its parameters filled with what is deployed."""
    return StackRequest(
        name=entry.stack_name,
        region=entry.regions[0],
        body=entry.body,
        capabilities=entry.capabilities,
        parameters={name: _output(late, assembly, cloud) for name, late in entry.parameters.items()},
    )


def stack_set_request(entry: TemplateEntry, assembly: Assembly) -> StackSetRequest:
    """The StackSet with instances in all of its regions."""
    return StackSetRequest(
        name=entry.stack_name,
        region=assembly.regions[0],
        body=entry.body,
        capabilities=entry.capabilities,
        administration_role_arn=f"arn:aws:iam::{ACCOUNT}:role/{assembly.roles.administration}",
        execution_role_name=assembly.roles.execution,
        account=ACCOUNT,
        regions=entry.regions,
        parallel=True,
    )


def _output(late: FromOutput, assembly: Assembly, cloud: FakeCloud) -> str:
    name = next(entry.stack_name for entry in assembly.templates if entry.name == late.template)
    if late.template == "secondary":
        stack_set = cloud.stack_set(name, assembly.regions[0])
        stack = None if stack_set is None else stack_set.instances[late.region].stack
    else:
        stack = cloud.stack(name, late.region)
    assert stack is not None
    return stack.outputs[late.output]
