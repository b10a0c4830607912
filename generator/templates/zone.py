"""What every record tells its readers about the hosted zone that it stands in."""

from __future__ import annotations

from generator.app.model import ResolvedDomain


def zone_invariants(domain: ResolvedDomain) -> tuple[str, ...]:
    """The name of the zone, where the app file gives it: the id in the template says nothing to people."""
    if domain.hosted_zone_name is None:
        return ()
    return (f"The hosted zone is {domain.hosted_zone_name}, public and of this account.",)
