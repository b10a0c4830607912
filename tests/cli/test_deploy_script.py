"""`scripts/deploy.sh`: what it runs, in which order, with which exit code. The Python that it finds is a stand-in."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "deploy.sh"

# Writes down its arguments and ends with 3 where the verb is the one in FAILING.
PYTHON = """#!/bin/sh
[ "$1" = -c ] && exit 0
printf '%s|' "$PWD" "$@" >> "$CALLS"
echo >> "$CALLS"
[ "$3" != "$FAILING" ] || exit 3
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with the script and a Python of its own, under a path with a space."""
    root = tmp_path / "a clone"
    (root / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, root / "scripts")
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").write_text(PYTHON)
    (root / ".venv" / "bin" / "python").chmod(0o755)
    return root


def run(clone: Path, *arguments: str, failing: str = "", path: str | None = None) -> tuple[int, list[str], str]:
    """Exit code, the calls that were made, and what was printed; called from another directory."""
    calls = clone / "calls"
    environ = {"CALLS": str(calls), "FAILING": failing, "PATH": path or os.environ["PATH"]}
    command = ["bash", str(clone / "scripts" / "deploy.sh"), *arguments]
    done = subprocess.run(command, cwd=clone.parent, env=environ, capture_output=True, text=True, check=False)
    made = calls.read_text().splitlines() if calls.exists() else []
    return done.returncode, [call.removeprefix(f"{clone}|-m|generator|") for call in made], done.stdout + done.stderr


def test_it_checks_lints_and_deploys_with_the_arguments_as_they_are(clone: Path) -> None:
    code, calls, _ = run(clone, "plan file.json", "--allow", "public-route:GET /a b", "--yes")

    assert code == 0
    assert calls == [
        "build|--check|",
        "lint|--quiet|",
        "deploy|plan file.json|--allow|public-route:GET /a b|--yes|",
    ]


def test_only_the_chosen_app_and_environment_are_checked(clone: Path) -> None:
    _, calls, _ = run(clone, "--env", "prod", "--yes", "--app=my app.yaml")

    assert calls == [
        "build|--check|--env|prod|--app=my app.yaml|",
        "lint|--quiet|--env|prod|--app=my app.yaml|",
        "deploy|--env|prod|--yes|--app=my app.yaml|",
    ]


@pytest.mark.parametrize(("failing", "calls"), [("build", 1), ("lint", 2), ("deploy", 3)])
def test_it_ends_with_the_first_command_that_fails(clone: Path, failing: str, calls: int) -> None:
    code, made, _ = run(clone, failing=failing)

    assert (code, len(made)) == (3, calls)


def test_without_an_environment_of_its_own_it_takes_the_python_that_knows_the_tool(clone: Path) -> None:
    (clone / ".venv" / "bin" / "python").rename(clone / "python3")

    code, calls, _ = run(clone, path=f"{clone}:{os.environ['PATH']}")

    assert (code, len(calls)) == (0, 3)


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_runs_nothing(clone: Path, flag: str) -> None:
    code, calls, text = run(clone, "--env", "prod", flag)

    assert (code, calls) == (0, [])
    assert text.startswith("Usage: scripts/deploy.sh ")
