"""AWS's limits on a whole template, as findings about the app: told at build, before any AWS call.

A190  bytes of a template           A193  bytes of a mapping template
A191  resources of a template       A194  characters of a role's own policies
A192  bytes of its description      A195  characters of a managed policy

What can be told from the app file alone, such as too many paths, is told when it is resolved.
The size of a template is that of the text that is sent; the limits, with their sources, are in
`generator.cloudformation.limits`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from generator.app.stack_text import longest
from generator.cloudformation import limits
from generator.cloudformation.template_text import template_size
from generator.findings import Finding
from generator.templates.section import Json, JsonObject


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
_FEWER_TABLES: Final = "use fewer tables in one app, shorter values of `table_name`, or fewer `statements` of functions"
_ROLE: Final = _Limit(
    id="A194",
    most=limits.INLINE_POLICY_CHARACTERS,
    unit="characters",
    path=("tables",),
    advice=_FEWER_TABLES,
)
_MANAGED_POLICY: Final = _Limit(
    id="A195",
    most=limits.MANAGED_POLICY_CHARACTERS,
    unit="characters",
    path=("tables",),
    advice=_FEWER_TABLES,
)


def limit_findings(name: str, body: JsonObject) -> tuple[Finding, ...]:
    """What in the template called `name` is more than AWS takes; empty when all of it fits."""
    return tuple(_findings(name, body))


def _findings(name: str, body: JsonObject) -> Iterator[Finding]:
    yield from _TEMPLATE.broken_by(f"the {name} template", template_size(body))
    yield from _RESOURCES.broken_by(f"the {name} template", len(body["Resources"]))
    yield from _DESCRIPTION.broken_by("the description", len(body["Description"].encode()))
    for logical_id, resource in sorted(body["Resources"].items()):
        properties = _map(resource.get("Properties"))
        match resource["Type"]:
            case "AWS::ApiGateway::Method":
                length = _longest(_map(properties.get("Integration")))
                yield from _MAPPING_TEMPLATE.broken_by(f"a mapping template of {logical_id}", length)
            case "AWS::IAM::Role":
                policies = map(_map, _list(properties.get("Policies")))
                length = sum(_characters(policy["PolicyDocument"]) for policy in policies if "PolicyDocument" in policy)
                yield from _ROLE.broken_by(f"the policy in {logical_id}", length)
            case "AWS::IAM::ManagedPolicy":
                length = _characters(properties["PolicyDocument"])
                yield from _MANAGED_POLICY.broken_by(f"the policy {logical_id}", length)
            case _:
                pass


def _longest(integration: JsonObject) -> int:
    responses = map(_map, _list(integration.get("IntegrationResponses")))
    maps = [integration.get("RequestTemplates"), *(response.get("ResponseTemplates") for response in responses)]
    return max((_length(text) for templates in maps for text in _map(templates).values()), default=0)


def _length(template: Json) -> int:
    """Of a mapping template that is text, or lines of it as our own are; 0 where an extension leaves more to AWS."""
    match template:
        case str():
            return len(template.encode())
        case {"Fn::Join": [str(separator), [*lines]]} if all(isinstance(line, str) for line in lines):
            return len(separator.join(lines).encode())
        case _:
            return 0


def _map(value: Json) -> JsonObject:
    """A map; an empty one where an extension has a function of CloudFormation, or nothing, in its place."""
    return value if isinstance(value, Mapping) else {}


def _list(value: Json) -> list[Json]:
    """A list, likewise."""
    return value if isinstance(value, list) else []


def _characters(policy: JsonObject) -> int:
    """What IAM will count of a policy: ARNs as they will be, no white space."""
    return len(msgspec.json.encode(_spelled(policy)))


def _spelled(value: Json) -> Json:
    if isinstance(value, Mapping):
        text = value.get("Fn::Sub")
        return longest(text) if isinstance(text, str) else {key: _spelled(item) for key, item in value.items()}
    return [_spelled(item) for item in value] if isinstance(value, list) else value
