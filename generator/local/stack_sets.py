"""StackSets: what CloudFormation answers. What an operation then does in the regions is in `instances`.

Self-managed ones of one account, which is the caller's [aws-facts 2.2]. Records are kept as AWS shows them, plain JSON;
what is ours in them begins with an underscore and is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final
from uuid import uuid4

from ministack.core.responses import get_account_id, get_region, now_iso
from ministack.services.cloudformation.engine import _parse_template
from ministack.services.cloudformation.helpers import (
    _error,
    _extract_members,
    _extract_string_members,
    _p,
    _resolve_template,
    _xml,
)
from ministack.services.iam import _roles

from generator.cloudformation.regions import REGIONS
from generator.local.instances import STACK_SETS, Json, start

Params = Mapping[str, Any]


class _Refused(Exception):
    """A call that AWS refuses: its error code and its message."""


def _create(params: Params) -> Json:
    name, token = _p(params, "StackSetName"), _p(params, "ClientRequestToken")
    known = STACK_SETS.get(name)
    if known is not None and (not token or known["_token"] != token):
        raise _Refused("NameAlreadyExistsException", f"StackSet {name} already exists")
    if _p(params, "PermissionModel", "SELF_MANAGED") != "SELF_MANAGED":
        raise _Refused("ValidationError", "Service-managed StackSets do not deploy to the management account")
    if known is None:
        made = {"StackSetName": name, "StackSetId": f"{name}:{uuid4()}", "Status": "ACTIVE"}
        ours = {"_region": get_region(), "_token": token, "_instances": {}, "_operations": {}}
        STACK_SETS[name] = known = made | ours | _wanted(params, {})
    return {"StackSetId": known["StackSetId"]}


def _update(params: Params) -> Json:
    """The set is another one from here on, whatever becomes of the operation [aws-facts 2.8].

    A template or parameters that are given mark every instance as outdated, also if they say the same [2.7].
    """
    stack_set = _found(params)
    wanted = _wanted(params, stack_set)
    regions = _regions(params) if "Regions.member.1" in params else list(stack_set["_instances"])
    operation = _begun(stack_set, "UPDATE", regions, params)
    stack_set |= wanted
    is_same = _p(params, "UsePreviousTemplate") == "true" and not any(key.startswith("Parameters.") for key in params)
    for region in regions if is_same else stack_set["_instances"]:
        stack_set["_instances"][region]["Status"] = "OUTDATED"
    return start(stack_set, operation)


def _delete(params: Params) -> Json:
    stack_set = _found(params)
    if stack_set["_instances"]:
        raise _Refused("StackSetNotEmptyException", "StackSet is not empty")
    _expect_idle(stack_set)
    del STACK_SETS[stack_set["StackSetName"]]
    return {}


def _create_instances(params: Params) -> Json:
    """The instances are there at once, and OUTDATED until they have a stack."""
    stack_set, regions = _found(params), _regions(params)
    operation = _begun(stack_set, "CREATE", regions, params)
    for region in regions:
        made = {"StackSetId": stack_set["StackSetId"], "Account": get_account_id(), "Region": region}
        instance = stack_set["_instances"].setdefault(region, made)
        state = {"Status": "OUTDATED", "StackInstanceStatus": {"DetailedStatus": "PENDING"}}
        instance |= state | {"ParameterOverrides": _parameters(params, "ParameterOverrides", [])}
    return start(stack_set, operation)


def _update_instances(params: Params) -> Json:
    stack_set, regions = _found(params), _regions(params)
    operation = _begun(stack_set, "UPDATE", regions, params)
    for instance in (stack_set["_instances"][region] for region in regions):
        now = instance["ParameterOverrides"]
        given = _parameters(params, "ParameterOverrides", now)
        instance |= {"Status": "OUTDATED", "ParameterOverrides": given or now}
    return start(stack_set, operation)


def _delete_instances(params: Params) -> Json:
    stack_set, regions = _found(params), _regions(params)
    if "RetainStacks" not in params:
        raise _Refused("ValidationError", "RetainStacks is required")
    operation = _begun(stack_set, "DELETE", regions, params)
    operation["_retain"] = _p(params, "RetainStacks") == "true"
    return start(stack_set, operation)


def _list_instances(params: Params) -> Json:
    region = _p(params, "StackInstanceRegion")
    return {"Summaries": [each for each in _found(params)["_instances"].values() if region in ("", each["Region"])]}


def _describe_instance(params: Params) -> Json:
    stack_set, region = _found(params), _p(params, "StackInstanceRegion")
    _expect_instances(stack_set, [region])
    return {"StackInstance": stack_set["_instances"][region]}


def _found(params: Params) -> Json:
    name = _p(params, "StackSetName").partition(":")[0]
    stack_set: Json | None = STACK_SETS.get(name)
    if stack_set is None:
        raise _Refused("StackSetNotFoundException", f"StackSet {name} not found")
    return stack_set


def _operation(params: Params) -> Json:
    name = _p(params, "OperationId")
    operation: Json | None = _found(params)["_operations"].get(name)
    if operation is None:
        raise _Refused("OperationNotFoundException", f"Operation {name} not found")
    return operation


def _wanted(params: Params, now: Json) -> Json:
    """What the set is to be: what is given, and what it is now where the call says so."""
    previous = _p(params, "UsePreviousTemplate") == "true"
    template, problem = (now["TemplateBody"], None) if previous else _resolve_template(params)
    if problem is not None or not template:
        raise _Refused("ValidationError", "a template of at most 51,200 bytes, or the URL of one, is needed")
    try:
        resources = _parse_template(template).get("Resources")
    except (AttributeError, ValueError) as error:
        raise _Refused("ValidationError", f"Template format error: {error}") from error
    if not resources:
        raise _Refused("ValidationError", "Template format error: At least one Resources member must be defined.")
    usual = f"arn:aws:iam::{get_account_id()}:role/AWSCloudFormationStackSetAdministrationRole"
    administration = _p(params, "AdministrationRoleARN") or usual
    if administration.rpartition("/")[2] not in _roles:
        raise _Refused("ValidationError", f"Role {administration} is invalid or cannot be assumed")
    managed = _p(params, "ManagedExecution.Active") or str(now.get("ManagedExecution", {}).get("Active"))
    return {
        "TemplateBody": template,
        "Parameters": _parameters(params, "Parameters", now.get("Parameters", [])),
        "Capabilities": _extract_string_members(params, "Capabilities"),
        "Tags": [{"Key": tag["Key"], "Value": tag["Value"]} for tag in _extract_members(params, "Tags")],
        "AdministrationRoleARN": administration,
        "ExecutionRoleName": _p(params, "ExecutionRoleName") or "AWSCloudFormationStackSetExecutionRole",
        "PermissionModel": "SELF_MANAGED",
        "ManagedExecution": {"Active": managed.lower() == "true"},
    }


def _parameters(params: Params, key: str, now: Sequence[Json]) -> list[Json]:
    previous = {each["ParameterKey"]: each["ParameterValue"] for each in now}
    values = {
        each["Key"]: previous.get(each["Key"], "") if each["UsePreviousValue"] else each["Value"]
        for each in _extract_members(params, key)
    }
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]


def _regions(params: Params) -> list[str]:
    accounts = _extract_string_members(params, "Accounts")
    if accounts != [get_account_id()]:
        raise _Refused("ValidationError", f"Accounts {accounts}: here is one account, {get_account_id()}")
    regions: list[str] = _extract_string_members(params, "Regions")
    if not regions or set(regions) - REGIONS:
        raise _Refused("ValidationError", f"Regions {regions}: not all of them are enabled")
    return regions


def _begun(stack_set: Json, action: str, regions: Sequence[str], params: Params) -> Json:
    """A new operation; nothing is changed when it may not begin."""
    name = _p(params, "OperationId") or str(uuid4())
    if name in stack_set["_operations"]:
        raise _Refused("OperationIdAlreadyExistsException", f"Operation {name} already exists")
    if action != "CREATE":
        _expect_instances(stack_set, regions)
    if not stack_set["ManagedExecution"]["Active"]:
        _expect_idle(stack_set)
    order = _extract_string_members(params, "OperationPreferences.RegionOrder")
    count, percentage = (_p(params, f"OperationPreferences.FailureTolerance{unit}") for unit in ("Count", "Percentage"))
    operation: Json = {
        "StackSetId": stack_set["StackSetId"],
        "OperationId": name,
        "Action": action,
        "Status": "QUEUED",
        "CreationTimestamp": now_iso(),
        "_parallel": _p(params, "OperationPreferences.RegionConcurrencyType") == "PARALLEL",
        "_tolerant": count not in ("", "0") or percentage == "100",
        "_results": {region: _result(region) for region in sorted(regions, key=[*order, *regions].index)},
    }
    stack_set["_operations"][name] = operation
    return operation


def _result(region: str) -> Json:
    return {"Account": get_account_id(), "Region": region, "Status": "PENDING"}


def _expect_idle(stack_set: Json) -> None:
    for operation in stack_set["_operations"].values():
        if "EndTimestamp" not in operation:
            text = f"Another operation ({operation['OperationId']}) is in progress"
            raise _Refused("OperationInProgressException", text)


def _expect_instances(stack_set: Json, regions: Sequence[str]) -> None:
    for region in regions:
        if region not in stack_set["_instances"]:
            raise _Refused("StackInstanceNotFoundException", f"Stack instance in {region} not found")


_ANSWERS: Final[Mapping[str, Callable[[Params], Json]]] = {
    "CreateStackInstances": _create_instances,
    "CreateStackSet": _create,
    "DeleteStackInstances": _delete_instances,
    "DeleteStackSet": _delete,
    "DescribeStackInstance": _describe_instance,
    "DescribeStackSet": lambda params: {"StackSet": _found(params)},
    "DescribeStackSetOperation": lambda params: {"StackSetOperation": _operation(params)},
    "ListStackInstances": _list_instances,
    "ListStackSetOperationResults": lambda params: {"Summaries": list(_operation(params)["_results"].values())},
    "ListStackSetOperations": lambda params: {"Summaries": [*reversed(_found(params)["_operations"].values())]},
    "ListStackSets": lambda _: {"Summaries": STACK_SETS.values()},
    "UpdateStackInstances": _update_instances,
    "UpdateStackSet": _update,
}


def actions() -> dict[str, Callable[[Params], Any]]:
    """Action ─▶ what answers it, as MiniStack wants it."""
    return {name: _in_xml(name, answer) for name, answer in _ANSWERS.items()}


def _in_xml(name: str, answer: Callable[[Params], Json]) -> Callable[[Params], Any]:
    def respond(params: Params) -> Any:
        try:
            result = answer(params)
        except _Refused as refusal:
            code, message = refusal.args
            return _error(code, message, 400 if code == "ValidationError" else 404 if "NotFound" in code else 409)
        return _xml(200, f"{name}Response", f"<{name}Result>{_elements(result)}</{name}Result>")

    return respond


def _elements(value: Any) -> str:
    match value:
        case dict():
            shown = {key: each for key, each in value.items() if not key.startswith("_")}
            return "".join(f"<{key}>{_elements(each)}</{key}>" for key, each in shown.items())
        case list():
            return "".join(f"<member>{_elements(each)}</member>" for each in value)
        case bool():
            return str(value).lower()
        case _:
            return escape(str(value))
