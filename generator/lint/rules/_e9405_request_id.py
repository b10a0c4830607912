"""E9405: nothing is stored under an id that the caller chooses [aws-facts 11.1]."""

from __future__ import annotations

from collections.abc import Iterator

from ._apigateway import GUIDE
from ._mapping_templates import TAGS, mapping_templates
from ._reading import Problem, Template
from ._rule import PackRule
from ._vtl import tokens


class RequestId(PackRule):
    """`$context.requestId` does not reach a backend."""

    id = "E9405"
    shortdesc = "A request template does not use $context.requestId"
    description = (
        "A client chooses `$context.requestId` with the header x-amzn-RequestId, so also the key of another's item. "
        "`$context.extendedRequestId` cannot be chosen."
    )
    source_url = GUIDE + "api-gateway-variables-for-access-logging.html"
    tags = TAGS
    advice = "use $context.extendedRequestId"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each use in a request template."""
        for vtl in mapping_templates(template):
            for token in tokens(vtl.text) if vtl.side == "request" else ():
                if token.text == "context" and token.steps[:1] and token.steps[0].name == "requestId":
                    yield vtl.problem(token.at, "a client can choose $context.requestId")
