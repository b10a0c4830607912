"""What is deployed, as plain frozen values. `Deployed…` is what is there; the bare noun is what is wanted."""

# No `from __future__ import annotations`: msgspec reads these annotations when it encodes and decodes.
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Json = Any
Template = Mapping[str, Json]

InstanceStatus = Literal["CURRENT", "OUTDATED", "INOPERABLE"]


class Identity(Struct, frozen=True, kw_only=True):
    """Who is calling: the account, twelve digits, and the caller's ARN."""

    account: str
    arn: str


class StackStatus(Struct, frozen=True):
    """A `StackStatus` of CloudFormation. The only place that knows what its words mean."""

    value: str

    @property
    def is_in_progress(self) -> bool:
        """Somebody is changing the stack right now. A stack under review has only a change set, and is not."""
        return self.value.endswith("_IN_PROGRESS") and not self.is_under_review

    @property
    def is_under_review(self) -> bool:
        """A change set was made for a stack that does not exist yet: it has no resources, and can be created."""
        return self.value == "REVIEW_IN_PROGRESS"

    @property
    def is_stillborn(self) -> bool:
        """A first create, or a deletion, failed: the stack can only be deleted (and made again)."""
        return self.value in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")

    @property
    def is_rolled_back(self) -> bool:
        """A first create failed, and nothing of it is left but what it had to keep."""
        return self.value == "ROLLBACK_COMPLETE"

    @property
    def is_vanishing(self) -> bool:
        """When what is in progress is through, there is no stack that could be updated."""
        return self.value in ("DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")

    @property
    def is_stuck(self) -> bool:
        """Neither an update nor a rollback can go on before somebody has helped."""
        return self.value in ("UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED", "IMPORT_ROLLBACK_FAILED")

    @property
    def is_up(self) -> bool:
        """The stack has come to be and stays: not a mere change set, left over from a failed create, or going."""
        return not (self.is_stillborn or self.is_under_review or self.is_vanishing)

    @property
    def is_success(self) -> bool:
        """The last operation reached what it was asked for."""
        return self.value in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE", "DELETE_COMPLETE")


class DeployedStack(Struct, frozen=True, kw_only=True):
    """A stack that exists, with the template that it was last given (`body`, the original one, not processed).

    `body` is empty for a stack under review. A deleted stack is no `DeployedStack`.
    """

    name: str
    region: str
    stack_id: str
    status: StackStatus
    status_reason: str = ""
    body: Template = {}
    parameters: Mapping[str, str] = {}
    outputs: Mapping[str, str] = {}
    termination_protection: bool = False


class DeployedInstance(Struct, frozen=True, kw_only=True):
    """A StackSet's instance in one region. `stack` is the stack behind it; `None` when it was never created or is gone.

    `detailed` is the `DetailedStatus` (PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED, INOPERABLE …).
    """

    region: str
    status: InstanceStatus
    detailed: str = ""
    reason: str = ""
    stack: DeployedStack | None = None


class DeployedStackSet(Struct, frozen=True, kw_only=True):
    """A StackSet. `body` is its own template, which an instance need not have yet. `running` are the ids of operations
    that have not ended."""

    name: str
    region: str
    body: Template
    instances: Mapping[str, DeployedInstance] = {}
    running: tuple[str, ...] = ()


class DeployedSettings(Struct, frozen=True, kw_only=True):
    """What a table is set to in one region, besides keys and indexes; as it stands here everything is off.

    `ttl` is an attribute. `reads` and `writes`: index, or nothing for the table itself ─▶ most request units on demand.
    """

    on_demand: bool = True
    stream: str = ""
    ttl: str = ""
    deletion_protection: bool = False
    recovery_days: int = 0
    table_class: str = "STANDARD"
    tags: Mapping[str, str] = {}
    reads: Mapping[str, int] = {}
    writes: Mapping[str, int] = {}


class DeployedTable(Struct, frozen=True, kw_only=True):
    """A DynamoDB table as one region shows it.

    `replicas`: region ─▶ `ReplicaStatus`, that region itself included, where the status is that of the table.
    `keys`: attribute ─▶ `HASH` or `RANGE`; `indexes`: global secondary index ─▶ `IndexStatus`. `settings`: region of a
    replica ─▶ what it is set to; only of a table that no stack of ours has, and of regions that answered.
    """

    name: str
    region: str
    status: str
    keys: Mapping[str, str]
    attribute_types: Mapping[str, str] = {}
    replicas: Mapping[str, str] = {}
    indexes: Mapping[str, str] = {}
    deletion_protection: bool = False
    settings: Mapping[str, DeployedSettings] = {}


class ControlRow(Struct, frozen=True, kw_only=True):
    """A region's row of the control table. `by` says who drained it: `deploy` for our own removal of the region."""

    region: str
    drained: bool
    by: str = ""


class DeployedZone(Struct, frozen=True, kw_only=True):
    """A Route 53 hosted zone; `name` without the final dot."""

    id: str
    name: str
    is_private: bool
    name_servers: tuple[str, ...] = ()


class DeployedRecord(Struct, frozen=True, kw_only=True):
    """A record of a zone. `name` without the final dot; `region` only for latency records."""

    name: str
    type: str
    set_identifier: str | None = None
    region: str | None = None
    health_check_id: str | None = None
    target: str = ""


class Quota(Struct, frozen=True, kw_only=True):
    """A limit of the account and what of it is used; `name` as people call it."""

    name: str
    limit: int
    used: int


class HttpAnswer(Struct, frozen=True, kw_only=True):
    """What a region answered by its own name. The body is cut at 64 KiB."""

    status: int
    body: str = ""


class StackRequest(Struct, frozen=True, kw_only=True):
    """A stack as it is wanted. `imports`: logical id ─▶ its identifier (`{"TableName": …}`) makes it an import.

    `role_arn`: the role that CloudFormation takes on; `None`: the caller's own rights.
    """

    name: str
    region: str
    body: Template
    parameters: Mapping[str, str] = {}
    capabilities: tuple[str, ...] = ()
    imports: Mapping[str, Mapping[str, str]] = {}
    role_arn: str | None = None
    tags: Mapping[str, str] = {}


class StackSetRequest(Struct, frozen=True, kw_only=True):
    """A StackSet as it is wanted, and which of its instances are to be brought to it, in which order.

    `region` is the administrator's. With `parallel` all regions are changed at once, otherwise one after the other in
    the order of `regions`, ending at the first that fails.
    """

    name: str
    region: str
    body: Template
    capabilities: tuple[str, ...] = ()
    administration_role_arn: str
    execution_role_name: str
    account: str
    regions: tuple[str, ...] = ()
    parallel: bool = False
    tags: Mapping[str, str] = {}


class Progress(Struct, frozen=True, kw_only=True):
    """What happens right now in a region: a resource (logical id, status), or the whole (empty `resource`)."""

    region: str
    status: str
    resource: str = ""
    reason: str = ""
