"""README promises nothing that is not there: its commands run, and print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml

from generator.cli.main import PROGRAM, VERBS
from tests.meta.readme import Command, agrees, blocks, commands, section
from tests.meta.sources import ROOT

README = (ROOT / "README.md").read_text()

# What this chapter shows is one journey, in `test_readme_rolling_out`.
APART = section(README, "Rolling out")

# What `make build` prints after the installation is what the command behind it prints.
BEHIND = {"make build": f"{PROGRAM} build"}
INSTALLING = "Installing into .venv ..."


def ours() -> Iterator[Command]:
    """The commands of README that can run here, as this program's."""
    for command in commands(README.replace(APART, "\n")):
        line = BEHIND.get(command.line, command.line)
        if line.startswith(PROGRAM + " "):
            output = tuple(shown for shown in command.output if shown != INSTALLING)
            yield Command(line=line, output=output, code=command.code)


def test_every_verb_is_documented() -> None:
    assert [verb for verb in VERBS if f"`{verb}`" not in README and f"{PROGRAM} {verb}" not in README] == []


def test_every_make_target_that_is_mentioned_exists() -> None:
    targets = {line.partition(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if ": " in line}
    mentioned = {command.line.split()[1] for command in commands(README) if command.line.startswith("make ")}

    assert mentioned >= {"build", "test"}
    assert mentioned - targets == set()


def test_every_file_that_is_linked_exists() -> None:
    links = [part.partition(")")[0].partition("#")[0] for part in README.split("](")[1:]]

    assert [link for link in links if link and "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_path_that_is_named_exists(name: str) -> None:
    named = re.findall(r"`((?:generator|tests|docs|scripts|examples|benchmarks)/[\w./-]*)`", (ROOT / name).read_text())

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_commands_print_what_is_shown(tmp_path: Path) -> None:
    copy_apps(tmp_path)

    assert {command.line.split()[3] for command in ours()} >= {"build", "lint"}
    for command in ours():
        done = run(command, tmp_path)
        assert done.returncode == command.code, f"$ {command.line}\n{done.stdout}"
        if command.output:
            assert agrees(command.output, done.stdout.splitlines()), f"$ {command.line}\n{done.stdout}"


def test_the_python_that_is_shown_runs(tmp_path: Path) -> None:
    copy_apps(tmp_path)

    for block in blocks(README, "python"):
        done = run_python(["-c", block], tmp_path)
        assert done.returncode == 0, done.stdout


def test_the_app_file_that_is_shown_is_the_one_at_the_root() -> None:
    shown = [yaml.safe_load(block) for block in blocks(README, "yaml") if block.startswith("name:")]

    assert shown == [yaml.safe_load((ROOT / "app.yaml").read_text())]


def copy_apps(folder: Path) -> None:
    """A copy of every app and of what was built from it."""
    shutil.copy(ROOT / "app.yaml", folder)
    for name in ("build", "examples"):
        shutil.copytree(ROOT / name, folder / name)


def run(command: Command, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as in a terminal that is 80 columns wide and has no colour; stderr goes where stdout goes."""
    return run_python(shlex.split(command.line, comments=True)[1:], folder)


def run_python(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "b"], ["a", "c"], False),
        (["a"], ["a", "b"], False),
        (["a", "...", "z"], ["a", "b", "c", "z"], True),
        (["a", "...", "z"], ["a", "z"], True),
        (["a", "...", "z"], ["a", "b"], False),
        (["..."], [], True),
    ],
)
def test_shown_lines_are_compared_with_gaps(shown: list[str], printed: list[str], expected: bool) -> None:
    assert agrees(shown, printed) == expected


def test_commands_are_read_from_fenced_blocks_with_output_and_exit_code() -> None:
    text = "```console\n$ one\nsays\n\n$ two\n```\n$ not me\n```sh\n$ three\n$ echo $?\n1\n```\n"

    assert list(commands(text)) == [
        Command(line="one", output=("says",)),
        Command(line="two", output=()),
        Command(line="three", output=(), code=1),
    ]
