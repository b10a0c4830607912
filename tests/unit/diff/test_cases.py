"""Every pair in `tests/cases/diff`, and exactly what is said about it. Adding a file adds a test."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from generator.assembly.canonical import canonical
from generator.cloudformation.resource_types import resource_types
from generator.diff.compare import compare
from generator.diff.model import GUARDS, MeaningKind
from generator.templates.bootstrap import bootstrap
from tests.golden import Golden
from tests.support.diff_cases import CASES, FOLDER, DiffCase


@pytest.mark.parametrize("pair", CASES, ids=lambda pair: pair.name)
def test_what_is_said_about_a_pair(pair: DiffCase, golden: Golden) -> None:
    found = compare(pair.before, pair.after)

    golden.check(pair.expected, canonical(msgspec.to_builtins(found)).decode())


def test_every_expectation_belongs_to_a_pair() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {pair.name for pair in CASES}


def test_every_type_that_we_generate_changes_in_some_pair() -> None:
    changed = {change.type for pair in CASES for change in compare(pair.before, pair.after).resources}
    # The bootstrap template is the same for everybody, and no part of a comparison.
    shared = {resource["Type"] for resource in bootstrap()["Resources"].values()}

    assert resource_types().keys() - changed - shared == set()


def test_every_meaning_is_that_of_some_pair() -> None:
    found = {meaning.kind for pair in CASES for meaning in compare(pair.before, pair.after).meanings}

    assert set(get_args(MeaningKind)) - found == set()


def test_every_guard_is_wanted_by_some_pair() -> None:
    risky = [meaning for pair in CASES for meaning in compare(pair.before, pair.after).risky]

    assert {meaning.guard for meaning in risky if meaning.guard} == set(GUARDS)
    assert {meaning.kind for meaning in risky if not meaning.guard} == {"parity-broken"}
