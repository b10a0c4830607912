"""From nodes to declarations. The exact messages are in `tests/cases/app`."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.declarations import App, GetItem, Health, Mock, PointInTimeRecovery, Replica, Table, Throttling
from generator.app.declarations.base import Declaration
from generator.app.reading.document import read_document
from generator.app.reading.nodes import Node, from_plain
from generator.app.reading.reader import read
from generator.findings import Finding

SMALLEST: dict[str, Any] = {
    "name": "shop",
    "regions": {"main": "eu-west-1"},
    "api": {"routes": {"GET /a": {"mock": {}}}},
}
FULL: dict[str, Any] = {
    **SMALLEST,
    "tables": {"items": {"partition_key": {"name": "id", "type": "S"}, "point_in_time_recovery": {"days": 7}}},
    "api": {
        "throttling": {"rate_limit": 5, "burst_limit": 10},
        "routes": {
            "GET /a": {"mock": {"status": 200, "body": {"deep": [1, 2.5, None, True]}}},
            "GET /items/{id}": {"action": "GetItem", "table": "items", "key": {"id": "$request.path.id"}},
        },
    },
}


def app_of(value: object) -> App:
    """An app without mistakes."""
    findings: list[Finding] = []
    app = read(from_plain(value), App, (), findings)
    assert findings == []
    assert app is not None
    return app


def mistakes(value: object, cls: type[Declaration] = App) -> list[str]:
    """`id path` of each mistake."""
    findings: list[Finding] = []
    read(from_plain(value), cls, (), findings)
    return [f"{finding.id} {'.'.join(map(str, finding.path))}" for finding in findings]


def test_a_misspelt_key_is_told_and_read_as_the_one_that_is_meant() -> None:
    findings: list[Finding] = []

    app = read(from_plain({**SMALLEST, "helth": {"timeout": 900}, "nothing_like_it": 1}), App, (), findings)

    assert [finding.message for finding in findings] == ['unknown key "helth"', 'unknown key "nothing_like_it"']
    assert app is not None
    assert app.health.timeout == 900


def test_a_misspelt_key_does_not_take_the_place_of_the_right_one() -> None:
    findings: list[Finding] = []

    app = read(from_plain({**SMALLEST, "helth": {"timeout": 900}, "health": {"timeout": 50}}), App, (), findings)

    assert app is not None
    assert app.health.timeout == 50


def test_what_is_left_out_has_its_default() -> None:
    app = app_of(SMALLEST)

    assert (app.environment, app.suffix, app.tables, app.health.timeout) == ("default", None, {}, 1500)


def test_nested_values_are_instances_of_their_classes() -> None:
    app = app_of(FULL)

    assert app.tables["items"].point_in_time_recovery == PointInTimeRecovery(days=7)
    assert isinstance(app.api.routes["GET /items/{id}"], GetItem)
    assert isinstance(app.api.routes["GET /a"], Mock)
    assert app.api.routes["GET /a"].mock.body == {"deep": [1, 2.5, None, True]}


def test_a_whole_number_is_a_number_and_a_boolean_is_none() -> None:
    findings: list[Finding] = []
    throttling = read(from_plain({"rate_limit": 5, "burst_limit": 1}), Throttling, (), findings)

    assert throttling == Throttling(rate_limit=5, burst_limit=1)
    assert mistakes({"rate_limit": True, "burst_limit": True}, Throttling) == ["A112 rate_limit", "A112 burst_limit"]


def test_null_means_not_given_only_where_that_is_possible() -> None:
    assert app_of({**SMALLEST, "description": None}).description is None
    assert mistakes({**SMALLEST, "tables": None}) == ["A112 tables"]


@pytest.mark.parametrize("value", [True, False, {"days": 1}, None])
def test_the_kind_of_a_value_chooses_between_two_shapes(value: bool | dict[str, int] | None) -> None:
    findings: list[Finding] = []
    replica = read(from_plain({"point_in_time_recovery": value}), Replica, (), findings)

    assert findings == []
    assert replica == Replica(point_in_time_recovery=PointInTimeRecovery(days=1) if isinstance(value, dict) else value)


def test_a_key_shows_its_own_place_when_it_is_unknown() -> None:
    root = read_document(b"partition_key: {name: a, type: S}\nttll:\n  expires\n").root
    assert root is not None
    findings: list[Finding] = []
    read(root, Table, ("tables", "t"), findings)

    assert [(f.line, f.column, f.path) for f in findings] == [(2, 1, ("tables", "t"))]


def test_a_broken_value_is_not_complained_about_again() -> None:
    findings: list[Finding] = []
    broken = {"name": Node("x", broken=True), "type": Node("S")}
    table = read(Node({"partition_key": Node(broken)}), Table, (), findings)

    assert (table, findings) == (None, [])


def test_one_wrong_kind_of_route_is_one_mistake() -> None:
    wrong = {"action": "GetItm", "tabel": 5, "key": 5}

    assert mistakes({**SMALLEST, "api": {"routes": {"GET /a": wrong}}}) == ["A113 api.routes.GET /a.action"]


def test_half_a_surrogate_pair_is_told_wherever_it_is() -> None:
    half = "\ud83d"
    routes = {"GET /a": {"mock": {"body": {half: [half]}}}}

    found = mistakes({**SMALLEST, "description": half, "tags": {"a": half}, "api": {"routes": routes}})
    assert [mistake.split()[0] for mistake in found] == ["A118"] * 4


def test_a_choice_among_numbers_is_a_whole_number() -> None:
    assert mistakes({"request_interval": 10.0}, Health) == ["A113 request_interval"]
    assert mistakes({"request_interval": "10"}, Health) == ["A113 request_interval"]


def test_thousands_of_misspelt_keys_are_told_quickly() -> None:
    before = time.process_time()
    found = mistakes({**SMALLEST, **{f"descriptoin{number}": "x" for number in range(50_000)}})

    assert len(found) == 50_000
    assert time.process_time() - before < 1.5


def test_a_very_long_key_is_told_quickly() -> None:
    before = time.process_time()

    assert len(mistakes({**SMALLEST, "descriptoin" * 90_000: 1})) == 1
    assert time.process_time() - before < 0.5


def every_wrong_leaf(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[Any, tuple[str | int, ...]]]:
    """The document with each of its scalars replaced by a list of lists, one at a time, with the path of that."""
    if not isinstance(value, dict):
        return [([[]], path)]
    return [
        ({**value, key: wrong}, where)
        for key, inner in value.items()
        for wrong, where in every_wrong_leaf(inner, (*path, key))
    ]


TYPED = {**FULL, "api": {"throttling": FULL["api"]["throttling"], "routes": SMALLEST["api"]["routes"]}}


@pytest.mark.parametrize(("document", "path"), every_wrong_leaf(TYPED), ids=str)
def test_a_wrong_value_is_told_at_its_own_path(document: Any, path: tuple[str | int, ...]) -> None:
    findings: list[Finding] = []

    assert read(from_plain(document), App, (), findings) is None
    assert [finding.path for finding in findings] == [path]


NAMES = st.sampled_from(["name", "regions", "main", "tables", "api", "routes", "GET /a", "action", "mock", "key", ""])
WORDS = st.text(max_size=5) | st.sampled_from(["GetItem", "S"])
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
TREES = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)


@given(TREES)
def test_any_tree_is_an_app_or_findings(tree: object) -> None:
    findings: list[Finding] = []
    app = read(from_plain(tree), App, (), findings)

    assert (app is None) == bool(findings)


@given(st.sampled_from(sorted(FULL)), TREES)
def test_any_value_of_a_key_is_an_app_or_findings_below_that_key(key: str, tree: object) -> None:
    findings: list[Finding] = []
    app = read(from_plain({**FULL, key: tree}), App, (), findings)

    assert (app is None) == bool(findings)
    assert {finding.path[0] for finding in findings} <= {key}


def test_what_was_read_is_written_and_read_again_as_the_same() -> None:
    app = app_of(FULL)

    assert app_of(msgspec.to_builtins(app)) == app
