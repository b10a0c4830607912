"""The code of functions, in the artifact bucket of each region that lacks it, before any stack there asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.cloudformation.names import ASSET_PREFIX
from generator.cloudformation.template_text import template_text
from generator.deploy.model import UploadAssets
from generator.deploy.planning.estimates import SECONDS
from generator.deploy.planning.situation import Situation
from generator.deploy.planning.steps import Steps, places
from generator.deploy.presence import needed_assets

_PACKAGE: Final = re.compile(rf"{ASSET_PREFIX}([0-9a-f]{{64}}\.zip)")

_Needed = Mapping[str, tuple[str, ...]]


def add_assets(steps: Steps, situation: Situation, bootstrap: Mapping[str, int]) -> dict[str, int]:
    """Region ─▶ step, for regions that lack any. `bootstrap` are the steps that make the buckets."""
    needed = needed_assets(situation.assembly)
    numbers = _add_wanted(steps, situation, needed, bootstrap)
    return {**numbers, **_add_inherited(steps, situation, needed, {**bootstrap, **numbers})}


def _add_wanted(steps: Steps, situation: Situation, needed: _Needed, bootstrap: Mapping[str, int]) -> dict[str, int]:
    lacking = situation.deployed.lacking_assets
    asked = [region for region in situation.regions if region not in situation.deployed.unread]
    holders = {
        name: region
        for region in reversed(asked)
        for name in needed.get(region, ())
        if name not in lacking.get(region, ())
    }
    numbers: dict[str, int] = {}
    for region in (region for region in asked if region in lacking):
        names = lacking[region]
        copies = {name: holders[name] for name in names if name in holders}
        numbers[region] = steps.add(
            UploadAssets(region=region, assets=names, copies=copies),
            f"{region}: upload the code in {_folders(situation, names)}",
            _reason(copies, len(names)),
            needs=[bootstrap.get(region)],
            estimate=SECONDS["assets"],
        )
    return numbers


def _add_inherited(steps: Steps, situation: Situation, needed: _Needed, before: Mapping[str, int]) -> dict[str, int]:
    """New regions that are made from an older template need its code too; the main region had all of it first."""
    body, main = situation.inherited_body, situation.main_region
    if body is None:
        return {}
    older = sorted(set(_PACKAGE.findall(template_text(body))))
    numbers: dict[str, int] = {}
    for region in situation.secondary:
        if names := tuple(name for name in older if name not in needed.get(region, ())):
            numbers[region] = steps.add(
                UploadAssets(region=region, assets=names, copies=dict.fromkeys(names, main)),
                f"{region}: copy the code that the StackSet asks for from {main}",
                "a new region is made from the template that is there, and updated after that",
                needs=[before.get(region)],
                estimate=SECONDS["assets"],
            )
    return numbers


def _folders(situation: Situation, names: tuple[str, ...]) -> str:
    return places(sorted({asset.source for asset in situation.assembly.assets if asset.name in names}), noun="folders")


def _reason(copies: Mapping[str, str], count: int) -> str:
    """Copied from another region, so that it is the same there: what a requirement brings along may have moved on."""
    whence = " and ".join(sorted(set(copies.values())))
    why = "Lambda takes code from a bucket of the function's own region"
    if not copies:
        return why
    return f"{why}; {'copied' if len(copies) == count else 'in part copied'} from {whence}, as it is there"
