"""Every template of every example can be deployed to the embedded AWS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.assets.package import Sources, package
from generator.cloudformation.names import ASSET_PREFIX, artifact_bucket
from tests.integration.local.aws import ACCOUNT, ROOT, Aws
from tests.support.pipes import LEAVES_PIPES

MANIFESTS = [*ROOT.glob("build/*/manifest.json"), *ROOT.glob("examples/*/build/*/manifest.json")]
ENVIRONMENTS = sorted(manifest.parent for manifest in MANIFESTS)


def hosted_zones(bodies: Mapping[str, Any]) -> set[str]:
    resources = [resource for body in bodies.values() for resource in body["Resources"].values()]
    records = [each for each in resources if each["Type"] == "AWS::Route53::RecordSet"]
    return {record["Properties"]["HostedZoneId"] for record in records}


pytestmark = [LEAVES_PIPES, pytest.mark.usefixtures("collected")]


def packed(asset: Mapping[str, str], app: Path, cache: Path) -> bytes:
    """The package of an example's function."""
    path = app.joinpath(*asset["source"].split("/"))
    sources = Sources(path=str(path), **{name: asset[name] for name in ("name", "source", "runtime", "architecture")})
    return Path(package(sources, str(cache), print).path).read_bytes()


@pytest.mark.parametrize("folder", ENVIRONMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_example_can_be_deployed_from_nothing(aws: Aws, folder: Path, tmp_path: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text())
    bodies = {each["name"]: json.loads((folder / each["file"]).read_text()) for each in told["templates"]}
    for zone in hosted_zones(bodies):
        aws.local.prepare(zone, "example.com")

    bootstrap = json.loads((folder.parent / "bootstrap.template.json").read_text())
    for region in {told["regions"][0], told["regions"][-1]}:
        assert aws.deploy("bootstrap", bootstrap, region)["StackStatus"] == "CREATE_COMPLETE"
        for asset in told["assets"]:
            content = packed(asset, folder.parent.parent, tmp_path)
            key, bucket = f"{ASSET_PREFIX}{asset['name']}", artifact_bucket(ACCOUNT, region)
            aws.client("s3", region).put_object(Bucket=bucket, Key=key, Body=content)
    where = dict.fromkeys(("roles", "main"), told["regions"][0]) | {"secondary": told["regions"][-1]}
    stacks = {name: aws.deploy(name, bodies[name], region) for name, region in where.items() if name in bodies}

    assert {stack["StackStatus"] for stack in stacks.values()} == {"CREATE_COMPLETE"}
