"""E9402: what a mapping template opens, it closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._mapping_templates import GUIDE, TAGS, MappingTemplate, mapping_templates
from ._reading import Problem, Template
from ._rule import PackRule
from ._vtl import Token, tokens

OPENING: Final = ("if", "foreach", "macro", "define")


class VtlBlocks(PackRule):
    """Every #if and #foreach has its #end."""

    id = "E9402"
    shortdesc = "The blocks of a mapping template are balanced"
    description = "A template whose `#if` or `#foreach` is never closed is accepted, and answers 500 when it runs."
    source_url = GUIDE
    tags = TAGS
    advice = "close each #if and #foreach with one #end"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each directive without its counterpart."""
        for vtl in mapping_templates(template):
            yield from _unbalanced(vtl)


def _unbalanced(vtl: MappingTemplate) -> Iterator[Problem]:
    open_blocks: list[Token] = []
    # The word that the next #else or #elseif would belong to, for each open block.
    branches: list[str] = []
    for token in tokens(vtl.text):
        if token.kind != "directive":
            continue
        if token.text in OPENING:
            open_blocks.append(token)
            branches.append(token.text)
        elif token.text == "end" and open_blocks:
            open_blocks.pop()
            branches.pop()
        elif token.text == "end":
            yield vtl.problem(token.at, "#end closes nothing")
        elif token.text in ("else", "elseif"):
            complaint = _misplaced(branches[-1:])
            if complaint:
                yield vtl.problem(token.at, f"#{token.text} {complaint}")
            elif token.text == "else":
                branches[-1] = "else"
    for token in open_blocks:
        yield vtl.problem(token.at, f"#{token.text} is never closed")


def _misplaced(branch: list[str]) -> str:
    """What is wrong with an #else or #elseif in a block whose last branch is this one."""
    messages = {"if": "", "else": "comes after the #else of its #if"}
    return messages.get("".join(branch), "does not stand in an #if")
