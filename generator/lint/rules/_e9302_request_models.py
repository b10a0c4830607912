"""E9302: the request model holds for every content type [aws-facts 11.2]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import GUIDE, TAGS, methods
from ._reading import Problem, Template, mapping
from ._rule import PackRule


class RequestModels(PackRule):
    """A body is validated whatever its content type says."""

    id = "E9302"
    shortdesc = "RequestModels have the one key $default"
    description = (
        "The request validator is skipped for a content type without a model, so a model for application/json alone "
        "is avoided by naming another type. `$default` covers all."
    )
    source_url = GUIDE + "models-mappings-models.html"
    tags = TAGS
    advice = "use the key $default"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each method whose models are chosen by content type."""
        for method in methods(template):
            models = mapping(method.properties.get("RequestModels"))
            if models and set(models) != {"$default"}:
                path = method.at("RequestModels")
                yield Problem(path, f"RequestModels are keyed {', '.join(sorted(map(str, models)))}")
