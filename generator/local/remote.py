"""What one can tell a running embedded AWS besides what AWS understands, from this process or from another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct, convert

from generator.local.found import ask

Step = Literal["create", "update", "delete"]
"""What CloudFormation does to a resource."""


class Asked(Struct, frozen=True, kw_only=True):
    """A request that was received.

    `operation` is AWS's word for it where the protocol carries one (`CreateStack`), else method and path (`GET
    /account`). `service` is `execute-api` for a request to an app. `parameters` are empty where the request is larger
    than any of ours.
    """

    service: str
    operation: str
    region: str
    parameters: Mapping[str, Any] = {}


class Local:
    """The embedded AWS at `url`. Each method returns when it has taken effect."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.port = int(urlsplit(url).port or 80)

    def prepare(self, zone_id: str, zone_name: str) -> None:
        """Have a public hosted zone of this id, as somebody has made it on AWS before; fine when there is one."""
        self._tell("prepare", zone_id=zone_id, zone_name=zone_name)

    def fail(
        self,
        region: str,
        logical_id: str,
        *,
        step: Step | None = None,
        times: int = 1,
        reason: str = "asked to fail",
    ) -> None:
        """Let the next `times` steps of this kind, by default of any kind, fail for this resource in this region."""
        self._tell("fail", region=region, logical_id=logical_id, step=step, times=times, reason=reason)

    def fault(self, operation: str, region: str, code: str, *, times: int = 1) -> None:
        """Refuse the next calls of an operation in a region with this error code, or break the connection: `cut`.

        `operation` as in `Asked`; it and `region` may hold `*`. A second fault of the same two replaces the first: with
        `times=0` it is over.
        """
        self._tell("fault", operation=operation, region=region, code=code, times=times)

    @property
    def delay(self) -> float:
        """Seconds that CloudFormation takes for each resource, and a replica until it is ACTIVE."""
        return float(ask(self.url, "delay")["seconds"])

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._tell("delay", seconds=seconds)

    def reset(self) -> None:
        """Forget everything: what is deployed, failures, faults, the delay, the requests."""
        self._tell("reset")

    def requests(self) -> tuple[Asked, ...]:
        """The requests received since the start or the last `reset`, oldest first; the last five thousand."""
        return convert(ask(self.url, "requests"), tuple[Asked, ...])

    def _tell(self, what: str, **parameters: object) -> None:
        ask(self.url, what, json.dumps(parameters).encode())
