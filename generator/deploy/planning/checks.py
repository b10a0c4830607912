"""What stands in the way, or needs a look, that only the plan knows of; preflight has all other checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.deploy.bodies.parts import table_name, tables_of
from generator.deploy.bodies.tables import replicas_of
from generator.deploy.model import Check
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.traffic import is_drained_by_others
from generator.diff.meaning.view import listed

PLAN_CHECKS: Final[Mapping[str, str]] = {
    "P201": "a table exists without a stack, and will be taken over",
    "P202": "a table exists without a stack, and is not the wanted one or cannot be taken over yet",
    "P203": "a table has a replica that its stack does not know",
    "P204": "without a region that is removed, no region serves",
    "P205": "a table would be deleted together with its stack",
    "P206": "the roles are gone before what was made with them",
}
"""Check id ─▶ what it says."""


def checks_of(situation: Situation) -> tuple[Check, ...]:
    """What is odd about the situation; what is about tables to be taken over is said in `imports`."""
    return (*_unknown_replicas(situation), *_nobody_serves(situation))


def _unknown_replicas(situation: Situation) -> Iterator[Check]:
    """Rolling back an update that added a replica may leave it behind [aws-facts 1.3]."""
    stack = situation.deployed.main
    if stack is None or stack.status.is_in_progress:
        return
    for logical_id, table in sorted(tables_of(situation.bodies.get("main", {})).items()):
        name = table_name(logical_id, table)
        there = situation.deployed.tables.get(name)
        statuses = {} if there is None else there.replicas
        staying = {region for region, status in statuses.items() if status != "DELETING"}
        for region in sorted(staying - replicas_of(table).keys()):
            yield Check(
                id="P203",
                outcome="warning",
                text=f"table {name} has a replica in {region} that its stack does not know, left by a failed update",
                advice=f"if it is in the way: {replica_deletion(name, situation.main_region, region)}",
            )


def replica_deletion(table: str, home: str, region: str) -> str:
    """The command that deletes a replica, asked in another region of the table."""
    delete = f"""'[{{"Delete": {{"RegionName": "{region}"}}}}]'"""
    return f"aws dynamodb update-table --table-name {table} --region {home} --replica-updates {delete}"


def _nobody_serves(situation: Situation) -> Iterator[Check]:
    if situation.removed and all(is_drained_by_others(situation, region) for region in situation.regions):
        yield Check(
            id="P204",
            outcome="error",
            text=f"without {listed(situation.removed)} no region serves: {listed(situation.regions)} drained",
            advice="restore a region first",
        )
