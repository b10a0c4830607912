"""What is deployed as an assembly, so that it can be compared with the wanted one."""

from __future__ import annotations

from msgspec.structs import replace

from generator.assembly.model import Assembly, TemplateEntry
from generator.aws.model import DeployedStack
from generator.deploy.bodies.parts import resources_of, without_tables
from generator.deploy.deployed import Deployed
from generator.deploy.model import Body
from generator.deploy.planning.situation import settled_body
from generator.deploy.presence import is_up


def deployed_assembly(assembly: Assembly, deployed: Deployed) -> Assembly | None:
    """What is deployed of the environment of `assembly`; what no template tells (settings, names) is taken from there.

    `None` as long as the main region has no API: whoever goes on with a first deployment is asked for nothing that the
    first run was not asked for. Regions may have different templates when a run was interrupted: the regional template
    is that of the first region which has not got the wanted one yet; the StackSet's own where there is no instance.
    """
    main = settled_body(deployed.main)
    if main is None or not resources_of(without_tables(main)):
        return None
    wanted = {entry.name: entry for entry in assembly.templates}
    regions = (assembly.regions[0], *_secondary(assembly, deployed))
    secondary, stack_set = _regional(assembly, deployed), deployed.secondary
    entries = [
        _entry(name, stack, wanted.get(name))
        for name, stack in deployed.plain_stacks.items()
        if stack is not None and is_up(stack)
    ]
    if secondary is not None and stack_set is not None:
        there = TemplateEntry(
            name="secondary", body=secondary, deployed_as="stack_set", stack_name=stack_set.name, regions=regions[1:]
        )
        entries.append(_as_deployed(there, wanted.get("secondary")))
    places = ("roles", "main", "secondary", "dns")
    templates = tuple(sorted(entries, key=lambda entry: places.index(entry.name)))
    return replace(assembly, app_sha256="", regions=regions, templates=templates)


def _entry(name: str, stack: DeployedStack, wanted: TemplateEntry | None) -> TemplateEntry:
    there = TemplateEntry(
        name=name, body=stack.body, deployed_as="stack", stack_name=stack.name, regions=(stack.region,)
    )
    return _as_deployed(there, wanted)


def _as_deployed(there: TemplateEntry, wanted: TemplateEntry | None) -> TemplateEntry:
    """With what AWS does not tell: capabilities, and which output has filled a parameter."""
    if wanted is None:
        return there
    declared = there.body.get("Parameters", {})
    known = {name: source for name, source in wanted.parameters.items() if name in declared}
    return replace(there, capabilities=wanted.capabilities, parameters=known)


def _secondary(assembly: Assembly, deployed: Deployed) -> tuple[str, ...]:
    """Regions with a working instance or one that was not read: wanted ones in their order, then the others by name."""
    instances = {} if deployed.secondary is None else deployed.secondary.instances
    there = [
        region
        for region, instance in sorted(instances.items())
        if region in deployed.unread or settled_body(instance.stack) is not None
    ]
    wanted = [region for region in assembly.regions[1:] if region in there]
    return (*wanted, *(region for region in there if region not in wanted))


def _regional(assembly: Assembly, deployed: Deployed) -> Body | None:
    stack_set = deployed.secondary
    if stack_set is None:
        return None
    instances = (stack_set.instances[region].stack for region in _secondary(assembly, deployed))
    bodies = [body for stack in instances if (body := settled_body(stack)) is not None]
    wanted = next((entry.body for entry in assembly.templates if entry.name == "secondary"), {})
    return next((body for body in bodies if body != wanted), bodies[0] if bodies else stack_set.body)
