"""A roll-out for programs: `plan --format json` and the events of `deploy --format json`. Schema version 1.

A plan is one document. Events are one JSON object per line, told apart by `event`: `plan`, then any number of
`started`, `progress` and `ended`, then `report`, which is always the last one. The bodies of templates are left out:
`plan --out` writes them. A deploy that is refused, or that nobody agreed to, prints no event at all: why is on stderr,
and the exit code tells it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from generator.deploy.duration import duration

if TYPE_CHECKING:
    from generator.aws.model import Progress
    from generator.deploy.model import Plan, PlannedStep, Report, StepResult
    from generator.diff.allow import Risk

Json = Any

SCHEMA_VERSION: Final = 1


def plan_document(plan: Plan, risks: Sequence[Risk]) -> Mapping[str, Json]:
    """A plan without its templates; `refused` is what has to be agreed to, with the value of `--allow`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "app": plan.app,
        "environment": plan.environment,
        "id": plan.id,
        "account": plan.account,
        "purpose": plan.purpose,
        "main_region": plan.main_region,
        "regions": plan.regions,
        "skipped": plan.skipped,
        "fingerprint": plan.fingerprint,
        "checks": msgspec.to_builtins(plan.checks),
        "notes": plan.notes,
        "budget": msgspec.to_builtins(plan.budget),
        "steps": [_step(step) for step in plan.steps],
        "estimated_seconds": duration(plan.steps),
        "refused": [_risk(risk) for risk in risks],
    }


def plan_event(plan: Plan) -> Mapping[str, Json]:
    """The first line: what will be done. Nothing in it has to be agreed to any more."""
    return {"event": "plan", **plan_document(plan, ())}


def started_event(step: PlannedStep) -> Mapping[str, Json]:
    """A step begins."""
    return {"event": "started", "number": step.number, "region": step.step.region, "title": step.title}


def progress_event(step: PlannedStep, progress: Progress) -> Mapping[str, Json]:
    """Something happened to a resource, or to a region as a whole, while a step runs."""
    return {"event": "progress", "number": step.number, **msgspec.to_builtins(progress)}


def ended_event(result: StepResult) -> Mapping[str, Json]:
    """What became of a step."""
    return {"event": "ended", **_result(result)}


def report_event(report: Report) -> Mapping[str, Json]:
    """The last line: what became of all steps, where the API answers, and the exit code of the command."""
    return {
        "event": "report",
        "exit_code": report.exit_code,
        "interrupted": report.is_interrupted,
        "detached": report.detached,
        "urls": report.urls,
        "results": [_result(result) for result in report.results],
    }


def line(document: Mapping[str, Json]) -> str:
    """A document on one line."""
    return msgspec.json.encode(document).decode()


def text(document: Mapping[str, Json]) -> str:
    """A document as people can read it as well."""
    return msgspec.json.format(msgspec.json.encode(document)).decode()


def _step(step: PlannedStep) -> Mapping[str, Json]:
    return {
        "number": step.number,
        "kind": step.step.__struct_config__.tag,
        "region": step.step.region,
        "title": step.title,
        "reason": step.reason,
        "needs": step.needs,
        "estimated_seconds": step.estimate,
    }


def _risk(risk: Risk) -> Mapping[str, Json]:
    from generator.diff.allow import value_of

    meaning = risk.meaning
    return {
        "kind": meaning.kind,
        "text": meaning.text,
        "advice": meaning.advice,
        "allow": value_of(meaning) if meaning.guard else None,
    }


def _result(result: StepResult) -> Mapping[str, Json]:
    return {**msgspec.to_builtins(result), "seconds": round(result.seconds, 1)}
