"""AWS's own validator finds nothing in any built template but I9001: "this property cannot be changed later", said of
almost every resource there is [aws-facts 11.14]."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cloudformation_validate import RegoEngine  # type: ignore[import-untyped]

from tests.meta.sources import ROOT

TEMPLATES = sorted([*ROOT.glob("build/**/*.template.json"), *ROOT.glob("examples/*/build/**/*.template.json")])
EXPECTED = {"I9001"}


@pytest.fixture(scope="module")
def engine() -> RegoEngine:
    return RegoEngine()


def found(engine: RegoEngine, template: Path) -> list[str]:
    """What it says beyond the expected, one line each."""
    report = engine.validate_template(template)
    return [f"{item.rule_id} {item}" for item in report.diagnostics if item.rule_id not in EXPECTED]


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
