"""GitHub workflows as a test reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct

from tests.meta.sources import ROOT

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))

_COMMAND = re.compile(r"\bmulti-region ([a-z]+)((?: +(?:--?[\w-]+|\"\$\w+\"|[\w^./-]+))*)")


class Workflow(Struct, frozen=True):
    """A workflow file: its name and its text."""

    name: str
    text: str

    @property
    def content(self) -> dict[str, Any]:
        """What it says. YAML 1.1 reads the key `on` as a truth value."""
        read: dict[Any, Any] = yaml.safe_load(self.text)
        return {"on" if key is True else key: value for key, value in read.items()}

    @property
    def jobs(self) -> dict[str, Any]:
        """Every job by its id."""
        jobs: dict[str, Any] = self.content["jobs"]
        return jobs

    def steps(self, job: str | None = None) -> Iterator[dict[str, Any]]:
        """The steps of a job, or of all."""
        for name, each in self.jobs.items():
            if job in (None, name):
                yield from each["steps"]

    def script(self, name: str) -> str:
        """What the step of this name runs."""
        (step,) = (step for step in self.steps() if step.get("name") == name)
        script: str = step["run"]
        return script

    def commands(self) -> Iterator[tuple[str, list[str]]]:
        """Every call of our program: the verb, and the options that it is given."""
        for step in self.steps():
            for verb, rest in _COMMAND.findall(step.get("run", "")):
                yield verb, [word for word in rest.split() if word.startswith("-")]


def workflows() -> list[Workflow]:
    """Those of this repository."""
    return [Workflow(path.name, path.read_text()) for path in FILES]
