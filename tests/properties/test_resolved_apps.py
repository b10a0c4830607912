"""Properties of `resolve` over generated apps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from generator.app.declarations import App
from generator.app.model import ReadPageOperation
from generator.app.reading.nodes import from_plain
from generator.app.reading.reader import read
from generator.app.resolve import Resolution, resolve
from generator.findings import Finding, as_text
from tests.strategies import apps

REPLACEMENTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 600),
    st.text(max_size=8),
    st.sampled_from(
        ["$request.body.s", "$request.path.v0", "$context.requestId", "pk = :p", "SET pk = :one", "S", "N", "by-date"]
    ),
    st.sampled_from([["a"], [], {}, {"S": "x"}, {"N": "$request.body.s"}, {"expires_after_days": 3}, {"L": [None]}]),
)
Put = Callable[[Any], None]

# An app is large, and drawing one costs more than to resolve it.
few = settings(max_examples=20)


def read_again(document: Any) -> App | None:
    """The app that the reader makes of a plain document."""
    findings: list[Finding] = []
    app = read(from_plain(document), App, (), findings)
    return None if findings else app


def places(document: Any) -> Iterator[Put]:
    """A setter for each value of a document, however deep."""
    entries = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in list(entries):

        def put(replacement: Any, key: Any = key) -> None:
            document[key] = replacement

        yield put
        if isinstance(value, dict | list):
            yield from places(value)


def shuffled(document: Any) -> Any:
    """The same document with the keys of every map in reverse."""
    if isinstance(document, dict):
        return {key: shuffled(document[key]) for key in reversed(document)}
    return [shuffled(member) for member in document] if isinstance(document, list) else document


def plain(app: App) -> Any:
    return msgspec.json.decode(msgspec.json.encode(app))


def said(resolution: Resolution) -> set[str]:
    return set(map(as_text, resolution.findings))


@few
@given(apps())
def test_a_generated_app_is_one_that_the_reader_lets_through_and_resolves(app: App) -> None:
    resolution = resolve(app)

    assert read_again(plain(app)) == app
    assert resolution.app is not None, "\n".join(map(as_text, resolution.findings))


@few
@given(apps(), st.lists(st.tuples(st.integers(0, 10_000), REPLACEMENTS), min_size=1, max_size=3))
def test_whatever_the_reader_lets_through_resolves_or_says_why_not(app: App, changes: list[tuple[int, Any]]) -> None:
    document = plain(app)
    for number, replacement in changes:
        found = list(places(document))
        # A copy: put below itself, the same one would be a document without an end.
        found[number % len(found)](deepcopy(replacement))
    changed = read_again(document)
    if changed is None:
        return

    resolution = resolve(changed)

    errors = [finding for finding in resolution.findings if finding.severity == "error"]
    assert (resolution.app is None) == bool(errors)
    assert all(finding.message and finding.path for finding in resolution.findings)


@few
@given(apps())
def test_the_order_of_keys_changes_nothing(app: App) -> None:
    other = read_again(shuffled(plain(app)))

    assert other is not None
    assert resolve(other).app == resolve(app).app
    assert said(resolve(other)) == said(resolve(app))


@few
@given(apps())
def test_a_body_schema_is_one_of_draft_4(app: App) -> None:
    resolved = resolve(app).app
    assert resolved is not None

    for route in resolved.api.routes:
        if route.body_schema is not None:
            Draft4Validator.check_schema(route.body_schema)


@few
@given(apps())
def test_a_cursor_and_the_route_together_hold_every_key(app: App) -> None:
    resolved = resolve(app).app
    assert resolved is not None

    for route in resolved.api.routes:
        operation = route.operation
        if isinstance(operation, ReadPageOperation):
            keys = {key.name for key in operation.table.key_attributes}
            moving = {key.name for key in operation.cursor_keys}
            assert keys <= moving | set(operation.fixed_keys)
            assert not moving & set(operation.fixed_keys)
            assert (operation.key_condition is None) == (not operation.fixed_keys)
