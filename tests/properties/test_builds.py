"""What holds for the templates of any app."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.app.declarations import App
from generator.app.loader import AppFile, parse
from generator.assembly.model import Assembly
from generator.assembly.store import files_of
from generator.cloudformation.names import is_main_only
from generator.cloudformation.references import references, unresolved
from generator.cloudformation.resource_types import resource_types
from generator.synthesis import synthesize
from generator.templates.regional.deployment import fingerprint
from tests.strategies import apps
from tests.support.apps import bodies, resources

NEW = "Said in other words."

# Attributes that the user guide tells and the provider schema has among the properties.
DOCUMENTED = {"AWS::SQS::Queue": ("QueueName",)}

# An app is large, and built twice or more in each of these.
few = settings(max_examples=15)


def document(app: App) -> dict[str, Any]:
    """The file that a user would have written for the app."""
    plain: dict[str, Any] = msgspec.to_builtins(app)
    plain.pop("environment", None)
    settings = {key: plain.pop(key) for key in ("suffix", "account") if key in plain}
    return plain | {"environments": {app.environment: settings}}


def app_file(found: Mapping[str, Any]) -> AppFile:
    return parse(json.dumps(found, ensure_ascii=False).encode())


def built(found: Mapping[str, Any]) -> tuple[Assembly, ...]:
    return tuple(synthesize(app) for app in app_file(found).resolve_all().apps)


def reordered(value: Any) -> Any:
    """The same value, the keys of every map from last to first."""
    if isinstance(value, dict):
        return {key: reordered(item) for key, item in reversed(value.items())}
    return [reordered(item) for item in value] if isinstance(value, list) else value


def described(app: App) -> App:
    """The same app, every description another."""
    routes = {key: replace(route, description=NEW) for key, route in app.api.routes.items()}
    return replace(app, description=NEW, api=replace(app.api, description=NEW, routes=routes))


def ids(assembly: Assembly) -> dict[str, set[str]]:
    return {name: set(body["Resources"]) for name, body in bodies(assembly).items()}


@few
@given(apps())
def test_the_order_of_keys_leaves_no_trace_in_the_bytes(app: App) -> None:
    one, other = document(app), reordered(document(app))
    assert list(one) != list(other)

    assert [files_of(assembly) for assembly in built(one)] == [files_of(assembly) for assembly in built(other)]


@few
@given(apps())
def test_an_app_made_in_python_builds_like_its_file(app: App) -> None:
    (from_file,) = built(document(app))

    assert files_of(synthesize(app)) == files_of(from_file)


@few
@given(apps())
def test_descriptions_change_no_logical_id(app: App) -> None:
    assert ids(synthesize(described(app))) == ids(synthesize(app))


@few
@given(apps())
def test_every_reference_resolves(app: App) -> None:
    for body in bodies(synthesize(app)).values():
        assert unresolved(body) == ()


@few
@given(apps())
def test_every_attribute_asked_for_is_one_that_its_type_has(app: App) -> None:
    for body in bodies(synthesize(app)).values():
        for reference in references(body):
            if reference.kind == "GetAtt":
                kind = body["Resources"][reference.target]["Type"]
                assert reference.attribute in (*resource_types()[kind].read_only, *DOCUMENTED.get(kind, ()))


@few
@given(apps())
def test_the_regions_are_the_same_but_for_the_tables_and_what_is_marked_as_of_the_main_one(app: App) -> None:
    found = bodies(synthesize(app))
    assume("secondary" in found)
    main, secondary = found["main"], found["secondary"]

    assert secondary["Resources"] == {
        name: body
        for name, body in main["Resources"].items()
        if body["Type"] != "AWS::DynamoDB::GlobalTable" and not is_main_only(body)
    }
    assert secondary.get("Outputs") == main.get("Outputs")
    assert secondary.get("Conditions") == main.get("Conditions")
    assert "Parameters" not in main


@few
@given(apps())
def test_no_region_is_named_in_what_every_region_has(app: App) -> None:
    found = bodies(synthesize(app))
    assume("secondary" in found)
    # What a region hears of another one has to say which.
    resources = {name: one for name, one in found["secondary"]["Resources"].items() if "AlarmReplication" not in name}
    # So has a key that is named by its ARN: a role may use those of all regions, through DynamoDB of its own.
    regional = re.sub(r"arn:\$\{AWS::Partition\}:kms:[a-z0-9-]+:", "", json.dumps(resources))

    assert not [region for region in (app.regions.main, *app.regions.secondary) if region in regional]


@few
@given(apps())
def test_every_taggable_resource_carries_the_tags(app: App) -> None:
    for body in bodies(synthesize(app)).values():
        for name, resource in body["Resources"].items():
            holder = resource_types()[resource["Type"]].tags
            if holder is not None:
                found = {tag["Key"]: tag["Value"] for tag in resource["Properties"][holder]}
                # CloudWatch's schemas take no empty value: such a tag is left out there.
                empty = [key for key, value in app.tags.items() if not value and "::CloudWatch::" in resource["Type"]]
                assert found.items() >= {key: app.tags[key] for key in app.tags.keys() - empty}.items(), name
                assert {key.lower() for key in (*found, *empty)} >= {"app", "environment"}, name
                assert not found.keys() & set(empty), name


@few
@given(apps(), st.data())
def test_a_route_that_goes_takes_only_what_was_its_own(app: App, data: st.DataObject) -> None:
    assume(len(app.api.routes) > 1)
    gone = data.draw(st.sampled_from(sorted(app.api.routes)))
    fewer = replace(
        app, api=replace(app.api, routes={key: route for key, route in app.api.routes.items() if key != gone})
    )
    before, after = resources(synthesize(app)), resources(synthesize(fewer))

    changed = {name for name in before if before[name] != after.get(name)}
    types = {before[name]["Type"].rpartition("::")[2] for name in changed}
    assert any(name.startswith("Deployment") for name in changed)
    assert types <= {
        "Alarm",  # on what is done in a table
        "Method",
        "Resource",
        "Model",
        "RequestValidator",
        "GatewayResponse",
        "Deployment",
        "Permission",  # of API Gateway, for the function that answered
        "Stage",
        "Role",
    }
    others = {
        before[name]["Properties"]["HttpMethod"] for name in changed if "HttpMethod" in before[name]["Properties"]
    }
    assert others <= {gone.partition(" ")[0], "OPTIONS"}


@few
@given(apps(), st.data())
def test_any_change_of_a_resource_of_the_api_is_another_snapshot(app: App, data: st.DataObject) -> None:
    found = resources(synthesize(app))
    (deployment,) = (name for name in found if name.startswith("Deployment"))
    api = {name: found[name] for name in (*found[deployment]["DependsOn"], "RestApi")}
    name = data.draw(st.sampled_from(sorted(api)))
    key = data.draw(st.sampled_from(sorted(api[name]["Properties"].keys() - {"Name", "Description", "Tags"})))

    changed = {**api[name], "Properties": {**api[name]["Properties"], key: "other"}}
    spoken = {**api[name], "Metadata": NEW}

    assert fingerprint(api | {name: changed}) != fingerprint(api)
    assert fingerprint(api | {name: spoken}) == fingerprint(api)


@few
@given(apps(), st.sampled_from(["name", "tables", "health", "tags"]))
def test_a_change_of_one_environment_leaves_the_others_as_they_are(app: App, key: str) -> None:
    base = document(app) | {"environments": {"one": {}, "two": {"domain": {"name": "two.example.com"}}}}
    assume(app.domain is not None)
    patches: dict[str, dict[str, Any]] = {
        "name": {"description": NEW},
        "tables": {"tables": {"added": {"partition_key": {"name": "id", "type": "S"}}}},
        "health": {"health": {"failure_threshold": 9}},
        "tags": {"tags": {"new": "tag"}},
    }
    environments = {"one": {}, "two": {"domain": {"name": "two.example.com"}, **patches[key]}}

    before, after = built(base), built(base | {"environments": environments})

    assert files_of(before[0]) == files_of(after[0])
    assert files_of(before[1]) != files_of(after[1])
