"""The main template: the stack in the main region."""

from __future__ import annotations

from generator.app.model import ResolvedApp
from generator.templates.data.tables import data
from generator.templates.main_only.section import main_only
from generator.templates.section import Section, joined


def main(app: ResolvedApp) -> Section:
    """The tables, and what else only this region has: it stands beside what every region has."""
    return joined(data(app), main_only(app))
