"""What health checks come to: how long customers can be led to a region that is down, and how much is asked."""

from __future__ import annotations

from typing import Final

from generator.assembly.model import Assembly, Json
from generator.deploy.bodies.parts import of_type, properties_of
from generator.deploy.model import Budget
from generator.deploy.planning.estimates import TTL

_SECONDS_PER_MONTH: Final = 30 * 24 * 60 * 60
_ALL_CHECKER_REGIONS: Final = 8
_ALL_CHECKERS: Final = 15  # in all regions together, one probe each per interval [aws-facts 11.15]
_DEFAULTS: Final = {"RequestInterval": 30, "FailureThreshold": 3}  # [aws-facts 4.2]


def budget_of(assembly: Assembly) -> Budget | None:
    """The budget of the slowest health check and the volume of the busiest; `None` for an app without any."""
    body = next((entry.body for entry in assembly.templates if entry.name == "dns"), {})
    found = [properties_of(check)["HealthCheckConfig"] for check in of_type(body, "AWS::Route53::HealthCheck").values()]
    # One that counts others asks nobody.
    checks = [check for check in found if "ChildHealthChecks" not in check]
    if not checks:
        return None
    return Budget(
        detection=max(_of(check, "RequestInterval") * _of(check, "FailureThreshold") for check in checks),
        ttl=TTL,
        checks_per_month=max(map(_volume, checks)),
    )


def _of(check: Json, name: str) -> int:
    return int(check.get(name, _DEFAULTS[name]))


def _volume(check: Json) -> int:
    regions = len(check.get("Regions", ())) or _ALL_CHECKER_REGIONS
    return _SECONDS_PER_MONTH * regions * _ALL_CHECKERS // (_ALL_CHECKER_REGIONS * _of(check, "RequestInterval"))
