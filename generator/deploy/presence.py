"""What of an environment is there, as far as it decides what else has to be asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from generator.cloudformation.template_text import template_text
from generator.deploy.bodies.parts import of_type, properties_of, table_name, tables_of
from generator.diff.meaning.view import DOMAIN_NAME

if TYPE_CHECKING:
    from generator.assembly.model import Assembly, TemplateEntry
    from generator.aws.model import DeployedInstance, DeployedStack
    from generator.deploy.deployed import Deployed
    from generator.deploy.model import Body

FUNCTION: Final = "AWS::Lambda::Function"


def entry_of(assembly: Assembly, template: str) -> TemplateEntry | None:
    """The template of this name; `None` where the environment has none."""
    return next((entry for entry in assembly.templates if entry.name == template), None)


def stack_name(assembly: Assembly, template: str) -> str:
    """What the template is deployed as, also where the environment has none any more: the names follow from the id."""
    entry = entry_of(assembly, template)
    return f"{assembly.id}-{template}" if entry is None else entry.stack_name


def home_of(assembly: Assembly, deployed: Deployed) -> str:
    """The region of the main stack; where there is none yet, the one that it is wanted in."""
    return assembly.regions[0] if deployed.main is None else deployed.main.region


def instance_in(region: str, deployed: Deployed) -> DeployedInstance | None:
    """The instance of the StackSet in a region, if there is one."""
    return None if deployed.secondary is None else deployed.secondary.instances.get(region)


def serving_stack(region: str, assembly: Assembly, deployed: Deployed) -> DeployedStack | None:
    """The stack that has the API of a region; `None` where there is none, or it could not be read."""
    if region == home_of(assembly, deployed):
        return deployed.main
    instance = instance_in(region, deployed)
    return None if instance is None else instance.stack


def is_up(stack: DeployedStack | None) -> bool:
    """Whether there is a stack that has come to be and stays."""
    return stack is not None and stack.status.is_up


def bootstrap_version(stack: DeployedStack | None) -> int | None:
    """The version of a bootstrap stack, `None` without one that is up; 0 when it does not say."""
    if stack is None or not is_up(stack):
        return None
    told = stack.outputs.get("Version", "")
    return int(told) if told.isascii() and told.isdecimal() else 0


def concerned_regions(assembly: Assembly, deployed: Deployed) -> tuple[str, ...]:
    """Regions that are wanted, have an instance, or a replica by the template of the main stack; in this order."""
    instances = () if deployed.secondary is None else sorted(deployed.secondary.instances)
    return tuple(dict.fromkeys((*assembly.regions, *instances, *_replica_regions(deployed))))


def concerned_tables(assembly: Assembly, deployed: Deployed) -> tuple[str, ...]:
    """Names of the tables that are wanted or that the main stack has, sorted."""
    return tuple(sorted({*wanted_tables(assembly), *_names(_body(deployed))}))


def wanted_tables(assembly: Assembly) -> frozenset[str]:
    """Names of the tables of the main template."""
    entry = entry_of(assembly, "main")
    return frozenset() if entry is None else _names(entry.body)


def needed_assets(assembly: Assembly) -> Mapping[str, tuple[str, ...]]:
    """Wanted region ─▶ names of the packages that its template speaks of; only regions with any."""
    if not assembly.assets:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for entry in assembly.templates:
        text = template_text(entry.body)
        if names := tuple(asset.name for asset in assembly.assets if asset.name in text):
            found |= dict.fromkeys(entry.regions, names)
    return found


def unowned_tables(assembly: Assembly, deployed: Deployed) -> tuple[str, ...]:
    """Names of the wanted tables that are there without belonging to the main stack, sorted: they may be imported."""
    return tuple(sorted((wanted_tables(assembly) & deployed.tables.keys()) - _names(_body(deployed))))


def other_homes(assembly: Assembly, deployed: Deployed) -> tuple[str, ...]:
    """Regions where the main stack may be when it is not where it is wanted: the others, and where its tables are."""
    replicas = {region for table in deployed.tables.values() for region in table.replicas}
    return tuple(
        region for region in dict.fromkeys((*assembly.regions[1:], *sorted(replicas))) if region != assembly.regions[0]
    )


def lacks_replicas(assembly: Assembly, deployed: Deployed) -> Mapping[str, frozenset[str]]:
    """Wanted region, but for the home of the tables ─▶ names of the wanted tables that have no replica there."""
    home, wanted = home_of(assembly, deployed), wanted_tables(assembly)
    lacking = {
        region: frozenset(
            name for name in wanted if name not in deployed.tables or region not in deployed.tables[name].replicas
        )
        for region in assembly.regions
        if region != home
    }
    return {region: names for region, names in lacking.items() if names}


def lacks_domain(assembly: Assembly, deployed: Deployed) -> Mapping[str, frozenset[str]]:
    """Wanted region whose stack has no custom domain yet ─▶ the two names that it will make."""
    if assembly.domain is None:
        return {}
    name = assembly.domain.name
    return {
        region: frozenset((name, f"{region}.{name}"))
        for region in assembly.regions
        if not _has_domain(region, name, assembly, deployed)
    }


def _has_domain(region: str, name: str, assembly: Assembly, deployed: Deployed) -> bool:
    stack = serving_stack(region, assembly, deployed)
    if stack is None:
        return is_only_unread(region, deployed)
    if not is_up(stack):
        return False
    domains = of_type(stack.body, DOMAIN_NAME).values()
    return any(properties_of(domain).get("DomainName") == name for domain in domains)


def is_only_unread(region: str, deployed: Deployed) -> bool:
    """Whether an instance without a stack has one, and its region only did not say so this time."""
    instance = instance_in(region, deployed)
    return instance is not None and instance.status == "CURRENT"


def lacks_concurrency(assembly: Assembly, deployed: Deployed) -> Mapping[str, int]:
    """Wanted region ─▶ concurrent executions that its functions reserve beyond what they have; only regions with any.

    What other functions give back counts for nothing: CloudFormation deletes last, and changes in any order.
    """
    lacking = {region: _more_reserved(region, assembly, deployed) for region in assembly.regions}
    return {region: more for region, more in lacking.items() if more}


def _more_reserved(region: str, assembly: Assembly, deployed: Deployed) -> int:
    entry = entry_of(assembly, "main" if region == assembly.regions[0] else "secondary")
    stack = serving_stack(region, assembly, deployed)
    if entry is None or (stack is None and is_only_unread(region, deployed)):
        return 0
    there = _reserved(stack.body) if stack is not None and is_up(stack) else {}
    return sum(max(0, count - there.get(name, 0)) for name, count in _reserved(entry.body).items())


def _reserved(body: Body) -> Mapping[str, int]:
    """Logical id of a function ─▶ what it reserves, of those that reserve anything."""
    functions = {name: properties_of(one) for name, one in of_type(body, FUNCTION).items()}
    counts = {name: properties.get("ReservedConcurrentExecutions") for name, properties in functions.items()}
    return {name: count for name, count in counts.items() if isinstance(count, int)}


def lacks_bootstrap(assembly: Assembly, deployed: Deployed) -> tuple[str, ...]:
    """Wanted regions, and that of the DNS stack, whose bootstrap stack is missing or older than wanted."""
    if assembly.bootstrap is None:
        return ()
    wanted = assembly.bootstrap.version
    dns = entry_of(assembly, "dns")
    regions = dict.fromkeys((*assembly.regions, *(() if dns is None else dns.regions)))
    versions = {region: bootstrap_version(deployed.bootstrap.get(region)) for region in regions}
    return tuple(region for region, version in versions.items() if version is None or version < wanted)


def _body(deployed: Deployed) -> Body:
    """The template of the main stack, as far as it has come to be."""
    return deployed.main.body if deployed.main is not None and is_up(deployed.main) else {}


def _names(body: Body) -> frozenset[str]:
    return frozenset(table_name(logical_id, table) for logical_id, table in tables_of(body).items())


def _replica_regions(deployed: Deployed) -> tuple[str, ...]:
    replicas = (one for table in tables_of(_body(deployed)).values() for one in properties_of(table)["Replicas"])
    return tuple(sorted({replica["Region"] for replica in replicas}))
