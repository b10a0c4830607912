"""Hypothesis strategies for the functions of an app, and for routes that lead to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from hypothesis import strategies as st
from msgspec.structs import replace

from generator.app.declarations import Api, Function, FunctionRoute, Statement, Table
from generator.app.declarations.functions import Access, Architecture
from generator.app.declarations.names import LogRetention
from tests.support.apps import HELLO

_TEXTS = st.sampled_from(
    ["", "plain", "https://x.${AWS::Region}.example", "$${literal}", "5 $$", "ü☃", "arn:${AWS::Partition}:x"]
)
_RESOURCES = st.sampled_from(
    ["arn:aws:s3:::files/*", "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs", "arn:aws:s3:::a-b"]
)
_INLINE = st.sampled_from(["def handler(event, context):\n    return {}\n", "handler = print", "x = '${AWS::Region}'"])


def _maybe_limits() -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(0, 1000))


@st.composite
def functions(draw: st.DrawFn, tables: Mapping[str, Table], regions: Sequence[str]) -> Function:
    """A function in Python, in the template or of a folder."""
    is_inline = draw(st.booleans())
    layers = {region: draw(st.sampled_from([(), (_layer(region),)])) for region in regions}
    grants = (
        st.dictionaries(st.sampled_from(sorted(tables)), st.sampled_from(get_args(Access))) if tables else st.just({})
    )
    statement = st.builds(
        Statement, actions=st.just(("sqs:SendMessage", "s3:GetObject")), resources=st.tuples(_RESOURCES)
    )
    return Function(
        runtime=draw(st.sampled_from(["python3.13", "python3.14"])),
        handler="index.handler",
        inline=draw(_INLINE) if is_inline else None,
        code=None if is_inline else HELLO,
        memory_size=draw(st.integers(128, 10240)),
        timeout=draw(st.integers(1, 900)),
        architecture=draw(st.sampled_from(get_args(Architecture))),
        environment=draw(st.dictionaries(st.sampled_from(["STAGE", "a1", "URL"]), _TEXTS)),
        layers=layers if draw(st.booleans()) else {},
        tracing=draw(st.sampled_from([None, True, False])),
        log_retention=draw(st.sampled_from([None, *get_args(LogRetention)])),
        reserved_concurrency=draw(_maybe_limits()),
        access=draw(grants),
        statements=tuple(draw(st.lists(statement, max_size=2))),
    )


def _layer(region: str) -> str:
    return f"arn:aws:lambda:{region}:123456789012:layer:tools:3"


@st.composite
def some_to_functions(draw: st.DrawFn, api: Api, names: Sequence[str]) -> Api:
    """The API with some of its routes led to functions of these names."""
    chosen = draw(st.lists(st.sampled_from(sorted(api.routes)), unique=True)) if names else []
    led = {key: FunctionRoute(function=draw(st.sampled_from(names)), auth=api.routes[key].auth) for key in chosen}
    return replace(api, routes={**api.routes, **led})
