"""All that a roll-out asks of AWS, in one object: `generator.deploy.cloud.Cloud`, made of the topics beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from generator.aws import (
    account,
    artifacts,
    changes,
    control_rows,
    dns,
    following,
    http,
    instances,
    metrics,
    names,
    stack_set_changes,
    stack_sets,
    stacks,
    table_settings,
    tables,
)
from generator.aws.following import Watch
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
    Quota,
    StackRequest,
    StackSetRequest,
)
from generator.aws.session import Endpoint, Session, boto_session
from generator.aws.waiting import Clock

__all__ = ["AwsCloud", "Endpoint", "connect"]


class AwsCloud:
    """AWS, as far as a roll-out needs it. What a method promises is in the protocol, how it does so in its topic.

    `packages` is the folder of this machine that packages are uploaded from.
    """

    def __init__(self, session: Session, packages: str = "") -> None:
        self._session = session
        self._packages = packages

    def identity(self) -> Identity:
        """Who is calling."""
        return self._session.identity()

    def enabled_regions(self) -> frozenset[str]:
        """Regions that the account can use."""
        return account.enabled_regions(self._session)

    def stack(self, name: str, region: str) -> DeployedStack | None:
        """A stack by name or stack id, with its template."""
        return stacks.read_stack(self._session, name, region)

    def stack_set(self, name: str, region: str, *, skip: frozenset[str] = frozenset()) -> DeployedStackSet | None:
        """A StackSet with its instances and their stacks."""
        return stack_sets.read_stack_set(self._session, name, region, skip)

    def table(self, name: str, region: str) -> DeployedTable | None:
        """A table as the region shows it."""
        return tables.read_table(self._session, name, region)

    def table_settings(self, name: str, region: str) -> DeployedSettings | None:
        """What a table is set to in the region."""
        return table_settings.read_settings(self._session, name, region)

    def table_names(self, region: str) -> frozenset[str]:
        """Names of all tables in the region."""
        return tables.table_names(self._session, region)

    def control_rows(self, table: str, region: str) -> tuple[ControlRow, ...]:
        """All rows of a control table."""
        return control_rows.read_rows(self._session, table, region)

    def has_asset(self, name: str, region: str) -> bool:
        """Whether the artifact bucket of the region has a package of this name."""
        return artifacts.has_asset(self._session, name, region)

    def domain_names(self, region: str) -> frozenset[str]:
        """API Gateway's custom domain names in the region."""
        return account.domain_names(self._session, region)

    def log_role(self, region: str) -> str | None:
        """The role in API Gateway's account settings."""
        return account.log_role(self._session, region)

    def unreserved_concurrency(self, region: str) -> int:
        """Concurrent executions that no function of the region has reserved."""
        return account.unreserved_concurrency(self._session, region)

    def function_names(self, region: str) -> frozenset[str]:
        """Names of all functions in the region."""
        return account.function_names(self._session, region)

    def queue_names(self, region: str, prefix: str) -> frozenset[str]:
        """Names of the queues in the region that begin like this."""
        return account.queue_names(self._session, region, prefix)

    def zone(self, zone_id: str) -> DeployedZone | None:
        """A hosted zone."""
        return dns.read_zone(self._session, zone_id)

    def records(self, zone_id: str, name: str) -> tuple[DeployedRecord, ...]:
        """The records of exactly this name."""
        return dns.read_records(self._session, zone_id, name)

    def quotas(self, zone_id: str | None) -> tuple[Quota, ...]:
        """The limits that an app runs into first."""
        return dns.read_quotas(self._session, zone_id)

    def health(self, health_check_ids: Sequence[str]) -> Mapping[str, str]:
        """What Route 53's checkers see."""
        return dns.read_health(self._session, health_check_ids)

    def replication_latency(self, table: str, region: str, towards: str, seconds: float) -> float | None:
        """Milliseconds that the last writes took."""
        return metrics.replication_latency(self._session, table, region, towards, seconds)

    def name_servers(self, zone: str) -> tuple[str, ...] | None:
        """The name servers of a zone in the public DNS. At an endpoint, which that does not know, those of the zone."""
        return dns.zone_name_servers(self._session, zone) if self._session.endpoint else names.name_servers(zone)

    def addresses(self, name: str) -> tuple[str, ...] | None:
        """What DNS answers for a name here and now; it knows nothing of an endpoint."""
        return None if self._session.endpoint else names.addresses(name)

    def request(self, method: str, url: str) -> HttpAnswer:
        """One HTTP request."""
        return http.request(method, url, self._session.endpoint)

    def deploy_stack(self, request: StackRequest, watch: Watch) -> DeployedStack:
        """Create, update or import by change set."""
        return changes.deploy_stack(self._session, request, watch)

    def upload_asset(self, name: str, region: str) -> None:
        """Put a package into the artifact bucket of the region."""
        artifacts.upload_asset(self._session, os.path.join(self._packages, name), region)

    def copy_asset(self, name: str, region: str, source: str) -> None:
        """Put a package into the artifact bucket of the region from that of another one."""
        artifacts.copy_asset(self._session, name, region, source)

    def protect_stack(self, name: str, region: str, *, on: bool) -> None:
        """Switch the termination protection of a stack on or off."""
        stacks.protect_stack(self._session, name, region, on=on)

    def delete_stack(self, name: str, region: str, role_arn: str | None, watch: Watch) -> None:
        """Delete a stack."""
        following.delete_stack(self._session, name, region, role_arn, watch)

    def deploy_stack_set(self, request: StackSetRequest, watch: Watch) -> None:
        """Create the StackSet, or update it and its instances in `request.regions`."""
        stack_set_changes.deploy_stack_set(self._session, request, watch)

    def create_instances(self, request: StackSetRequest, watch: Watch) -> None:
        """Create instances in `request.regions`."""
        stack_set_changes.create_instances(self._session, request, watch)

    def delete_instances(self, request: StackSetRequest, watch: Watch) -> None:
        """Delete the instances in `request.regions`, with their stacks."""
        instances.delete_instances(self._session, request, watch)

    def delete_stack_set(self, name: str, region: str) -> None:
        """Delete a StackSet without instances."""
        stack_set_changes.delete_stack_set(self._session, name, region)

    def put_control_row(self, table: str, region: str, row: ControlRow) -> None:
        """Write a region's row of the control table."""
        control_rows.put_row(self._session, table, region, row)

    def delete_control_row(self, table: str, region: str, row_region: str) -> None:
        """Delete a region's row of the control table."""
        control_rows.delete_row(self._session, table, region, row_region)

    def protect_table(self, table: str, region: str, *, on: bool) -> None:
        """Switch the deletion protection of a region's replica on or off."""
        tables.protect_table(self._session, table, region, on=on)

    def delete_replica(self, table: str, region: str, replica: str, watch: Watch) -> None:
        """Delete the replica in `replica` of a table."""
        tables.delete_replica(self._session, table, region, replica, watch)

    def delete_table(self, table: str, region: str, watch: Watch) -> None:
        """Delete a table."""
        tables.delete_table(self._session, table, region, watch)

    def sleep(self, seconds: float) -> None:
        """Wait; raises `Detached` when the user does not want to wait any longer."""
        self._session.clock.sleep(seconds)

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return self._session.clock.now()


def connect(
    *,
    profile: str | None = None,
    endpoint: Endpoint | None = None,
    packages: str = "",
    sleep: Callable[[float], None],
    now: Callable[[], float],
) -> AwsCloud:
    """AWS as its standard environment (`AWS_…`, `~/.aws`) and `profile` say; or the one at `endpoint`.

    `packages` is the folder that the packages of functions are in, for who uploads any.

    Raises `CredentialsError` for a profile that does not exist; whether the credentials hold is seen at the first call.
    """
    return AwsCloud(Session(boto_session(profile, endpoint), Clock(sleep=sleep, now=now), endpoint), packages)
