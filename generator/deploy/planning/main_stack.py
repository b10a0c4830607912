"""The main stack: its updates one after the other, each starting from the template that the one before left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.deploy.bodies.narrowing import goal_of
from generator.deploy.bodies.parts import Resources, only_tables, tables_of, with_tables, without_tables
from generator.deploy.bodies.tables import replicas_of
from generator.deploy.bodies.widening import TablesUpdate
from generator.deploy.model import AwaitIndexes, AwaitReplicas, Body
from generator.deploy.planning.estimates import SECONDS, Work
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.stacks import stack_step
from generator.deploy.planning.steps import Number, Steps, named, places
from generator.deploy.planning.tables_told import indexes_told, told

Indexes = Mapping[str, tuple[str, ...]]
"""Table ─▶ names of its global secondary indexes."""


class MainStack:
    """The main stack as the steps so far will have left it: `tables`, and `rest`, the body without them.

    `last` is the number of the last step, which the next one needs: an update starts where the one before ended.
    """

    def __init__(self, steps: Steps, situation: Situation, needs: Iterable[Number]) -> None:
        there, wanted = situation.bodies.get("main"), situation.wanted["main"].body
        self.tables: Resources = {} if there is None else tables_of(there)
        self.rest: Body = only_tables(wanted, {}) if there is None else without_tables(there)
        self.exists = there is not None
        self.last: Number = None
        self._steps = steps
        self._situation = situation
        self._needs = tuple(needs)

    @property
    def goal(self) -> Resources:
        """The tables that the roll-out is to end with."""
        situation = self._situation
        wanted = tables_of(situation.wanted["main"].body)
        return goal_of(self.tables, wanted, skipped=situation.skipped, is_holding=situation.is_holding)

    @property
    def body(self) -> Body:
        """The template as it is by now."""
        return with_tables(self.rest, self.tables)

    def deploy(
        self,
        title: str,
        reason: str,
        work: Work,
        *,
        imports: Mapping[str, Mapping[str, str]] | None = None,
        needs: Iterable[Number] = (),
    ) -> int:
        """A step that brings the stack to the tables and the rest that are set."""
        self.last = self._steps.add(
            stack_step(self._situation, "main", self.body, imports=imports),
            f"{self._situation.main_region}: {title}",
            reason,
            needs=(self.last, *self._needs, *needs),
            estimate=SECONDS[work],
        )
        self.exists, self._needs = True, ()
        return self.last

    def update_tables(self, update: TablesUpdate, *, needs: Iterable[Number] = ()) -> int:
        """A step that brings the tables to where an update brings them."""
        title, reason, work = told(update)
        self.tables = update.tables
        return self.deploy(title, reason, work, needs=needs)

    def await_replicas(self, tables: Iterable[str], regions: Iterable[str]) -> None:
        """A step that waits for replicas, so that their regions get an API only then."""
        names, regions = tuple(sorted(tables)), tuple(regions)
        self.last = self._steps.add(
            AwaitReplicas(region=self._situation.main_region, tables=names, regions=regions),
            f"{self._situation.main_region}: wait for the replicas of {named(names, 'table')} in {places(regions)}",
            "a region gets its API when its data is there",
            needs=(self.last,),
            estimate=SECONDS["update"],
        )

    def await_indexes(self, made: Indexes, dropped: Indexes) -> None:
        """A step that waits until indexes are filled or gone, in every region but skipped ones; none for no indexes.

        CloudFormation does not wait [aws-facts 1.5], and as long as one is on its way no other can be made or deleted.
        """
        if not made and not dropped:
            return
        regions = {region: None for table in self.tables.values() for region in replicas_of(table)}
        title, reason = indexes_told(made, dropped)
        self.last = self._steps.add(
            AwaitIndexes(
                region=self._situation.main_region,
                regions=tuple(region for region in regions if region not in self._situation.skipped),
                indexes=made,
                gone=dropped,
            ),
            f"{self._situation.main_region}: {title}",
            reason,
            needs=(self.last,),
            estimate=SECONDS["index"],
        )
