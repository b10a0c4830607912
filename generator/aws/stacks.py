"""Stacks as they are: read with their template, protected or not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.aws.errors import says
from generator.aws.model import DeployedStack, StackStatus, Template
from generator.aws.session import Session
from generator.errors import AwsError, Place

Description = Mapping[str, Any]


def read_stack(session: Session, name: str, region: str) -> DeployedStack | None:
    """A stack by name or id, with the template that it was last given; `None` when it does not exist (any more)."""
    described = describe(session, name, region)
    if described is None:
        return None
    body = template(session, described["StackId"], region) if not status_of(described).is_under_review else {}
    if body is None:
        return None
    return DeployedStack(
        name=described["StackName"],
        region=region,
        stack_id=described["StackId"],
        status=status_of(described),
        status_reason=described.get("StackStatusReason", ""),
        body=body,
        parameters={p["ParameterKey"]: p.get("ParameterValue", "") for p in described.get("Parameters", ())},
        outputs={output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", ())},
        termination_protection=described.get("EnableTerminationProtection", False),
    )


def describe(session: Session, name: str, region: str) -> Description | None:
    """CloudFormation's own description of a stack by name or id; `None` when it does not exist (any more)."""
    try:
        with session.asking("cloudformation", region, f"read stack {short(name)}") as cloudformation:
            described: Description = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except AwsError as error:
        if says(error, "does not exist"):
            return None
        raise
    return None if described["StackStatus"] == "DELETE_COMPLETE" else described


def status_of(described: Description) -> StackStatus:
    """The status in CloudFormation's description of a stack."""
    return StackStatus(described["StackStatus"])


def template(session: Session, name: str, region: str) -> Template | None:
    """The template that a stack was last given, as it was given; `None` when the stack has gone meanwhile."""
    try:
        with session.asking("cloudformation", region, f"read the template of stack {short(name)}") as cloudformation:
            body = cloudformation.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
    except AwsError as error:
        if says(error, "does not exist"):
            return None
        raise
    return parsed(body, f"stack {short(name)}", region)


def parsed(body: str | Mapping[str, Any], owner: str, region: str) -> Template:
    """The template of `owner` as plain JSON values. botocore decodes some templates itself, and into ordered dicts."""
    try:
        value = json.loads(body if isinstance(body, str) else json.dumps(body))
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    raise AwsError(
        f"{region}: the template of {owner} is not JSON: it was not deployed by this tool",
        "give the app file another `app` name, or delete what is there",
        Place(operation=f"read the template of {owner}", region=region),
    )


def protect_stack(session: Session, name: str, region: str, *, on: bool) -> None:
    """Switch the termination protection of a stack on or off; a stack that does not exist needs none switched off."""
    verb = "on" if on else "off"
    try:
        with session.asking(
            "cloudformation", region, f"switch {verb} the protection of stack {name}"
        ) as cloudformation:
            cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=on)
    except AwsError as error:
        if on or not says(error, "does not exist"):
            raise


def short(name: str) -> str:
    """The name in a stack id (an ARN), for people."""
    return name.split("/")[1] if name.startswith("arn:") and "/" in name else name
