"""AWS's own validator finds nothing in any built template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cloudformation_validate import RegoEngine  # type: ignore[import-untyped]

from tests.meta.sources import ROOT
from tests.support.validator import found

TEMPLATES = sorted([*ROOT.glob("build/**/*.template.json"), *ROOT.glob("examples/*/build/**/*.template.json")])


@pytest.fixture(scope="module")
def engine() -> RegoEngine:
    return RegoEngine()


def test_there_are_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_found_in_a_built_template(engine: RegoEngine, template: Path) -> None:
    assert found(engine, template) == []


def test_a_broken_template_is_found(engine: RegoEngine, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, "Nothing": {"Ref": "Missing"}}}
    path.write_text(json.dumps({"Resources": {"Role": role}}), encoding="utf-8")

    assert found(engine, path)


def test_a_hard_coded_arn_of_anything_but_a_web_acl_is_found(engine: RegoEngine) -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:other"
    properties = {"RestApiId": "abc", "Name": "a", "Type": "TOKEN", "AuthorizerUri": arn}
    permission = {"Action": "lambda:InvokeFunction", "FunctionName": "a", "Principal": "x.amazonaws.com"}
    resources = {
        "Authorizer": {"Type": "AWS::ApiGateway::Authorizer", "Properties": properties},
        "Permission": {"Type": "AWS::Lambda::Permission", "Properties": {**permission, "SourceArn": arn}},
    }

    texts = found(engine, json.dumps({"Resources": resources}).encode())

    assert any(text.startswith("W9002") for text in texts), texts
