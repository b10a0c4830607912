"""The runner: cfn-lint and our rules over a whole assembly, in one process, undisturbed by the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.canonical import canonical
from generator.assembly.model import Assembly, Bootstrap
from generator.findings import Finding
from generator.lint.reference import entries
from generator.lint.runner import Linter
from tests.unit.lint import sample

ROOT = Path(__file__).resolve().parents[2]
REGIONS = ("eu-west-1", "us-east-1")


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def broken(**properties: Any) -> Assembly:
    """The good assembly with other properties for the data table; `None` takes one away."""
    bodies = sample.bodies(REGIONS)
    table = bodies["main"]["Resources"]["DataTable"]["Properties"]
    for key, value in properties.items():
        table[key] = value
        if value is None:
            del table[key]
    return sample.assembly(REGIONS, **bodies)


def test_a_good_assembly_has_no_findings_not_even_informational_ones(linter: Linter) -> None:
    assert linter.lint(sample.assembly(REGIONS)) == ()


def test_a_finding_of_ours_has_its_place_advice_and_source(linter: Linter) -> None:
    assembly = broken(BillingMode=None)

    [finding] = linter.lint(assembly)

    assert finding == Finding(
        id="E9006",
        severity="error",
        message="BillingMode is missing; its default is PROVISIONED",
        advice="add BillingMode: PAY_PER_REQUEST, or PROVISIONED with write autoscaling",
        path=("Resources", "DataTable", "Properties"),
        file="build/prod/main.template.json",
        line=finding.line,
        column=7,
        source=next(entry.source for entry in entries() if entry.id == "E9006"),
    )
    assert canonical(assembly.templates[0].body).decode().splitlines()[finding.line - 1] == '      "Properties": {'
    assert finding.line > 200


def test_a_finding_of_cfn_lint_has_its_place_and_source(linter: Linter) -> None:
    assembly = broken(Colour="red")

    [finding] = linter.lint(assembly, Path("examples/demo/build/prod"))

    assert (finding.id, finding.severity) == ("E3002", "error")
    assert finding.path == ("Resources", "DataTable", "Properties", "Colour")
    assert finding.file == "examples/demo/build/prod/main.template.json"
    assert canonical(assembly.templates[0].body).decode().splitlines()[finding.line - 1] == '        "Colour": "red",'
    assert finding.source.startswith("https://")


def test_informational_checks_of_cfn_lint_are_on(linter: Linter) -> None:
    bodies = sample.bodies(REGIONS)
    bodies["main"]["Resources"]["DataTable"].pop("UpdateReplacePolicy")

    found = {(finding.id, finding.severity) for finding in linter.lint(sample.assembly(REGIONS, **bodies))}

    assert found == {("I3011", "info"), ("W3011", "warning"), ("W9011", "warning")}


def test_a_problem_of_the_deployment_is_in_the_manifest(linter: Linter) -> None:
    good = sample.assembly(REGIONS)
    assembly = replace(good, templates=tuple(replace(entry, capabilities=()) for entry in good.templates))

    found = linter.lint(assembly)

    assert [(finding.id, finding.file, finding.line) for finding in found] == [
        ("E9511", "build/prod/manifest.json", 29),
        ("E9511", "build/prod/manifest.json", 41),
    ]


def test_the_bootstrap_template_is_linted_where_it_lies(linter: Linter) -> None:
    body = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"Colour": "red"}}}}
    shared = Bootstrap(stack_name="multi-region-bootstrap", version=1, body=body)

    found = linter.lint(replace(sample.assembly(REGIONS), bootstrap=shared), Path("examples/demo/build/prod"))

    assert ("E3002", "examples/demo/build/bootstrap.template.json") in {(one.id, one.file) for one in found}
    assert {one.file for one in found} == {"examples/demo/build/bootstrap.template.json"}


def test_each_template_is_linted_for_its_own_regions(linter: Linter) -> None:
    found = linter.lint(broken(Replicas=[sample.replica("us-east-1")]))

    assert [(finding.id, finding.message) for finding in found] == [
        ("E9001", "the table is deployed in eu-west-1 but has no replica there"),
        ("E9501", "the app runs in eu-west-1 but the table has no replica there"),
    ]


def test_a_region_that_cfn_lint_does_not_know_is_a_finding_not_a_crash(linter: Linter) -> None:
    found = linter.lint(sample.assembly(("us-east-1", "xx-moon-1")))

    assert {finding.id for finding in found} == {"E9003", "E9206", "E9502"}


def test_the_second_run_of_a_linter_finds_what_the_first_found(linter: Linter) -> None:
    assembly = broken(BillingMode=None, Colour="red")

    assert linter.lint(assembly) == linter.lint(assembly) != ()


def test_linting_changes_no_template(linter: Linter) -> None:
    assembly = broken(BillingMode=None)
    before = [canonical(entry.body) for entry in assembly.templates]

    linter.lint(assembly)

    assert [canonical(entry.body) for entry in assembly.templates] == before


def test_progress_is_told_before_each_template(linter: Linter) -> None:
    told: list[str] = []

    linter.lint(sample.assembly(REGIONS), progress=lambda entry: told.append(entry.name))

    assert told == ["main", "secondary", "dns"]


def test_the_texts_of_all_rules_are_known_and_fit_into_sarif(linter: Linter) -> None:
    rules = linter.rules

    assert {"E3002", "W2001", "I3011", *(entry.id for entry in entries())} <= rules.keys()
    assert all(0 < len(text.title) <= 1024 and 0 < len(text.description) <= 1024 for text in rules.values())


def test_no_configuration_of_the_machine_changes_the_result(
    linter: Linter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = sample.bodies(REGIONS)
    bodies["main"]["Resources"]["DataTable"].pop("UpdateReplacePolicy")
    assembly = sample.assembly(REGIONS, **bodies)
    expected = linter.lint(assembly)
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [I3011, W]\nregions: [us-west-2]\nmerge_configs: true\n")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_REGION", "us-west-2")

    assert linter.lint(assembly) == expected != ()


def python(folder: Path, *arguments: str) -> str:
    """What Python writes to stdout in another process, which inherits nothing but the path."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    command = (sys.executable, "-P", *arguments)
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    return result.stdout


def test_cfn_lint_is_loaded_by_a_linter_only(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.append({str(ROOT)!r})\nfrom generator.lint import formats, runner\nprint(*sys.modules)"
    )

    assert "cfnlint" not in python(tmp_path, "-c", script).split()


def test_the_pack_works_with_cfn_lint_alone_wherever_its_folder_lies(tmp_path: Path) -> None:
    rules = tmp_path / "our rules"
    rules.mkdir()
    for file in (ROOT / "generator" / "lint" / "rules").glob("*.py"):
        (rules / file.name).write_bytes(file.read_bytes())
    bad = ROOT / "tests" / "cases" / "lint" / "E9006" / "bad.json"
    start = "from cfnlint.runner import main; main()"

    said = python(tmp_path, "-c", start, "--append-rules", str(rules), "--format", "parseable", "--", str(bad))

    assert [line.rsplit(":", 2)[1:] for line in said.splitlines()] == [
        ["E9006", "BillingMode is missing; its default is PROVISIONED"]
    ]
