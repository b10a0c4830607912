"""The rules across templates: a good assembly breaks none, and each way to break it is told exactly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.model import Assembly, FromOutput, TemplateEntry
from generator.lint.across import RULES, problems_across
from tests.golden import Golden
from tests.unit.lint import sample
from tests.unit.lint.damages import DAMAGES, Damage
from tests.unit.lint.sample_api import ARN

CASES = Path(__file__).resolve().parents[2] / "cases" / "lint"
REGIONS = ("eu-west-1", "us-east-1")


def said_about(assembly: Assembly) -> list[str]:
    return [
        f"{rule.id} {template} {'.'.join(map(str, path))}: {message}"
        for rule, (template, path, message) in problems_across(assembly)
    ]


@pytest.mark.parametrize("regions", [("us-east-1", "eu-west-1", "ap-southeast-2"), REGIONS])
def test_a_good_assembly_breaks_no_rule(regions: tuple[str, ...]) -> None:
    assert said_about(sample.assembly(regions)) == []


def test_an_app_of_one_region_without_a_domain_breaks_no_rule() -> None:
    bodies = sample.bodies(("us-east-1",))
    resources = bodies["main"]["Resources"]
    domain = ("AWS::ApiGateway::DomainName", "AWS::ApiGateway::BasePathMapping", "AWS::Route53::RecordSet")
    bodies["main"]["Resources"] = {name: body for name, body in resources.items() if body["Type"] not in domain}
    whole = sample.assembly(("us-east-1",), **bodies)

    assert said_about(replace(whole, templates=whole.templates[:1])) == []


@pytest.mark.parametrize(
    ("rule", "damage"),
    [(rule, damage) for rule, damages in DAMAGES.items() for damage in damages],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_broken_template_is_told_exactly_what_is_wrong(rule: str, damage: Damage, golden: Golden) -> None:
    bodies = sample.bodies(REGIONS)

    damage(bodies)
    said = "".join(f"{line}\n" for line in said_about(sample.assembly(REGIONS, **bodies)))

    assert rule in said
    golden.check(CASES / rule / f"{damage.__name__}.txt", said)


def test_roles_elsewhere_than_in_the_main_region_are_told() -> None:
    good = sample.assembly(REGIONS)
    roles = replace(good.templates[0], name="roles", body={"Resources": {}}, capabilities=(), regions=("us-east-1",))

    assert said_about(replace(good, templates=(roles, *good.templates))) == [
        "E9502 manifest templates.0.regions: roles is deployed to us-east-1 instead of eu-west-1"
    ]


def changed(name: str, **fields: Any) -> Callable[[TemplateEntry], TemplateEntry]:
    return lambda entry: replace(entry, **fields) if entry.name == name else entry


ELSEWHERE = {
    **sample.parameters(REGIONS),
    "TargetDomainNameUsEast1": FromOutput(template="secondary", region="sa-east-1", output="TargetDomainName"),
    "TargetHostedZoneIdUsEast1": FromOutput(template="elsewhere", region="us-east-1", output="TargetHostedZoneId"),
}
MISPLACED = [
    (
        changed("main", regions=("us-east-1",)),
        "E9502 manifest templates.0.regions: main is deployed to us-east-1 instead of eu-west-1",
    ),
    (
        changed("secondary", regions=("us-east-1", "sa-east-1")),
        "E9502 manifest templates.1.regions: secondary is deployed to us-east-1, sa-east-1 instead of us-east-1",
    ),
    (
        changed("dns", regions=("eu-west-1",)),
        "E9502 manifest templates.2.regions: dns is deployed to eu-west-1 instead of us-east-1",
    ),
    (
        changed("main", capabilities=()),
        "E9511 manifest templates.0.capabilities: main needs CAPABILITY_IAM for ApiRole",
    ),
    (
        changed("dns", parameters=ELSEWHERE),
        "E9508 dns Parameters.TargetDomainNameUsEast1: TargetDomainNameUsEast1 is filled from secondary in sa-east-1, "
        "where it is not deployed",
    ),
    (
        changed("dns", parameters=ELSEWHERE),
        "E9508 dns Parameters.TargetHostedZoneIdUsEast1: TargetHostedZoneIdUsEast1 is filled from the template "
        "elsewhere, which there is not",
    ),
]


@pytest.mark.parametrize(("change", "said"), MISPLACED)
def test_a_template_that_is_deployed_wrongly_is_told(
    change: Callable[[TemplateEntry], TemplateEntry], said: str
) -> None:
    good = sample.assembly(REGIONS)

    assert said in said_about(replace(good, templates=tuple(map(change, good.templates))))


def test_a_region_without_a_template_is_told() -> None:
    good = sample.assembly(REGIONS)

    said = said_about(replace(good, templates=good.templates[:1]))

    assert "E9502 manifest templates: the app runs in us-east-1 but no template is deployed there" in said


def test_a_main_region_without_a_template_is_told() -> None:
    good = sample.assembly(REGIONS)

    said = said_about(replace(good, templates=good.templates[1:]))

    assert "E9502 manifest templates: the app runs in eu-west-1 but no template is deployed there" in said


def test_a_domain_that_nothing_leads_to_is_told() -> None:
    good = sample.assembly(REGIONS)

    said = said_about(replace(good, templates=good.templates[:2]))

    assert said == ["E9503 manifest templates: the app has a custom domain but no dns template leads to it"]


def test_a_replica_that_cannot_be_seen_is_neither_missing_nor_too_many() -> None:
    bodies = sample.bodies(REGIONS)
    bodies["main"]["Resources"]["DataTable"]["Properties"]["Replicas"][1]["Region"] = {"Ref": "SecondRegion"}

    assert said_about(sample.assembly(REGIONS, **bodies)) == []


def test_a_region_that_does_not_exist_is_told() -> None:
    assert said_about(sample.assembly(("eu-west-1", "eu-west-9"))) == [
        "E9502 manifest templates.1.regions: there is no region 'eu-west-9'"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Action": "dynamodb:*", "Resource": [{"Fn::Sub": ARN + "demo-*"}]},
    ],
)
def test_wildcards_cover_what_they_match(statement: dict[str, Any]) -> None:
    bodies = sample.bodies(REGIONS)
    for name in ("main", "secondary"):
        policy = bodies[name]["Resources"]["ApiRole"]["Properties"]["Policies"][0]["PolicyDocument"]
        policy["Statement"] = [statement]

    assert said_about(sample.assembly(REGIONS, **bodies)) == []


def test_named_iam_covers_unnamed_iam() -> None:
    good = sample.assembly(REGIONS)
    named = [replace(entry, capabilities=("CAPABILITY_NAMED_IAM",)) for entry in good.templates]

    assert said_about(replace(good, templates=tuple(named))) == []


def test_a_transform_needs_its_capability() -> None:
    bodies = sample.bodies(REGIONS)
    bodies["dns"]["Transform"] = "AWS::LanguageExtensions"

    assert said_about(sample.assembly(REGIONS, **bodies)) == [
        "E9511 manifest templates.2.capabilities: dns needs CAPABILITY_AUTO_EXPAND for its transform"
    ]


def test_every_rule_is_broken_by_some_test() -> None:
    told = {line.split()[0] for _, line in MISPLACED}

    assert {*DAMAGES, *told} == {rule.id for rule in RULES}
    assert {path.parent.name for path in CASES.glob("E95*/*")} == set(DAMAGES)
