"""Access logs: a line of JSON for each request, in a log group of the region.

Every value is a text, for API Gateway writes `-` where it has none. It escapes nothing: what a client can write
freely, such as its user agent, would break the line [DataBiosphere/azul#4348], so none of that is logged. The request
id is such a thing too [aws-facts 11.1]; the extended one is what our errors tell. Paths are percent-encoded, as sent.

The region's log role is that of the bootstrap stack [3.10]. Log groups outlive the stack, for `log_retention` days at
most with something in them: what a region did is wanted just when it was taken away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from troposphere import Sub
from troposphere.apigateway import AccessLogSetting
from troposphere.logs import LogGroup

from generator.templates.regional.log_group import log_group

LOG_GROUP: Final = "AccessLogs"

_FIELDS: Final[Mapping[str, str]] = {
    "request_id": "extendedRequestId",
    "time": "requestTime",
    "time_epoch": "requestTimeEpoch",
    "ip": "identity.sourceIp",
    "caller": "identity.caller",
    "user_arn": "identity.userArn",
    "principal": "authorizer.principalId",
    "domain": "domainName",
    "protocol": "protocol",
    "method": "httpMethod",
    "resource": "resourcePath",
    "path": "path",
    "status": "status",
    "error_type": "error.responseType",
    "response_length": "responseLength",
    "latency": "responseLatency",
    "integration_status": "integration.status",
    "integration_latency": "integration.latency",
    "xray_trace_id": "xrayTraceId",
}
"""Name in a line ─▶ variable of API Gateway's `$context`."""


def access_logs(retention: int, tags: Mapping[str, str]) -> LogGroup:
    """Where the lines go."""
    reason = "Who asked for what in this region, and what came of it. It expires by itself."
    return log_group(LOG_GROUP, retention, reason, tags)


def access_log_setting() -> AccessLogSetting:
    """The setting of the stage. The ARN has no `:*` at its end, as API Gateway tells it."""
    group = f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:${{{LOG_GROUP}}}"
    return AccessLogSetting(DestinationArn=Sub(group), Format=line_format())


def line_format() -> str:
    """The format: one line, which API Gateway demands."""
    return json.dumps({name: f"$context.{variable}" for name, variable in _FIELDS.items()}, separators=(",", ":"))
