"""Names of a single region in what is the same everywhere: the other regions would depend on that one."""

from __future__ import annotations

import re
from typing import Final

from generator.app.declarations import App, Function
from generator.app.functions.events import is_main_only
from generator.app.phrases import shown
from generator.app.report import Mistake, Place, Report
from generator.app.stack_text import stack_text
from generator.cloudformation.regions import REGIONS

_ADDRESS: Final = re.compile(r"arn:|://|\.amazonaws\.com|\.api\.aws")
_REGION: Final = re.compile(r"(?<![a-z0-9-])[a-z]{2}(?:-[a-z]+)+-[0-9](?![a-z0-9-])")


def function_text(app: App, function: Function, text: str, place: Place, report: Report) -> str | None:
    """`text` as `Fn::Sub` takes it, `None` for one that it does not take. Reports A125 and A232."""
    try:
        found = stack_text(text)
    except Mistake as mistake:
        report.mistake(place, mistake)
        return None
    if not is_main_only(function):
        advise_one_region(app, text, place, report)
    return found


def advise_one_region(app: App, text: str, place: Place, report: Report, user: str = "the function runs in") -> None:
    """Warns of an ARN or address that names a region, where the app runs in several (A232).

    `user` ends the sentence about the region of who uses it.
    """
    if not app.regions.secondary or not _ADDRESS.search(text):
        return
    named = next((region for region in _REGION.findall(text) if region in REGIONS), None)
    if named is not None:
        message = f"{shown(text)} is in {named}, whichever region {user}"
        advice = "write ${AWS::Region} for the region, or the others fail together with that one"
        report.warning("A232", place, message, advice)
