"""The main template: the stack in the main region."""

from __future__ import annotations

from generator.app.model import ResolvedApp
from generator.templates.data.tables import data
from generator.templates.main_only.section import main_only
from generator.templates.section import Section, joined


def main(app: ResolvedApp, regional: Section) -> Section:
    """The tables, what every region has, and what only this one has."""
    return joined(data(app), regional, main_only(app))
