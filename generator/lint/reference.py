"""The page docs/rules.md, from the rules themselves. `make docs` writes it, a test compares it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.lint import across
from generator.lint.rules import RULES

HEAD = """\
# Rules of `lint`

<!-- Made from generator/lint by `make docs`; a test keeps it current. -->

`python -m generator lint` runs every rule of [cfn-lint](https://github.com/aws-cloudformation/cfn-lint), informational
ones included, and the rules below, which no linter has. The letter of an id says how bad a finding is: `E` the
deployment fails, or what is deployed does wrong; `W` it works until something else happens; `I` worth knowing. With
`--strict` warnings fail as well as errors; informational findings never do. Ids are never reused.
"""

GROUPS = {
    "90": (
        "Global tables",
        "Rules on one template. Any template can be checked with them, without this tool: "
        "`cfn-lint --append-rules generator/lint/rules -- template.json`. Name the region that it is deployed to with "
        "`--regions`.",
    ),
    "92": ("Route 53", ""),
    "93": ("API Gateway", ""),
    "94": ("Mapping templates", ""),
    "95": ("Across templates", "Rules on all templates of one environment. cfn-lint alone cannot run them."),
    "96": ("IAM", ""),
}


class Entry(NamedTuple):
    """A rule of either kind, as the page shows it."""

    id: str
    title: str
    description: str
    advice: str
    source: str


def entries() -> list[Entry]:
    """Every rule, ordered by the number of its id."""
    pack = [Entry(rule.id, rule.shortdesc, rule.description, rule.advice, rule.source_url) for rule in RULES]
    beside = [Entry(rule.id, rule.title, rule.description, rule.advice, rule.source) for rule in across.RULES]
    return sorted(pack + beside, key=lambda entry: entry.id[1:])


def page() -> str:
    """The whole page, with a final newline."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for number, (title, introduction) in GROUPS.items():
        yield f"## {title}\n"
        if introduction:
            yield f"{introduction}\n"
        for entry in entries():
            if entry.id[1:3] == number:
                yield f"### {entry.id}: {entry.title}\n"
                yield f"{entry.description}\n"
                yield f"What to do: {entry.advice}. [Source]({entry.source})\n"
