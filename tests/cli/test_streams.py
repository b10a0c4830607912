"""The process and its streams: closed, full, or printed to by an app file in Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.apps import MISTAKEN, write_app

ROOT = Path(__file__).resolve().parents[2]
PRINTING = """
import os, sys
from generator import Api, App, Mock, Regions, Response
print("printed")
os.system("echo run")
sys.stdout.close()
api = Api(routes={"GET /": Mock(mock=Response())})
app = App(name="shop", regions=Regions(main="eu-west-1"), api=api)
"""

needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full is a Linux device")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a POSIX shell does; `line` goes behind its name."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["sh", "-c", f'"{sys.executable}" -m generator {line}']
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environ)


def test_what_an_app_file_prints_is_talk(here: Path) -> None:
    (here / "app.py").write_text(PRINTING)

    done = shell("build --format json")

    assert (done.returncode, [row["template"] for row in json.loads(done.stdout)["templates"]]) == (
        0,
        ["bootstrap", "roles", "main"],
    )
    assert done.stderr == "printed\nrun\nNext: python -m generator lint\n"


@needs_full
def test_output_that_cannot_be_written_is_told(here: Path) -> None:
    done = shell("schema > /dev/full")

    assert done.returncode == 4
    assert done.stderr == (
        "error: the output cannot be written: No space left on device\n"
        "    make room where it goes, or send it elsewhere\n"
    )


@needs_full
@pytest.mark.parametrize("line", ["schema > /dev/full 2>&1", "build 2> /dev/full"])
def test_where_nothing_can_be_told_the_exit_code_does(here: Path, line: str) -> None:
    write_app(here, MISTAKEN)

    assert shell(line).returncode == 4


def test_a_reader_of_errors_that_goes_away_is_no_reason_to_complain(here: Path) -> None:
    write_app(here, MISTAKEN)
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as closed:
        environ = {"PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-m", "generator", "build"], env=environ, stderr=closed, check=False)

    assert done.returncode == 141


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_do_not_keep_it_from_working(here: Path, closed: str) -> None:
    write_app(here)

    done = shell(f"build {closed}")

    assert done.returncode == 0, done.stderr
    assert (here / "build" / "prod" / "manifest.json").exists()
