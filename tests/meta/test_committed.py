"""The committed templates are current, and ask cfn-lint to look away from nothing. `make golden` writes them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.app.loader import load
from generator.assembly import store
from generator.synthesis import synthesize
from tests.meta.sources import ROOT

APPS = [ROOT / "app.yaml", *sorted(ROOT.glob("examples/*/app.*"))]


def suppressions(value: Any) -> list[str]:
    """What a template asks cfn-lint to leave out, at any depth."""
    if isinstance(value, dict):
        own = [str(value["cfn-lint"])] if "cfn-lint" in value else []
        return own + [found for member in value.values() for found in suppressions(member)]
    return [found for member in value for found in suppressions(member)] if isinstance(value, list) else []


@pytest.mark.parametrize("app_file", APPS, ids=lambda path: path.parent.name)
def test_the_templates_beside_an_app_file_are_those_that_it_builds(app_file: Path) -> None:
    assemblies = [synthesize(app) for app in load(app_file).resolve_all().apps]

    assert store.compare(app_file.parent / store.FOLDER, assemblies) == ()


@pytest.mark.parametrize("app_file", APPS, ids=lambda path: path.parent.name)
def test_a_committed_template_switches_no_rule_off(app_file: Path) -> None:
    build = app_file.parent / store.FOLDER
    assemblies = [store.read(build, environment) for environment in store.environments(build)]

    assert [found for each in assemblies for entry in each.templates for found in suppressions(entry.body)] == []
