"""The routes of an app, drawn by a Hypothesis strategy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal

from hypothesis import strategies as st

from generator.app.declarations import (
    AnyRoute,
    DeleteItem,
    GetItem,
    Mock,
    Page,
    PutItem,
    Query,
    Response,
    Scan,
    Table,
    UpdateItem,
)
from tests.drawing import BOOLEANS, one_of, perhaps, several

KeyType = Literal["S", "N", "B"]
KEY_TYPES: tuple[KeyType, ...] = ("S", "N", "B")
_BODY_METHODS = ("POST", "PUT", "PATCH")
# Text that VTL, JSON or CloudFormation might trip over; `$` is doubled, for it starts an expression otherwise.
_HOSTILE = st.sampled_from(
    ['say "hi"', "a\\b", "#if(true)", "$$input", "line\nbreak", "${AWS}".replace("$", "$$"), "ü☃𝄞", "'", "</x>"]
)
_TEXTS = st.one_of(st.sampled_from(["PLACED", "x", "a b"]), _HOSTILE)
_NUMBERS = st.one_of(st.integers(-(10**20), 10**20), st.sampled_from([0.5, -2.25, 1e30]))
_LITERALS: Mapping[str, st.SearchStrategy[Any]] = {"S": _TEXTS, "N": _NUMBERS, "B": st.just({"B": "QUJD"})}
_FIXED: Final[tuple[Any, ...]] = (
    True,
    None,
    {"BOOL": False},
    {"SS": ["a", "b"]},
    {"NS": [1, 2.5]},
    {"L": ["x", {"M": {"y": 1}}]},
    {"M": {}},
)


def route(draw: st.DrawFn, method: str, variables: Sequence[str], declared: Mapping[str, Table]) -> AnyRoute:
    """A route that fits its method, the variables of its path and the tables."""
    write = _Writer(draw, variables, method in _BODY_METHODS)
    kinds: tuple[_Make, ...] = (_get, _read)
    if write.has_body:
        kinds = (_put, _update)
    elif method == "DELETE":
        kinds = (_delete,)
    make = one_of(draw, (*kinds, None)) if declared else None
    if make is None:
        return Mock(mock=write.response())
    name = one_of(draw, sorted(declared))
    return make(write, name, declared[name])


class _Writer:
    """Writes the values of one route, as a user does: what its request has is `variables`, and perhaps a body."""

    def __init__(self, draw: st.DrawFn, variables: Sequence[str], has_body: bool) -> None:
        self.draw = draw
        self.variables = variables
        self.has_body = has_body

    def value(self, type_: str, *, is_key: bool) -> Any:
        """A value of a scalar type: a literal, or something of the request."""
        expression = one_of(self.draw, self._sources(type_))
        return self.draw(_values(type_, expression, is_key))

    def key(self, table: Table) -> dict[str, Any]:
        own = [key for key in (table.partition_key, table.sort_key) if key is not None]
        return {key.name: self.value(key.type, is_key=True) for key in own}

    def attributes(self) -> dict[str, Any]:
        """Attributes that are no keys, of every type."""
        names = several(self.draw, ("name", "total", "note", "a b", "#x"), most=4)
        return {name: self._attribute() for name in names}

    def response(self) -> Response:
        return Response(
            status=one_of(self.draw, (200, 201)),
            headers={"X-From": "app"},
            body=self.draw(_bodies(tuple(self.variables))),
        )

    def _attribute(self) -> Any:
        kind = one_of(self.draw, ("scalar", "fixed", "set"))
        if kind == "scalar":
            return self.value(one_of(self.draw, KEY_TYPES), is_key=False)
        return {"SS": "$request.body.tags"} if kind == "set" and self.has_body else one_of(self.draw, _FIXED)

    def _sources(self, type_: str) -> list[str]:
        sources = ["$request.querystring.q", "$request.header.X-Tenant"]
        sources += [f"$request.path.{name}" for name in self.variables]
        if self.has_body:
            sources += [f"$request.body.{type_.lower()}", f"$request.body.deep.{type_.lower()}"]
        if type_ == "S":
            sources += ["$region", "$unique_id", "$context.identity.sourceIp", "X#${request.querystring.q}#${region}"]
        return [*sources, "$context.requestTimeEpoch"] if type_ == "N" else sources


@cache
def _values(type_: str, expression: str, is_key: bool) -> st.SearchStrategy[Any]:
    plain = expression if type_ == "S" else {type_: expression}
    choices: list[st.SearchStrategy[Any]] = [_LITERALS[type_], st.just(plain)]
    if not is_key and ("querystring" in expression or "body" in expression or "header" in expression):
        default = {"S": "none", "N": 0, "B": "QUJD"}[type_]
        choices += [st.just({type_: expression, "optional": True}), st.just({type_: expression, "default": default})]
    return st.one_of(choices)


@cache
def _bodies(variables: Sequence[str]) -> st.SearchStrategy[Any]:
    """What a response says, if anything."""
    texts = st.one_of(_TEXTS, st.sampled_from(["$region", *(f"$request.path.{name}" for name in variables)]))
    leaves = st.one_of(texts, BOOLEANS, _NUMBERS)
    members = st.one_of(leaves, st.lists(leaves, max_size=2))
    return st.none() | st.dictionaries(st.sampled_from(["a", "b c", "$x"]), members, max_size=3)


def _put(write: _Writer, name: str, table: Table) -> PutItem:
    draw, item = write.draw, write.key(table) | write.attributes()
    if table.ttl and draw(BOOLEANS):
        item["expires_at"] = {"expires_after_days": draw(st.integers(1, 400))}
    condition = one_of(draw, (None, "attribute_not_exists(locked) OR version < :version"))
    schema = {"properties": {"s": {"maxLength": 9}}} if write.has_body and draw(BOOLEANS) else None
    return PutItem(
        table=name,
        item=item,
        overwrite=draw(BOOLEANS),
        condition_expression=condition,
        values={"version": draw(_NUMBERS)} if condition else {},
        request_schema=schema,
        response=perhaps(draw, write.response),
    )


def _update(write: _Writer, name: str, table: Table) -> UpdateItem:
    draw, assignments = write.draw, write.attributes()
    by_expression = draw(BOOLEANS) or not assignments
    return UpdateItem(
        table=name,
        key=write.key(table),
        update_expression="SET title = :title ADD version :one" if by_expression else None,
        set=None if by_expression else assignments,
        values={"title": write.value("S", is_key=True), "one": 1} if by_expression else {},
        upsert=draw(BOOLEANS),
        return_values=one_of(draw, ("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW")),
    )


def _read(write: _Writer, name: str, table: Table) -> AnyRoute:
    """A query or a scan."""
    draw = write.draw
    index = one_of(draw, (None, *sorted(table.global_secondary_indexes)))
    read = table if index is None else table.global_secondary_indexes[index]
    page = Page(default_limit=draw(st.integers(1, 50)), max_limit=draw(st.integers(50, 500)))
    if draw(BOOLEANS) or "-" in read.partition_key.name:
        return Scan(table=name, index=index, page=page)
    given = {"p": write.value(read.partition_key.type, is_key=True)}
    condition = f"{read.partition_key.name} = :p"
    if read.sort_key is not None and draw(BOOLEANS):
        given["s"] = write.value(read.sort_key.type, is_key=True)
        condition += f" AND {read.sort_key.name} {one_of(draw, ('=', '<', '>='))} :s"
    return Query(
        table=name,
        index=index,
        key_condition_expression=condition,
        filter_expression=one_of(draw, (None, "attribute_exists(total)")),
        values=given,
        scan_index_forward=draw(BOOLEANS),
        consistent_read=draw(BOOLEANS) and index is None,
        page=page,
    )


def _get(write: _Writer, name: str, table: Table) -> GetItem:
    projection = one_of(write.draw, (None, "total, note"))
    return GetItem(table=name, key=write.key(table), projection_expression=projection)


def _delete(write: _Writer, name: str, table: Table) -> DeleteItem:
    return DeleteItem(table=name, key=write.key(table))


_Make = Callable[[_Writer, str, Table], AnyRoute]
