"""`resolve` and `between_environments` as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from generator.app.declarations import Api, App, Domain, Key, Mock, Regions, Response, Table
from generator.app.model import ResolvedApp
from generator.app.resolve import between_environments, resolve
from generator.findings import as_text

DOMAIN = Domain(name="api.example.com", hosted_zone_id="/hostedzone/Z0123456789ABCDEFGHIJ")
APP = App(
    name="shop",
    domain=DOMAIN,
    regions=Regions(main="eu-west-1", secondary=("us-west-2",)),
    tables={"items": Table(partition_key=Key(name="id", type="S"))},
    api=Api(routes={"GET /hello": Mock(mock=Response(status=200))}),
)


def resolved(app: App, **changes: Any) -> ResolvedApp:
    resolution = resolve(replace(app, **changes))
    assert resolution.app is not None, "\n".join(map(as_text, resolution.findings))
    return resolution.app


@pytest.mark.parametrize(
    ("environment", "suffix", "id"),
    [
        ("default", None, "shop"),
        ("prod", None, "shop-prod"),
        ("prod", "", "shop"),
        ("prod", "-p", "shop-p"),
        ("default", "-x", "shop-x"),
    ],
)
def test_the_id_is_the_name_and_the_suffix_of_the_environment(environment: str, suffix: str | None, id: str) -> None:
    assert resolved(APP, environment=environment, suffix=suffix).id == id


def test_the_longest_id_leaves_room_in_the_name_of_the_stack_set() -> None:
    app = resolved(APP, name="a" * 31, environment="e" * 16)

    assert len(f"{app.id}-secondary") <= 82


def test_regions_are_main_first_then_as_the_user_ordered_them() -> None:
    assert resolved(APP).regions == ("eu-west-1", "us-west-2")


def test_the_zone_id_stands_without_its_prefix() -> None:
    domain = resolved(APP).domain

    assert domain is not None
    assert domain.hosted_zone_id == "Z0123456789ABCDEFGHIJ"


@pytest.mark.parametrize(
    ("domain", "answers"), [(DOMAIN, False), (replace(DOMAIN, execute_api_endpoint=True), True), (None, True)]
)
def test_the_api_answers_at_its_own_address_when_asked_to_or_without_another(
    domain: Domain | None, answers: bool
) -> None:
    app = resolved(APP, domain=domain, regions=Regions(main="eu-west-1"))

    assert app.api.execute_api_endpoint is answers
    assert app.api.security_policy == "TLS_1_2"


def test_the_digest_is_that_of_what_is_said() -> None:
    said_again = replace(APP, environment="default", tags={})

    assert resolved(APP).sha256 == resolved(said_again).sha256
    assert resolved(APP).sha256 != resolved(APP, description="x").sha256


def test_the_digest_minds_no_order_of_keys() -> None:
    table = APP.tables["items"]

    one = resolved(APP, tables={"a": table, "b": table})
    other = resolved(APP, tables={"b": table, "a": table})

    assert one == other


def test_one_error_leaves_no_app_and_hides_no_other() -> None:
    wrong = replace(APP, domain=None, regions=Regions(main="eu-west-1", secondary=("us-wset-2",)))

    resolution = resolve(wrong)

    assert resolution.app is None
    assert [finding.id for finding in resolution.findings] == ["A170", "A172"]


def environment(name: str, **changes: Any) -> ResolvedApp:
    domain = replace(DOMAIN, name=f"{name}.example.com")
    return resolved(APP, **{"environment": name, "domain": domain, **changes})


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({}, []),
        ({"suffix": "-prod"}, ["A182", "A180"]),
        ({"suffix": "-prod", "account": "123456789012"}, []),
        ({"domain": replace(DOMAIN, name="prod.example.com"), "account": "123456789012"}, ["A181"]),
        ({"domain": replace(DOMAIN, name="us-west-2.prod.example.com")}, ["A181"]),
        (
            {
                "tables": {"x": Table(partition_key=Key(name="id", type="S"), table_name="shop-items-prod")},
                "suffix": "",
            },
            ["A180"],
        ),
    ],
)
def test_environments_share_no_name(changes: Mapping[str, Any], ids: list[str]) -> None:
    findings = between_environments((environment("prod"), environment("dev", **changes)))

    assert [finding.id for finding in findings] == ids
    assert all(finding.environments == ("prod", "dev") for finding in findings)
