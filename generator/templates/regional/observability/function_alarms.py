"""Alarms on functions: calls that fail, and calls that are throttled.

Of a function that the API calls a few failures among many calls are for the error rate to judge. Any other one may be
called once a day: there each failure is told. Minutes without a call, and those without a value, are good ones.

An authorizer answers 401 by an exception [API Gateway Developer Guide, "Use API Gateway Lambda authorizers"], which
Lambda counts among its failures: whoever calls without a right would raise the alarm. One that does fail is answered
500, and that is told by the error rate of the API.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from troposphere import Ref
from troposphere.cloudwatch import Alarm

from generator.app.functions.model import ResolvedFunction
from generator.templates.alarm import Metric, Told, Watch, alarm
from generator.templates.logical_ids import logical_id
from generator.templates.regional.functions.names import function_id


def function_alarms(
    functions: Iterable[ResolvedFunction],
    called_by_api: Collection[str],
    refusing: Collection[str],
    error_rate: float,
    told: Told,
) -> Iterator[Alarm]:
    """Two alarms for each function; `called_by_api` has the keys of those that the API calls.

    Those of `refusing` fail where all is well: of them only throttling is told.
    """
    for key in (function.key for function in functions):
        if key not in refusing:
            yield _failing(key, error_rate if key in called_by_api else None, told)
        throttles = f"calls of the function {key} are throttled in this region. The account's, or its own, concurrency"
        yield alarm(logical_id([key], "FunctionThrottles"), f"{throttles} is used up.", _throttles(key), told)


def _failing(key: str, rate: float | None, told: Told) -> Alarm:
    failing = f"more than {rate:g} % of the calls of the function {key} fail" if rate else f"{key} has failed"
    errors = f"{failing} in this region. Its log tells why, and for traced calls X-Ray."
    return alarm(logical_id([key], "FunctionErrors"), errors, _errors(key, rate), told)


def _errors(key: str, rate: float | None) -> Watch:
    errors = _metric(key, "Errors")
    if rate is None:
        return Watch(metrics={"errors": errors}, threshold=0, minutes=1, breaching=1)
    metrics = {"errors": errors, "calls": _metric(key, "Invocations")}
    return Watch(metrics=metrics, expression="IF(calls > 0, 100 * errors / calls, 0)", threshold=rate)


def _throttles(key: str) -> Watch:
    return Watch(metrics={"throttles": _metric(key, "Throttles")}, threshold=0)


def _metric(key: str, name: str) -> Metric:
    return Metric(
        namespace="AWS/Lambda", name=name, statistic="Sum", dimensions={"FunctionName": Ref(function_id(key))}
    )
