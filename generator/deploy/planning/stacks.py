"""A plain stack of the app as a step, with all that its template's entry says about how it is deployed."""

from __future__ import annotations

from collections.abc import Mapping

from generator.assembly.model import FromOutput
from generator.deploy.bodies.parts import properties_of, resources_of
from generator.deploy.model import Body, DeployStack
from generator.deploy.planning.situation import Situation

_WITH_SERVICE_ROLE = frozenset({"main", "dns"})
"""Deployed with the rights of the execution role; the roles themselves, and what all apps share, with the caller's."""


def stack_step(
    situation: Situation,
    template: str,
    body: Body,
    parameters: Mapping[str, str | FromOutput] | None = None,
    imports: Mapping[str, Mapping[str, str]] | None = None,
) -> DeployStack:
    """The step that brings the stack of `roles`, `main` or `dns` to a body."""
    entry = situation.wanted[template]
    return DeployStack(
        region=entry.regions[0],
        template=template,
        stack_name=entry.stack_name,
        body=body,
        parameters=parameters or {},
        capabilities=entry.capabilities or capabilities_of(body),
        imports=imports or {},
        service_role=template in _WITH_SERVICE_ROLE,
        termination_protection=situation.assembly.deploy.termination_protection,
    )


def capabilities_of(body: Body) -> tuple[str, ...]:
    """What CloudFormation wants to hear about a body [aws-facts 2.17]: on the way, it may have a role that goes."""
    granting = [resource for resource in resources_of(body).values() if resource["Type"].startswith("AWS::IAM::")]
    names = {name for resource in granting for name in properties_of(resource)}
    named = {"RoleName", "ManagedPolicyName"} & names
    return () if not granting else ("CAPABILITY_NAMED_IAM",) if named else ("CAPABILITY_IAM",)


def lacks_protection(situation: Situation, template: str) -> bool:
    """Whether the stack is there and is to be protected from termination, and is not.

    The other way round nothing is done: somebody may have protected it by hand.
    """
    stack = situation.deployed.plain_stacks[template]
    is_wanted = situation.assembly.deploy.termination_protection
    return is_wanted and stack is not None and not stack.termination_protection and template in situation.bodies


PROTECTION = "termination protection is switched on"
