"""E9511: the capabilities that a deployment has to acknowledge are in the manifest [aws-facts 2.17]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.assembly.model import Assembly, TemplateEntry
from generator.lint.across.model import MANIFEST, AcrossRule, Problem, view
from generator.lint.rules._rule import DOCS

NAMES: Final = ("GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName")
NAMED_IAM: Final = "CAPABILITY_NAMED_IAM"


def _missing(assembly: Assembly) -> Iterator[Problem]:
    for position, entry in enumerate(assembly.templates):
        for capability, reason in _needed(entry).items():
            covered = capability in entry.capabilities or (
                capability == "CAPABILITY_IAM" and NAMED_IAM in entry.capabilities
            )
            if not covered:
                path = ("templates", position, "capabilities")
                yield Problem(MANIFEST, path, f"{entry.name} needs {capability} for {reason}")


def _needed(entry: TemplateEntry) -> dict[str, str]:
    needed: dict[str, str] = {}
    for resource in view(entry).resources():
        if resource.type.startswith("AWS::IAM::"):
            named = any(name in resource.properties for name in NAMES)
            needed.setdefault(NAMED_IAM if named else "CAPABILITY_IAM", resource.name)
    if "Transform" in entry.body:
        needed["CAPABILITY_AUTO_EXPAND"] = "its transform"
    if NAMED_IAM in needed:
        needed.pop("CAPABILITY_IAM", None)
    return needed


RULES = (
    AcrossRule(
        id="E9511",
        title="The manifest has the capabilities that a template needs",
        description="CloudFormation refuses a template with IAM resources or macros unless the call acknowledges them.",
        advice="build again from the app file",
        source=DOCS + "AWSCloudFormation/latest/APIReference/API_CreateStack.html",
        check=_missing,
    ),
)
