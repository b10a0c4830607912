"""Items become plain JSON, up to the bound, and beyond it an error: never wrong JSON."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from generator.templates.regional.actions import integration
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke
from tests.support.factories import api, get_item, query, route, scalar
from tests.support.hostile import items, plain

KEY = {"pk": scalar("path.pk")}


def got(item: Any, max_nesting: int = 3) -> Answer:
    get = integration(route(get_item(KEY), max_nesting=max_nesting), api())
    return invoke(get, Request(path={"pk": "1"}), lambda action, request: BackendAnswer(200, {"Item": item}))


def listed(found: list[Any], max_nesting: int = 3) -> Answer:
    page = integration(route(query(scalar("path.pk")), max_nesting=max_nesting), api())
    return invoke(page, Request(path={"pk": "1"}), lambda action, request: BackendAnswer(200, {"Items": found}))


def nested(levels: int, kind: str) -> Any:
    value: Any = {"S": "deep"}
    for _ in range(levels):
        value = {"M": {"m": value}} if kind == "M" else {"L": [value]}
    return value


def whole(value: Any) -> Any:
    """Halves of surrogate pairs that stand side by side are one character."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if isinstance(value, dict):
        return {whole(name): whole(each) for name, each in value.items()}
    return [whole(each) for each in value] if isinstance(value, list) else value


@given(items(3))
def test_every_type_is_answered_as_plain_json(item: Any) -> None:
    expected = {name: plain(value) for name, value in item.items()}

    assert got(item) == Answer(200, {}, whole(expected))
    assert listed([item, item]).body["items"] == whole([expected, expected])


@pytest.mark.parametrize("kind", ["M", "L"])
@pytest.mark.parametrize("max_nesting", range(6))
def test_nesting_is_answered_up_to_the_bound_and_refused_beyond(max_nesting: int, kind: str) -> None:
    fits, deeper = {"x": nested(max_nesting, kind)}, {"a": {"S": "1"}, "x": nested(max_nesting + 1, kind)}

    assert got(fits, max_nesting).body == {"x": plain(fits["x"])}
    for answer in (got(deeper, max_nesting), listed([fits, deeper, fits], max_nesting)):
        assert (answer.status, answer.body["error"]["code"]) == (500, "NestingTooDeep")


def test_an_empty_map_or_list_counts_as_a_level() -> None:
    empties: list[Any] = [{"M": {}}, {"L": []}]
    for empty in empties:
        assert got({"x": empty}, 1).status == 200
        assert got({"x": empty}, 0).body["error"]["code"] == "NestingTooDeep"


@pytest.mark.parametrize(
    "collection",
    [
        lambda size: {"SS": [f"{number}'" for number in range(size)]},
        lambda size: {"NS": [str(number) for number in range(size)]},
        lambda size: {"BS": [f"{number:04}" for number in range(size)]},
        lambda size: {"L": [{"N": str(number)} for number in range(size)]},
        lambda size: {"M": {str(number): {"BOOL": True} for number in range(size)}},
    ],
    ids=["SS", "NS", "BS", "L", "M"],
)
@pytest.mark.parametrize("depth", [0, 2])
def test_a_collection_is_answered_whole_up_to_a_thousand_and_refused_beyond(collection: Any, depth: int) -> None:
    def item(size: int) -> Any:
        value = collection(size)
        for _ in range(depth):
            value = {"L": [value]}
        return {"x": value}

    assert got(item(1000)).body == {"x": plain(item(1000)["x"])}
    answer = got(item(1001))
    assert (answer.status, answer.body["error"]["code"]) == (500, "TooManyElements")


def test_an_item_of_more_than_a_thousand_attributes_is_refused() -> None:
    assert len(got({str(number): {"N": "1"} for number in range(1000)}).body) == 1000
    assert got({str(number): {"N": "1"} for number in range(1001)}).status == 500


@pytest.mark.parametrize(("count", "status"), [(0, 200), (1, 200), (500, 200), (1000, 200), (1001, 500)])
def test_a_page_is_answered_whole_or_not_at_all(count: int, status: int) -> None:
    answer = listed([{"n": {"N": str(number)}} for number in range(count)])

    assert answer.status == status
    assert answer.body.get("items") == ([{"n": number} for number in range(count)] if status == 200 else None)


def test_the_names_of_methods_are_names_like_any_other() -> None:
    names = ["get", "keySet", "size", "contains", "replaceAll", "S", "M", "L", "class", "empty"]
    item = {name: {"M": {inner: {"S": name} for inner in names}} for name in names}

    assert got(item).body == {name: dict.fromkeys(names, name) for name in names}


def test_the_template_grows_by_the_same_for_every_level() -> None:
    sizes = [
        len(integration(route(get_item(KEY), max_nesting=levels), api()).responses[0].template or "")
        for levels in range(6)
    ]

    assert len({after - before for before, after in pairwise(sizes)}) == 1
    assert sizes[3] < 6_000
