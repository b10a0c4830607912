"""The secondary template: the StackSet's instance in every other region."""

from __future__ import annotations

from generator.templates.section import Section


def secondary(regional: Section) -> Section:
    """What every region has, and nothing else: the tables' replicas belong to the main stack."""
    return regional
