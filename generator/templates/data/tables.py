"""All tables of an app: the user's and the control table."""

from __future__ import annotations

from troposphere.dynamodb import GlobalTable

from generator.app.model import ResolvedApp
from generator.templates.data.global_tables import global_table
from generator.templates.logical_ids import logical_id
from generator.templates.section import Section, rendered
from generator.templates.tags import own_tags

# Two capitals, so that no table of the user's can have this id.
CONTROL_TABLE_ID = "RegionControlTable"


def data(app: ResolvedApp) -> Section:
    """The tables. No outputs: what they are called is known without, for the names are the user's."""
    return Section(resources=rendered(tables(app)))


def tables(app: ResolvedApp) -> list[GlobalTable]:
    """A global table per table of the app file, and the control table.

    The control table stays even when no health check reads it (`health.mode: shallow`): tables are retained, so
    one that is left out today could not be made again under its name tomorrow.
    """
    tags = own_tags(app)
    found = [
        global_table(
            logical_id([key], "Table"), table, tags, reason=f"Data of `tables.{key}`, written by every region."
        )
        for key, table in sorted(app.tables.items())
    ]
    reason = "Which regions are drained: a region's health check reads its row, so one PutItem takes it out of DNS."
    return [*found, global_table(CONTROL_TABLE_ID, app.control_table, tags, reason=reason)]
