"""An update of an API in words: what happens, and why."""

from __future__ import annotations

from typing import assert_never

from generator.deploy.bodies.parts import of_type
from generator.deploy.bodies.rest import RestUpdate
from generator.deploy.planning.steps import named
from generator.diff.meaning.view import DOMAIN_NAME, counted


def rest_told(update: RestUpdate, *, is_first: bool) -> tuple[str, str]:
    """Title (without a region) and reason."""
    match update.kind:
        case "migrate":
            title = f"run {named(update.migrations, 'migration')}"
            reason = "the API may need what it does; if it fails, that is rolled back, and the API stays as it is"
        case "clear":
            title = f"remove what goes from the API ({counted(len(update.gone), 'resource')})"
            reason = "or the next snapshot would still have it; until then the stage serves the old one"
        case "grow":
            title = "update the API"
            reason = "its role keeps all rights for now: a stage takes seconds to move to a new snapshot"
        case "narrow":
            title, reason = "take rights from the API that it no longer needs", "its stage has moved by now"
        case "rest" if is_first:
            has_names = bool(of_type(update.body, DOMAIN_NAME))
            title, reason = "make the API", f"with its {'domain names, certificate and ' if has_names else ''}roles"
        case "rest":
            title, reason = "update the API", "as the app file wants it"
        case _:
            assert_never(update.kind)
    return title, reason
