"""Plans, progress and results to be shown, made by hand."""

from __future__ import annotations

from generator.assembly.model import RoleNames
from generator.aws.model import Progress
from generator.deploy.model import (
    AwaitReplicas,
    Budget,
    Check,
    CreateInstances,
    DeployStack,
    Outcome,
    Plan,
    PlannedStep,
    SmokeTest,
    Step,
    StepResult,
)

MAIN, FIRST, SECOND = "us-east-1", "eu-west-1", "ap-southeast-2"


def step(number: int, what: Step, title: str, *, needs: tuple[int, ...] = (), estimate: int = 60) -> PlannedStep:
    return PlannedStep(number=number, step=what, title=title, reason=f"reason {number}", needs=needs, estimate=estimate)


def stack(region: str, template: str = "bootstrap") -> DeployStack:
    return DeployStack(region=region, template=template, stack_name="shop-main", body={"Resources": {}})


STEPS = (
    step(1, stack(MAIN), f"{MAIN}: create the bootstrap stack"),
    step(2, stack(FIRST), f"{FIRST}: create the bootstrap stack"),
    step(
        3,
        AwaitReplicas(region=MAIN, tables=("a", "b"), regions=(FIRST, SECOND)),
        f"{MAIN}: wait for the replicas",
        needs=(1, 2),
        estimate=600,
    ),
    step(
        4,
        CreateInstances(region=MAIN, stack_set_name="shop-secondary", regions=(FIRST, SECOND)),
        f"{FIRST} and {SECOND}: create the API",
        needs=(3,),
        estimate=300,
    ),
    step(5, SmokeTest(region=FIRST, url="https://x", probes=()), f"{FIRST}: smoke test", needs=(4,), estimate=10),
)
CHECKS = (
    Check(id="P101", outcome="ok", text="the credentials are of account 123456789012"),
    Check(id="P102", outcome="warning", text="the zone is at 90 % of its records", advice="ask for a higher quota"),
    Check(id="P103", outcome="unknown", text="whether example.com is delegated, for DNS cannot be asked"),
)
BUDGET = Budget(detection=90, ttl=60, checks_per_month=1_382_400)


def plan(*, steps: tuple[PlannedStep, ...] = STEPS, checks: tuple[Check, ...] = CHECKS, **others: object) -> Plan:
    given = {"notes": (), "budget": BUDGET, "skipped": (), "purpose": "deploy", **others}
    return Plan(
        app="shop",
        environment="prod",
        id="shop",
        account="123456789012",
        main_region=MAIN,
        regions=(MAIN, FIRST, SECOND),
        wanted="1" * 64,
        fingerprint="2" * 64,
        roles=RoleNames(administration="shop/shop-administration", execution="shop-execution"),
        steps=steps,
        checks=checks,
        **given,  # type: ignore[arg-type]
    )


def result(number: int, outcome: Outcome = "done", *, seconds: float = 42.0, **others: str | int) -> StepResult:
    return StepResult(number=number, outcome=outcome, seconds=seconds, **others)  # type: ignore[arg-type]


def progress(region: str, status: str = "CREATE_IN_PROGRESS", resource: str = "ApiRole", reason: str = "") -> Progress:
    return Progress(region=region, status=status, resource=resource, reason=reason)
