"""Hypothesis strategies for who may call an API, what stands in front of it, and for routes that lead to addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from hypothesis import strategies as st
from msgspec.structs import replace

from generator.app.declarations import AnyRoute, Api, Authorizer, Http, HttpRoute
from tests.support.edge import acls

_KEYS = ["members", "partner_keys", "a1"]
_METHODS: tuple[Literal["GET", "ANY"] | None, ...] = (None, "GET", "ANY")
_ADDRESSES = st.sampled_from(
    [
        "https://far.example.com",
        "http://far.${AWS::Region}.example.com:8080/a//b$$c",
        "https://${AWS::AccountId}.example.com/",
    ]
)
_OPTIONAL = {"S": "$request.querystring.q", "optional": True}
_TEXTS = ["fixed", 5, True, "$$1", "$region", "$context.identity.sourceIp", "$request.header.X-Tenant"]
_HEADERS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(["X-A", "x_b.c", "Authorization"]), st.sampled_from([*_TEXTS, _OPTIONAL]), max_size=2
)
_SOURCES = st.lists(
    st.sampled_from(["$request.header.X-Key", "$request.querystring.token", "$context.httpMethod", "$context.path"]),
    unique=True,
    max_size=3,
)


@st.composite
def _authorizers(draw: st.DrawFn, functions: Sequence[str]) -> Authorizer:
    function = draw(st.sampled_from(functions))
    ttl = draw(st.sampled_from([0, 1, 3600]))
    if draw(st.booleans()):
        return Authorizer(function=function, result_ttl=ttl)
    sources = tuple(draw(_SOURCES))
    return Authorizer(function=function, type="request", identity_source=sources, result_ttl=ttl if sources else 0)


@st.composite
def _addresses(draw: st.DrawFn, key: str, auth: str | None) -> HttpRoute:
    variables = [part.strip("{}").rstrip("+") for part in key.split("/") if part.startswith("{")]
    path = "".join(f"/${{request.path.{name}}}" for name in variables if draw(st.booleans()))
    url = draw(_ADDRESSES) if not path else f"https://far.${{AWS::Region}}.example.com/x{path}"
    method = draw(st.sampled_from(_METHODS))
    http = Http(url=url, method=method, headers=draw(_HEADERS), timeout=draw(st.integers(50, 29000)))
    return HttpRoute(http=http, auth=auth)


@st.composite
def at_the_edge(draw: st.DrawFn, api: Api, functions: Sequence[str], regions: Sequence[str]) -> Api:
    """The API with authorizers where there are functions, some routes led to addresses, and perhaps web ACLs."""
    keys = draw(st.lists(st.sampled_from(_KEYS), unique=True, max_size=2)) if functions else []
    said = st.sampled_from([None, "none", "iam", *keys])
    routes: dict[str, AnyRoute] = {}
    for key, route in api.routes.items():
        auth = draw(said)
        led = draw(st.integers(0, 4)) == 0
        routes[key] = draw(_addresses(key, auth)) if led else replace(route, auth=auth)
    types = st.lists(st.sampled_from(["image/png", "application/pdf"]), unique=True)
    return replace(
        api,
        auth=draw(said),
        authorizers={key: draw(_authorizers(functions)) for key in keys},
        binary_media_types=tuple(draw(types)),
        web_acl_arn=acls(regions) if draw(st.booleans()) else {},
        routes=routes,
    )
