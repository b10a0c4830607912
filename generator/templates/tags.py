"""The tags that every taggable resource carries."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.model import ResolvedApp


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
