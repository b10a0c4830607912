"""All that only the main region has, besides the data: marked, so that nobody takes it for a difference of regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from troposphere import AWSObject

from generator.app.functions.model import ResolvedFunction
from generator.app.model import ResolvedApp
from generator.cloudformation.names import marked_main_only
from generator.templates.alarm import told
from generator.templates.section import Section, rendered
from generator.templates.tags import app_tags


def main_only(app: ResolvedApp) -> Section:
    """Functions of the main region with their events and alarms, and migrations; nothing where there are none."""
    functions = [function for function in app.functions.values() if function.run_in == "main_region"]
    if not functions:
        return Section()
    resources = rendered(_parts(app, functions, app_tags(app)))
    return Section(resources={name: marked_main_only(one) for name, one in resources.items()})


def _parts(app: ResolvedApp, functions: list[ResolvedFunction], tags: Mapping[str, str]) -> Iterator[AWSObject]:
    # Only an app with such functions pays for the imports.
    from generator.templates.main_only.streams import stream_parts
    from generator.templates.regional.functions.functions import function_parts

    for function in functions:
        yield from function_parts(app, function, tags)
        yield from stream_parts(app.id, function, tags)
    if app.migrations:
        from generator.templates.main_only.migrations import migration_parts

        yield from migration_parts(app, tags)
    yield from _alarms(app, functions, tags)


def _alarms(app: ResolvedApp, functions: list[ResolvedFunction], tags: Mapping[str, str]) -> Iterator[AWSObject]:
    alarms = app.observability.alarms
    if alarms is None:
        return
    from generator.templates.regional.observability.function_alarms import function_alarms
    from generator.templates.regional.observability.queue_alarms import dead_letter_alarms

    to = told(app.id, alarms, tags)
    yield from function_alarms(functions, (), (), alarms.error_rate, to)
    yield from dead_letter_alarms(functions, to)
