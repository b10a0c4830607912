"""A mapping template with everything that API Gateway hands to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.velocity.engine import render
from generator.velocity.functions import Input, Overrides, Util

Parameters = Mapping[str, Mapping[str, str]]


def mapped(
    template: str, body: Any, parameters: Parameters, context: Mapping[str, Any], stage: Mapping[str, str]
) -> tuple[str, Mapping[str, Any]]:
    """What a template prints, and `$context.responseOverride` as it leaves it.

    `body` is what `$input.path('$')` gives, `parameters` what `$input.params()` gives, `stage` the stage variables.
    Raises RenderError where API Gateway would answer 500, or would pass over a mistake in silence.
    """
    overrides = Overrides(header=Overrides())
    variables = {
        "input": Input(body, parameters),
        "util": Util(),
        "context": {**context, "responseOverride": overrides},
        "stageVariables": stage,
    }
    return render(template, variables), overrides
