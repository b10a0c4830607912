"""A resolved function: what its declaration leaves to be derived is spelled out. Part of `generator.app.model`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct


class Asset(Struct, frozen=True, kw_only=True):
    """A file that `deploy` makes of a folder and puts into the artifact bucket of each region.

    `name` is `<sha256>.zip`, of the inputs and not of the file: `build` makes none. `source` is relative to the app
    file's folder, with slashes.
    """

    name: str
    source: str
    runtime: str
    architecture: str


class InlineCode(Struct, frozen=True):
    """Code that stands in the template itself."""

    text: str


class AssetCode(Struct, frozen=True):
    """Code in the artifact bucket of the function's region."""

    asset: Asset


class Access(Struct, frozen=True, order=True):
    """What a function may do with the items of a table, in its own region, by the table's key."""

    table: str
    mode: Literal["read", "write", "read_write"]


class ResolvedStatement(Struct, frozen=True, kw_only=True):
    """What a policy allows. `resources` are texts of `Fn::Sub` where they hold `${`."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]


class ResolvedSchedule(Struct, frozen=True, kw_only=True):
    """A time that calls a function. `key` is the event's."""

    key: str
    expression: str
    timezone: str


class ResolvedStream(Struct, frozen=True, kw_only=True):
    """Writes to a table, by its key, that call a function of the main region. `filter` are patterns, plain JSON."""

    key: str
    table: str
    batch_size: int
    starting_position: str
    maximum_retry_attempts: int
    filter: tuple[Mapping[str, Any], ...]


class ResolvedQueue(Struct, frozen=True, kw_only=True):
    """Messages of a queue, made for this event, that call a function. `queue` is the name in the app file."""

    key: str
    queue: str
    batch_size: int
    max_receive_count: int


ResolvedEvent = ResolvedSchedule | ResolvedStream | ResolvedQueue


class Migration(Struct, frozen=True, kw_only=True):
    """A function, by its key, that changes data, and what tells the version of it: hexadecimal digits."""

    function: str
    version: str


class ResolvedFunction(Struct, frozen=True, kw_only=True):
    """A Lambda function. Values of `environment` are texts of `Fn::Sub` where they hold `${`.

    `layers` has the ARNs of every region that it runs in, or of none. `log_retention` is in days, `timeout` in seconds,
    `memory_size` in megabytes. A `run_in` of `main_region` means: nowhere else. `events` and `send_to`, names of
    queues, are sorted.
    """

    key: str
    handler: str
    runtime: str
    architecture: str
    memory_size: int
    timeout: int
    environment: Mapping[str, str]
    layers: Mapping[str, tuple[str, ...]]
    reserved_concurrency: int | None
    tracing: bool
    log_retention: int
    code: InlineCode | AssetCode
    access: tuple[Access, ...]
    statements: tuple[ResolvedStatement, ...]
    run_in: Literal["every_region", "main_region"] = "every_region"
    events: tuple[ResolvedEvent, ...] = ()
    send_to: tuple[str, ...] = ()

    @property
    def schedules(self) -> tuple[ResolvedSchedule, ...]:
        """Those of the events that are times."""
        return tuple(event for event in self.events if isinstance(event, ResolvedSchedule))

    @property
    def queues(self) -> tuple[ResolvedQueue, ...]:
        """Those that are messages."""
        return tuple(event for event in self.events if isinstance(event, ResolvedQueue))

    @property
    def streams(self) -> tuple[ResolvedStream, ...]:
        """Those that are writes to tables."""
        return tuple(event for event in self.events if isinstance(event, ResolvedStream))
