"""`read(cloud, assembly) -> Deployed`: what is deployed of an environment, asked in parallel.

In rounds, each with what the one before has shown: who is calling, which regions there are; the stacks; what they
bring along, region by region and table by table; what stands in the way where something is to be made. The number of
calls grows with regions plus tables, and by one for each package of code in each region.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, TypeVar

from msgspec.structs import replace

from generator.cloudformation.names import own_names
from generator.deploy.asking import Asking, Question, answered, asking
from generator.deploy.deployed import Deployed
from generator.deploy.naming import QUEUE, lacks_names
from generator.deploy.presence import (
    FUNCTION,
    concerned_regions,
    concerned_tables,
    home_of,
    lacks_bootstrap,
    lacks_concurrency,
    lacks_domain,
    lacks_replicas,
    needed_assets,
    other_homes,
    stack_name,
    unowned_tables,
)
from generator.errors import AccessError, NetworkError, ThrottlingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.assembly.model import Assembly
    from generator.aws.model import ControlRow, DeployedRecord, DeployedStack, DeployedTable, DeployedZone, Quota
    from generator.deploy.cloud import Cloud

_Answer = TypeVar("_Answer")
_InUse: TypeAlias = "Mapping[str, tuple[str, ...] | None]"

SKIPPED: Final = "left out, as asked"
"""Why a region that is to be skipped is `unread`."""

CONTROL_PLANE: Final = "us-east-1"
"""Where Route 53 is asked, whatever the regions of the app [aws-facts 4.19]."""


def read(cloud: Cloud, assembly: Assembly, *, skip: frozenset[str] = frozenset(), workers: int = 16) -> Deployed:
    """What is there; the same for the same world, in whatever order the answers come.

    A region that does not answer, is not enabled, or is in `skip` is in `unread`, and the rest holds nothing of it.
    When the main stack stands in another region than wanted, `main` says so, and what belongs to it is read from there.

    Raises `CredentialsError` at once, and every `AwsError` of the question who is calling. That the caller may not ask
    which regions are enabled, or is not told, is no error: then none counts as disabled.
    """
    deployed = Deployed(identity=cloud.identity(), enabled_regions=_enabled(cloud))
    with asking(workers, dict.fromkeys(sorted(skip), SKIPPED), deployed.enabled_regions) as ask:
        reader = _Reader(cloud, assembly, ask)
        name, assets = reader.name(), reader.assets()
        deployed = reader.details(reader.stacks(deployed, assembly.regions[0]))
        home = None if deployed.main else reader.elsewhere(deployed)
        if home is not None:
            deployed = reader.details(reader.stacks(deployed, home))
        deployed = reader.obstacles(name.into(deployed))
        deployed = replace(deployed, lacking_assets=_lacking(assets))
        return replace(deployed, unread=dict(sorted(ask.unread.items())), denied=dict(sorted(ask.denied.items())))


def _enabled(cloud: Cloud) -> frozenset[str]:
    try:
        return cloud.enabled_regions()
    except (AccessError, NetworkError, ThrottlingError):
        # That is asked in us-east-1 only: it being down keeps no other region from being read.
        return frozenset()


class _Name(NamedTuple):
    """What Route 53 is asked about the app's name, and has not answered yet."""

    zone: Question[DeployedZone | None]
    records: Question[tuple[DeployedRecord, ...]]
    quotas: Question[tuple[Quota, ...]]

    def into(self, deployed: Deployed) -> Deployed:
        """Wait for the answers."""
        return replace(
            deployed,
            zone=self.zone.answer(None),
            records=self.records.answer(()),
            quotas=self.quotas.answer(()),
        )


class _Reader(NamedTuple):
    """The rounds. Each returns what was known, with what it has found."""

    cloud: Cloud
    assembly: Assembly
    ask: Asking

    def name(self) -> _Name:
        """Begin to ask what there is of the app's name; nothing, where it has none."""
        domain = self.assembly.domain
        if domain is None:
            return _Name(Question.known(None), Question.known(()), Question.known(()))
        zone_id = domain.hosted_zone_id
        return _Name(
            self.ask.ask(CONTROL_PLANE, partial(self.cloud.zone, zone_id)),
            self.ask.ask(CONTROL_PLANE, partial(self.cloud.records, zone_id, domain.name)),
            self.ask.ask(CONTROL_PLANE, partial(self.cloud.quotas, zone_id)),
        )

    def assets(self) -> Mapping[tuple[str, str], Question[bool | None]]:
        """Begin to ask for each package in each region that needs it; by region and name."""
        places = {(region, name): region for region, names in needed_assets(self.assembly).items() for name in names}
        return self.ask.each(places, lambda place: self.cloud.has_asset(place[1], place[0]))

    def stacks(self, deployed: Deployed, home: str) -> Deployed:
        """The stacks and the StackSet that are, or would be, in `home`; and the one for DNS."""
        roles, main, dns = (
            self.ask.ask(region, partial(self.cloud.stack, stack_name(self.assembly, template), region))
            for template, region in (("roles", home), ("main", home), ("dns", CONTROL_PLANE))
        )
        name = stack_name(self.assembly, "secondary")
        secondary = self.ask.ask(home, partial(self.cloud.stack_set, name, home, skip=self.ask.silent))
        return replace(
            deployed,
            roles=roles.answer(None),
            main=main.answer(None),
            dns=dns.answer(None),
            secondary=secondary.answer(None),
        )

    def details(self, deployed: Deployed) -> Deployed:
        """What the stacks bring along: the bootstrap stack of each region, the tables, the drained regions."""
        home = home_of(self.assembly, deployed)
        bootstrap: Mapping[str, Question[DeployedStack | None]] = {}
        if self.assembly.bootstrap is not None:
            # In the region of the DNS stack as well: a large template of it goes by a bucket there.
            regions = dict.fromkeys((*concerned_regions(self.assembly, deployed), CONTROL_PLANE))
            name = self.assembly.bootstrap.stack_name
            bootstrap = self.ask.each({region: region for region in regions}, partial(self.cloud.stack, name))
        names = dict.fromkeys(concerned_tables(self.assembly, deployed), home)
        tables = self.ask.each(names, lambda name: self.cloud.table(name, home))
        return replace(
            deployed,
            control=self._control(deployed, home),
            bootstrap=answered(bootstrap),
            tables=answered(tables),
        )

    def _control(self, deployed: Deployed, home: str) -> Mapping[str, ControlRow]:
        """The rows of the control table, from the first region that has it and answers: it is the same everywhere."""
        name = self.assembly.control_table
        for region in (home, *concerned_regions(self.assembly, deployed)) if name else ():
            rows = self.ask.ask(region, partial(self.cloud.control_rows, name, region)).answer(())
            if region not in self.ask.unread:
                return {row.region: row for row in sorted(rows, key=lambda row: row.region)}
        return {}

    def elsewhere(self, deployed: Deployed) -> str | None:
        """The region in which the main stack stands when it is not where it is wanted."""
        regions = {region: region for region in other_homes(self.assembly, deployed)}
        name = stack_name(self.assembly, "main")
        found = answered(self.ask.each(regions, partial(self.cloud.stack, name)))
        return next(iter(found), None)

    def obstacles(self, deployed: Deployed) -> Deployed:
        """What could be in the way where something is to be made; and whether the world finds the hosted zone."""
        if home_of(self.assembly, deployed) in self.ask.unread:
            return deployed  # what is ours cannot be told from what is not
        lacking = lacks_replicas(self.assembly, deployed), lacks_domain(self.assembly, deployed)
        tables, domains = (
            self.ask.each({region: region for region in regions}, call)
            for regions, call in zip(lacking, (self.cloud.table_names, self.cloud.domain_names), strict=True)
        )
        due = {region: region for region in lacks_bootstrap(self.assembly, deployed)}
        roles = self.ask.each(due, self.cloud.log_role)
        reserving = {region: region for region in lacks_concurrency(self.assembly, deployed)}
        unreserved = self.ask.each(reserving, _if_allowed(self.cloud.unreserved_concurrency))
        functions, queues = self._functions(deployed), self._queues(deployed)
        delegation = self._delegation(deployed)
        tables_as_set = self._settings(deployed)
        return replace(
            deployed,
            tables={**deployed.tables, **tables_as_set},
            foreign_tables=_taken(lacking[0], answered(tables)),
            foreign_domains=_taken(lacking[1], answered(domains)),
            log_roles=self._told(roles),
            unreserved=self._told(unreserved),
            foreign_functions=functions.answer({}),
            foreign_queues=queues.answer({}),
            delegation=delegation.answer(None),
        )

    def _told(self, questions: Mapping[str, Question[_Answer | None]]) -> Mapping[str, _Answer | None]:
        """Region ─▶ its answer, which may be that there is none; nothing of a region that does not answer."""
        answers = {region: question.answer(None) for region, question in questions.items()}
        return {region: answer for region, answer in answers.items() if region not in self.ask.unread}

    def _functions(self, deployed: Deployed) -> Question[_InUse]:
        """Begin to ask whether the names of functions are in use, where a stack is to make any."""
        wanted = lacks_names(FUNCTION, self.assembly, deployed)
        return self._in_use(wanted, self.cloud.function_names)

    def _queues(self, deployed: Deployed) -> Question[_InUse]:
        """The same of queues, all of which begin alike but those that an extension names."""
        wanted, own = lacks_names(QUEUE, self.assembly, deployed), own_names(self.assembly.id).removesuffix("*")

        def call(region: str) -> frozenset[str]:
            are_own = all(name.startswith(own) for name in wanted[region])
            return self.cloud.queue_names(region, own if are_own else "")

        return self._in_use(wanted, call)

    def _in_use(self, wanted: Mapping[str, frozenset[str]], call: Callable[[str], frozenset[str]]) -> Question[_InUse]:
        """Region ─▶ those of the wanted names that are there, `None` where that may not be asked."""
        asked = self.ask.each({region: region for region in wanted}, _if_allowed(call))

        def in_use(_: _InUse) -> _InUse:
            told = self._told(asked)
            unknown = (region for region, names in told.items() if names is None)
            known = {region: names for region, names in told.items() if names is not None}
            return {**dict.fromkeys(unknown), **_taken(wanted, known)}

        return Question(in_use)

    def _settings(self, deployed: Deployed) -> Mapping[str, DeployedTable]:
        """The tables that may be imported, with what each of their replicas is set to."""
        tables = {name: deployed.tables[name] for name in unowned_tables(self.assembly, deployed)}
        places = {(name, region): region for name, table in tables.items() for region in table.replicas}
        found = answered(self.ask.each(places, lambda place: self.cloud.table_settings(*place)))
        return {
            name: replace(table, settings={region: one for (of, region), one in found.items() if of == name})
            for name, table in tables.items()
        }

    def _delegation(self, deployed: Deployed) -> Question[tuple[str, ...] | None]:
        zone = deployed.zone
        if zone is None or zone.is_private:
            return Question.known(None)
        return self.ask.ask(CONTROL_PLANE, lambda: self.cloud.name_servers(zone.name))


def _if_allowed(call: Callable[[str], _Answer]) -> Callable[[str], _Answer | None]:
    """`None` where the caller may not ask: a region can be rolled out to without."""

    def asked(region: str) -> _Answer | None:
        try:
            return call(region)
        except AccessError:
            return None

    return asked


def _lacking(assets: Mapping[tuple[str, str], Question[bool | None]]) -> Mapping[str, tuple[str, ...]]:
    """Region ─▶ packages that are not there; nothing of a region that does not answer."""
    lacking: dict[str, tuple[str, ...]] = {}
    for (region, name), is_there in answered(assets).items():
        if not is_there:
            lacking[region] = (*lacking.get(region, ()), name)
    return lacking


def _taken(wanted: Mapping[str, frozenset[str]], there: Mapping[str, frozenset[str]]) -> Mapping[str, tuple[str, ...]]:
    """Region ─▶ those of the wanted names that are there already; only regions with any."""
    taken = {region: tuple(sorted(names & there.get(region, frozenset()))) for region, names in wanted.items()}
    return {region: names for region, names in taken.items() if names}
