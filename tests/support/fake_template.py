"""What CloudFormation makes of a template, as far as the fake AWS needs it: references, outputs, complaints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import msgspec

from generator.cloudformation.references import unresolved
from generator.errors import OperationError, Place

Json = Any

GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable"
DOMAIN_NAME = "AWS::ApiGateway::DomainName"
RECORD = "AWS::Route53::RecordSet"
HEALTH_CHECK = "AWS::Route53::HealthCheck"
ROLE = "AWS::IAM::Role"

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")


def refusal(text: str, region: str, resource: str = "") -> OperationError:
    """An error as AWS would give it."""
    return OperationError(text, place=Place("fake", region, "ValidationError", resource))


class Template(NamedTuple):
    """A template where it is deployed: all that its references can mean."""

    body: Mapping[str, Json]
    region: str
    account: str = "123456789012"
    stack_name: str = "stack"
    parameters: Mapping[str, str] = {}
    stack_id: str = ""

    def resources(self, *types: str) -> dict[str, Mapping[str, Json]]:
        """The resources of these types (all when none is given) whose conditions hold, by logical id."""
        found = self.body.get("Resources", {})
        return {name: one for name, one in found.items() if (not types or one["Type"] in types) and self.is_there(one)}

    def properties(self, *types: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
        """Logical id and resolved properties of the resources of these types."""
        for name, one in self.resources(*types).items():
            yield name, self.resolved(one.get("Properties", {}))

    def is_there(self, part: Mapping[str, Json]) -> bool:
        """Whether the condition of a resource or output holds."""
        condition = part.get("Condition")
        return condition is None or bool(self.resolved(self.body["Conditions"][condition]))

    def outputs(self) -> dict[str, str]:
        """What the stack tells."""
        found = self.body.get("Outputs", {}).items()
        return {name: str(self.resolved(one["Value"])) for name, one in found if self.is_there(one)}

    def resolved(self, value: Json) -> Json:
        """A value with its references replaced by what they come to."""
        if isinstance(value, list | tuple):
            return [self.resolved(member) for member in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            intrinsic = _INTRINSICS.get(name)
            if intrinsic is not None:
                return intrinsic(self, argument)
        return {key: self.resolved(member) for key, member in value.items()}

    def reference(self, name: str) -> Json:
        """What `Ref` to a name comes to."""
        if name in self.parameters:
            return self.parameters[name]
        parameter = self.body.get("Parameters", {}).get(name, {})
        if "Default" in parameter:
            return parameter["Default"]
        resource = self.body.get("Resources", {}).get(name)
        if resource is not None:
            named = resource.get("Properties", {}).get(_NAMES.get(resource["Type"], ""))
            return f"{self.stack_name}-{name}" if named is None else self.resolved(named)
        return self._pseudo()[name]

    def attribute(self, name: str, attribute: str) -> str:
        """What `Fn::GetAtt` comes to."""
        resource = self.body["Resources"][name]
        if resource["Type"] == DOMAIN_NAME and attribute == "RegionalDomainName":
            return domain_target(self.reference(name), self.region)
        return f"{self.stack_name}-{name}.{attribute}.{self.region}"

    def text(self, argument: Json) -> str:
        """What `Fn::Sub` comes to."""
        text, local = (argument, {}) if isinstance(argument, str) else argument

        def value(found: re.Match[str]) -> str:
            name, dot, attribute = found[1].partition(".")
            if found[1] in local:
                return str(self.resolved(local[found[1]]))
            return self.attribute(name, attribute) if dot else str(self.reference(name))

        return _VARIABLE.sub(value, text)

    def _pseudo(self) -> Mapping[str, Json]:
        return {
            "AWS::AccountId": self.account,
            "AWS::NoValue": None,
            "AWS::Partition": "aws",
            "AWS::Region": self.region,
            "AWS::StackId": self.stack_id,
            "AWS::StackName": self.stack_name,
            "AWS::URLSuffix": "amazonaws.com",
        }


_NAMES: Mapping[str, str] = {
    DOMAIN_NAME: "DomainName",
    GLOBAL_TABLE: "TableName",
    ROLE: "RoleName",
    "AWS::S3::Bucket": "BucketName",
}


def _get_att(template: Template, argument: Json) -> Json:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return template.attribute(name, attribute)


def _if(template: Template, argument: Json) -> Json:
    holds = template.resolved(template.body["Conditions"][argument[0]])
    return template.resolved(argument[1] if holds else argument[2])


_INTRINSICS: Mapping[str, Any] = {
    "Ref": lambda template, argument: template.reference(argument),
    "Fn::GetAtt": _get_att,
    "Fn::Sub": lambda template, argument: template.text(argument),
    "Fn::If": _if,
    "Fn::Equals": lambda template, argument: template.resolved(argument[0]) == template.resolved(argument[1]),
    "Fn::Not": lambda template, argument: not template.resolved(argument[0]),
    "Fn::Join": lambda template, argument: argument[0].join(map(str, template.resolved(argument[1]))),
    "Fn::Select": lambda template, argument: template.resolved(argument[1])[argument[0]],
    "Fn::Split": lambda template, argument: template.resolved(argument[1]).split(argument[0]),
}


def domain_target(domain_name: str, region: str) -> str:
    """What DNS has to point at for a custom domain in a region."""
    return f"d-{crc32(f'{domain_name} {region}'.encode()):08x}.execute-api.{region}.amazonaws.com"


def check(template: Template, capabilities: tuple[str, ...]) -> None:
    """Refuse what CloudFormation refuses before it changes anything."""
    body, region = template.body, template.region
    if not body.get("Resources"):
        raise refusal("At least one Resources member must be defined.", region)
    missing = _missing(msgspec.json.encode(body))
    if missing:
        raise refusal(f"Template format error: Unresolved resource dependencies {missing}", region)
    declared = body.get("Parameters", {})
    unknown = sorted(set(template.parameters) - set(declared))
    if unknown:
        raise refusal(f"Parameters: {unknown} do not exist in the template", region)
    without = sorted(name for name, one in declared.items() if "Default" not in one and name not in template.parameters)
    if without:
        raise refusal(f"Parameters: {without} must have values", region)
    _check_capabilities(template, capabilities)


@lru_cache(maxsize=256)
def _missing(body: bytes) -> list[str]:
    """What a template refers to and has not. The same template goes to many regions, and again in the next try."""
    return sorted({reference.target for reference in unresolved(msgspec.json.decode(body))})


def _check_capabilities(template: Template, capabilities: tuple[str, ...]) -> None:
    granting = {name: one for name, one in template.resources().items() if one["Type"].startswith("AWS::IAM::")}
    named = any(
        key in one.get("Properties", {}) for one in granting.values() for key in ("RoleName", "ManagedPolicyName")
    )
    needed = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
    if granting and not {needed, "CAPABILITY_NAMED_IAM"} & set(capabilities):
        raise refusal(f"Requires capabilities : [{needed}]", template.region)
