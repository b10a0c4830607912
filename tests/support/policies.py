"""IAM's decision on one request, for policies as our templates write them: Allow, Deny, wildcards, conditions.

A small part of IAM and a strict one: an operator or a kind of statement that it does not know is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from generator.assembly.model import Assembly
from tests.support.apps import resources

Json = Any
Context = Mapping[str, str | list[str]]

ACCOUNT = "123456789012"
VALUES = {"AWS::Partition": "aws", "AWS::Region": "eu-west-1", "AWS::AccountId": ACCOUNT, "AWS::StackName": "shop-main"}
STACK = "1a2b3c4d"
"""The beginning of the UUID in every stack's id."""


class Statement(NamedTuple):
    """A statement with every element as a list."""

    effect: str
    actions: list[str]
    resources: list[str]
    condition: Mapping[str, Mapping[str, Json]]


class Policies:
    """Everything that somebody is allowed and denied."""

    def __init__(self, documents: Iterable[Json]) -> None:
        self.statements = [_read(statement) for document in documents for statement in document["Statement"]]

    @property
    def actions(self) -> set[str]:
        """Every action that is allowed on anything, as it is spelled."""
        return {action for one in self.statements if one.effect == "Allow" for action in one.actions}

    @property
    def on_everything(self) -> set[str]:
        """The actions that are allowed on `*` without a condition."""
        return {
            action
            for one in self.statements
            if one.effect == "Allow" and "*" in one.resources and not one.condition
            for action in one.actions
        }

    def allows(self, action: str, resource: str, context: Context | None = None) -> bool:
        """Whether a request is allowed: by some statement, and denied by none."""
        effects = {one.effect for one in self.statements if _applies(one, action, resource, context or {})}
        return effects == {"Allow"}


def granted(statement: Statement) -> Context:
    """What a request has to be like for the statement to hold."""
    return {key: value for keys in statement.condition.values() for key, value in keys.items()}


def spelled(value: Json, values: Mapping[str, str] = VALUES) -> Json:
    """A part of a template as AWS gets it: every `Ref` and `Fn::Sub` of a pseudo parameter replaced."""
    if isinstance(value, Mapping):
        if value.keys() == {"Ref"} and value["Ref"] in values:
            return values[value["Ref"]]
        if "Fn::Sub" in value:
            return re.sub(r"\$\{([^}]+)\}", lambda found: _substituted(found[1], values), value["Fn::Sub"])
        if value.keys() == {"Fn::GetAtt"}:
            return values.get(".".join(value["Fn::GetAtt"]), value)
        return {key: spelled(item, values) for key, item in value.items()}
    return [spelled(item, values) for item in value] if isinstance(value, list) else value


def _substituted(name: str, values: Mapping[str, str]) -> str:
    return f"${{{name[1:]}}}" if name.startswith("!") else values[name]


# Type ─▶ the property with the name of such a thing, and its ARN after the account.
_NAMED = {
    "AWS::Logs::LogGroup": ("LogGroupName", "logs", "log-group:{}:*"),
    "AWS::Lambda::Function": ("FunctionName", "lambda", "function:{}"),
    "AWS::SQS::Queue": ("QueueName", "sqs", "{}"),
}


def located(found: Mapping[str, Json], values: Mapping[str, str] = VALUES) -> dict[str, str]:
    """The values, and as `<logical id>.Arn` the ARNs of these resources of a stack."""
    arns: dict[str, str] = {}
    for logical_id, resource in found.items():
        if resource["Type"] in _NAMED:
            key, service, rest = _NAMED[resource["Type"]]
            given = f"{values['AWS::StackName']}-{logical_id}-1A2B3C4D"
            name = physical(resource["Properties"].get(key, given))
            place = f"{service}:{values['AWS::Region']}:{values['AWS::AccountId']}"
            arns[f"{logical_id}.Arn"] = f"arn:{values['AWS::Partition']}:{place}:{rest.format(name)}"
    return {**values, **arns}


def physical(name: Json) -> str:
    """A name as it is in AWS: a text, or one that ends in a part of the stack's id."""
    if isinstance(name, str):
        return name
    begin, end = name["Fn::Join"][1]
    uuid = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}
    assert (name["Fn::Join"][0], end) == ("-", {"Fn::Select": [0, {"Fn::Split": ["-", uuid]}]})
    return f"{begin}-{STACK}"


def documents(resource: Mapping[str, Json], values: Mapping[str, str] = VALUES) -> Iterator[Json]:
    """The policy documents that a role or managed policy of a template holds, as IAM gets them."""
    properties = resource["Properties"]
    for policy in properties.get("Policies", ()):
        yield spelled(policy["PolicyDocument"], values)
    if "PolicyDocument" in properties:
        yield spelled(properties["PolicyDocument"], values)


def of_roles(assembly: Assembly, *names: str) -> Policies:
    """What these roles and policies of the template `roles` allow and deny together."""
    found = resources(assembly, "roles")
    return Policies(document for name in names for document in documents(found[name]))


_ANY_CASE: Final = re.DOTALL | re.IGNORECASE


def matches(pattern: str, text: str) -> bool:
    """Whether IAM's wildcards make the pattern match: `*` is any text, `?` any character."""
    return _matches_any((pattern,), text)


def _matches_any(patterns: Iterable[str], text: str, flags: re.RegexFlag = re.DOTALL) -> bool:
    return _compiled(tuple(patterns), flags).fullmatch(text) is not None


@cache
def _compiled(patterns: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
    spelled_out = (re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") for pattern in patterns)
    return re.compile("|".join(spelled_out) if patterns else "(?!)", flags)


def _read(statement: Mapping[str, Json]) -> Statement:
    unknown = statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}
    assert not unknown, f"no idea what {unknown} means"
    return Statement(
        effect=statement["Effect"],
        actions=_list(statement["Action"]),
        resources=_list(statement["Resource"]),
        condition=statement.get("Condition", {}),
    )


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _applies(statement: Statement, action: str, resource: str, context: Context) -> bool:
    return (
        _matches_any(statement.actions, action, _ANY_CASE)
        and _matches_any(statement.resources, resource)
        and all(_holds(operator, keys, context) for operator, keys in statement.condition.items())
    )


def _holds(operator: str, keys: Mapping[str, Json], context: Context) -> bool:
    return all(_compare(operator, context.get(key), _list(wanted)) for key, wanted in keys.items())


def _compare(operator: str, value: str | list[str] | None, wanted: list[str]) -> bool:
    match operator:
        case "StringEquals" | "StringLike" | "ArnEquals" | "ArnLike":
            return value is not None and any(matches(pattern, str(value)) for pattern in wanted)
        case "StringNotEquals":
            return value not in wanted
        case "Null":
            return str(value is None).lower() in wanted
        case "ForAnyValue:StringEquals":
            return any(one in wanted for one in _list(value or []))
        case "ForAllValues:StringLike":
            return all(any(matches(pattern, one) for pattern in wanted) for one in _list(value or []))
        case _:
            raise AssertionError(f"no idea what {operator} means")
