"""Accounts with apps rolled out, and what of a plan the tests look at."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from msgspec.structs import replace

from generator.assembly.model import Assembly, DeploySettings
from generator.deploy.deployed import Deployed
from generator.deploy.model import DeployStack, Plan, Step
from tests.support.apps import assembly_of
from tests.support.rehearsal import Rehearsal
from tests.unit.deploy.shop import SHOP

MAIN, US, NORTH = "eu-west-1", "us-east-1", "eu-north-1"

S = TypeVar("S", bound=Step)


def rolled_out(*documents: Any) -> Rehearsal:
    """An account with these apps rolled out, one after the other."""
    rehearsal = Rehearsal()
    for document in documents:
        rehearsal.roll_out(document)
    return rehearsal


@cache
def shop() -> tuple[Assembly, Deployed]:
    """The shop, and what is there when it is rolled out."""
    assembly = assembly_of(SHOP)
    return assembly, rolled_out(assembly).deployed(assembly)


def of_type(planned: Plan, kind: type[S]) -> list[S]:
    """The steps of one kind."""
    return [step.step for step in planned.steps if isinstance(step.step, kind)]


def stacks(planned: Plan, template: str) -> list[DeployStack]:
    """The steps of one plain stack."""
    return [step for step in of_type(planned, DeployStack) if step.template == template]


def with_settings(assembly: Assembly, **settings: Any) -> Assembly:
    """The assembly with other settings of how it is rolled out."""
    return replace(assembly, deploy=DeploySettings(**settings))
