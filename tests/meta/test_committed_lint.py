"""The committed templates have no finding, of cfn-lint or of ours, in any region, not even an informational one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.assembly import store
from generator.lint.runner import Linter
from tests.meta.sources import ROOT

BUILDS = [ROOT / store.FOLDER, *sorted(ROOT.glob(f"examples/*/{store.FOLDER}"))]
ASSEMBLIES = [(build, environment) for build in BUILDS for environment in store.environments(build)]


def case_name(value: Path | str) -> str:
    return value if isinstance(value, str) else value.parent.name


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


@pytest.mark.parametrize(("build", "environment"), ASSEMBLIES, ids=case_name)
def test_a_committed_assembly_has_no_findings(linter: Linter, build: Path, environment: str) -> None:
    assembly = store.read(build, environment)

    assert linter.lint(assembly, build / environment) == ()


def suppressions(value: Any) -> list[str]:
    """What the templates ask cfn-lint to leave out, at any depth."""
    if isinstance(value, dict):
        own = [str(value["cfn-lint"])] if "cfn-lint" in value else []
        return own + [found for member in value.values() for found in suppressions(member)]
    return [found for member in value for found in suppressions(member)] if isinstance(value, list) else []


@pytest.mark.parametrize(("build", "environment"), ASSEMBLIES, ids=case_name)
def test_a_committed_assembly_switches_no_rule_off(build: Path, environment: str) -> None:
    assembly = store.read(build, environment)

    assert [found for entry in assembly.templates for found in suppressions(entry.body)] == []
