"""Plans made by hand, and observers that write down what they are told."""

from __future__ import annotations

from collections.abc import Callable

from generator.assembly.model import RoleNames
from generator.aws.model import Progress
from generator.deploy.model import Check, DeployStack, Plan, PlannedStep, Step, StepResult

ACCOUNT = "123456789012"
QUEUE = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"Url": {"Value": {"Ref": "Queue"}}}}
"""A template that any account takes."""


def step(number: int, what: Step, *needs: int) -> PlannedStep:
    """A step with a title that names its number."""
    return PlannedStep(number=number, step=what, title=f"title {number}", reason="because", needs=needs, estimate=60)


def stack(region: str = "eu-west-1", name: str = "app-main", template: str = "main") -> DeployStack:
    """A stack with a queue."""
    return DeployStack(region=region, template=template, stack_name=name, body=QUEUE)


def plan(*steps: PlannedStep, checks: tuple[Check, ...] = ()) -> Plan:
    """A plan of an app in three regions."""
    return Plan(
        app="app",
        environment="default",
        id="app",
        account=ACCOUNT,
        main_region="eu-west-1",
        regions=("eu-west-1", "us-east-1", "ap-southeast-2"),
        wanted="0" * 64,
        fingerprint="f" * 64,
        stack_names={"main": "app-main", "secondary": "app-secondary"},
        roles=RoleNames(administration="app/app-administration", execution="app-execution"),
        checks=checks,
        steps=steps,
    )


def ignore(what: str, number: int) -> None:
    """Nothing happens on an event."""


class Log:
    """An observer: what happened, in order, as `started 1`, `progress 1`, `done 1`; `on_event` comes after each."""

    def __init__(self, on_event: Callable[[str, int], None] = ignore) -> None:
        self.events: list[str] = []
        self.progresses: list[Progress] = []
        self._on_event = on_event

    def started(self, step: PlannedStep) -> None:
        self._note("started", step.number)

    def progress(self, step: PlannedStep, progress: Progress) -> None:
        self.progresses.append(progress)
        self._note("progress", step.number)

    def ended(self, step: PlannedStep, result: StepResult) -> None:
        self._note(result.outcome, step.number)

    def _note(self, what: str, number: int) -> None:
        self.events.append(f"{what} {number}")
        self._on_event(what, number)
