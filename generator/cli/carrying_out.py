"""Carrying out a plan under the eyes of a user, who can stop it: what `deploy` and `destroy` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from generator.cli.process import Connection, Process
from generator.cli.progress import Display, display

if TYPE_CHECKING:
    from generator.deploy.control import Control
    from generator.deploy.model import Plan, Report

STOPPING = "stopping: no further step begins; those that run are waited for. Ctrl-C again: stop waiting"
DETACHING = "not waiting any longer: what AWS has begun goes on"


def carried_out(
    process: Process, plan: Plan, connection: Connection, control: Control, form: Literal["text", "json"]
) -> Report:
    """Run the plan and show it. The first Ctrl-C (or SIGTERM) starts no further step, the second one waits no more.

    A reader that goes away (`| head`) does not stop it half-way: only who means to stop it does.
    """
    from generator.deploy.executor import execute

    process.console.go_on_unread()
    with (
        display(process.console, plan, form, control.now) as shown,
        process.interrupts(lambda: _stop(control, shown)),
    ):
        report = execute(plan, connection.cloud, shown, control)
    if form == "json":
        from generator.cli.rollout_json import line, report_event

        process.console.data(line(report_event(report)))
    return report


def _stop(control: Control, shown: Display) -> None:
    if not control.is_detached:
        shown.say(DETACHING if control.is_stopping else STOPPING)
    control.stop()
