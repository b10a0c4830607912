"""Environment variables of a function: the user's, and the names of the tables that it may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.app.declarations import App, Function
from generator.app.functions.one_region import function_text
from generator.app.functions.secrets import advise_secret
from generator.app.identity import id_of
from generator.app.report import Place, Report
from generator.app.stack_text import longest
from generator.cloudformation.names import LONGEST_QUEUE, STACK_DIGITS, own_name

# Lambda Developer Guide, "Defined runtime environment variables": those that cannot be set.
_RESERVED: Final = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)
# Of all names and values together, ours too [Lambda Developer Guide, "Lambda quotas": 4 KB].
_MOST_BYTES: Final = 4096
_TABLE: Final = "TABLE_"
_QUEUE: Final = "QUEUE_"
_QUEUE_URL: Final = longest("https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/")


def table_variable(key: str) -> str:
    """The variable that holds the name of a table: `orders` → `TABLE_ORDERS`."""
    return f"{_TABLE}{key.upper()}"


def queue_variable(name: str) -> str:
    """The variable that holds the URL of a queue: `jobs` → `QUEUE_JOBS`."""
    return f"{_QUEUE}{name.upper()}"


def resolve_environment(
    app: App, function: Function, tables: Mapping[str, str], place: Place, report: Report
) -> Mapping[str, str]:
    """The user's variables, texts of `Fn::Sub`, sorted. Reports A125, A126, A232 and A245.

    `tables` are the names of those that it may use, by key. They and the URLs of queues are not among the variables:
    they come with the template.
    """
    at = (*place, "environment")
    ours = {table_variable(key): f"the name of the table {key}" for key in tables}
    ours |= {queue_variable(name): f"the URL of the queue {name}" for name in function.send_to}
    found: dict[str, str] = {}
    for name, value in sorted(function.environment.items()):
        if mistake := _wrong_name(name, ours):
            report.error("A126", (*at, name), *mistake)
        advise_secret(name, value, (*at, name), report)
        text = function_text(app, function, value, (*at, name), report)
        if text is not None:
            found[name] = text
    _check_size({**found, **_ours(app, function, tables)}, at, report)
    return found


def _ours(app: App, function: Function, tables: Mapping[str, str]) -> Mapping[str, str]:
    """The variables that come with the template, each as long as it gets."""
    end = "-" + "0" * STACK_DIGITS
    queues = {name: own_name(id_of(app), name, LONGEST_QUEUE - len(end)) + end for name in function.send_to}
    return {
        **{table_variable(key): name for key, name in tables.items()},
        **{queue_variable(name): f"{_QUEUE_URL}{queue}" for name, queue in queues.items()},
    }


def _wrong_name(name: str, ours: Mapping[str, str]) -> tuple[str, str] | None:
    if name in ours:
        return f"{name} already holds {ours[name]}", "use another name"
    if name in _RESERVED:
        return f"{name} is set by Lambda itself", "use another name"
    return None


def _check_size(variables: Mapping[str, str], place: Place, report: Report) -> None:
    size = sum(len(name) + len(longest(value).replace("${!", "${").encode()) for name, value in variables.items())
    if size > _MOST_BYTES:
        message = f"the variables have {size:,} bytes, Lambda takes {_MOST_BYTES:,}"
        advice = (
            "keep what is large in the code, or in a table; each table of `access` and queue of `send_to` is one too"
        )
        report.error("A126", place, message, advice)
