"""What stands in the way, or needs a look, that only the plan knows of; preflight has all other checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.deploy.bodies.parts import Resource, table_name, tables_of
from generator.deploy.bodies.tables import is_same_quorum, is_strong, quorum_of, replicas_of
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
    "P207": "a table would gain or lose strong consistency, or a region of it",
}
"""Check id ─▶ what it says."""


def checks_of(situation: Situation) -> tuple[Check, ...]:
    """What is odd about the situation; what is about tables to be taken over is said in `imports`."""
    return (*_unknown_replicas(situation), *_nobody_serves(situation), *_other_quorums(situation))


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


def _other_quorums(situation: Situation) -> Iterator[Check]:
    """What strong consistency is between is decided when a table is made [aws-facts 1.17]."""
    there, wanted = (tables_of(body or {}) for body in (situation.bodies.get("main"), situation.body("main")))
    for logical_id in sorted(there.keys() & wanted.keys()):
        before, after = there[logical_id], wanted[logical_id]
        name = table_name(logical_id, before)
        if name == table_name(logical_id, after) and not is_same_quorum(before, after):
            yield Check(
                id="P207",
                outcome="error",
                text=f"table {name} is {_consistency(before)}, and cannot become {_consistency(after)}",
                advice="leave it as it is; or give the table another `table_name` and move the data there",
            )


def _consistency(table: Resource) -> str:
    if not is_strong(table):
        return "eventually consistent"
    regions = sorted(replicas_of(table))
    witness = [f"{region} (witness)" for region in sorted(quorum_of(table) - {*regions})]
    return f"strongly consistent in {listed([*regions, *witness])}"


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
