"""README shows a journey through the embedded AWS: it is made here, command by command, and prints what is shown."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.cli.main import PROGRAM
from generator.deploy.planning.checks import PLAN_CHECKS
from generator.deploy.preflight import CHECKS
from tests.meta.readme import Command, agrees, commands, section
from tests.meta.sources import ROOT
from tests.meta.test_readme import copy_apps

JOURNEY = tuple(commands(section((ROOT / "README.md").read_text(), "Rolling out")))
LOCAL = f"{PROGRAM} local"
SHOWN_PORT = ":4566"
MARK = "----- exit code "
PATIENCE = 60
ENVIRON = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="the journey sends requests with curl")


@needs_curl
def test_the_journey_prints_what_is_shown(tmp_path: Path) -> None:
    copy_apps(tmp_path)
    first, *others = JOURNEY

    with embedded_aws(tmp_path) as (started, port):
        printed = session(others, tmp_path, port)

    assert first.line == LOCAL
    assert agrees(first.output, started), started
    for command, (code, lines) in zip(others, printed, strict=True):
        said = "\n".join(lines)
        assert code == command.code, f"$ {command.line}\n{said}"
        if command.output:
            assert agrees(command.output, lines), f"$ {command.line}\n{said}"


def test_the_journey_goes_through_every_verb_that_asks_aws() -> None:
    verbs = {command.line.split()[3] for command in JOURNEY if command.line.startswith(PROGRAM)}

    assert verbs == {"build", "deploy", "destroy", "local", "plan", "status"}


@contextmanager
def embedded_aws(folder: Path) -> Iterator[tuple[list[str], str]]:
    """`local` in a process of its own: what it has printed when it is ready, with the port as shown, and its port."""
    command = [sys.executable, *LOCAL.split()[1:], "--port", "0"]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRON, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline().rstrip("\n")]
            while lines[-1] and not lines[-1].startswith("Next: "):
                lines.append(process.stdout.readline().rstrip("\n"))
            port = f":{lines[0].rpartition(':')[2]}"
            yield [line.replace(port, SHOWN_PORT) for line in lines], port
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


def session(lines: list[Command], folder: Path, port: str) -> list[tuple[int, list[str]]]:
    """The commands in one shell: the exit code of each, and what it printed, with the port as shown."""
    script = [f'python() {{ "{sys.executable}" "$@"; }}']
    script += [f"{{ {command.line.replace(SHOWN_PORT, port)}\n}}; printf '\\n{MARK}%s\\n' $?" for command in lines]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env=ENVIRON,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    *parts, rest = done.stdout.replace(port, SHOWN_PORT).split(f"\n{MARK}")
    codes = [int(part.partition("\n")[0]) for part in (*parts[1:], rest)]
    texts = [parts[0], *(part.partition("\n")[2] for part in parts[1:])]
    return [(code, text.strip("\n").splitlines()) for code, text in zip(codes, texts, strict=True)]


def test_every_check_of_the_preflight_is_listed() -> None:
    texts = {id: text for id, (text, _) in CHECKS.items()} | {**PLAN_CHECKS}
    rows = [f"| {id} | {text} |" for id, text in texts.items()]
    chapter = section((ROOT / "README.md").read_text(), "Rolling out").splitlines()

    assert [line for line in chapter if line.startswith("| P")] == rows
