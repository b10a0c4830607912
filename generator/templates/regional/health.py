"""The health check: is this region's DynamoDB there, all of it, and does nobody want the region drained?

One BatchGetItem reads the region's row of the control table and, of every table, one key that no item need have. The
order of the decisions is the contract: drained, control row unread, another table throttled. Everything unforeseen is
503. A table that is throttled answers with UnprocessedKeys; only if all are does the call fail [aws-facts 11.5].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.app.declarations import Key
from generator.app.model import ResolvedApp, ResolvedTable
from generator.templates.regional import vtl
from generator.templates.regional.errors import THROTTLING_TYPES, TYPE_LINES
from generator.templates.regional.integration import Integration, IntegrationResponse, TableAccess
from generator.templates.regional.preflight import MOCK_REQUEST
from generator.templates.regional.request_values import REGION

_ACTION: Final = "BatchGetItem"
_OK, _REFUSED, _UNAVAILABLE = 200, 500, 503
_HEADERS: Final = {"Cache-Control": "no-store"}
_SENTINEL: Final[Mapping[str, str]] = {"S": "__health__", "N": "0", "B": "X19oZWFsdGhfXw=="}


def health_integration(app: ResolvedApp) -> Integration:
    """How the health path is answered, as `health.mode` says: `deep`, `control` or `shallow`."""
    if app.health.mode == "shallow":
        response = IntegrationResponse(status=_OK, template=_body("ok"), headers=_HEADERS)
        return Integration(type="MOCK", request_template=MOCK_REQUEST, responses=(response,), statuses=(_OK,))
    control = app.control_table
    tables = list(app.tables.values()) if app.health.mode == "deep" else []
    return Integration(
        type="AWS",
        action=_ACTION,
        request_template=_request(control, tables),
        responses=_responses(control.table_name),
        statuses=(_OK, _REFUSED, _UNAVAILABLE),
        access=tuple(sorted(TableAccess(_ACTION, table.table_name) for table in [control, *tables])),
        timeout=app.health.timeout,
    )


def _request(control: ResolvedTable, tables: list[ResolvedTable]) -> str:
    keys = {control.table_name: f'{{{vtl.json_string(control.partition_key.name)}: {{"S": "{REGION}"}}}}'}
    keys |= {table.table_name: _sentinel_key(table) for table in tables}
    members = ",\n    ".join(f'{vtl.json_string(name)}: {{"Keys": [{key}]}}' for name, key in sorted(keys.items()))
    return f'{{\n  "RequestItems": {{\n    {members}\n  }}\n}}'


def _sentinel_key(table: ResolvedTable) -> str:
    return f"{{{', '.join(map(_sentinel, table.key_attributes))}}}"


def _sentinel(key: Key) -> str:
    return f'{vtl.json_string(key.name)}: {{"{key.type}": "{_SENTINEL[key.type]}"}}'


def _responses(control: str) -> tuple[IntegrationResponse, ...]:
    refused = [*TYPE_LINES, *_state("unavailable", _UNAVAILABLE)]
    for type in THROTTLING_TYPES:
        # Failing over because of throttling would move the load to the next region, which would then throttle too.
        refused += [f"#if($type == '{type}')", *_state("degraded", _OK), "#end"]
    # API Gateway keeps one response per status, so each has its own; the first two templates always override theirs.
    return (
        IntegrationResponse(
            status=_OK, selection_pattern="2\\d\\d", template=_template(_decision(control)), headers=_HEADERS
        ),
        IntegrationResponse(
            status=_REFUSED, selection_pattern="4\\d\\d", template=_template(refused), headers=_HEADERS
        ),
        IntegrationResponse(status=_UNAVAILABLE, template=_body("unavailable"), headers=_HEADERS),
    )


def _decision(control: str) -> list[str]:
    """Each decision overrules those before it: the last one is the strongest."""
    name = vtl.string(control)
    return [
        "#set($answer = $input.path('$'))",
        *_state("unavailable", _UNAVAILABLE),
        "#if($answer.keySet().contains('Responses'))",
        *_state("ok", _OK),
        "#if($answer.get('UnprocessedKeys').size() > 0)",
        *_state("degraded", _OK),
        "#end",
        f"#if($answer.get('UnprocessedKeys').keySet().contains({name}))",
        *_state("unavailable", _UNAVAILABLE),
        "#end",
        f"#foreach($row in $answer.get('Responses').get({name}))",
        "#if($row.get('drained').get('BOOL') == true)",
        *_state("drained", _UNAVAILABLE),
        "#end",
        "#end",
        "#end",
    ]


def _state(state: str, status: int) -> list[str]:
    return [f"#set($state = '{state}')#set($status = {status})"]


def _template(lines: list[str]) -> str:
    return "\n".join([*lines, _body("${state}"), "#set($context.responseOverride.status = $status)"])


def _body(state: str) -> str:
    return f'{{"status": "{state}", "region": "{REGION}"}}'
