"""Names of an app's own: no other app's begin like them, they fit, and no two are the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.declarations.names import AppName, Suffix
from generator.cloudformation.names import own_name, own_names
from tests.support.policies import matches

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,63}", fullmatch=True)
# The longest name of an app and the longest name of an environment, with a hyphen between them.
LONGEST_ID = 31 + 1 + 16
IDS = st.from_regex(rf"[a-z][a-z0-9-]{{1,{LONGEST_ID - 1}}}", fullmatch=True)
# For what Lambda, an extension and SQS take; the last two without a part of the stack's id.
LONGEST = [64, 55, 71]


def test_no_id_of_an_app_has_an_underscore() -> None:
    patterns = [one.__metadata__[0].pattern for one in (AppName, Suffix)]  # type: ignore[attr-defined]

    assert not [pattern for pattern in patterns if re.search(r"_|\\w|\.", pattern)]


@given(IDS, IDS, KEYS)
def test_the_pattern_of_an_app_fits_its_own_names_only(id: str, other: str, key: str) -> None:
    for longest in LONGEST:
        assert matches(own_names(id), own_name(id, key, longest))
        assert matches(own_names(id), own_name(other, key, longest)) == (id == other)


@given(IDS, st.lists(KEYS, unique=True, max_size=5), st.sampled_from(LONGEST))
def test_names_fit_and_never_meet(id: str, keys: list[str], longest: int) -> None:
    spelled = [*keys, *(f"{key}-dead-letters" for key in keys), *(f"{key}-{key}-dead-letters" for key in keys)]
    names = {own_name(id, name, longest) for name in spelled}

    assert len(names) == len(spelled)
    assert all(re.fullmatch(rf"[a-z0-9_-]{{1,{longest}}}", name) for name in names)


@pytest.mark.parametrize("longest", LONGEST)
def test_the_longest_id_is_all_there_beside_the_longest_key(longest: int) -> None:
    id = "a" * LONGEST_ID

    name = own_name(id, "k" * 64, longest)

    assert matches(own_names(id), name)
    assert len(name) == longest
    assert name != own_name(id, "k" * 63, longest)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("resize", "shop_resize"),
        ("k" * 15, "shop_" + "k" * 15),
        ("k" * 16, "shop_kkkkkk-3527cc35"),
    ],
)
def test_a_name_stays_as_it_is_for_good(key: str, expected: str) -> None:
    assert own_name("shop", key, 20) == expected
