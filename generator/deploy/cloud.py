"""What a roll-out asks of AWS: a protocol, so that the planner's and executor's tests need neither AWS nor an emulator.

Every method raises an `AwsError`; those that change something return when AWS is through with it, and tell `watch` what
happens meanwhile. Reading something that does not exist returns `None` or nothing. `region` is always where AWS is
asked. Waiting ends at once with `Detached` when the user does not want to wait any longer; AWS goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

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

Watch = Callable[[Progress], None]


class Cloud(Protocol):
    """AWS, as far as a roll-out needs it."""

    # Reading

    def identity(self) -> Identity:
        """Who is calling."""

    def enabled_regions(self) -> frozenset[str]:
        """Regions that the account can use."""

    def stack(self, name: str, region: str) -> DeployedStack | None:
        """A stack by name or stack id, with its template."""

    def stack_set(self, name: str, region: str, *, skip: frozenset[str] = frozenset()) -> DeployedStackSet | None:
        """A StackSet with its instances and, from their regions, their stacks.

        An instance whose region does not answer has no `stack`, and the reason in `reason`; regions in `skip` are not
        asked at all.
        """

    def table(self, name: str, region: str) -> DeployedTable | None:
        """A table as the region shows it."""

    def table_settings(self, name: str, region: str) -> DeployedSettings | None:
        """What a table is set to in the region; `DeployedTable` alone says nothing of it."""

    def table_names(self, region: str) -> frozenset[str]:
        """Names of all tables in the region."""

    def control_rows(self, table: str, region: str) -> tuple[ControlRow, ...]:
        """All rows of a control table; none when there is no such table."""

    def has_asset(self, name: str, region: str) -> bool:
        """Whether the artifact bucket of the region, if there is one, has a package of this name."""

    def domain_names(self, region: str) -> frozenset[str]:
        """API Gateway's custom domain names in the region."""

    def log_role(self, region: str) -> str | None:
        """The role in API Gateway's account settings."""

    def unreserved_concurrency(self, region: str) -> int:
        """Concurrent executions of Lambda that no function of the region has reserved for itself."""

    def function_names(self, region: str) -> frozenset[str]:
        """Names of all functions of Lambda in the region."""

    def queue_names(self, region: str, prefix: str) -> frozenset[str]:
        """Names of the queues of SQS in the region that begin with `prefix`, which may be empty."""

    def zone(self, zone_id: str) -> DeployedZone | None:
        """A hosted zone."""

    def records(self, zone_id: str, name: str) -> tuple[DeployedRecord, ...]:
        """The records of exactly this name."""

    def quotas(self, zone_id: str | None) -> tuple[Quota, ...]:
        """The limits that an app runs into first: health checks, records of the zone."""

    def health(self, health_check_ids: Sequence[str]) -> Mapping[str, str]:
        """Health check id ─▶ `healthy`, `unhealthy` or `unknown`, as Route 53's checkers see it."""

    def replication_latency(self, table: str, region: str, towards: str, seconds: float) -> float | None:
        """Milliseconds that writes took, the worst of the last `seconds`; `None` when nothing was measured in them."""

    def name_servers(self, zone: str) -> tuple[str, ...] | None:
        """The name servers that the public DNS knows for a zone; `None` when it cannot be asked."""

    def addresses(self, name: str) -> tuple[str, ...] | None:
        """What DNS answers for a name here and now; `None` when it cannot be asked."""

    def request(self, method: str, url: str) -> HttpAnswer:
        """One HTTP request, with a short timeout. `NetworkError` when there is no answer."""

    # Changing

    def deploy_stack(self, request: StackRequest, watch: Watch) -> DeployedStack:
        """Create, update or import by change set. No change is success.

        A stillborn stack of that name is deleted first; somebody else's operation is waited for.
        """

    def upload_asset(self, name: str, region: str) -> None:
        """Put the package of this name, which was made here before, into the artifact bucket of the region."""

    def copy_asset(self, name: str, region: str, source: str) -> None:
        """Put the package of this name into the artifact bucket of the region from that of the region `source`."""

    def protect_stack(self, name: str, region: str, *, on: bool) -> None:
        """Switch the termination protection of a stack on or off."""

    def delete_stack(self, name: str, region: str, role_arn: str | None, watch: Watch) -> None:
        """Delete a stack; fine when it does not exist."""

    def deploy_stack_set(self, request: StackSetRequest, watch: Watch) -> None:
        """Create the StackSet, or update it and its instances in `request.regions`."""

    def create_instances(self, request: StackSetRequest, watch: Watch) -> None:
        """Create instances in `request.regions`; one that failed before is tried again.

        With a `body` they are brought to it, and the StackSet with them; an empty one is none.
        """

    def delete_instances(self, request: StackSetRequest, watch: Watch) -> None:
        """Delete the instances in `request.regions`, with their stacks; fine where there is none."""

    def delete_stack_set(self, name: str, region: str) -> None:
        """Delete a StackSet without instances; fine when it does not exist."""

    def put_control_row(self, table: str, region: str, row: ControlRow) -> None:
        """Write a region's row of the control table."""

    def delete_control_row(self, table: str, region: str, row_region: str) -> None:
        """Delete a region's row of the control table."""

    def protect_table(self, table: str, region: str, *, on: bool) -> None:
        """Switch the deletion protection of a region's replica on or off."""

    def delete_replica(self, table: str, region: str, replica: str, watch: Watch) -> None:
        """Delete the replica in `replica` of a table, and wait until it is gone."""

    def delete_table(self, table: str, region: str, watch: Watch) -> None:
        """Delete a table, and wait until it is gone."""

    # Waiting

    def sleep(self, seconds: float) -> None:
        """Wait; raises `Detached` when the user does not want to wait any longer."""

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
