"""The real Velocity 1.x, where this machine has it: a JDK and Debian's `velocity` package, or a folder of its jars.

The folder is `/usr/share/java` unless the environment variable `VELOCITY_JARS` names another.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.apigateway import Request, parameters

_JARS = ("velocity.jar", "commons-lang.jar", "commons-collections3.jar")
_FOLDER = Path(os.environ.get("VELOCITY_JARS", "/usr/share/java"))
_RUNNER = Path(__file__).with_name("Runner.java")


class Job(NamedTuple):
    """A template with what it is rendered for; `body` is what `$input.path('$')` gives."""

    template: str
    request: Request
    body: Any


def class_path() -> str | None:
    """Where Velocity is; None without it or without a JDK."""
    if not all((_FOLDER / jar).exists() for jar in _JARS) or not (shutil.which("javac") and shutil.which("java")):
        return None
    return ":".join(str(_FOLDER / jar) for jar in _JARS)


def render_all(jobs: Iterable[Job], libraries: str, workplace: Path) -> Sequence[Any]:
    """`{output, overrides}` or `{error}` for each job, of one JVM."""
    subprocess.run(["javac", "-nowarn", "-cp", libraries, "-d", str(workplace), str(_RUNNER)], check=True)
    done = subprocess.run(
        ["java", "-cp", f"{workplace}:{libraries}", _RUNNER.stem],
        input="".join(json.dumps(_as_json(job)) + "\n" for job in jobs),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _as_json(job: Job) -> dict[str, Any]:
    request = job.request
    return {
        "template": job.template,
        "body": job.body,
        "parameters": parameters(request),
        "context": dict(request.context),
        "stageVariables": {"region": request.region},
    }
