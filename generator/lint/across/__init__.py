"""Rules across the templates of one environment: what no linter of single templates can see.

`RULES` is the whole list; each module holds the rules of one topic.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.assembly.model import Assembly
from generator.lint.across import capabilities, parameters, parity, records, regions, tables
from generator.lint.across.model import AcrossRule, Problem

RULES: tuple[AcrossRule, ...] = (
    *regions.RULES,
    *records.RULES,
    *tables.RULES,
    *parameters.RULES,
    *parity.RULES,
    *capabilities.RULES,
)
"""Every rule, ordered by id."""


def problems_across(assembly: Assembly) -> Iterator[tuple[AcrossRule, Problem]]:
    """Every problem of the assembly as a whole with the rule that it breaks, ordered by rule."""
    for rule in RULES:
        for problem in rule.check(assembly):
            yield rule, problem
