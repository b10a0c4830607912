"""Names beside rights: what the rights of a deployment do not reach, it is denied in the middle of a stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator.app.model import ResolvedApp
from generator.cloudformation.names import own_names
from generator.extensions.made import Made
from generator.findings import Finding
from generator.templates.additions import finding
from generator.templates.section import Json

NAMES: Final = {
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::Events::EventBus": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::Kinesis::Stream": "Name",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Scheduler::Schedule": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}
"""Types that people add most ─▶ the property that their ARN ends with; without it CloudFormation makes a name up."""


def unreached(every: Sequence[Made], app: ResolvedApp) -> Iterator[Finding]:
    """Resources that may be made by a name of `site.name` only, and are known to have another, or none (A175)."""
    own = own_names(app.id)
    narrow = {type_ for type_, arns in _allowed(every).items() if arns and all(arn.endswith(own) for arn in arns)}
    named = [
        (made.origin, name, NAMES[resource["Type"]], resource.get("Properties", {}))
        for made in every
        for name, resource in sorted(made.section.resources.items())
        if resource["Type"] in narrow & NAMES.keys()
    ]
    for origin, name, key, properties in named:
        if _is_another(properties.get(key), own.removesuffix("*")):
            how = "by another name than" if key in properties else "without a name, such as"
            what = f"adds {name} {how} those that site.arns reaches"
            yield finding("A175", origin, what, f'write {key}=site.name("{name}"), or allow its own ARN')


def _allowed(every: Sequence[Made]) -> dict[str, list[str]]:
    """Type ─▶ the ARNs that its deployment is allowed for, whichever extension says so."""
    found: dict[str, list[str]] = {}
    for made in every:
        for type_, grants in made.asked.deployment.items():
            found.setdefault(type_, []).extend(arn for grant in grants for arn in grant.resources)
    return found


def _is_another(called: Json, beginning: str) -> bool:
    """Whether there is no name, or one that begins otherwise; of what only a stack knows nobody can say it."""
    match called:
        case {"Fn::Join": [_, [str() as text, *_]]} | {"Fn::Sub": str() as text} | (str() as text):
            return not text.startswith((beginning, "${"))
        case _:
            return called is None
