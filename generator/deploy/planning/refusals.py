"""What cannot be planned at all: a region that everything hangs on is to be skipped, or does not answer."""

from __future__ import annotations

from generator.assembly.model import Assembly
from generator.deploy.deployed import Deployed
from generator.errors import NetworkError, Place, UsageError


def refuse_skip(assembly: Assembly, skipped: frozenset[str]) -> None:
    """`UsageError` when the main region is to be skipped."""
    main_region = assembly.regions[0]
    if main_region in skipped:
        raise UsageError(
            f"{main_region} cannot be skipped: it is the main region, which has the tables, the roles and the StackSet",
            "while it is down, customers are led to other regions all the same; deploy when it is back",
        )


def refuse_unread(assembly: Assembly, deployed: Deployed) -> None:
    """`NetworkError` when the main region did not answer: what is there looks as if it were not."""
    main_region = assembly.regions[0]
    if main_region in deployed.unread:
        raise NetworkError(
            f"{main_region}, the main region, could not be read: {deployed.unread[main_region]}",
            deployed.denied.get(main_region)
            or "try again when it answers; customers are led to other regions meanwhile",
            Place(operation="plan", region=main_region),
        )
