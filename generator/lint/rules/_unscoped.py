"""Actions that IAM can allow on `*` only, for no resource can be named for them.

cfn-lint brings the Service Authorization Reference along; what that has other than IAM does is in `CORRECTIONS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

CORRECTIONS: Final[Mapping[str, str]] = {
    "cloudformation:gettemplatesummary": "of a template that no stack has yet, names none",
    "cloudwatch:putmetricdata": "the resource `dataset` is none of an ordinary metric",
    "sns:getsubscriptionattributes": "the ARN of a subscription ends in an id that SNS makes up: it is no topic",
    "sns:unsubscribe": "likewise",
}
"""Actions, in lower case, that the data knows a resource for and that need `*` all the same, each with the reason."""


def is_unscoped(action: str) -> bool:
    """Whether the action, or every action of its service that fits a pattern, can be allowed on `*` only.

    What the data does not know can be scoped, as far as anybody knows. IAM does not tell capitals apart.
    """
    service, _, name = action.lower().partition(":")
    if "*" not in name and "?" not in name:
        return f"{service}:{name}" in CORRECTIONS or _actions(service).get(name) == {}
    pattern = re.compile(re.escape(name).replace(r"\*", ".*").replace(r"\?", "."))
    fitting = [known for known in _actions(service) if pattern.fullmatch(known)]
    return bool(fitting) and all(is_unscoped(f"{service}:{known}") for known in fitting)


def _actions(service: str) -> Mapping[str, Any]:
    known: Mapping[str, Any] = _services().get(service, {}).get("Actions", {})
    return known


@cache
def _services() -> Mapping[str, Any]:
    """Service ─▶ its actions, in lower case; those without a resource have an empty map. Two megabytes of JSON."""
    from cfnlint.data import AdditionalSpecs  # type: ignore[import-untyped]
    from cfnlint.helpers import load_resource  # type: ignore[import-untyped]

    services: Mapping[str, Any] = load_resource(AdditionalSpecs, "Policies.json")
    return services
