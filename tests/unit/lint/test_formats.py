"""Findings as text, JSON and SARIF, and what fails a run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from generator.findings import Finding
from generator.lint import formats

ERROR = Finding(
    id="E9001",
    severity="error",
    message="no replica",
    advice="add one",
    path=("Resources", "Table", "Properties", "Replicas", 0),
    file="build/prod/main.template.json",
    line=12,
    column=3,
    source="https://docs.aws.amazon.com/x",
)
WARNING = Finding(id="W9011", severity="warning", message="not retained", file="build/a b/main.template.json", line=4)
INFO = Finding(id="A201", severity="info", message="one region")


def test_the_text_ends_with_the_count_of_each_severity() -> None:
    assert formats.text([ERROR, WARNING, WARNING, INFO]).splitlines() == [
        "build/prod/main.template.json:12:3: error: Resources.Table.Properties.Replicas.0: no replica [E9001]",
        "    add one",
        "build/a b/main.template.json:4: warning: not retained [W9011]",
        "build/a b/main.template.json:4: warning: not retained [W9011]",
        "info: one region [A201]",
        "1 error, 2 warnings, 1 informational finding",
    ]


def test_no_findings_are_said_to_be_none() -> None:
    assert formats.text([]) == "no findings"


def test_json_is_versioned_and_holds_every_field() -> None:
    document = json.loads(formats.json([ERROR, INFO]))

    assert document["schema_version"] == 1
    assert document["summary"] == {"error": 1, "warning": 0, "info": 1}
    assert document["findings"][0] == {
        "id": "E9001",
        "severity": "error",
        "message": "no replica",
        "advice": "add one",
        "path": ["Resources", "Table", "Properties", "Replicas", 0],
        "file": "build/prod/main.template.json",
        "line": 12,
        "column": 3,
        "environments": [],
        "source": "https://docs.aws.amazon.com/x",
    }
    assert document["findings"][1].keys() == document["findings"][0].keys()


def sarif_run(*findings: Finding, rules: dict[str, formats.RuleText] | None = None) -> dict[str, Any]:
    log = json.loads(formats.sarif(findings, rules or {}))
    assert log.keys() == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def test_a_sarif_result_names_rule_level_message_and_place() -> None:
    [result] = sarif_run(ERROR)["results"]

    assert result == {
        "ruleId": "E9001",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "no replica; add one"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "build/prod/main.template.json", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 12, "startColumn": 3},
                },
                "logicalLocations": [{"fullyQualifiedName": "Resources/Table/Properties/Replicas/0"}],
            }
        ],
    }


def test_every_sarif_result_points_to_its_rule() -> None:
    run = sarif_run(WARNING, ERROR, INFO, ERROR)
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["A201", "E9001", "W9011"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["W9011", "E9001", "A201", "E9001"]


def test_a_sarif_rule_has_level_texts_and_help() -> None:
    texts = {"E9001": formats.RuleText("Own region", "Replicas contain the region of the stack.")}

    [rule] = sarif_run(ERROR, rules=texts)["tool"]["driver"]["rules"]

    assert rule == {
        "id": "E9001",
        "shortDescription": {"text": "Own region"},
        "fullDescription": {"text": "Replicas contain the region of the stack."},
        "defaultConfiguration": {"level": "error"},
        "help": {"text": "add one"},
        "helpUri": "https://docs.aws.amazon.com/x",
    }


@pytest.mark.parametrize(("finding", "level"), [(ERROR, "error"), (WARNING, "warning"), (INFO, "note")])
def test_severities_have_levels(finding: Finding, level: str) -> None:
    assert sarif_run(finding)["results"][0]["level"] == level


def test_a_file_is_a_relative_uri() -> None:
    [result] = sarif_run(WARNING)["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "build/a%20b/main.template.json"


def test_an_absolute_file_is_an_absolute_uri() -> None:
    [result] = sarif_run(replace(WARNING, file="/srv/a b/app.yaml"))["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/a%20b/app.yaml"}


def test_a_rule_without_texts_has_those_of_its_first_finding() -> None:
    [rule] = sarif_run(INFO)["tool"]["driver"]["rules"]

    said = {"text": "one region"}
    assert (rule["shortDescription"], rule["fullDescription"], rule["help"]) == (said, said, said)


def test_a_finding_without_a_line_is_about_the_first() -> None:
    [result] = sarif_run(replace(WARNING, line=0))["results"]

    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_a_finding_without_a_place_has_no_location() -> None:
    assert "locations" not in sarif_run(INFO)["results"][0]


@pytest.mark.parametrize(
    ("findings", "fails", "fails_strictly"),
    [
        ([], False, False),
        ([INFO], False, False),
        ([INFO, WARNING], False, True),
        ([WARNING, ERROR, INFO], True, True),
    ],
)
def test_errors_fail_a_run_and_warnings_a_strict_one(
    findings: list[Finding], fails: bool, fails_strictly: bool
) -> None:
    assert formats.failed(findings) is fails
    assert formats.failed(findings, strict=True) is fails_strictly
