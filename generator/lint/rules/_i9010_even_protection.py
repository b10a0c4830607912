"""I9010: replicas are protected alike [aws-facts 1.12]."""

from __future__ import annotations

from collections.abc import Iterator

from ._global_table import BEST_PRACTICES, TAGS, replicas, setting, tables
from ._reading import Problem, Resource, Template, flag, hidden
from ._rule import PackRule

SETTINGS = {
    "point-in-time recovery": ("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
    "deletion protection": ("DeletionProtectionEnabled",),
}


class EvenProtection(PackRule):
    """What protects one replica protects all of them."""

    id = "I9010"
    shortdesc = "Point-in-time recovery and deletion protection are on for every replica or for none"
    description = (
        "Both are off by default and never synchronised between replicas. Where only some have deletion protection, "
        "deleting the table deletes the others; where only some have point-in-time recovery, a failover lands on data "
        "that cannot be restored."
    )
    source_url = BEST_PRACTICES
    tags = TAGS
    advice = "repeat the setting on every replica"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each replica without what another replica of its table has."""
        for table in tables(template):
            if not hidden(table.properties, "Replicas"):
                yield from _uneven(table)


def _uneven(table: Resource) -> Iterator[Problem]:
    for name, steps in SETTINGS.items():
        states = {position: flag(setting(replica, *steps)) for position, replica in replicas(table)}
        if True not in states.values():
            continue
        for position, state in states.items():
            if state is False:
                yield Problem(table.at("Replicas", position), f"{name} is off here but on for another replica")
