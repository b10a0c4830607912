"""parliament knows IAM's actions, resources and conditions, and finds nothing in any policy of any example."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generator.synthesis import synthesize
from tests.support.apps import examples

with warnings.catch_warnings():
    # It leaves its data files open, and finds them with what setuptools deprecates.
    warnings.simplefilter("ignore")
    from parliament import analyze_policy_string  # type: ignore[import-untyped]

VALUES = {"AWS::Partition": "aws", "AWS::Region": "eu-west-1", "AWS::AccountId": "123456789012"}


def spelled(value: Any) -> Any:
    """The value as IAM gets it, every `Fn::Sub` replaced."""
    if isinstance(value, Mapping):
        if "Fn::Sub" in value:
            text = str(value["Fn::Sub"])
            for name, replacement in VALUES.items():
                text = text.replace(f"${{{name}}}", replacement)
            return text
        return {key: spelled(item) for key, item in value.items()}
    return [spelled(item) for item in value] if isinstance(value, list) else value


def policies() -> Iterator[tuple[str, Any]]:
    for name, app in examples():
        for entry in synthesize(app).templates:
            for identity, resource in entry.body["Resources"].items():
                for policy in resource["Properties"].get("Policies", []):
                    yield f"{name}-{entry.name}-{identity}", spelled(policy["PolicyDocument"])


POLICIES = dict(policies())


def findings(policy: Any) -> list[str]:
    return [str(finding) for finding in analyze_policy_string(json.dumps(policy)).findings]


def test_every_regional_template_of_the_examples_has_a_policy() -> None:
    assert {name.rpartition("-")[2] for name in POLICIES} == {"ApiRole"}
    assert {name.split("-")[-2] for name in POLICIES} == {"main", "secondary"}


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_is_found_in_a_policy(name: str) -> None:
    assert "${" not in json.dumps(POLICIES[name])
    assert findings(POLICIES[name]) == []


def test_an_action_that_does_not_exist_is_found() -> None:
    (name, *_) = POLICIES
    statement = {**POLICIES[name]["Statement"][0], "Action": ["dynamodb:GetItems"]}

    assert findings({**POLICIES[name], "Statement": [statement]})
