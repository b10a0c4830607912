"""The tags that every taggable resource carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.app.model import ResolvedApp

# Of a health check [Route 53 API Reference, ChangeTagsForResource]; others take 50.
_MOST_OF_HEALTH_CHECKS: Final = 10
_FIRST: Final = ("name", "app", "environment")


def own_tags(app: ResolvedApp) -> dict[str, str]:
    """What we add for whoever looks at a bill or at an orphan: the names of the app and of its environment."""
    return {"app": app.name, "environment": app.environment}


def tagged(own: Mapping[str, str], users: Mapping[str, str]) -> dict[str, str]:
    """Both, sorted by key. A tag of the user's wins over ours in any case of its key: IAM tells no case apart."""
    taken = {key.lower() for key in users}
    tags = {key: value for key, value in own.items() if key not in taken} | dict(users)
    return dict(sorted(tags.items()))


def app_tags(app: ResolvedApp) -> dict[str, str]:
    """The tags of every resource that is not a table's replica: `tags` of the app file over our own."""
    return tagged(own_tags(app), app.tags)


def with_values(tags: Mapping[str, str]) -> dict[str, str]:
    """Those whose value is not empty, for alarms and dashboards: their schemas, unlike others, take no empty one."""
    return {key: value for key, value in tags.items() if value}


def health_check_tags(name: str, tags: Mapping[str, str]) -> dict[str, str]:
    """`Name`, which consoles show, and the tags, as far as a health check takes them: those of everything first."""
    named = {"Name": name, **tags}
    kept = sorted(named, key=lambda key: key.lower() not in _FIRST)[:_MOST_OF_HEALTH_CHECKS]
    return {key: value for key, value in named.items() if key in kept}
