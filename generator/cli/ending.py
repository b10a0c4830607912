"""How a roll-out ends: where the API answers, or what failed, where, why, and how to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from msgspec import Struct

from generator.cli.local_urls import local_url
from generator.cli.words import one_line
from generator.deploy.model import Outcome
from generator.diff.meaning.view import counted, listed

if TYPE_CHECKING:
    from generator.cli.console import Console
    from generator.deploy.model import Report, StepResult


class Ways(Struct, frozen=True, kw_only=True):
    """How one naturally goes on: with `done` when all went well, otherwise with `again`, this very command line."""

    done: str
    again: str


def tell(console: Console, report: Report, ways: Ways) -> None:
    """What became of a roll-out, for people, and how to go on."""
    for result in report.failed:
        console.error(*_failure(report, result))
    if report.is_interrupted:
        goes_on = "; AWS goes on with what it has begun" if report.detached else ""
        console.error(f"interrupted: {_counts(report)}{goes_on}", "nothing is lost: the same command goes on from here")
    elif report.results:
        console.say(_counts(report))
    console.next_step(ways.again if report.exit_code else ways.done)


def address_lines(urls: Mapping[str, str], endpoint: str | None) -> str:
    """A line for each address: what it is, and where it answers. `endpoint`: that of the embedded AWS, if it is it."""
    addresses = {words: url if endpoint is None else local_url(url, endpoint) for words, url in urls.items()}
    width = max(map(len, addresses), default=0)
    return "\n".join(f"{words:<{width}}  {url}" for words, url in addresses.items())


def _failure(report: Report, result: StepResult) -> tuple[str, str]:
    """What failed, where and why; and what to do about it."""
    step = next(step for step in report.plan.steps if step.number == result.number)
    region = "" if step.title.startswith(f"{result.region}:") else result.region
    place = ", ".join(part for part in (region, result.resource) if part)
    head = f"step {result.number} failed: {one_line(step.title)}"
    return f"{head}{f' ({place})' if place else ''}: {one_line(result.reason)}", one_line(result.advice)


def _counts(report: Report) -> str:
    outcomes = Counter(result.outcome for result in report.results)
    return listed([f"{counted(outcomes[name], 'step')} {name}" for name in get_args(Outcome) if outcomes[name]])
