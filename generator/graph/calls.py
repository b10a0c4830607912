"""The functions of a region in Mermaid, and what calls them besides the API.

One box for the functions that every region has and one for those that only this region has; one for its queues, its
schedules and its streams each, with the functions that they feed: thirty functions are no more boxes than three. What
is named first Mermaid draws above the rest, which keeps arrows from running behind boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.graph.functions import Function, Queue, Schedule, Stream
from generator.graph.labels import counted, label, node, shortened
from generator.graph.picture import Picture, Region

# In one line.
_MOST_NAMES = 3


def calls(picture: Picture, region: Region, *, has_data: bool) -> Iterator[str]:
    """The boxes, and the arrows between them, the API and the data."""
    called, boxes = region.called, _boxes(picture, region)
    yield from _queues(region, boxes)
    for kind, title in (("functions", "Lambda functions"), ("own", "Lambda functions, only here")):
        members = [function for function in called.functions if boxes[function.name] == node(kind, region)]
        if members:
            yield f"{node(kind, region)}[{label(title, *shortened(map(_function_line, members)))}]:::functions"
            yield from _ways(node(kind, region), members, region, has_data=has_data)
    yield from _feeders(node("schedules", region), "schedules", called.schedules, boxes)
    yield from _feeders(node("streams", region), "table streams", called.streams, boxes)


def _boxes(picture: Picture, region: Region) -> dict[str, str]:
    """The box that each function of the region stands in."""
    everywhere = [{function.name for function in each.called.functions} for each in picture.regions]
    shared = set.intersection(*everywhere)
    names = [function.name for function in region.called.functions]
    return {name: node("functions" if name in shared else "own", region) for name in names}


def _ways(box: str, members: list[Function], region: Region, *, has_data: bool) -> Iterator[str]:
    if any(function.routes or function.authorizes for function in members):
        yield f"{node('api', region)} --> {box}"
    if has_data and any(function.uses_tables for function in members):
        yield f"{box} --> {node('data', region)}"


def _queues(region: Region, boxes: dict[str, str]) -> Iterator[str]:
    queues, box = region.called.queues, node("queues", region)
    if not queues:
        return
    yield f"{box}[{label('SQS queues', *shortened(map(_queue_line, queues)))}]:::events"
    if any(queue.from_api for queue in queues):
        yield f"{node('api', region)} --> {box}"
    sending = {boxes[name] for queue in queues for name in queue.senders}
    taking = {boxes[name] for queue in queues for name in queue.takers}
    yield from (f"{functions} <--> {box}" for functions in sorted(sending & taking))
    yield from (f"{functions} --> {box}" for functions in sorted(sending - taking))
    yield from (f"{box} --> {functions}" for functions in sorted(taking - sending))


def _feeders(box: str, title: str, feeders: Sequence[Schedule | Stream], boxes: dict[str, str]) -> Iterator[str]:
    """The box of what calls functions of itself, where there is any."""
    if feeders:
        yield f"{box}[{label(title, *shortened(map(_feeder_line, feeders)))}]:::events"
        fed = {boxes[name] for feeder in feeders for name in feeder.functions}
        yield from (f"{box} --> {functions}" for functions in sorted(fed))


def _function_line(function: Function) -> str:
    said = [counted(function.routes, "route")] if function.routes else []
    said += ["authorizer"] if function.authorizes else []
    said += ["migration"] if function.migrates else []
    return f"{function.name} ({', '.join(said)})" if said else function.name


def _queue_line(queue: Queue) -> str:
    senders = ["API" if queue.from_api else "", _several(queue.senders)]
    way = [", ".join(filter(None, senders)), queue.name, _several(queue.takers)]
    return " → ".join(filter(None, way))


def _feeder_line(feeder: Schedule | Stream) -> str:
    fed_with = feeder.when if isinstance(feeder, Schedule) else feeder.table
    return f"{fed_with} → {_several(feeder.functions)}"


def _several(functions: tuple[str, ...]) -> str:
    """A box is as wide as its longest line."""
    return ", ".join(functions) if len(functions) <= _MOST_NAMES else counted(len(functions), "function")
