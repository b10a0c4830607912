"""`FakeCloud`: AWS in memory, as far as a roll-out asks it, pure and at once.

It keeps stacks, StackSets, tables, control rows and records, applies a request when it comes, and refuses what AWS
refuses (`fake_tables`, `fake_gateway`, `fake_template` have the rules) with an `OperationError`, rolling back as AWS
does: a first create that fails leaves a stillborn stack and, retained, its tables.

    cloud.calls             every call that changed something, in order, with its request
    cloud.reads             every other call
    cloud.fail_next(…)      the next call of a method in a region ends with this error
    cloud.before = hook     is given each call before it happens, and may raise
    cloud.down.add(region)  that region does not answer; us-east-1: nor what is administered from there
    cloud.served(region)    the methods in the snapshot of the API that the region's stage serves
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from generator.aws.model import (
    ControlRow,
    DeployedRecord,
    DeployedSettings,
    DeployedStack,
    DeployedStackSet,
    DeployedTable,
    DeployedZone,
    HttpAnswer,
    Identity,
    Progress,
    Quota,
    StackRequest,
    StackSetRequest,
)
from generator.cloudformation.regions import REGIONS
from generator.deploy.cloud import Watch
from generator.errors import NetworkError
from tests.support.fake_calls import Call, Failure, RecordedCalls
from tests.support.fake_gateway import domain_names, log_role
from tests.support.fake_names import LAMBDA, QUEUE
from tests.support.fake_settings import settings_of
from tests.support.fake_stack_sets import StackSets, Trouble
from tests.support.fake_stacks import Stacks
from tests.support.fake_tables import DAY, TableGroup
from tests.support.fake_template import refusal
from tests.support.fake_traffic import Traffic

ACCOUNT = "123456789012"


def silent(progress: Progress) -> None:
    """Nobody watches."""


class FakeCloud(RecordedCalls):
    """See the module. Attributes that describe the account may be changed by tests at any time."""

    def __init__(self, *, account: str = ACCOUNT, regions: frozenset[str] = REGIONS) -> None:
        super().__init__(regions)
        self.account = account
        self.world = Stacks(account)
        self.sets = StackSets(self.world)
        self.tables = self.world.tables
        self.rows: dict[str, dict[str, ControlRow]] = {}
        self._traffic = Traffic(self.world, self.rows, self.down)
        self.zones: dict[str, DeployedZone] = {}
        self.delegation: tuple[str, ...] | None = ("ns-1.example.net", "ns-2.example.net")
        self.foreign_domains: dict[str, frozenset[str]] = {}
        self.log_roles: dict[str, str] = {}
        self.assets = self.world.assets
        self.concurrency = self.world.concurrency
        self.latency: dict[tuple[str, str], float] = {}
        self.limits: tuple[Quota, ...] = ()

    def served(self, region: str) -> frozenset[str]:
        """Logical ids of the methods that the region's stage serves; of every stack there."""
        return frozenset().union(*(self.world.served.get(one.stack_id, ()) for one in self.world.at(region)))

    def identity(self) -> Identity:
        with self.reading("identity"):
            return Identity(account=self.account, arn=f"arn:aws:iam::{self.account}:user/somebody")

    def enabled_regions(self) -> frozenset[str]:
        with self.reading_centrally("enabled_regions"):
            return self.regions

    def stack(self, name: str, region: str) -> DeployedStack | None:
        with self.reading("stack", region, name):
            return self.world.find(name, region)

    def stack_set(self, name: str, region: str, *, skip: frozenset[str] = frozenset()) -> DeployedStackSet | None:
        with self.reading("stack_set", region, name):
            return self.sets.shown(name, region, frozenset(self.down), skip)

    def table(self, name: str, region: str) -> DeployedTable | None:
        with self.reading("table", region, name):
            group = self.tables.at(name, region)
            return None if group is None else group.shown(region)

    def table_settings(self, name: str, region: str) -> DeployedSettings | None:
        with self.reading("table_settings", region, name):
            group = self.tables.at(name, region)
            if group is None:
                return None
            return settings_of(group.properties, region, protected=group.replicas[region])

    def table_names(self, region: str) -> frozenset[str]:
        with self.reading("table_names", region):
            return frozenset(group.name for group in self.tables.groups if region in group.replicas)

    def control_rows(self, table: str, region: str) -> tuple[ControlRow, ...]:
        with self.reading("control_rows", region, table):
            found = self.rows.get(table, {}) if self.tables.at(table, region) else {}
            return tuple(found[name] for name in sorted(found))

    def has_asset(self, name: str, region: str) -> bool:
        with self.reading("has_asset", region, name):
            return name in self.assets.get(region, ())

    def domain_names(self, region: str) -> frozenset[str]:
        with self.reading("domain_names", region):
            ours = {name for template in self.world.templates(region) for name in domain_names(template)}
            return frozenset(ours) | self.foreign_domains.get(region, frozenset())

    def log_role(self, region: str) -> str | None:
        with self.reading("log_role", region):
            found = [role for template in self.world.templates(region) if (role := log_role(template))]
            return found[0] if found else self.log_roles.get(region)

    def unreserved_concurrency(self, region: str) -> int:
        with self.reading("unreserved_concurrency", region):
            return self.world.unreserved(region)

    def function_names(self, region: str) -> frozenset[str]:
        with self.reading("function_names", region):
            return self.world.names.at(LAMBDA, region, self.world.templates(region))

    def queue_names(self, region: str, prefix: str) -> frozenset[str]:
        with self.reading("queue_names", region, prefix):
            names = self.world.names.at(QUEUE, region, self.world.templates(region))
            return frozenset(name for name in names if name.startswith(prefix))

    def zone(self, zone_id: str) -> DeployedZone | None:
        with self.reading_centrally("zone", zone_id):
            return self.zones.get(zone_id)

    def records(self, zone_id: str, name: str) -> tuple[DeployedRecord, ...]:
        with self.reading_centrally("records", name):
            return tuple(one for zone, one in self.world.records() if zone in (zone_id, "") and one.name == name)

    def quotas(self, zone_id: str | None) -> tuple[Quota, ...]:
        with self.reading_centrally("quotas"):
            return self.limits

    def health(self, health_check_ids: Sequence[str]) -> Mapping[str, str]:
        with self.reading_centrally("health"):
            return {one: self._traffic.health(one) for one in health_check_ids}

    def replication_latency(self, table: str, region: str, towards: str, seconds: float) -> float | None:
        with self.reading("replication_latency", region, table):
            return self.latency.get((region, towards))

    def name_servers(self, zone: str) -> tuple[str, ...] | None:
        with self.reading("name_servers", "", zone):
            return self.delegation

    def addresses(self, name: str) -> tuple[str, ...] | None:
        with self.reading("addresses", "", name):
            return tuple(one.target for _, one in self.world.records() if one.name == name)

    def request(self, method: str, url: str) -> HttpAnswer:
        with self.reading("request", "", f"{method} {url}"):
            answer = self._traffic.answer(url.split("//", 1)[1].split("/", 1)[0])
            if answer is None:
                raise NetworkError(f"{url} does not answer")
            return answer

    # Changing

    def deploy_stack(self, request: StackRequest, watch: Watch = silent) -> DeployedStack:
        with self.changing("deploy_stack", request.region, request.name, request) as failure:
            watch(Progress(region=request.region, status="IN_PROGRESS"))
            others = frozenset(self.foreign_domains.get(request.region, frozenset()))
            return self.world.deploy(request, others, failure.error if failure else None)

    def upload_asset(self, name: str, region: str) -> None:
        with self.changing("upload_asset", region, name):
            self._put_asset(name, region)

    def copy_asset(self, name: str, region: str, source: str) -> None:
        with self.changing("copy_asset", region, name, source):
            if name not in self.assets.get(source, ()):
                raise refusal(f"The specified key does not exist: {name}", source)
            self._put_asset(name, region)

    def protect_stack(self, name: str, region: str, *, on: bool) -> None:
        with self.changing("protect_stack", region, name):
            self.world.protect(name, region, on=on)

    def delete_stack(self, name: str, region: str, role_arn: str | None, watch: Watch = silent) -> None:
        with self.changing("delete_stack", region, name):
            self.world.delete(name, region, role_arn)

    def deploy_stack_set(self, request: StackSetRequest, watch: Watch = silent) -> None:
        with self.changing("deploy_stack_set", request.region, request.name, request, request.regions) as failure:
            self.sets.deploy(request, self._trouble(failure))

    def create_instances(self, request: StackSetRequest, watch: Watch = silent) -> None:
        with self.changing("create_instances", request.region, request.name, request, request.regions) as failure:
            disabled = sorted(set(request.regions) - self.regions)
            if disabled:
                raise refusal(f"regions not enabled: {disabled}", request.region)
            self.sets.create_instances(request, self._trouble(failure))

    def delete_instances(self, request: StackSetRequest, watch: Watch = silent) -> None:
        with self.changing("delete_instances", request.region, request.name, request, request.regions) as failure:
            self.sets.delete_instances(request, self._trouble(failure))

    def delete_stack_set(self, name: str, region: str) -> None:
        with self.changing("delete_stack_set", region, name):
            self.sets.delete(name, region)

    def put_control_row(self, table: str, region: str, row: ControlRow) -> None:
        with self.changing("put_control_row", region, row.region, row):
            self._expect_table(table, region)
            self.rows.setdefault(table, {})[row.region] = row

    def delete_control_row(self, table: str, region: str, row_region: str) -> None:
        with self.changing("delete_control_row", region, row_region):
            self._expect_table(table, region)
            self.rows.get(table, {}).pop(row_region, None)

    def protect_table(self, table: str, region: str, *, on: bool) -> None:
        with self.changing("protect_table", region, table):
            group = self._expect_table(table, region)
            self.tables.put(group, replace(group, replicas={**group.replicas, region: on}))

    def delete_replica(self, table: str, region: str, replica: str, watch: Watch = silent) -> None:
        with self.changing("delete_replica", region, table):
            group = self._expect_table(table, region)
            if replica == region:
                raise refusal("Cannot add, delete, or update the local region through ReplicaUpdates", region)
            if replica in group.replicas:
                self._delete_replica(group, replica)

    def delete_table(self, table: str, region: str, watch: Watch = silent) -> None:
        with self.changing("delete_table", region, table):
            group = self.tables.at(table, region)
            if group is not None:
                self._delete_replica(group, region)

    def sleep(self, seconds: float) -> None:
        self.before(Call("sleep", "", str(seconds)))
        with self.lock:
            self.clock += seconds
            self.tables.now = self.clock

    def now(self) -> float:
        return self.clock

    def _put_asset(self, name: str, region: str) -> None:
        if self.world.find("multi-region-bootstrap", region) is None:
            raise refusal("The specified bucket does not exist", region)
        self.assets.setdefault(region, set()).add(name)

    def _expect_table(self, table: str, region: str) -> TableGroup:
        group = self.tables.at(table, region)
        if group is None:
            raise refusal(f"Requested resource not found: {table}", region)
        return group

    def _delete_replica(self, group: TableGroup, region: str) -> None:
        if group.replicas[region]:
            raise refusal(f"{group.name}: deletion protection is enabled in {region}", region)
        if region == group.source and group.sourced_at is not None and self.clock < group.sourced_at + DAY:
            # [aws-facts 1.19]
            raise refusal(f"{group.name}: it has acted as a source region in the last 24 hours", region)
        kept = {name: on for name, on in group.replicas.items() if name != region}
        self.tables.put(group, replace(group, replicas=kept))

    def _trouble(self, failure: Failure | None) -> Trouble:
        down = frozenset(self.down)
        if failure is None:
            return Trouble(down)
        return Trouble(down, failure.region, failure.error)
