"""E9404: a mapping template has a largest size [aws-facts 11.9]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._apigateway import GUIDE
from ._mapping_templates import TAGS, mapping_templates
from ._reading import Problem, Template
from ._rule import PackRule

LARGEST: Final = 300_000


class TemplateSize(PackRule):
    """A mapping template is not larger than API Gateway takes."""

    id = "E9404"
    shortdesc = "A mapping template has at most 300 KB"
    description = "A quota of API Gateway that cannot be raised."
    source_url = GUIDE + "limits.html"
    tags = TAGS
    advice = "let the template do less, such as unrolling fewer levels of nesting"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each template that is too large."""
        for vtl in mapping_templates(template):
            size = len(vtl.text.encode("utf-8", "surrogatepass"))
            if size > LARGEST:
                yield Problem(vtl.path, f"{size} bytes; a mapping template can have {LARGEST}")
