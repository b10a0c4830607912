"""The manifest: what it says, and what it refuses to say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from generator.assembly.manifest import assembly_of, decoded, encoded, manifest_of
from generator.assembly.model import Assembly, Asset, DeploySettings, SmokeRequest
from generator.errors import AssemblyError
from tests.unit.assembly.factories import APP_SHA256, assembly, dns_entry, entry

DIGESTS = {"main": "a" * 64, "dns": "b" * 64, "bootstrap": "c" * 64}
SETTINGS = DeploySettings(
    region_order=("eu-west-1",),
    region_concurrency="parallel",
    smoke=(SmokeRequest(method="GET", path="/items?limit=1", status=200),),
    termination_protection=True,
)


def manifest_bytes() -> bytes:
    return encoded(manifest_of(assembly(), DIGESTS))


TEMPLATES = [
    {
        "name": "main",
        "file": "main.template.json",
        "sha256": "a" * 64,
        "deployed_as": "stack",
        "stack_name": "shop-main",
        "regions": ["us-east-1"],
        "capabilities": [],
        "parameters": {},
    },
    {
        "name": "dns",
        "file": "dns.template.json",
        "sha256": "b" * 64,
        "deployed_as": "stack",
        "stack_name": "shop-dns",
        "regions": ["us-east-1"],
        "capabilities": ["CAPABILITY_IAM"],
        "parameters": {"Target": {"template": "main", "region": "us-east-1", "output": "TargetDomainName"}},
    },
]


def test_the_manifest_says_all_that_a_deployment_needs_and_nothing_else() -> None:
    assert json.loads(manifest_bytes()) == {
        "schema_version": 1,
        "app": "shop",
        "environment": "prod",
        "id": "shop-prod",
        "account": "123456789012",
        "regions": ["us-east-1", "eu-west-1"],
        "app_sha256": APP_SHA256,
        "domain": {"name": "api.example.com", "hosted_zone_id": "Z0123456789"},
        "health_path": "/health",
        "control_table": "shop-prod-control",
        "roles": {"administration": "shop-prod/shop-prod-administration", "execution": "shop-prod-execution"},
        "deploy": {"region_order": [], "region_concurrency": None, "smoke": [], "termination_protection": False},
        "bootstrap": {
            "file": "../bootstrap.template.json",
            "sha256": "c" * 64,
            "stack_name": "multi-region-bootstrap",
            "version": 1,
            "capabilities": ["CAPABILITY_IAM"],
        },
        "assets": [],
        "templates": TEMPLATES,
    }


ASSETS = (Asset(name=f"{'e' * 64}.zip", source="code/é", runtime="nodejs24.x", architecture="x86_64"),)


def bodies_of(whole: Assembly) -> dict[str, Any]:
    shared = {} if whole.bootstrap is None else {"bootstrap": whole.bootstrap.body}
    return {item.name: item.body for item in whole.templates} | shared


@pytest.mark.parametrize(
    "whole",
    [
        assembly(),
        replace(assembly(), deploy=SETTINGS),
        replace(assembly(), domain=None, health_path="/up"),
        replace(assembly(), bootstrap=None),
        replace(assembly(), assets=ASSETS),
    ],
    ids=["plain", "settings", "no domain", "no bootstrap", "assets"],
)
def test_a_manifest_read_back_gives_the_assembly_that_it_was_made_of(whole: Assembly) -> None:
    content = encoded(manifest_of(whole, DIGESTS))

    assert assembly_of(decoded(content, "manifest.json"), bodies_of(whole)) == whole


def test_who_only_compares_needs_no_bootstrap_template() -> None:
    bodies = {item.name: item.body for item in assembly().templates}

    assert assembly_of(decoded(manifest_bytes(), "manifest.json"), bodies).bootstrap is None


def test_no_account_is_written_as_null() -> None:
    manifest = json.loads(encoded(manifest_of(assembly(account=None), DIGESTS)))

    assert manifest["account"] is None


def set_version(document: dict[str, Any]) -> None:
    document["schema_version"] = 2


def drop_regions(document: dict[str, Any]) -> None:
    del document["regions"]


def drop_bootstrap(document: dict[str, Any]) -> None:
    del document["bootstrap"]


ASSET = {"name": f"{'d' * 64}.zip", "source": "functions/a", "runtime": "python3.13", "architecture": "arm64"}


def add_unnamed_asset(document: dict[str, Any]) -> None:
    document["assets"].append({**ASSET, "name": "function.zip"})


def repeat_an_asset(document: dict[str, Any]) -> None:
    document["assets"] += [ASSET, {**ASSET, "source": "functions/b"}]


def move_the_bootstrap_template(document: dict[str, Any]) -> None:
    document["bootstrap"]["file"] = "/etc/passwd"


def add_key(document: dict[str, Any]) -> None:
    document["templates"][0]["colour"] = "red"


def spoil_digest(document: dict[str, Any]) -> None:
    document["templates"][0]["sha256"] = "A" * 64


def escape_the_folder(document: dict[str, Any]) -> None:
    document["templates"][0]["file"] = "../../secret"


def spread_a_stack(document: dict[str, Any]) -> None:
    document["templates"][0]["regions"] = ["us-east-1", "eu-west-1"]


def repeat_a_name(document: dict[str, Any]) -> None:
    document["templates"][1] |= {"name": "main", "file": "main.template.json"}


def unfill_a_parameter(document: dict[str, Any]) -> None:
    document["templates"][1]["parameters"]["Target"]["region"] = "eu-west-1"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (set_version, "manifest.json is not a manifest of this version: Invalid enum value 2 - at `$.schema_version`"),
        (drop_regions, "manifest.json is not a manifest of this version: Object missing required field `regions`"),
        (
            drop_bootstrap,
            "manifest.json is not a manifest of this version: Object missing required field `bootstrap`",
        ),
        (
            add_unnamed_asset,
            "manifest.json is not a manifest of this version: "
            "Expected `str` matching regex '^[0-9a-f]{64}\\\\.zip\\\\Z' - at `$.assets[0].name`",
        ),
        (repeat_an_asset, "manifest.json contradicts itself: two assets have the same name"),
        (
            move_the_bootstrap_template,
            'manifest.json contradicts itself: the file of the bootstrap template is "/etc/passwd"',
        ),
        (
            add_key,
            "manifest.json is not a manifest of this version: "
            "Object contains unknown field `colour` - at `$.templates[0]`",
        ),
        (
            spoil_digest,
            "manifest.json is not a manifest of this version: "
            "Expected `str` matching regex '^[0-9a-f]{64}\\\\Z' - at `$.templates[0].sha256`",
        ),
        (escape_the_folder, 'manifest.json contradicts itself: the file of template "main" is "../../secret"'),
        (spread_a_stack, 'manifest.json contradicts itself: the stack of template "main" has 2 regions'),
        (repeat_a_name, "manifest.json contradicts itself: two templates have the same name"),
        (
            unfill_a_parameter,
            'manifest.json contradicts itself: parameter "Target" of template "dns" is filled by no stack',
        ),
    ],
)
def test_a_spoilt_manifest_is_refused_with_the_place(spoil: Callable[[dict[str, Any]], None], told: str) -> None:
    document = json.loads(manifest_bytes())
    spoil(document)

    with pytest.raises(AssemblyError) as refused:
        decoded(json.dumps(document).encode(), "manifest.json")

    assert refused.value.message == told
    assert refused.value.advice == "run `python -m generator build`"


@pytest.mark.parametrize("content", [b"", b"<<<<<<< HEAD\n{}", b"\xff\xfe", b"[]", b'{"app": "\xff"}'])
def test_bytes_that_are_no_manifest_are_refused(content: bytes) -> None:
    with pytest.raises(AssemblyError):
        decoded(content, "manifest.json")


def test_a_parameter_may_come_from_any_region_of_a_stack_set() -> None:
    secondary = entry("secondary", regions=("eu-west-1", "eu-west-2"))
    whole = assembly(templates=(entry(), secondary, dns_entry()))

    manifest = manifest_of(whole, DIGESTS | {"secondary": "d" * 64})

    assert decoded(encoded(manifest), "manifest.json") == manifest
