"""The one place where the rule pack touches cfn-lint: a rule of ours is a cfn-lint rule with an `advice`.

A rule is a class with its texts and one function, `problems(template)`, that sees plain JSON. The letter of its id says
how bad a problem is: `E` the deployment fails, or what is deployed does wrong; `W` it works until something else
happens; `I` worth knowing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from cfnlint.helpers import REGIONS  # type: ignore[import-untyped]
from cfnlint.rules import CloudFormationLintRule, RuleMatch  # type: ignore[import-untyped]

from ._reading import Problem, Template

KNOWN_REGIONS: frozenset[str] = frozenset(REGIONS)
DOCS = "https://docs.aws.amazon.com/"


class PackRule(CloudFormationLintRule, ABC):  # type: ignore[misc]
    """A rule of this pack. `advice` says what to do, as an imperative, about any problem that it finds."""

    id: str
    shortdesc: str
    description: str
    source_url: str
    tags: list[str]
    advice: ClassVar[str]

    @abstractmethod
    def problems(self, template: Template) -> Iterator[Problem]:
        """Everything in the template that breaks the rule. Must not raise, whatever JSON it is given."""

    def match(self, cfn: Any) -> list[RuleMatch]:
        """Called by cfn-lint with its own idea of a template."""
        template = Template(cfn.template, tuple(cfn.regions))
        return [RuleMatch(list(path), message) for path, message in self.problems(template)]
