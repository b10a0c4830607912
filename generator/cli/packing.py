"""The code of functions, packed before AWS is asked to change anything: it may turn out that it cannot be packed."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from generator.cli.words import amount, one_line

if TYPE_CHECKING:
    from generator.assembly.model import Assembly, Asset
    from generator.assets.package import Sources
    from generator.cli.console import Console
    from generator.cli.process import Target
    from generator.deploy.model import Plan

SILENCE: Final = 15.0
"""Seconds after which an installation that goes on says again what it is at."""


def pack(console: Console, plan: Plan, assembly: Assembly, target: Target, now: Callable[[], float]) -> None:
    """Make the packages that the plan uploads, if no region has them already, from the folders beside the app file.

    Raises `SourceError` for code that has changed since `build`, or that cannot be packed.
    """
    names = _uploaded(plan)
    if not names:
        return
    from generator.assets.package import package

    for asset in (asset for asset in assembly.assets if asset.name in names):
        made = package(_sources(asset, target.home), target.packages, Teller(console, asset, now).tell)
        done = "packed" if made.is_new else "packed before"
        console.say(f"{asset.source}: {done} for {_runtime(asset)}, {amount(made.size)}")


def _uploaded(plan: Plan) -> frozenset[str]:
    from generator.deploy.model import UploadAssets

    uploads = (planned.step for planned in plan.steps if isinstance(planned.step, UploadAssets))
    return frozenset(name for step in uploads for name in step.assets if name not in step.copies)


def _sources(asset: Asset, folder: str) -> Sources:
    from generator.assets.package import Sources

    return Sources(
        name=asset.name,
        source=asset.source,
        path=os.path.join(folder, *asset.source.split("/")),
        runtime=asset.runtime,
        architecture=asset.architecture,
    )


def _runtime(asset: Asset) -> str:
    return f"{asset.runtime} on {asset.architecture}"


class Teller:
    """Says that requirements are installed, and every now and then what happens; with `-v` all that does."""

    def __init__(self, console: Console, asset: Asset, now: Callable[[], float]) -> None:
        self._console = console
        self._asset = asset
        self._now = now
        self._last: float | None = None

    def tell(self, line: str) -> None:
        """A line of whoever installs."""
        self._console.detail(f"  {one_line(line)}")
        if self._last is None:
            self._say(f"installing what its requirements name, for {_runtime(self._asset)}")
        elif self._now() - self._last >= SILENCE:
            self._say(f"still installing: {one_line(line)}")

    def _say(self, text: str) -> None:
        self._console.say(f"{self._asset.source}: {text}")
        self._last = self._now()
