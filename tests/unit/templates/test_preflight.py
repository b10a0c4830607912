"""CORS: the preflight answer, and who may read."""

from __future__ import annotations

from typing import Any

import pytest

from generator.app.declarations import Cors
from generator.templates.regional.preflight import cors_headers, preflight_integration
from tests.support.apigateway import Answer, BackendAnswer, Request, invoke

A, B, OTHER = "https://a.example", "https://b.example", "https://a.example.evil"


def answered(cors: Cors, *methods: str, **headers: str) -> Answer:
    return invoke(
        preflight_integration(cors, methods), Request(headers=headers), lambda action, sent: BackendAnswer(500, {})
    )


def test_a_preflight_answer_says_what_a_browser_may_send() -> None:
    cors = Cors(allow_origins=("*",), allow_headers=("Content-Type", "X-A"), max_age=60)

    assert answered(cors, "PUT", "GET") == Answer(
        204,
        {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Headers": "Content-Type,X-A",
            "Access-Control-Allow-Methods": "GET,PUT",
            "Access-Control-Max-Age": "60",
        },
        None,
    )


@pytest.mark.parametrize(
    ("declared", "methods", "expected"),
    [
        (None, ("ANY",), "DELETE,GET,HEAD,PATCH,POST,PUT"),
        (None, ("POST", "ANY"), "DELETE,GET,HEAD,PATCH,POST,PUT"),
        (("PUT", "GET"), ("ANY",), "GET,PUT"),
    ],
)
def test_the_methods_are_those_of_the_path_unless_declared(
    declared: Any, methods: tuple[str, ...], expected: str
) -> None:
    cors = Cors(allow_origins=("*",), allow_methods=declared)

    assert answered(cors, *methods).headers["Access-Control-Allow-Methods"] == expected


@pytest.mark.parametrize(("origin", "allowed"), [(A, A), (B, B), (OTHER, A), ("", A), ("null", A), (f"{B}\n", A)])
@pytest.mark.parametrize("name", ["Origin", "origin", "ORIGIN"])
def test_only_a_listed_origin_is_told_that_it_may_read(name: str, origin: str, allowed: str) -> None:
    headers = answered(Cors(allow_origins=(A, B)), **{name: origin}).headers

    assert (headers["Access-Control-Allow-Origin"], headers["Vary"]) == (allowed, "Origin")


def test_a_request_without_an_origin_is_answered() -> None:
    assert (
        answered(Cors(allow_origins=(A, B)), **{"X-Origin": B, "Originator": B}).headers["Access-Control-Allow-Origin"]
        == A
    )


@pytest.mark.parametrize(
    ("cors", "headers"),
    [
        (None, {}),
        (Cors(allow_origins=("*",)), {"Access-Control-Allow-Origin": "*"}),
        (
            Cors(allow_origins=(A,), allow_credentials=True, expose_headers=("X-A",)),
            {
                "Access-Control-Allow-Origin": A,
                "Access-Control-Allow-Credentials": "true",
                "Access-Control-Expose-Headers": "X-A",
                "Vary": "Origin",
            },
        ),
        (Cors(allow_origins=(A, B)), {"Vary": "Origin"}),
    ],
)
def test_headers_that_never_change(cors: Cors | None, headers: dict[str, str]) -> None:
    assert cors_headers(cors) == headers
