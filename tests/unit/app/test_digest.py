from __future__ import annotations

from generator.app.declarations import Api, App, DeleteItem, GetItem, Health, Key, Mock, Regions, Response, Table
from generator.app.digest import declaration_digest


def app(**changes: object) -> App:
    plain = {
        "name": "shop",
        "regions": Regions(main="eu-west-1"),
        "api": Api(routes={"GET /": Mock(mock=Response(status=200))}),
    }
    return App(**plain | changes)  # type: ignore[arg-type]


def test_a_default_that_is_said_is_no_other_app_whichever_object_it_is() -> None:
    # Strings and numbers made at run time are no constants of the interpreter.
    said = app(environment="".join(["def", "ault"]), health=Health(timeout=int("1500")), tables={})

    assert declaration_digest(said) == declaration_digest(app())


def test_the_order_of_keys_is_no_other_app() -> None:
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}

    assert declaration_digest(app(tags=one)) == declaration_digest(app(tags=other))


def test_every_other_value_is_another_app() -> None:
    table = Table(partition_key=Key(name="id", type="S"))
    others = [
        app(name="other"),
        app(tags={"a": "1"}),
        app(tables={"data": table}),
        app(tables={"data": Table(partition_key=Key(name="id", type="N"))}),
        app(health=Health(timeout=1000)),
        app(regions=Regions(main="eu-west-1", secondary=("us-east-1",))),
        app(api=Api(routes={"GET /": GetItem(table="data", key={"id": "1"})})),
        app(api=Api(routes={"GET /": Mock(mock=Response(status=201))})),
    ]

    digests = {declaration_digest(other) for other in [app(), *others]}
    assert len(digests) == len(others) + 1


def test_the_kind_of_a_route_is_part_of_what_is_said() -> None:
    assert declaration_digest(GetItem(table="data", key={})) != declaration_digest(DeleteItem(table="data", key={}))
