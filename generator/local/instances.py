"""What an operation of a StackSet does: real stacks, region by region or in all at once, in the background."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from ministack.core.responses import AccountRegionScopedDict, get_account_id, now_iso, request_scope
from ministack.services.cloudformation import _ACTION_HANDLERS, _stack_events
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.iam import _roles

Json = dict[str, Any]

STACK_SETS: Final = AccountRegionScopedDict()
"""Name ─▶ StackSet, in the region that it was made in [aws-facts 2.1]."""

_SCHEME: Final = "stack-set"
_VIRTUAL_HOST: Final = re.compile(r"(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com")
_TASKS: Final[set[asyncio.Task[None]]] = set()
"""The event loop itself keeps no task alive."""


class _Failed(Exception):
    """Why it failed in a region, as the StackSet tells it."""


def is_busy() -> bool:
    """Whether any operation has not ended."""
    return any("EndTimestamp" not in one for each in STACK_SETS._data.values() for one in each["_operations"].values())


def start(stack_set: Json, operation: Json) -> Json:
    """Let an operation begin; the answer to the call that wanted it."""
    task = asyncio.get_running_loop().create_task(_run(stack_set, operation))
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)
    return {"OperationId": operation["OperationId"]}


def document(original: Any, params: Mapping[str, Any], body_key: str, url_key: str, label: str) -> Any:
    """What a template's URL leads to: also S3's virtual-hosted one, and our own for the template of a StackSet."""
    url = urlsplit(str((params.get(url_key) or [""])[0]))
    if url.scheme == _SCHEME:
        return STACK_SETS.get_scoped(get_account_id(), url.netloc, url.path[1:])["TemplateBody"], None
    bucket = _VIRTUAL_HOST.fullmatch(url.hostname or "")
    if bucket is not None:
        params = {**params, url_key: [f"https://s3.amazonaws.com/{bucket[1]}{url.path}"]}
    return original(params, body_key, url_key, label)


async def _run(stack_set: Json, operation: Json) -> None:
    """Queued while an earlier operation is at work in one of its regions [aws-facts 2.12]."""
    regions = list(operation["_results"])
    others = [one for one in stack_set["_operations"].values() if one is not operation and "EndTimestamp" not in one]
    while any("EndTimestamp" not in one and one["_results"].keys() & set(regions) for one in others):
        await asyncio.sleep(0.005)
    operation["Status"] = "RUNNING"
    failed = 0
    for group in [regions] if operation["_parallel"] else [[region] for region in regions]:
        if failed and not operation["_tolerant"]:
            for region in group:
                _tell(stack_set, operation, region, "CANCELLED", "Cancelled since failure tolerance has exceeded")
            continue
        outcomes = await asyncio.gather(*(_in_region(stack_set, operation, region) for region in group))
        failed += outcomes.count(False)
    operation["Status"] = "FAILED" if failed and not operation["_tolerant"] else "SUCCEEDED"
    operation["StatusDetails"] = {"FailedStackInstancesCount": failed}
    operation["EndTimestamp"] = now_iso()


async def _in_region(stack_set: Json, operation: Json, region: str) -> bool:
    """Whether it went well there. Whatever goes wrong is told: an operation that never ended would hold up all others.

    An earlier operation may have taken the instance away while this one was queued.
    """
    _tell(stack_set, operation, region, "RUNNING")
    with request_scope(get_account_id(), region):
        try:
            if region not in stack_set["_instances"]:
                raise _Failed(f"Stack instance in {region} not found")
            if operation["Action"] == "DELETE":
                await _delete(stack_set, region, retain=operation["_retain"])
            else:
                await _deploy(stack_set, region)
        except Exception as error:
            reason = str(error) if isinstance(error, _Failed) else f"Internal Failure: {error!r}"
            _tell(stack_set, operation, region, "FAILED", reason)
            return False
    _tell(stack_set, operation, region, "SUCCEEDED")
    return True


def _tell(stack_set: Json, operation: Json, region: str, status: str, reason: str = "") -> None:
    operation["_results"][region] |= {"Status": status, "StatusReason": reason}
    if (instance := stack_set["_instances"].get(region)) is None:
        return
    instance |= {"StackInstanceStatus": {"DetailedStatus": status}, "StatusReason": reason}
    instance["LastOperationId"] = operation["OperationId"]
    if status == "SUCCEEDED":
        instance["Status"] = "CURRENT"
    elif status == "FAILED" and operation["Action"] == "DELETE":
        instance |= {"Status": "INOPERABLE", "StackInstanceStatus": {"DetailedStatus": "INOPERABLE"}}


async def _deploy(stack_set: Json, region: str) -> None:
    _expect_role(stack_set)
    instance = stack_set["_instances"][region]
    stack = _resolve_stack(instance["StackId"]) if "StackId" in instance else None
    exists = stack is not None and stack["StackStatus"] != "DELETE_COMPLETE"
    name = instance["StackId"] if exists else f"StackSet-{stack_set['StackSetName']}-{uuid4()}"
    params: Json = {
        "StackName": [name],
        "TemplateURL": [f"{_SCHEME}://{stack_set['_region']}/{stack_set['StackSetName']}"],
        "Capabilities": stack_set["Capabilities"],
    }
    given = {each["ParameterKey"]: each for each in [*stack_set["Parameters"], *instance["ParameterOverrides"]]}
    params |= _members("Parameters", given.values()) | _members("Tags", stack_set["Tags"])
    problem = _call("UpdateStack" if exists else "CreateStack", params)
    if problem and problem != "No updates are to be performed.":
        raise _Failed(problem)
    stack = _resolve_stack(name) or {}
    instance["StackId"] = stack["StackId"]
    await _settled(stack, "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE" if problem else "")


async def _delete(stack_set: Json, region: str, *, retain: bool) -> None:
    stack_id = stack_set["_instances"][region].get("StackId")
    stack = _resolve_stack(stack_id) if stack_id and not retain else None
    if stack is not None:
        _expect_role(stack_set)
        if problem := _call("DeleteStack", {"StackName": [stack_id]}):
            raise _Failed(problem)
        await _settled(stack, "DELETE_COMPLETE")
    del stack_set["_instances"][region]


def _expect_role(stack_set: Json) -> None:
    """Both roles are needed, also where the account is its own administrator [aws-facts 2.3, 2.4]."""
    administration, execution = stack_set["AdministrationRoleARN"].rpartition("/")[2], stack_set["ExecutionRoleName"]
    if not {administration, execution} <= set(_roles):
        trust = f"role with trust relationship to Role '{administration}'."
        raise _Failed(f"Account {get_account_id()} should have '{execution}' {trust}")


def _call(action: str, params: Json) -> str:
    """Ask CloudFormation in the region at hand; its message when it refuses, else nothing."""
    status, _, body = _ACTION_HANDLERS[action](params)
    return "" if status < 400 else unescape(body.decode().partition("<Message>")[2].partition("</Message>")[0])


async def _settled(stack: Json, *wanted: str) -> None:
    """Wait until the stack is as wanted."""
    await asyncio.sleep(0)  # a deletion has not begun yet
    while stack["StackStatus"] not in wanted:
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            raise _Failed(_cause(stack))
        await asyncio.sleep(0.005)


def _cause(stack: Json) -> str:
    """The first failing resource of the stack's last operation."""
    events = _stack_events[stack["StackId"]]
    begun = max(n for n, event in enumerate(events) if event["ResourceStatusReason"] == "User Initiated")
    for event in events[begun:]:
        if event["ResourceStatus"].endswith("_FAILED"):
            return (
                f"ResourceLogicalId:{event['LogicalResourceId']}, ResourceType:{event['ResourceType']}, "
                f"ResourceStatusReason:{event['ResourceStatusReason']}."
            )
    return stack.get("StackStatusReason") or f"Stack is in {stack['StackStatus']}"


def _members(kind: str, values: Iterable[Mapping[str, str]]) -> Json:
    """A list as the query protocol has it."""
    return {
        f"{kind}.member.{number}.{key}": [text] for number, each in enumerate(values, 1) for key, text in each.items()
    }
