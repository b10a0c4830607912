"""Names that the rights of a deployment do not reach are told before CloudFormation is denied the making."""

from __future__ import annotations

from pathlib import Path

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from generator.extensions.reaching import NAMES
from tests.support.extensions import FIRST_LINE, mistakes

QUEUE = """
def add(site):
    if site.kind == "dns":
        return
    queue = site.template.add_resource(Queue("Jobs"))
    site.allow_deployment("AWS::SQS::Queue", site.arns("sqs"), ["sqs:CreateQueue"])
"""


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ("pass", "without a name, such as"),
        ('queue.QueueName = "jobs"', "by another name than"),
        ('queue.QueueName = "shop-jobs"', "by another name than"),
        ('queue.QueueName = Join("-", ["jobs", Ref("AWS::Region")])', "by another name than"),
        ('queue.QueueName = Sub("jobs-${AWS::Region}")', "by another name than"),
    ],
)
def test_a_name_that_is_not_reached_is_told_once(tmp_path: Path, change: str, how: str) -> None:
    told = mistakes(tmp_path, f"{QUEUE}    {change}\n")

    assert told == [
        f"extensions.py:{FIRST_LINE}: error: extensions: extensions.py:add adds Jobs {how} those that site.arns "
        'reaches [A175]\n    write QueueName=site.name("Jobs"), or allow its own ARN'
    ]


@pytest.mark.parametrize(
    "change",
    [
        'queue.QueueName = site.name("Jobs")',
        'queue.QueueName = "shop_jobs"',
        'queue.QueueName = Sub("shop_${AWS::Region}")',
        'queue.QueueName = Sub("${AWS::StackName}-jobs")',
        'queue.QueueName = Ref("AWS::StackName")',
        'site.allow_deployment("AWS::SQS::Queue", ["*"], ["sqs:CreateQueue"])',
        'site.allow_deployment("AWS::SQS::Queue", ["arn:aws:sqs:*:*:jobs"], ["sqs:CreateQueue"])',
    ],
)
def test_a_name_that_is_reached_or_may_be_is_taken(tmp_path: Path, change: str) -> None:
    assert mistakes(tmp_path, f"{QUEUE}    {change}\n") == []


def test_what_another_extension_allows_counts(tmp_path: Path) -> None:
    other = 'def other(site):\n    site.allow_deployment("AWS::SQS::Queue", ["*"], ["sqs:CreateQueue"])\n'

    assert mistakes(tmp_path, QUEUE + other, "add", "other") == []


@pytest.mark.parametrize(("type_", "key"), NAMES.items())
def test_the_name_of_a_type_is_a_property_that_makes_it_another(type_: str, key: str) -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_).schema

    assert key in schema["properties"]
    assert f"/properties/{key}" in schema["createOnlyProperties"]
