"""What people should know besides the steps and what preflight says."""

from __future__ import annotations

from collections.abc import Iterator

from generator.deploy.planning.situation import Situation
from generator.deploy.planning.traffic import is_drained_by_others


def notes_of(situation: Situation) -> tuple[str, ...]:
    """Sentences, without a full stop."""
    topics = (_without_roles, _drained, _skipped, _unread)
    return tuple(note for topic in topics for note in topic(situation))


def _without_roles(situation: Situation) -> Iterator[str]:
    if "main" in situation.bodies and "roles" not in situation.bodies:
        yield "the roles with whose rights everything was made are gone: they are made again, as build/ has them"


def _drained(situation: Situation) -> Iterator[str]:
    for region, row in sorted(situation.deployed.control.items()):
        if is_drained_by_others(situation, region):
            yield f"{region} is drained by {row.by or 'somebody'}, and stays so"


def _skipped(situation: Situation) -> Iterator[str]:
    if situation.is_dns_held:
        home = situation.wanted["dns"].regions[0]
        yield f"what DNS says stays as it is, for that can only be changed in {home}: no region comes, none goes"
    for region in sorted(situation.skipped):
        yield f"{region} is left alone: it keeps what it has, in DNS too"
    if situation.is_holding:
        yield "what a region that is left alone may need does not go yet: indexes, tables, rights"


def _unread(situation: Situation) -> Iterator[str]:
    for region, reason in sorted(situation.deployed.unread.items()):
        if region not in situation.skipped:
            yield f"{region} could not be read, so it is planned as if it had another template: {reason}"
