"""What everything else stands on: the bootstrap stack of each region, the roles of the app, the code of functions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.assembly.model import Bootstrap
from generator.cloudformation.names import ACCOUNT_PARAMETER
from generator.deploy.bodies.grants import is_narrower, with_grants
from generator.deploy.bodies.parts import is_same_body
from generator.deploy.model import Body, DeployStack
from generator.deploy.planning.assets import add_assets
from generator.deploy.planning.estimates import SECONDS
from generator.deploy.planning.situation import Situation, is_uploaded
from generator.deploy.planning.stacks import PROTECTION, lacks_protection, stack_step
from generator.deploy.planning.steps import Number, Steps
from generator.deploy.presence import bootstrap_version, is_up


class Foundation(Struct, frozen=True, kw_only=True):
    """The steps that others need: `bootstrap` and `assets` by region, and the one that gives the roles their rights."""

    bootstrap: Mapping[str, int]
    roles: Number
    assets: Mapping[str, int] = {}

    def making(self, region: str) -> tuple[Number, ...]:
        """What the stack of a region needs there before it can be made or changed."""
        return self.bootstrap.get(region), self.assets.get(region)

    def storing(self, body: Body, region: str) -> Number:
        """What a template needs that is deployed from `region`: a bucket, if it is too large to be sent."""
        return self.bootstrap.get(region) if is_uploaded(body) else None


def add_foundation(steps: Steps, situation: Situation) -> Foundation:
    """The bootstrap stacks, the roles, and the code of functions."""
    bootstrap = _add_bootstrap(steps, situation)
    roles = _add_roles(steps, situation, bootstrap)
    return Foundation(bootstrap=bootstrap, roles=roles, assets=add_assets(steps, situation, bootstrap))


def _add_bootstrap(steps: Steps, situation: Situation) -> dict[str, int]:
    """Region ─▶ step, for regions that lack the bootstrap stack or have an older one; a newer one is left alone."""
    bootstrap = situation.assembly.bootstrap
    if bootstrap is None:
        return {}
    numbers: dict[str, int] = {}
    for region in _regions(situation):
        version = bootstrap_version(situation.deployed.bootstrap.get(region))
        if region not in situation.deployed.unread and (version is None or version < bootstrap.version):
            numbers[region] = steps.add(
                DeployStack(
                    region=region,
                    template="bootstrap",
                    stack_name=bootstrap.stack_name,
                    body=bootstrap.body,
                    parameters={ACCOUNT_PARAMETER: _account_setting(situation, bootstrap, region)},
                    capabilities=bootstrap.capabilities,
                ),
                f"{region}: prepare the region, once for all apps",
                "a bucket for large templates, and the role by which API Gateway writes logs"
                if version is None
                else f"version {version} is there, version {bootstrap.version} is wanted",
                estimate=SECONDS["bootstrap"],
            )
    return numbers


def _regions(situation: Situation) -> tuple[str, ...]:
    """Every region of the app; that of the DNS stack only if its template needs a bucket there."""
    dns = situation.wanted.get("dns")
    more = dns.regions if dns is not None and not situation.is_dns_held and is_uploaded(dns.body) else ()
    return tuple(dict.fromkeys((*situation.regions, *more)))


def _account_setting(situation: Situation, bootstrap: Bootstrap, region: str) -> str:
    """Whether API Gateway's log role of the region is to be ours: not where somebody else has set one [aws-facts 3.10].

    A stack that is there keeps to what it was told. A role of ours has the name of the stack as its path.
    """
    stack = situation.deployed.bootstrap.get(region)
    if stack is not None and is_up(stack) and ACCOUNT_PARAMETER in stack.parameters:
        return stack.parameters[ACCOUNT_PARAMETER]
    role = situation.deployed.log_roles.get(region)
    return "theirs" if role and f":role/{bootstrap.stack_name}/" not in role else "ours"


def _add_roles(steps: Steps, situation: Situation, bootstrap: Mapping[str, int]) -> Number:
    """The step that gives the roles all that they need from now on; `None` when they have it."""
    wanted, there = situation.body("roles"), situation.bodies.get("roles")
    if wanted is None:
        return None
    if there is None:
        title, reason, body = "make the roles of the app", _WHY, wanted
    else:
        title, reason, body = "give the roles what they need", _BEFORE, _wider(there, wanted)
        if is_same_body(there, body):
            if not lacks_protection(situation, "roles"):
                return None
            title, reason = "protect the stack of the roles", PROTECTION
    return steps.add(
        replace(stack_step(situation, "roles", body), widens_rights=is_narrower(body, there or {})),
        f"{situation.main_region}: {title}",
        reason,
        needs=[bootstrap.get(situation.main_region)] if is_uploaded(body) else [],
        estimate=SECONDS["roles"],
    )


_WHY = "CloudFormation makes everything else with their rights, not with those of whoever deploys"
_BEFORE = "rights are given before they are needed; those that nothing needs any more are taken at the end"


def add_narrower_roles(steps: Steps, situation: Situation) -> Number:
    """The step that takes from the roles what nothing needs any more, after all others."""
    wanted, there = situation.body("roles"), situation.bodies.get("roles")
    if wanted is None or there is None or situation.is_holding or is_same_body(_wider(there, wanted), wanted):
        return None
    return steps.add(
        stack_step(situation, "roles", wanted),
        f"{situation.main_region}: take from the roles what they no longer need",
        "rights are taken when nothing uses them any more",
        needs=steps.ends,
        estimate=SECONDS["roles"],
    )


def _wider(there: Body, wanted: Body) -> Body:
    """What the roles have until everything else is done; as they are wanted where there is no room for both."""
    if not is_narrower(there, wanted):
        return wanted
    return with_grants(there, wanted) or wanted
