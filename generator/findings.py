"""A finding: one thing that a person should know about the app file or about a template.

Ids are stable: a letter and digits, never reused. `A1xx` app file mistakes, `A2xx` app file advice; ids of template
findings are cfn-lint's own and, from our rule pack, `E9xxx`, `W9xxx` and `I9xxx`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Finding(Struct, frozen=True, kw_only=True):
    """Where, what, and what to do. `line` and `column` count from 1, 0 when unknown; `path` leads into the document.

    `environments` names the environments that it concerns; empty means that it has nothing to do with any.
    """

    id: str
    severity: Severity
    message: str
    advice: str = ""
    path: tuple[str | int, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0
    environments: tuple[str, ...] = ()
    source: str = ""


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings, each once, with the environments of its equals joined; ordered by place, then severity."""
    joined: dict[Finding, tuple[str, ...]] = {}
    for finding in findings:
        key = replace(finding, environments=())
        known = joined.get(key, ())
        joined[key] = known + tuple(name for name in finding.environments if name not in known)
    found = [replace(key, environments=names) for key, names in joined.items()]
    return tuple(sorted(found, key=lambda f: (f.file, f.line, f.column, SEVERITIES.index(f.severity), f.id, f.message)))


def as_text(finding: Finding) -> str:
    """`file:line: severity: path: message [id]`, as editors and CI read it; advice on a line of its own below."""
    place = ":".join(str(part) for part in (finding.file, finding.line or "", finding.column or "") if part)
    path = ".".join(str(part) for part in finding.path)
    head = ": ".join(part for part in (place, finding.severity, path, finding.message) if part)
    where = f" (environments: {', '.join(finding.environments)})" if finding.environments else ""
    advice = f"\n    {_printable(finding.advice)}" if finding.advice else ""
    return f"{_printable(head)} [{finding.id}]{where}{advice}"


def _printable(text: str) -> str:
    """Text with escapes for what a terminal would obey or not show: a name of the app file cannot start a line."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
