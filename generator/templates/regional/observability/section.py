"""All that a region tells of itself, for the regional template. The stage's own part of it is with the stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from troposphere import AWSObject

from generator.app.declarations import Alarms
from generator.app.model import ResolvedApp
from generator.templates.alarm import Told, told, topic_parts
from generator.templates.regional.observability.access_logs import access_logs
from generator.templates.regional.observability.api_alarms import api_alarms
from generator.templates.regional.observability.heartbeat import heartbeat_parts
from generator.templates.regional.observability.replication import conditions, replication_alarms
from generator.templates.regional.observability.table_alarms import table_alarms
from generator.templates.section import Section, rendered


def observability(app: ResolvedApp, tags: Mapping[str, str]) -> Section:
    """Logs, heartbeat and alarms."""
    wanted = app.observability
    parts: list[AWSObject] = [access_logs(wanted.log_retention, tags)] if wanted.access_logs else []
    if has_heartbeat(app):
        parts += heartbeat_parts(app.id, app.control_table.table_name, tags)
    if wanted.alarms is None:
        return Section(resources=rendered(parts))
    parts += _alarms(app, wanted.alarms, tags)
    return Section(resources=rendered(parts), conditions=conditions(app.regions) if app.secondary_regions else {})


def has_heartbeat(app: ResolvedApp) -> bool:
    """Whether there is a region to hear it, and something that listens: an alarm, or a line on the dashboard."""
    return bool(app.secondary_regions) and (app.observability.alarms is not None or app.observability.dashboard)


def _alarms(app: ResolvedApp, alarms: Alarms, tags: Mapping[str, str]) -> Iterator[AWSObject]:
    yield from topic_parts(app.id, alarms, tags)
    to = told(app.id, alarms, tags)
    yield from api_alarms(app, alarms, to)
    yield from table_alarms(app, to)
    if app.functions:
        yield from _function_alarms(app, alarms.error_rate, to)
    if app.secondary_regions:
        yield from replication_alarms(app, alarms.replication_latency, to)


def _function_alarms(app: ResolvedApp, error_rate: float, to: Told) -> Iterator[AWSObject]:
    # Only an app with functions pays for the import.
    from generator.templates.regional.functions.functions import called_by_api, everywhere
    from generator.templates.regional.observability.function_alarms import function_alarms

    functions = everywhere(app)
    yield from function_alarms(functions, called_by_api(app), _refusing(app), error_rate, to)
    if any(function.events for function in functions):
        from generator.templates.regional.observability.queue_alarms import dead_letter_alarms

        yield from dead_letter_alarms(functions, to)


def _refusing(app: ResolvedApp) -> set[str]:
    """The functions that authorizers ask, unless there is more that calls them: then a failure may be one."""
    asked = {authorizer.function for authorizer in app.api.authorizers.values()}
    return {key for key in asked if not app.functions[key].events}
