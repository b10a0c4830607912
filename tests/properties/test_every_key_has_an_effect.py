"""Every key of the app file, changed, changes a template or the manifest.

`EFFECTS[class][key]` is a pair of patches: the first goes on top of `SHOP`, the second on top of that, and it changes
that one key. A key without a pair fails the test, so that none is added that does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest
from msgspec import Struct

from generator.app import declarations
from generator.assembly.model import Assembly
from tests.properties import (
    effects_of_apps,
    effects_of_edge,
    effects_of_events,
    effects_of_functions,
    effects_of_routes,
    effects_of_tables,
)
from tests.support.apps import SHOP, assembled, patched

EFFECTS = {
    **effects_of_apps.EFFECTS,
    **effects_of_tables.EFFECTS,
    **effects_of_routes.EFFECTS,
    **effects_of_functions.EFFECTS,
    "Function": {**effects_of_functions.EFFECTS["Function"], **effects_of_events.OF_FUNCTIONS},
    **effects_of_events.EFFECTS,
    **effects_of_edge.EFFECTS,
}

# What only carries the keys of others, and is never written itself.
BASES = {"ActionRoute", "ItemRoute", "Route"}


def declared() -> Mapping[str, frozenset[str]]:
    """The keys of every class that a user can write."""
    classes = (getattr(declarations, name) for name in declarations.__all__)
    return {
        cls.__name__: frozenset(field.name for field in msgspec.structs.fields(cls))
        for cls in classes
        if isinstance(cls, type) and issubclass(cls, Struct) and cls.__name__ not in BASES
    }


def outcome(assembly: Assembly) -> Assembly:
    """What is deployed: all but the digest of the app file, which every change changes."""
    return msgspec.structs.replace(assembly, app_sha256="")


def test_every_key_has_its_pair() -> None:
    assert {name: frozenset(pairs) for name, pairs in EFFECTS.items()} == declared()


CASES = [(name, key) for name, pairs in EFFECTS.items() for key in pairs]


@pytest.mark.parametrize(("name", "key"), CASES, ids=[f"{name}.{key}" for name, key in CASES])
def test_a_change_of_the_key_is_seen_in_what_is_deployed(name: str, key: str) -> None:
    start, change = EFFECTS[name][key]
    before = patched(SHOP, start)

    assert outcome(assembled(patched(before, change))) != outcome(assembled(before))


def test_a_change_that_does_nothing_is_told_from_one_that_does() -> None:
    same = patched(SHOP, {"tags": {}})

    assert outcome(assembled(same)) == outcome(assembled(SHOP))
