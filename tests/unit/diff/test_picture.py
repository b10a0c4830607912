"""The picture of regions and what changes in each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from msgspec.structs import replace

from generator.diff.model import Diff
from generator.diff.picture import picture
from tests.unit.diff.comparisons import ADDED, CHANGED, HOSTILE_MARKDOWN, NOTHING, diffs

NODE = re.compile(r'  (dns|r\d+)\["[\w .,+~#;-]*<br/>[\w ,]*"\]:::(added|removed|changed|same)')
EDGE = re.compile(r"  dns --> r\d+( & r\d+)*")
CLASS = re.compile(r"  classDef (added|removed|changed|same) [\w:#,-]+")


def test_each_region_says_what_happens_there() -> None:
    assert picture(CHANGED).splitlines()[:6] == [
        "flowchart LR",
        '  dns["DNS<br/>1 added"]:::changed',
        '  r0["eu-west-1, main<br/>1 removed, 2 changed"]:::changed',
        '  r1["eu-north-1<br/>new"]:::added',
        '  r2["us-east-1<br/>removed"]:::removed',
        "  dns --> r0 & r1 & r2",
    ]


def test_a_region_where_nothing_changes_is_told_apart() -> None:
    diff = replace(
        CHANGED, resources=CHANGED.resources[2:3], sections=(), templates=(), regions_after=("eu-west-1", "b")
    )

    assert '  r0["eu-west-1, main<br/>1 changed"]:::changed' in picture(
        replace(diff, regions_before=("eu-west-1", "b"))
    )
    assert '  r1["b<br/>no change"]:::same' in picture(replace(diff, regions_before=("eu-west-1", "b")))


@pytest.mark.parametrize("diff", [NOTHING, ADDED])
def test_one_region_without_dns_is_no_picture(diff: Diff) -> None:
    assert picture(diff) == ""


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN)
def test_no_name_is_markup(text: str) -> None:
    is_well_formed(replace(CHANGED, regions_after=("eu-west-1", text)))


@given(diffs)
def test_any_picture_is_well_formed(diff: Diff) -> None:
    is_well_formed(diff)


def is_well_formed(diff: Diff) -> None:
    first, *lines = picture(diff).splitlines() or ["flowchart LR"]

    assert first == "flowchart LR"
    assert [line for line in lines if not any(kind.fullmatch(line) for kind in (NODE, EDGE, CLASS))] == []
