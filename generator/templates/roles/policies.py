"""Statements of IAM policies as plain JSON, sorted, so that the same grants are the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from generator.templates.completed import completed
from generator.templates.section import Json, JsonObject

VERSION = "2012-10-17"


def statement(
    actions: Iterable[str],
    resources: Iterable[str],
    condition: JsonObject | None = None,
    *,
    effect: Literal["Allow", "Deny"] = "Allow",
) -> JsonObject:
    """A statement; each resource is an ARN to be substituted, or `*`."""
    found: dict[str, Json] = {
        "Effect": effect,
        "Action": sorted(actions),
        "Resource": [substituted(resource) for resource in resources],
    }
    return found if condition is None else {**found, "Condition": condition}


def on_own(actions: Iterable[str], logical_ids: Iterable[str]) -> JsonObject:
    """A statement on resources of the same template."""
    resources: list[Json] = [{"Fn::GetAtt": [name, "Arn"]} for name in logical_ids]
    return {"Effect": "Allow", "Action": sorted(actions), "Resource": resources}


def trust(principal: JsonObject, condition: JsonObject | None = None) -> JsonObject:
    """A statement of a role's trust policy: who may take it on."""
    found: dict[str, Json] = {"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole"]}
    return found if condition is None else {**found, "Condition": condition}


def document(statements: Sequence[JsonObject]) -> JsonObject:
    """A policy document."""
    return {"Version": VERSION, "Statement": list(statements)}


def substituted(text: str) -> Json:
    """The text as it stands in a template."""
    value = completed(text)
    return value if isinstance(value, str) else value.to_dict()
