"""The responses of a DynamoDB integration: what each answer of the backend becomes.

The response without a pattern is the error: an answer that nobody foresaw is never taken for a success.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from generator.app.declarations import Cors
from generator.templates.regional import errors
from generator.templates.regional.integration import IntegrationResponse
from generator.templates.regional.preflight import integration_headers, origin_lines

ANSWER: Final = "#set($answer = $input.path('$'))"
_SUCCESS: Final = "2\\d\\d"
_REFUSED: Final = "4\\d\\d"
FAULT_STATUS: Final = errors.TOO_DEEP.status
"""The status of what `checked` refuses to print."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a success becomes: lines that print the body and may set `$status`, which starts as `status`.

    `statuses` are the other ones that the lines may set.
    """

    status: int
    lines: Sequence[str] = ()
    statuses: Sequence[int] = ()
    headers: Mapping[str, str] = {}


def responses(answer: Answer, cors: Cors | None) -> tuple[IntegrationResponse, ...]:
    """The success, what DynamoDB refused, and everything else."""
    refused = template(errors.INTERNAL.status, errors.backend_error_lines(), cors)
    unavailable = [errors.raised(errors.UNAVAILABLE), errors.ERROR_BODY]
    failed = template(errors.UNAVAILABLE.status, unavailable, cors, fixed=True)
    headers = integration_headers(cors)
    return (
        success(answer, cors),
        IntegrationResponse(
            status=errors.INTERNAL.status, selection_pattern=_REFUSED, template=refused, headers=headers
        ),
        IntegrationResponse(status=errors.UNAVAILABLE.status, template=failed, headers=headers),
    )


def success(answer: Answer, cors: Cors | None) -> IntegrationResponse:
    """The response to every 2xx of the backend."""
    return IntegrationResponse(
        status=answer.status,
        selection_pattern=_SUCCESS,
        template=template(answer.status, answer.lines, cors, fixed=not answer.statuses),
        headers={**answer.headers, **integration_headers(cors)},
    )


def statuses(answer: Answer) -> tuple[int, ...]:
    """Every status that `responses` may answer, sorted."""
    return tuple(sorted({answer.status, *answer.statuses, *errors.backend_statuses(), errors.UNAVAILABLE.status}))


def template(status: int, lines: Iterable[str], cors: Cors | None, *, fixed: bool = False) -> str:
    """A response template. Overrides come last, once each: a second one of a parameter is a 5XX [aws-facts 11.4].

    `fixed`: the lines never set `$status`.
    """
    if fixed:
        return "\n".join([*lines, *origin_lines(cors)]) or f"#set($status = {status})"
    start = f"#set($status = {status})"
    return "\n".join([start, *lines, *origin_lines(cors), "#set($context.responseOverride.status = $status)"])


def checked(faults: Sequence[str], lines: Sequence[str]) -> list[str]:
    """`lines`, unless `faults` (see `items.faults`) found something that they cannot print truly."""
    return [
        *faults,
        "#if($code == '')",
        *lines,
        "#else",
        f"#if($code == '{errors.TOO_MANY.code}')",
        errors.raised(errors.TOO_MANY),
        "#else",
        errors.raised(errors.TOO_DEEP),
        "#end",
        errors.ERROR_BODY,
        "#end",
    ]
