from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from generator.deploy.model import Plan
from generator.deploy.report import urls
from generator.errors import CredentialsError, Detached, NetworkError
from tests.support.apps import SHOP, assembled, patched
from tests.support.fake_cloud import FakeCloud
from tests.support.plans import plan
from tests.support.rolled_out import rolled_out

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"


def of(document: Any, *, until: str = "dns") -> tuple[Plan, FakeCloud]:
    """A plan of an app, and the account in which it is deployed."""
    assembly = assembled(document)
    names = {entry.name: entry.stack_name for entry in assembly.templates}
    return replace(plan(), stack_names=names, regions=assembly.regions), rolled_out(assembly, until=until)


def test_the_shared_name_comes_first_and_then_each_region_by_its_own() -> None:
    assert list(urls(*of(SHOP)).items()) == [
        ("all regions", "https://api.example.com"),
        (MAIN, "https://eu-west-1.api.example.com"),
        (SECOND, "https://us-east-1.api.example.com"),
        (THIRD, "https://ap-southeast-2.api.example.com"),
    ]


def test_without_a_domain_it_is_the_endpoint_of_the_api() -> None:
    found = urls(*of(patched(SHOP, {"domain": None, "regions": {"secondary": None}})))

    assert list(found) == [MAIN]
    assert ".execute-api." in found[MAIN]


def test_regions_that_have_no_stack_are_left_out() -> None:
    assert list(urls(*of(SHOP, until="main"))) == ["all regions", MAIN]


def test_nothing_answers_after_a_destroy() -> None:
    made, cloud = of(SHOP)

    assert urls(replace(made, purpose="destroy"), cloud) == {}
    assert cloud.reads == []


def test_what_cannot_be_asked_does_not_spoil_the_report() -> None:
    for error in (NetworkError("cut"), CredentialsError("expired"), Detached()):
        made, cloud = of(SHOP)
        cloud.fail_next("stack_set", MAIN, error)

        assert urls(made, cloud) == {}
