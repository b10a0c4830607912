"""CPU seconds and peak memory of processes; cases run in turn, so that a slow moment of the machine hits all alike."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Case(NamedTuple):
    """Commands that are run one after the other and count as one."""

    name: str
    commands: Sequence[Sequence[str]]
    directory: Path
    environment: Mapping[str, str] = {}


class Cost(NamedTuple):
    """CPU seconds, user and system, of a process and of all it waited for; peak memory in MiB of the largest."""

    cpu: float
    memory: float


class Failed(Exception):
    """A command of a case did not exit with 0; the text is what it said."""


def run(case: Case) -> Cost:
    """Runs a case once. Raises `Failed`."""
    costs = [_run(command, case) for command in case.commands]
    return Cost(sum(cost.cpu for cost in costs), max(cost.memory for cost in costs))


def medians(cases: Sequence[Case], rounds: int) -> dict[str, Cost]:
    """The median cost of each case over so many rounds, after one that is not counted (caches, byte code)."""
    costs: dict[str, list[Cost]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            cost = run(case)
            if number:
                costs[case.name].append(cost)
        print(".", end="" if number < rounds else "\n", file=sys.stderr, flush=True)
    return {
        name: Cost(median(cost.cpu for cost in taken), median(cost.memory for cost in taken))
        for name, taken in costs.items()
    }


def _run(command: Sequence[str], case: Case) -> Cost:
    environment = {**os.environ, **case.environment}
    # A child's peak memory starts at that of the process which makes it, so this one must stay small.
    with subprocess.Popen(
        command, cwd=case.directory, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{case.name}: {' '.join(command)} exited with {process.returncode}\n{output}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
