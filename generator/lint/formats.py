"""Findings as text for people, as JSON for programs, and as SARIF 2.1.0 for code hosts; and whether they fail a run.

All three are values of type `str` without a final newline; printing is the command line's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from generator.findings import SEVERITIES, Finding, Severity, as_text

JSON_SCHEMA_VERSION: Final = 1
SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
TOOL: Final = "multi-region-generator"
_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_COUNTED: Final[Mapping[Severity, tuple[str, str]]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("informational finding", "informational findings"),
}


class RuleText(NamedTuple):
    """What a rule is about, in a few words and in some sentences."""

    title: str
    description: str


def failed(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Whether the findings make a run fail: errors do, with `strict` warnings too, informational ones never."""
    failing = ("error", "warning") if strict else ("error",)
    return any(finding.severity in failing for finding in findings)


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each severity there are, as one line: `1 error, 2 warnings`."""
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    parts = [f"{count} {_COUNTED[severity][count > 1]}" for severity, count in counts.items() if count]
    return ", ".join(parts) or "no findings"


def text(findings: Sequence[Finding]) -> str:
    """A line for each finding, with its advice below, and the summary as the last line."""
    return "\n".join([*map(as_text, findings), summary(findings)])


def json(findings: Sequence[Finding]) -> str:
    """`{"schema_version": 1, "findings": [...], "summary": {"error": 0, "warning": 0, "info": 0}}`.

    A finding has every field of `Finding`, always. Fields may be added within a version, never changed or removed.
    """
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    return _encoded(
        {"schema_version": JSON_SCHEMA_VERSION, "findings": msgspec.to_builtins(findings), "summary": counts}
    )


def sarif(findings: Sequence[Finding], rules: Mapping[str, RuleText]) -> str:
    """A SARIF 2.1.0 log of one run, as GitHub code scanning takes it: it drops results without texts, help or line.

    Files are relative to `%SRCROOT%`, the folder that the tool was started in, unless they were named absolutely.
    `rules` has the texts of rules by id (`Linter.rules`); a finding of any other rule speaks for itself.
    """
    first = {finding.id: finding for finding in reversed(findings)}
    ids = sorted(first)
    driver = {
        "name": TOOL,
        "rules": [_rule(first[id_], rules.get(id_)) for id_ in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, ids.index(finding.id)) for finding in findings],
    }
    return _encoded({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: Finding, texts: RuleText | None) -> dict[str, Any]:
    """What SARIF wants to know of a rule, from its texts and its first finding."""
    title, description = texts or RuleText(finding.message, finding.message)
    rule: dict[str, Any] = {
        "id": finding.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": description},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "help": {"text": finding.advice or description},
    }
    if finding.source:
        rule["helpUri"] = finding.source
    return rule


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.file:
        location["physicalLocation"] = _place(finding)
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": "/".join(map(str, finding.path))}]
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}; {finding.advice}" if finding.advice else finding.message},
    }
    return result | {"locations": [location]} if location else result


def _place(finding: Finding) -> dict[str, Any]:
    from urllib.parse import quote

    region = {"startLine": finding.line or 1}
    if finding.column:
        region["startColumn"] = finding.column
    location = {"uri": quote(finding.file), "uriBaseId": "%SRCROOT%"}
    if finding.file.startswith("/"):
        location = {"uri": f"file://{quote(finding.file)}"}
    return {"artifactLocation": location, "region": region}


def _encoded(document: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
