"""Which regions an app can run in."""

from __future__ import annotations

import pytest

from generator.cloudformation.regions import OPT_IN_REGIONS, REGIONS, UNSUPPORTED, nearest


def test_regions_are_usable_or_not_never_both() -> None:
    assert "us-east-1" in REGIONS
    assert REGIONS.isdisjoint(UNSUPPORTED)


def test_only_regions_that_came_later_must_be_enabled() -> None:
    assert OPT_IN_REGIONS < REGIONS
    assert "eu-central-2" in OPT_IN_REGIONS
    assert OPT_IN_REGIONS.isdisjoint({"us-east-1", "eu-west-1", "ap-southeast-2", "ap-northeast-3"})


def test_other_partitions_are_unsupported_with_the_reason() -> None:
    assert UNSUPPORTED["cn-north-1"] == "belongs to partition aws-cn, and only partition aws is supported"


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("us-east1", "us-east-1"),
        ("eu-wets-1", "eu-west-1"),
        ("US-EAST-1", "us-east-1"),
        ("ap-souteast-2", "ap-southeast-2"),
        ("frankfurt", None),
        ("", None),
    ],
)
def test_a_misspelt_region_suggests_the_nearest(wrong: str, meant: str | None) -> None:
    assert nearest(wrong) == meant
