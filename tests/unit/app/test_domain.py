"""Regions and the domain: what each may be, at the limit."""

from __future__ import annotations

import pytest

from generator.app.declarations import Api, App, Domain, Mock, Regions, Response
from generator.app.resolve import resolve
from generator.cloudformation.regions import OPT_IN_REGIONS, REGIONS, UNSUPPORTED

API = Api(routes={"GET /hello": Mock(mock=Response(status=200))})
ZONE = "Z0123456789ABCDEFGHIJ"


def ids(domain: Domain | None, *secondary: str, main: str = "eu-west-1") -> list[str]:
    app = App(name="shop", domain=domain, regions=Regions(main=main, secondary=secondary), api=API)
    return [finding.id for finding in resolve(app).findings]


def named(name: str, zone: str | None = None) -> Domain:
    return Domain(name=name, hosted_zone_id=ZONE, hosted_zone_name=zone)


@pytest.mark.parametrize(
    ("length", "secondary", "expected"),
    [
        (64 - len("eu-west-1."), (), []),
        (65 - len("eu-west-1."), (), ["A173"]),
        (64 - len("ap-southeast-2."), ("ap-southeast-2",), []),
        (65 - len("ap-southeast-2."), ("ap-southeast-2",), ["A173"]),
    ],
)
def test_the_longest_regional_name_fits_a_certificate(
    length: int, secondary: tuple[str, ...], expected: list[str]
) -> None:
    name = f"{'a' * (length - len('.example.com'))}.example.com"

    assert len(name) == length
    assert ids(named(name), *secondary) == expected


@pytest.mark.parametrize(
    ("name", "zone", "expected"),
    [
        ("example.com", "example.com", []),
        ("api.example.com", "example.com", []),
        ("a.b.example.com", "b.example.com", []),
        ("notexample.com", "example.com", ["A173"]),
        ("example.com", "api.example.com", ["A173"]),
    ],
)
def test_the_name_lies_in_the_zone(name: str, zone: str, expected: list[str]) -> None:
    assert ids(named(name, zone)) == expected


@pytest.mark.parametrize("region", sorted(REGIONS - {"eu-west-1"}))
def test_every_region_that_aws_offers_can_be_secondary(region: str) -> None:
    assert ids(named("api.example.com"), region) == (["A202"] if region in OPT_IN_REGIONS else [])


@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-iso-east-1", "eu-west-99"])
def test_a_region_elsewhere_or_nowhere_is_refused(region: str) -> None:
    assert ids(named("api.example.com"), region) == ["A170"]


@pytest.mark.parametrize("region", sorted(UNSUPPORTED))
def test_a_region_that_cannot_be_used_is_refused_with_the_reason(region: str) -> None:
    app = App(name="shop", domain=named("api.example.com"), regions=Regions(main=region), api=API)

    (error,) = [finding for finding in resolve(app).findings if finding.severity == "error"]

    assert error.id == "A170"
    assert error.message == f"{region} {UNSUPPORTED[region]}"


def test_one_region_needs_no_domain_and_two_do() -> None:
    assert ids(None) == []
    assert ids(None, "eu-central-1") == ["A172"]
