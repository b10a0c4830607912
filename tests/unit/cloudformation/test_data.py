"""The committed facts are those of the installed cfn-lint, botocore and tzdata, and what is known from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from generator.app.declarations import ScheduleEvent
from generator.app.reading.shapes import Text, record
from generator.cloudformation.resource_types import resource_types
from generator.cloudformation.runtimes import runtimes
from generator.cloudformation.timezones import timezones
from scripts import refresh_data

MAKERS = [
    refresh_data.regions,
    refresh_data.resource_types,
    refresh_data.handler_permissions,
    refresh_data.timezones,
]


@pytest.mark.parametrize("make", MAKERS)
def test_committed_data_is_what_the_installed_libraries_say(make: Callable[[], dict[str, Any]]) -> None:
    committed = json.loads((refresh_data.DATA / f"{make.__name__}.json").read_text(encoding="utf-8"))

    assert committed == make(), "read the difference, then run: python -m scripts.refresh_data"


def test_committed_runtimes_are_those_of_the_installed_library_on_their_day() -> None:
    committed = json.loads((refresh_data.DATA / "runtimes.json").read_text(encoding="utf-8"))

    date.fromisoformat(committed["as_of"])
    assert committed == refresh_data.runtimes(committed["as_of"]), "run: python -m scripts.refresh_data"


def test_runtimes_that_a_user_may_choose_are_known_with_their_days() -> None:
    known = runtimes().runtimes

    for name in ("python3.13", "nodejs24.x", "java25", "provided.al2023"):
        assert known[name].deprecated is not None, name
    assert known["python3.9"].successor in known
    # A runtime is named before AWS says how long it lives.
    assert known["python3.15"].deprecated is None


def test_the_time_zones_are_those_that_people_write() -> None:
    zones = timezones()

    assert {"UTC", "Etc/UTC", "Etc/GMT+3", "Europe/Berlin", "America/Argentina/Buenos_Aires", "US/Pacific"} < set(zones)
    assert "Factory" not in zones
    # [botocore, ScheduleExpressionTimezone: at most 50]
    assert max(map(len, zones)) <= 50
    shape = record(ScheduleEvent).fields["timezone"].shape
    assert isinstance(shape, Text)
    assert [zone for zone in zones if not re.search(shape.pattern or "", zone)] == []


def test_committed_data_is_canonical_json() -> None:
    for path in refresh_data.DATA.glob("*.json"):
        text = path.read_text(encoding="utf-8")

        assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"


def test_the_schemas_are_the_same_in_every_usable_region() -> None:
    providers = refresh_data.SCHEMAS / "providers"

    versions = {
        tuple(
            json.loads((providers / f"{region}.json").read_text(encoding="utf-8"))[name] for name in refresh_data.TYPES
        )
        for region in refresh_data.regions()["regions"]
    }

    assert len(versions) == 1


def test_update_behaviour_agrees_with_the_documentation() -> None:
    types = resource_types()

    assert types["AWS::DynamoDB::GlobalTable"].create_only == ("TableName",)
    assert "KeySchema" in types["AWS::DynamoDB::GlobalTable"].conditional_create_only
    assert types["AWS::DynamoDB::GlobalTable"].tags is None
    assert "HealthCheckConfig/RequestInterval" in types["AWS::Route53::HealthCheck"].create_only
    assert types["AWS::Route53::HealthCheck"].tags == "HealthCheckTags"
    assert "RegionalDomainName" in types["AWS::ApiGateway::DomainName"].read_only
    assert "ValidationMethod" in types["AWS::CertificateManager::Certificate"].write_only
