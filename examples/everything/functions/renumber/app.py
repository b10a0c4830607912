"""The migration of this release has nothing to do."""

from __future__ import annotations

from typing import Any


def handler(event: dict[str, Any], context: object) -> None:
    """Called once for each version of this folder, with the name of the migration and the version."""
