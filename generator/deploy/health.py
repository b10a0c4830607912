"""Whether regions serve: what Route 53's checkers say; where they say nothing yet, what the region itself answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal

from generator.assembly.model import Assembly
from generator.deploy.cloud import Cloud
from generator.deploy.deployed import Deployed
from generator.deploy.presence import serving_stack
from generator.errors import AwsError, CredentialsError, NetworkError

Health = Literal["healthy", "unhealthy", "drained", "unknown", "none"]
"""`drained`: somebody wrote the row that makes it unhealthy. `none`: nothing is there that could be healthy."""

_WORKERS: Final = 16
_GOOD: Final = 200


def health_of(cloud: Cloud, assembly: Assembly, deployed: Deployed, regions: Sequence[str]) -> Mapping[str, Health]:
    """The health of each of these regions. Raises `CredentialsError`."""
    checks = {record.region: record.health_check_id for record in deployed.records if record.region}
    said = _said(cloud, [check for check in checks.values() if check])

    def health(region: str) -> Health:
        row = deployed.control.get(region)
        if row is not None and row.drained:
            return "drained"
        url = _url(region, assembly, deployed)
        if url is None:
            return "none"
        return said.get(checks.get(region) or "") or _answered(cloud, url)

    with ThreadPoolExecutor(_WORKERS) as pool:
        return dict(zip(regions, pool.map(health, regions), strict=True))


def _said(cloud: Cloud, checks: Sequence[str]) -> Mapping[str, Health]:
    """Health check ─▶ what the checkers say."""
    try:
        found = cloud.health(checks) if checks else {}
    except CredentialsError:
        raise
    except AwsError:
        return {}
    return {
        check: "healthy" if said == "healthy" else "unhealthy" for check, said in found.items() if said != "unknown"
    }


def _answered(cloud: Cloud, url: str) -> Health:
    try:
        return "healthy" if cloud.request("GET", url).status == _GOOD else "unhealthy"
    except NetworkError:
        return "unknown"  # perhaps it is our own network


def _url(region: str, assembly: Assembly, deployed: Deployed) -> str | None:
    """Where the region answers by its own name, which is known without asking AWS; `None` when it has no API."""
    stack = serving_stack(region, assembly, deployed)
    if stack is None:
        is_unknown = deployed.unread.keys() & {region, assembly.regions[0]}
        if assembly.domain is None or not is_unknown:
            return None
        return f"https://{region}.{assembly.domain.name}{assembly.health_path}"
    url = stack.outputs.get("RegionalUrl") or stack.outputs.get("ExecuteApiUrl")
    return f"{url}{assembly.health_path}" if url else None
