"""Ctrl-C and SIGTERM outside of what ends in good order by itself: while modules are imported, and at the very end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli.early import SIGNALS, Early
from generator.cli.interrupts import caught
from tests.cli.apps import write_app

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 5.0

# Python imports it by itself; it sends the process a signal as soon as the module is about to be imported.
PRESSING = """
import os, sys
class Press:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == os.environ["AT"]:
            sys.meta_path.remove(Press)
            os.kill(os.getpid(), int(os.environ["NUMBER"]))
sys.meta_path.insert(0, Press)
"""


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """What this process does at a signal is as before."""
    before, hook = {number: signal.getsignal(number) for number in SIGNALS}, sys.unraisablehook
    yield
    sys.unraisablehook = hook
    for number, action in before.items():
        signal.signal(number, action)


def pressed(number: signal.Signals, at: str, folder: Path) -> tuple[int, str, str]:
    """`build` with one signal at the import of a module: exit code, data, talk."""
    write_app(folder)
    (folder / "sitecustomize.py").write_text(PRESSING)
    environ = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "AT": at, "NUMBER": str(int(number))}
    command = [sys.executable, "-m", "generator", "build"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("number", "at"),
    [(signal.SIGINT, "click"), (signal.SIGTERM, "click"), (signal.SIGINT, "yaml"), (signal.SIGTERM, "yaml")],
)
def test_while_modules_are_imported_it_ends_with_a_line(number: signal.Signals, at: str, here: Path) -> None:
    assert pressed(number, at, here) == (130, "", "error: interrupted\n")
    assert not (here / "build").exists()


def test_what_comes_early_is_raised_when_it_can_be_told() -> None:
    early = Early()
    os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt):
        early.release()


def test_what_comes_later_is_raised_at_once() -> None:
    Early().release()

    for number in SIGNALS:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
            time.sleep(PATIENCE)


def test_what_is_raised_where_nothing_can_be_raised_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    class Callback:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    Early().release()

    with pytest.raises(KeyboardInterrupt):
        Callback()
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            pass
    assert capfd.readouterr().err == ""


def test_after_the_command_python_does_not_tell_its_own_end() -> None:
    hook = sys.unraisablehook
    early = Early()
    early.release()

    early.leave()

    assert {signal.getsignal(number) for number in SIGNALS} == {signal.SIG_DFL}
    assert sys.unraisablehook is hook


def test_what_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    early = Early()
    early.release()
    with caught(lambda: None):
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) != signal.default_int_handler
    early.leave()

    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
