"""The example app in three regions of an embedded AWS, deployed with nothing but boto3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.integration.local.aws import MAIN, NAME, ROOT, SECONDARY, ZONE, Aws, outputs, template

REGIONS = (MAIN, *SECONDARY)


def deploy_example(aws: Aws) -> None:
    """Everything, in every region."""
    deploy_regions(aws)
    told = {MAIN: outputs(aws.stack("main"))}
    told |= {region: outputs(aws.stack(each["StackId"], region)) for region, each in aws.instances().items()}
    _make(aws, "dns", template("dns"), **_targets(told))


def deploy_regions(aws: Aws) -> None:
    """Everything but the records of the shared name."""
    deploy_templates(aws, {name: template(name) for name in ("roles", "main", "secondary")})


def deploy_main(aws: Aws, body: dict[str, Any]) -> None:
    """Only the main region, with this template."""
    deploy_templates(aws, {"roles": template("roles"), "main": body})


def deploy_templates(aws: Aws, templates: Mapping[str, Any]) -> None:
    """The main region of any app, and its other regions if it has a template for them."""
    aws.local.prepare(ZONE, NAME)
    for name in ("roles", "main"):
        _make(aws, name, templates[name])
    if "secondary" in templates:
        aws.make_roles()
        aws.make_set(templates["secondary"], Capabilities=["CAPABILITY_IAM"])
        operation = aws.create_instances(OperationPreferences={"RegionConcurrencyType": "PARALLEL"})
        assert operation["Status"] == "SUCCEEDED", aws.results(operation)


def _targets(told: dict[str, dict[str, str]]) -> dict[str, str]:
    manifest = json.loads((ROOT / "build" / "prod" / "manifest.json").read_text())
    wanted = next(each["parameters"] for each in manifest["templates"] if each["name"] == "dns")
    return {name: told[late["region"]][late["output"]] for name, late in wanted.items()}


def _make(aws: Aws, name: str, body: dict[str, Any], **parameters: str) -> None:
    stack = aws.deploy(name, body, **parameters)
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
