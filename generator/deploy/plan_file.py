"""A plan as a file: written by `plan --out`, read by `deploy PLAN`, and worth nothing once the world has moved."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from generator.deploy.model import PLAN_VERSION, Plan
from generator.errors import AssemblyError

ADVICE: Final = "make a new one with plan --out"


# What comes of bytes that are no JSON, no UTF-8, or nested more deeply than anything that is a plan.
_UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Version(Struct, frozen=True):
    """All that is read before it is known whether the rest can be."""

    version: Any = None


def encoded(plan: Plan) -> bytes:
    """The plan as JSON; the same bytes for the same plan."""
    return msgspec.json.format(msgspec.json.encode(plan, order="deterministic"), indent=1) + b"\n"


def decoded(content: bytes, place: str) -> Plan:
    """The plan of a file. `place` is its name, for messages.

    Raises `AssemblyError` for what is no plan, is damaged, or was written by a version that means something else.
    """
    try:
        version = msgspec.json.decode(content, type=_Version).version
    except _UNREADABLE as error:
        raise AssemblyError(f"{place} is no plan: {error}", ADVICE) from error
    if version != PLAN_VERSION:
        what = "is no plan: it has no version" if version is None else f"has version {version!r}, not {PLAN_VERSION}"
        raise AssemblyError(f"{place} {what}", f"{ADVICE}, with this version of the tool")
    try:
        plan = msgspec.json.decode(content, type=Plan)
    except _UNREADABLE as error:
        raise AssemblyError(f"{place} is damaged: {error}", ADVICE) from error
    fault = _fault(plan)
    if fault:
        raise AssemblyError(f"{place} is damaged: {fault}", ADVICE)
    return plan


def _fault(plan: Plan) -> str:
    """What is wrong with the steps of a plan that somebody has edited; empty when nothing is."""
    for expected, step in enumerate(plan.steps, start=1):
        if step.number != expected:
            return f"step {expected} has the number {step.number}"
        if not all(0 < need < step.number for need in step.needs):
            return f"step {step.number} needs one that does not come before it"
    return ""
