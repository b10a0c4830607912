"""What tells an environment of an app from all others."""

from __future__ import annotations

from generator.app.declarations import App
from generator.app.reading.environments import DEFAULT_ENVIRONMENT


def suffix_of(app: App) -> str:
    """What the names of the environment end with.

    With the longest name it makes an id of 48 characters: far from a StackSet's practical 82 [aws-facts 2.16].
    """
    if app.suffix is not None:
        return app.suffix
    return "" if app.environment == DEFAULT_ENVIRONMENT else f"-{app.environment}"


def id_of(app: App) -> str:
    """The name of the app with that."""
    return f"{app.name}{suffix_of(app)}"
