"""Every template of every example can be deployed to the embedded AWS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.integration.local.aws import ROOT, Aws

MANIFESTS = [*ROOT.glob("build/*/manifest.json"), *ROOT.glob("examples/*/build/*/manifest.json")]
ENVIRONMENTS = sorted(manifest.parent for manifest in MANIFESTS)


def hosted_zones(bodies: Mapping[str, Any]) -> set[str]:
    resources = [resource for body in bodies.values() for resource in body["Resources"].values()]
    records = [each for each in resources if each["Type"] == "AWS::Route53::RecordSet"]
    return {record["Properties"]["HostedZoneId"] for record in records}


@pytest.mark.parametrize("folder", ENVIRONMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_example_can_be_deployed_from_nothing(aws: Aws, folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text())
    bodies = {each["name"]: json.loads((folder / each["file"]).read_text()) for each in told["templates"]}
    for zone in hosted_zones(bodies):
        aws.local.prepare(zone, "example.com")

    bodies["bootstrap"] = json.loads((folder.parent / "bootstrap.template.json").read_text())
    where = dict.fromkeys(("bootstrap", "roles", "main"), told["regions"][0]) | {"secondary": told["regions"][-1]}
    stacks = {name: aws.deploy(name, bodies[name], region) for name, region in where.items() if name in bodies}

    assert {stack["StackStatus"] for stack in stacks.values()} == {"CREATE_COMPLETE"}
