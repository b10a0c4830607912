"""AWS's limits on a whole template, as findings about the app: told at build, before any AWS call.

A190  bytes of a template           A193  bytes of a mapping template
A191  resources of a template       A194  characters of the API role's policy
A192  bytes of its description

What can be told from the app file alone, such as too many paths, is told when it is resolved.
Sizes are those of the minified template, which is what is deployed; the limits, with their sources, are in
`generator.cloudformation.limits`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct

from generator.cloudformation import limits
from generator.findings import Finding
from generator.templates.section import JsonObject


class _Limit(Struct, frozen=True, kw_only=True):
    id: str
    most: int
    unit: str = "bytes"
    path: tuple[str, ...]
    advice: str

    def broken_by(self, what: str, count: int) -> Iterator[Finding]:
        if count > self.most:
            message = f"{what} has {count:,} {self.unit}, AWS takes {self.most:,}"
            yield Finding(id=self.id, severity="error", message=message, advice=self.advice, path=self.path)


_TEMPLATE: Final = _Limit(
    id="A190",
    most=limits.TEMPLATE_BYTES,
    path=("api",),
    advice="lower `max_nesting` where answers are flat (it makes most of a template's size), or split the app",
)
_RESOURCES: Final = _Limit(
    id="A191",
    most=limits.RESOURCES,
    unit="resources",
    path=("api", "routes"),
    advice="split the app, or join routes",
)
_DESCRIPTION: Final = _Limit(
    id="A192", most=limits.TEMPLATE_DESCRIPTION_BYTES, path=("description",), advice="shorten it"
)
_MAPPING_TEMPLATE: Final = _Limit(
    id="A193",
    most=limits.MAPPING_TEMPLATE_BYTES,
    path=("api", "routes"),
    advice="shorten the longest literals of the route",
)
_POLICY: Final = _Limit(
    id="A194",
    most=limits.INLINE_POLICY_CHARACTERS,
    unit="characters",
    path=("tables",),
    advice="use fewer tables in one app, or shorter values of `table_name`",
)


def limit_findings(name: str, body: JsonObject) -> tuple[Finding, ...]:
    """What in the template called `name` is more than AWS takes; empty when all of it fits."""
    return tuple(_findings(name, body))


def _findings(name: str, body: JsonObject) -> Iterator[Finding]:
    yield from _TEMPLATE.broken_by(f"the {name} template", len(msgspec.json.encode(body)))
    yield from _RESOURCES.broken_by(f"the {name} template", len(body["Resources"]))
    yield from _DESCRIPTION.broken_by("the description", len(body["Description"].encode()))
    for logical_id, resource in sorted(body["Resources"].items()):
        match resource["Type"]:
            case "AWS::ApiGateway::Method":
                length = _longest(resource["Properties"]["Integration"])
                yield from _MAPPING_TEMPLATE.broken_by(f"a mapping template of {logical_id}", length)
            case "AWS::IAM::Role":
                yield from _POLICY.broken_by(
                    "the policy of the API's role", _policies(resource["Properties"]["Policies"])
                )
            case _:
                pass


def _longest(integration: JsonObject) -> int:
    maps = [integration["RequestTemplates"], *(r["ResponseTemplates"] for r in integration["IntegrationResponses"])]
    return max(_length(text) for templates in maps for text in templates.values())


def _length(template: str | JsonObject) -> int:
    if isinstance(template, str):
        return len(template.encode())
    separator, lines = template["Fn::Join"]
    return len(separator.join(lines).encode())


def _policies(policies: Iterable[JsonObject]) -> int:
    """A little more than IAM will count, for each ARN is still a `Fn::Sub` around its text."""
    return sum(len(msgspec.json.encode(policy["PolicyDocument"])) for policy in policies)
