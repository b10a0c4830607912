"""The benchmark measures what it says: apps of the size asked for, and the same content for the CDK app."""

from __future__ import annotations

import pytest

from benchmarks.apps import Size, app_file, regions
from benchmarks.facts import content, facts
from generator.app.loader import parse
from generator.app.model import ResolvedApp
from generator.synthesis import synthesize


def resolved(size: Size) -> ResolvedApp:
    (app,) = parse(app_file(size).encode()).resolve_all().apps
    return app


@pytest.mark.parametrize("size", [Size(), Size(regions=30), Size(routes=100), Size(routes=20, tables=20)])
def test_an_app_has_the_size_that_was_asked_for(size: Size) -> None:
    app = resolved(size)

    assert (len(app.regions), len(app.api.routes), len(app.tables)) == size
    assert app.regions == regions(size.regions)


def test_a_path_has_five_methods_and_paths_take_the_tables_in_turn() -> None:
    app = resolved(Size(routes=20, tables=4))

    assert {route.path: [other.path for other in app.api.routes].count(route.path) for route in app.api.routes} == {
        f"/things{number}/{{owner}}/{{id}}": 5 for number in range(4)
    }


def test_the_facts_hold_everything_that_the_templates_hold() -> None:
    templates = {entry.name: entry.body for entry in synthesize(resolved(Size())).templates}

    found = facts(templates["main"], templates["dns"])

    counts = content(templates["main"])
    # The CDK app makes one role and no more of what watches the app than the facts know.
    assert counts["AWS::IAM::Role"] == 1
    assert not [kind for kind in counts if kind.startswith(("AWS::CloudWatch::", "AWS::Logs::", "AWS::Scheduler::"))]
    assert len(found["methods"]) == counts["AWS::ApiGateway::Method"]
    assert len(found["tables"]) == counts["AWS::DynamoDB::GlobalTable"]
    assert len(found["models"]) == counts["AWS::ApiGateway::Model"]
    assert len(found["gateway_responses"]) == counts["AWS::ApiGateway::GatewayResponse"]
    assert len(found["regions"]) * 2 == content(templates["dns"])["AWS::Route53::RecordSet"]
    (get,) = (method for method in found["methods"] if method["integration"].get("action") == "GetItem")
    assert get["path"] == "/things0/{owner}/{id}"
    assert get["integration"]["template"].startswith("#set(")
