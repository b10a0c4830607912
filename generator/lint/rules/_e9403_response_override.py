"""E9403: an answer overrides each parameter once, at its end [aws-facts 11.4]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ._apigateway import GUIDE
from ._mapping_templates import TAGS, MappingTemplate, mapping_templates
from ._reading import Problem, Template
from ._rule import PackRule
from ._vtl import Token, tokens

OVERRIDE: Final = re.compile(r"\s*\$!?\{?context\.(?:request|response)Override\.([A-Za-z0-9_.-]+)")


class ResponseOverride(PackRule):
    """Overrides stand at the end of a template, each parameter once."""

    id = "E9403"
    shortdesc = "A parameter is overridden once per template, in the last lines"
    description = (
        "API Gateway answers 5XX if a template sets the same override twice. Set a variable along the way and the "
        "override once, where no branch can come twice: in the last lines, with nothing behind them."
    )
    source_url = GUIDE + "apigateway-override-request-response-parameters.html"
    tags = TAGS
    advice = "collect the value in a variable and set the override in the last lines, once"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each second override of a parameter, and what follows the first override."""
        for vtl in mapping_templates(template):
            yield from _overrides(vtl)


def _overrides(vtl: MappingTemplate) -> Iterator[Problem]:
    found = [(token, name) for token in tokens(vtl.text) for name in _overridden(token)]
    seen: set[str] = set()
    for token, name in found:
        if name in seen:
            yield vtl.problem(token.at, f"{name} is overridden twice")
        seen.add(name)
    ends = [token.end for token, _ in found]
    nexts = [token.at for token, _ in found[1:]] + [len(vtl.text)]
    for end, following in zip(ends, nexts, strict=False):
        between = vtl.text[end:following]
        if between.strip():
            at = end + len(between) - len(between.lstrip())
            yield vtl.problem(at, "something follows an override")


def _overridden(token: Token) -> list[str]:
    """The parameter that a directive overrides, as a list of one or none."""
    match = OVERRIDE.match(token.argument) if token.kind == "directive" and token.text == "set" else None
    return [match[1]] if match else []
