"""Annotations as shapes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from msgspec import NODEFAULT, Meta

from generator.app.declarations import App, Function, PutItem, Query, Table
from generator.app.declarations.base import Declaration
from generator.app.reading.shapes import (
    Anything,
    Choice,
    Either,
    Field,
    Flag,
    Kinds,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
    record,
)


def shape_of(annotation: Any) -> Field:
    """The field that a class with one key of this annotation has."""
    made = type("Made", (Declaration,), {"__annotations__": {"key": annotation}, "__module__": __name__}, frozen=True)
    return record(made).fields["key"]


class Inner(Declaration, frozen=True, kw_only=True):
    """A class inside of another."""

    key: int = 5


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        (str, Text()),
        (Annotated[str, Meta(pattern="^a$", extra={"words": "an a"}, max_length=3)], Text("^a$", "an a", None, 3)),
        (int, Number(True)),
        (Annotated[float, Meta(gt=0)], Number(False, None, None, 0)),
        (Annotated[Annotated[int, Meta(ge=1)] | None, Meta(le=9)], Number(True, 1, 9)),
        (bool, Flag()),
        (Any, Anything()),
        (Literal["a", 5], Choice(("a", 5))),
        (Annotated[tuple[str, ...], Meta(min_length=2)], ListOf(Text(), 2)),
        (dict[str, int], MapOf(Text(), Number(True))),
        (
            Annotated[dict[Annotated[str, Meta(max_length=2)], Any], Meta(max_length=4)],
            MapOf(Text(max_length=2), Anything(), None, 4),
        ),
        (bool | dict[str, str] | None, Either((Flag(), MapOf(Text(), Text())))),
    ],
)
def test_an_annotation_is_a_shape(annotation: Any, shape: Shape) -> None:
    assert shape_of(annotation).shape == shape


@pytest.mark.parametrize(("annotation", "nullable"), [(str, False), (str | None, True), (Any, False)])
def test_only_what_may_be_none_is_nullable(annotation: Any, nullable: bool) -> None:
    assert shape_of(annotation).nullable is nullable


def test_an_annotation_that_no_shape_can_say_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError, match="no shape"):
        shape_of(set[str])


def test_the_outermost_description_counts() -> None:
    inner = Annotated[str, Meta(description="inner")]

    assert shape_of(Annotated[inner, Meta(description="outer")]).description == "outer"
    assert shape_of(inner).description == "inner"


def test_a_class_is_a_record_made_once() -> None:
    shape = shape_of(Inner).shape

    assert isinstance(shape, Record)
    assert shape is record(Inner)
    assert shape.fields["key"] == Field(Number(True), False, 5, False, "")


def test_inherited_keys_belong_to_the_record_and_the_tag_does_not() -> None:
    query = record(Query)

    assert {"auth", "table", "index", "key_condition_expression"} <= set(query.fields)
    assert query.tag == ("action", "Query")
    assert query.fields["key_condition_expression"].required
    assert record(PutItem).fields["values"].default == {}
    assert record(App).fields["name"].default is NODEFAULT
    assert record(Table).tag is None


def test_routes_are_told_apart_by_their_selectors() -> None:
    api = record(App).fields["api"].shape
    assert isinstance(api, Record)
    routes = api.fields["routes"].shape
    assert isinstance(routes, MapOf)

    assert isinstance(routes.value, Kinds)
    assert set(routes.value.actions) == {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"}
    assert set(routes.value.others) == {"function", "http", "mock"}


def test_events_are_told_apart_by_the_key_that_only_they_have() -> None:
    events = record(Function).fields["events"].shape
    assert isinstance(events, MapOf)

    assert isinstance(events.value, Kinds)
    assert set(events.value.others) == {"schedule", "stream", "queue"}
    assert not events.value.actions


def records(shape: Shape, seen: set[type]) -> list[Record]:
    """Every record below a shape, itself among them."""
    below: list[Shape]
    match shape:
        case Record():
            if shape.cls in seen:
                return []
            seen.add(shape.cls)
            below = [field.shape for field in shape.fields.values()]
            return [shape, *(found for inner in below for found in records(inner, seen))]
        case MapOf():
            below = [shape.value]
        case ListOf():
            below = [shape.item]
        case Either():
            below = list(shape.members)
        case Kinds():
            below = [*shape.actions.values(), *shape.others.values()]
        case Text() | Number() | Flag() | Choice() | Anything():
            below = []
    return [found for inner in below for found in records(inner, seen)]


def test_every_key_of_the_app_file_has_a_description() -> None:
    silent = [
        f"{shape.cls.__name__}.{key}"
        for shape in records(record(App), set())
        for key, field in shape.fields.items()
        if not field.description
    ]

    assert silent == []


def test_every_pattern_has_words_for_people() -> None:
    texts = [
        (f"{shape.cls.__name__}.{key}", text)
        for shape in records(record(App), set())
        for key, field in shape.fields.items()
        for text in (field.shape, *((field.shape.key, field.shape.value) if isinstance(field.shape, MapOf) else ()))
        if isinstance(text, Text)
    ]

    assert [name for name, text in texts if text.pattern and not text.words] == []
