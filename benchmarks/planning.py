"""What planning costs: CPU seconds of this process for apps of growing size, on an AWS in memory.

`plan` is what `deploy` and `plan` do between reading AWS and the first step: steps, preflight, guards. The measure is a
ratio: to the time that it takes to write the same templates as canonical JSON. Calls are those of reading the state.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.apps import Size, app_file
from generator.app.loader import parse
from generator.assembly.model import Assembly
from generator.assembly.store import files_of
from generator.deploy.deployed_assembly import deployed_assembly
from generator.deploy.guards import refusals
from generator.deploy.planner import plan
from generator.deploy.preflight import preflight
from generator.deploy.state import read
from generator.synthesis import synthesize
from tests.support.fake_cloud import FakeCloud
from tests.support.rolled_out import rolled_out, world

SIZES = (Size(), Size(regions=30), Size(routes=20, tables=20), Size(regions=30, routes=20, tables=20))


class Planned(NamedTuple):
    """One line of the table: what is planned, how many steps, CPU seconds, the floor's, calls of reading."""

    what: str
    steps: int
    seconds: float
    floor: float
    calls: int


def rows(rounds: int) -> Iterator[Planned]:
    """A first deploy, nothing to do, and one region more, for each size."""
    for size in SIZES:
        assembly, smaller = _assembly(size), _assembly(size._replace(regions=size.regions - 1))
        label = f"{size.regions} regions, {size.tables} {'table' if size.tables == 1 else 'tables'}"
        yield _row(f"{label}: first deploy", assembly, world(assembly), rounds)
        yield _row(f"{label}: nothing to do", assembly, rolled_out(assembly), rounds)
        yield _row(f"{label}: one region more", assembly, rolled_out(smaller), rounds)


def _assembly(size: Size) -> Assembly:
    (app,) = parse(app_file(size).encode()).resolve_all().apps
    return synthesize(app)


def _row(what: str, assembly: Assembly, cloud: FakeCloud, rounds: int) -> Planned:
    cloud.reads.clear()
    deployed = read(cloud, assembly)

    def think() -> int:
        preflight(assembly, deployed)
        refusals(assembly, deployed_assembly(assembly, deployed), ())
        return len(plan(assembly, deployed).steps)

    return Planned(what, think(), _cpu(think, rounds), _cpu(lambda: files_of(assembly), rounds), len(cloud.reads))


def _cpu(call: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return median(taken)
