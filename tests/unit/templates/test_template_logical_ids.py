from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.templates.logical_ids import logical_id, path_names, region_id

NAMES = st.lists(st.text("abcdef019_-{}+.AZ", min_size=1, max_size=12), max_size=4)
KINDS = st.sampled_from(["Table", "Resource", "GetMethod", "OptionsMethod"])


@pytest.mark.parametrize(
    ("names", "kind", "expected"),
    [
        (["data"], "Table", "DataTable"),
        (["data2"], "Table", "Data2Table"),
        (["data"], "GetMethod", "DataGetMethod"),
        ([], "GetMethod", "GetMethod"),
        (["data", "{pk}"], "Resource", "DataPk8a29fa9eResource"),
        (["order_lines"], "Table", "OrderLines4758f463Table"),
        (["{proxy+}"], "AnyMethod", "Proxye1c47778AnyMethod"),
        (["feedbeef"], "Table", "Feedbeefa3c14427Table"),
        (["__"], "Table", "X7a59412aTable"),
    ],
)
def test_ids_are_readable_and_stay_as_they_are(names: list[str], kind: str, expected: str) -> None:
    assert logical_id(names, kind) == expected


@settings(max_examples=200)
@given(NAMES, NAMES, KINDS, KINDS)
def test_different_things_have_different_ids(one: list[str], other: list[str], kind: str, other_kind: str) -> None:
    same = (one, kind) == (other, other_kind)

    assert (logical_id(one, kind) == logical_id(other, other_kind)) == same


def test_a_word_that_ends_like_a_hash_cannot_take_the_id_of_a_hashed_name() -> None:
    hashed = logical_id(["a", "b"], "Table").removesuffix("Table")

    assert logical_id([hashed[0].lower() + hashed[1:]], "Table") != f"{hashed}Table"


@given(NAMES, KINDS)
def test_every_id_is_what_cloudformation_takes(names: list[str], kind: str) -> None:
    identity = logical_id([name * 30 for name in names], kind)

    assert identity.isalnum()
    assert identity.isascii()
    assert len(identity) <= 255


@pytest.mark.parametrize(
    ("path", "names"), [("/", ()), ("/data", ("data",)), ("/data/{pk}", ("data", "{pk}")), ("/a/{b+}", ("a", "{b+}"))]
)
def test_a_path_is_known_by_its_parts(path: str, names: tuple[str, ...]) -> None:
    assert path_names(path) == names


def test_regions_are_spelled_in_camel_case() -> None:
    assert [region_id(name) for name in ("us-east-1", "ap-southeast-2")] == ["UsEast1", "ApSoutheast2"]
