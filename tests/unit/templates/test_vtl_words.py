"""Every mapping template says only what the closed lists allow, and overrides once, at its end."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from generator.templates.regional import vtl
from tests.velocity.cases import jobs

TEMPLATES = sorted({job.template for job in jobs()})
OVERRIDE = re.compile(r"#set\(\$context\.responseOverride\.([A-Za-z.-]+) = [^)]*\)")


def code(template: str) -> str:
    """The template without its string literals in single quotes, whose content VTL does not read."""
    return re.sub(r"'[^'\n]*'", "''", template)


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("template", TEMPLATES, ids=range(len(TEMPLATES)))
class TestATemplate:
    def test_uses_only_the_directives_of_the_list(self, template: str) -> None:
        assert set(re.findall(r"#\{?([A-Za-z]+)", code(template))) <= vtl.DIRECTIVES

    def test_calls_only_the_methods_and_functions_of_the_list(self, template: str) -> None:
        functions = set(re.findall(r"\b((?:input|util)\.\w+)", code(template)))
        methods = set(re.findall(r"\.(\w+)\(", re.sub(r"\b(?:input|util)\.\w+\(", "(", code(template))))

        assert functions <= vtl.FUNCTIONS
        assert methods <= vtl.METHODS

    def test_uses_only_the_operators_of_the_list(self, template: str) -> None:
        expressions = re.findall(r"#(?:set|if|elseif)\((.*?)\)(?=\n|#|\s|\"|$)", code(template))
        operators = {sign for each in expressions for sign in re.findall(r" ([^\w\s'\"$({]{1,2}) ", each)}

        assert operators <= vtl.OPERATORS | {"="}

    def test_never_asks_for_a_parameter_without_saying_where(self, template: str) -> None:
        assert template.count("$input.params(") == template.count("$input.params().get('")

    def test_never_reads_the_request_id_that_a_caller_can_choose(self, template: str) -> None:
        assert "context.requestId" not in template

    def test_overrides_each_parameter_once_and_last(self, template: str) -> None:
        found = OVERRIDE.findall(template)
        rest = template[OVERRIDE.search(template).start() :] if found else ""  # type: ignore[union-attr]

        assert set(Counter(found).values()) <= {1}
        assert not OVERRIDE.sub("", rest).strip()
