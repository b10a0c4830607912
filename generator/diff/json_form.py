"""A comparison for programs.

| key | value |
|---|---|
| `schema_version` | 1: that of `generator.diff.model`. Another number means another meaning of these keys |
| `app` | path of the app file |
| `wanted` | what is wanted, in words |
| `against` | what it is compared with, in words |
| `commit` | full id of the commit where that is a git revision; `null` otherwise |
| `different` | whether any environment has any difference |
| `environments` | for each environment a `Diff`, as `generator.diff.model` explains it, and its `summary` in words |
| `risky` | every risky change: `environment`, `guard`, `subject`, `text`, and `allow`, the value that `--allow` takes |
| `refused` | those of them that `--guard` does not let through; `null` without `--guard` |
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from generator.assembly.canonical import canonical
from generator.assembly.model import Json
from generator.diff.allow import Risk, risks, value_of
from generator.diff.model import SCHEMA_VERSION
from generator.diff.summary import Comparison, summary


def json(comparison: Comparison) -> str:
    """The document, in canonical form and without a final newline."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "app": comparison.app,
        "wanted": comparison.wanted,
        "against": comparison.against,
        "commit": comparison.commit,
        "different": not comparison.is_empty,
        "environments": [{**msgspec.to_builtins(diff), "summary": summary(diff)} for diff in comparison.diffs],
        "risky": _risks(risks(comparison.diffs)),
        "refused": None if comparison.refused is None else _risks(comparison.refused),
    }
    return canonical(document).decode().rstrip("\n")


def _risks(found: Iterable[Risk]) -> list[Json]:
    return [
        {
            "environment": risk.environment,
            "guard": risk.meaning.guard,
            "subject": risk.meaning.subject,
            "text": risk.meaning.text,
            "allow": value_of(risk.meaning),
        }
        for risk in found
    ]
