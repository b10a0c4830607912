"""E9401: mapping templates use a closed list of words [aws-facts 11.3]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._mapping_templates import GUIDE, TAGS, mapping_templates
from ._reading import Problem, Template
from ._rule import PackRule
from ._vtl import Step, Token, tokens

DIRECTIVES: Final = frozenset({"set", "if", "elseif", "else", "end", "foreach"})
METHODS: Final = frozenset({"keySet", "get", "size", "contains", "replaceAll", "split"})
FUNCTIONS: Final = {
    "input": frozenset({"path", "json", "params", "body"}),
    "util": frozenset({"escapeJavaScript", "base64Encode", "base64Decode", "urlDecode", "urlEncode"}),
}
PARAMETERS: Final = frozenset({"path", "querystring", "header"})
LOOP: Final = frozenset({"hasNext"})


class VtlWords(PackRule):
    """A mapping template says only what every Velocity understands alike."""

    id = "E9401"
    shortdesc = "Mapping templates use only directives, methods and variables of a closed list"
    description = (
        "API Gateway's VTL is a part of Velocity 1.x that is documented by example; what is not there prints itself or "
        "nothing instead of failing. Allowed: `#set #if #elseif #else #end #foreach`; the operators `= == > + /`; "
        "the methods `keySet get size contains replaceAll split`; `$input.path`, `json`, `params`, `body`; "
        "`$util.escapeJavaScript`, `base64Encode`, `base64Decode`, `urlDecode`, `urlEncode`; `$context`, "
        "`$stageVariables`, `$foreach.hasNext`; variables that the template sets itself. A `$` or `#` that is meant as "
        "such belongs into a variable or a JSON escape."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "say it with the words of the list"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each word that is not on the list."""
        for vtl in mapping_templates(template):
            words = tokens(vtl.text)
            variables = {name for token in words for name in _assigned(token)}
            for token in words:
                complaint = _complaint(token, variables)
                if complaint:
                    yield vtl.problem(token.at, complaint)


def _assigned(token: Token) -> list[str]:
    if token.kind != "directive" or token.text not in ("set", "foreach"):
        return []
    return [inner.text for inner in tokens(token.argument)[:1] if inner.kind == "reference"]


def _complaint(token: Token, variables: set[str]) -> str:
    if token.kind == "stray":
        return f"{token.text!r} is not allowed here"
    if token.kind == "directive":
        return "" if token.text in DIRECTIVES else f"there is no directive #{token.text}"
    bad = _bad_step(token)
    if bad is not None:
        return f"${token.text} has no {bad.name}{'()' if bad.is_call else ''}"
    known = token.text in variables or token.text in (*FUNCTIONS, "context", "stageVariables", "foreach")
    return "" if known else f"${token.text} is never set"


def _bad_step(token: Token) -> Step | None:
    """The first step that does not belong behind what stands before it."""
    steps = token.steps
    if token.text in FUNCTIONS:
        if not steps:
            return Step("value", False)
        if steps[0].name not in FUNCTIONS[token.text]:
            return steps[0]
        takes_kind = len(steps) > 1 and steps[0] == Step("params", True) and steps[1].name in PARAMETERS
        steps = steps[2 if takes_kind else 1 :]
    elif token.text in ("context", "stageVariables"):
        steps = tuple(step for step in steps if step.is_call)
    elif token.text == "foreach":
        steps = tuple(step for step in steps if step.name not in LOOP)
    return next((step for step in steps if not step.is_call or step.name not in METHODS), None)
