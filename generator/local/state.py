"""Everything that is deployed, to JSON and back: MiniStack's services in its own encoding, objects in buckets, ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

from ministack.app import _build_persistence_save_dict, _get_module, _reset_all_state, _state_map
from ministack.core.persistence import _json_default, _json_object_hook
from ministack.services.cloudformation import _stacks
from ministack.services.s3 import _buckets

from generator.local import instances
from generator.local.border import VERSION, without_settings
from generator.local.instances import STACK_SETS

_STAMP: Final = {"format": 1, "ministack": VERSION}


def encoded() -> bytes:
    """The state of all services."""
    services = {name: get() for name, get in _build_persistence_save_dict().items()}
    # MiniStack leaves out what is in the buckets, and knows nothing of StackSets.
    objects = [[*key, bucket["objects"]] for key, bucket in _buckets._data.items()]
    state = {**_STAMP, "services": services, "objects": objects, "stack_sets": STACK_SETS}
    return json.dumps(state, default=_json_default).encode()


def restore(content: bytes) -> None:
    """Have what was encoded. Raises `ValueError` for anything else, and has nothing then."""
    try:
        _restore(json.loads(content, object_hook=_json_object_hook))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        reset()
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _restore(state: Mapping[str, Any]) -> None:
    if any(state[name] != value for name, value in _STAMP.items()):
        raise ValueError(f"written for another version than {_STAMP}")
    for name, service in state["services"].items():
        module: ModuleType = _get_module(_state_map[name])
        module.load_persisted_state(service)
    for account, bucket, objects in state["objects"]:
        _buckets._data[account, bucket]["objects"] = objects
    STACK_SETS._data |= state["stack_sets"]._data


def reset() -> None:
    """Have nothing."""
    with without_settings():
        _reset_all_state()
    STACK_SETS.clear()


def is_busy() -> bool:
    """Whether CloudFormation is at work. What is written meanwhile could not be continued."""
    stacks = _stacks._data.values()
    at_work = (
        stack["StackStatus"].endswith("_IN_PROGRESS") and stack["StackStatus"] != "REVIEW_IN_PROGRESS"
        for stack in stacks
    )
    return any(at_work) or instances.is_busy()
