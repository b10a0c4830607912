"""Additions beside the rest of their templates: what they refer to is there, and the cause is told first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.extensions import FIRST_LINE, mistakes

DANGLING = "A148"
REGIONAL = """
def add(site):
    if site.kind == "dns":
        return
    made = topic(site, "T")
    template = site.template
"""
ADVICE = "add it too, or leave the reference out"
TABLE = "only main has it; the ARN of a table in any region is site.table_arn(…)"


def dangling(kind: str, target: str, place: str, advice: str = ADVICE, template: str = "main") -> str:
    return (
        f"extensions.py:{FIRST_LINE}: error: extensions: extensions.py:add refers to the {kind} {target} at {place}, "
        f"and {template} has none of that name [{DANGLING}]\n    {advice}"
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('made.TopicName = Ref("Missing")', dangling("resource", "Missing", "Resources.T.Properties.TopicName")),
        (
            'made.TopicName = GetAtt("Missing", "A")',
            dangling("resource", "Missing", "Resources.T.Properties.TopicName"),
        ),
        ('made.TopicName = Sub("${Missing.A}")', dangling("resource", "Missing", "Resources.T.Properties.TopicName")),
        (
            'made.TopicName = Ref("RestApo")',
            dangling("resource", "RestApo", "Resources.T.Properties.TopicName", "write RestApi"),
        ),
        (
            'made.TopicName = Sub("${AWS::Regoin}")',
            dangling("resource", "AWS::Regoin", "Resources.T.Properties.TopicName", "write AWS::Region"),
        ),
        ('made.DependsOn = ["RestApi", "Missing"]', dangling("resource", "Missing", "Resources.T.DependsOn.1")),
        ('made.Condition = "Missing"', dangling("condition", "Missing", "Resources.T.Condition")),
        (
            'made.TopicName = FindInMap("Missing", "a", "b")',
            dangling("mapping", "Missing", "Resources.T.Properties.TopicName"),
        ),
        (
            'template.add_output(Output("O", Value=Ref("Missing")))',
            dangling("resource", "Missing", "Outputs.O.Value"),
        ),
        (
            'template.add_condition("C", Not(Condition("Missing")))',
            dangling("condition", "Missing", "Conditions.C.Fn::Not.0"),
        ),
        (
            'made.TopicName = Ref("ItemsTable")',
            dangling("resource", "ItemsTable", "Resources.T.Properties.TopicName", TABLE, "secondary"),
        ),
    ],
)
def test_a_reference_to_nothing_is_told_with_its_place(tmp_path: Path, source: str, told: str) -> None:
    assert mistakes(tmp_path, f"{REGIONAL}    {source}\n") == [told]


@pytest.mark.parametrize(
    "source",
    [
        'made.TopicName = Ref("AWS::NoValue")',
        'made.TopicName = GetAtt("RestApi", "RootResourceId")',
        'made.TopicName = Sub("${Own}${!Missing}${AWS::Region}", Own="x")',
        'made.DisplayName = "${Missing}"',
        'template.add_condition("C", Equals(Ref("AWS::Region"), "x")); made.Condition = "C"',
        'template.add_mapping("M", {"a": {"b": "c"}}); made.TopicName = FindInMap("M", "a", "b")',
        'if site.kind == "main": topic(site, "Only").TopicName = Ref("ItemsTable")',
    ],
)
def test_a_reference_to_what_is_there_is_not(tmp_path: Path, source: str) -> None:
    assert mistakes(tmp_path, f"{REGIONAL}    {source}\n") == []


def test_references_of_the_dns_template_are_told_too(tmp_path: Path) -> None:
    source = 'def add(site):\n    if site.kind == "dns":\n        topic(site, "T").TopicName = Ref("Missing")\n'

    assert mistakes(tmp_path, source) == [
        dangling("resource", "Missing", "Resources.T.Properties.TopicName", template="dns")
    ]


def test_what_the_regions_have_cannot_be_referred_to_from_dns(tmp_path: Path) -> None:
    source = 'def add(site):\n    if site.kind == "dns":\n        topic(site, "T").TopicName = Ref("RestApi")\n'
    advice = 'the regions have it, each in a stack of its own: ask `site.kind != "dns"` first'

    assert mistakes(tmp_path, source) == [
        dangling("resource", "RestApi", "Resources.T.Properties.TopicName", advice, template="dns")
    ]


def test_two_references_of_one_text_are_two_mistakes(tmp_path: Path) -> None:
    found = mistakes(tmp_path, REGIONAL + '    made.TopicName = Sub("${One}${Two.A}${One}")\n')

    assert [text.split(" at ")[0].rpartition(" ")[2] for text in found] == ["One", "Two"]


def test_a_taken_logical_id_is_told_before_the_right_to_make_it(tmp_path: Path) -> None:
    source = 'def add(site):\n    if site.kind != "dns":\n        site.template.add_resource(Topic("RestApi"))\n'

    (told,) = mistakes(tmp_path, source)

    assert "adds RestApi to the resources, and the app has it already [A179]" in told


def test_a_reference_and_a_right_are_told_together(tmp_path: Path) -> None:
    source = 'def add(site):\n    site.template.add_resource(Queue("Q", QueueName=Ref("Missing")))\n'

    reference, right = mistakes(tmp_path, source)

    assert reference == dangling("resource", "Missing", "Resources.Q.Properties.QueueName")
    assert "adds Q, and no right to make an AWS::SQS::Queue [A175]" in right


def test_what_is_refused_is_not_told_for_what_it_lacks(tmp_path: Path) -> None:
    table = "from troposphere.dynamodb import GlobalTable\n"
    source = table + 'def add(site):\n    site.template.add_resource(GlobalTable("T"))\n'

    (told,) = mistakes(tmp_path, source)

    assert "adds T, an AWS::DynamoDB::GlobalTable [A148]\n    declare it under `tables`" in told
