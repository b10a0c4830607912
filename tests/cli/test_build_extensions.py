"""`build` with extensions: stdout stays data, and an extension that fails is named without a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import invoke
from tests.support.apps import SHOP, patched

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = {"prod": {"suffix": ""}, "dev": {"domain": {"name": "api.dev.example.com"}}}


def check(folder: Path, code: str) -> tuple[int, str, str]:
    """`build --check` in a process of its own, where `build/` is up to date: exit code, data, talk."""
    write(folder, "def add(site):\n    pass\n")
    assert invoke("--app", str(folder / "app.yaml"), "build").code == 0
    (folder / "extensions.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "generator", "-q", "build", "--check"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def write(folder: Path, code: str) -> None:
    document = patched(SHOP, {"extensions": ["extensions.py:add"], "environments": ENVIRONMENTS})
    (folder / "app.yaml").write_text(json.dumps(document), encoding="utf-8")
    (folder / "extensions.py").write_text(code, encoding="utf-8")


def test_what_an_extension_prints_is_talk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "def add(site):\n    print('adding to', site.app.id, site.kind)\n")

    done = invoke("--app", str(tmp_path / "app.yaml"), "build", "--format", "json")

    assert done.code == 0, done.err
    assert json.loads(done.out)
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "adding to shop main" in printed.err


def test_an_extension_that_fails_is_named_once_for_all_environments(tmp_path: Path) -> None:
    write(tmp_path, "def add(site):\n    site.kind.nothing\n")

    done = invoke("--app", str(tmp_path / "app.yaml"), "build")

    file = tmp_path / "extensions.py"
    assert done.code == 2
    assert (
        f"{file}:2: error: extensions: extensions.py:add fails on the main template: AttributeError: 'str' " in done.err
    )
    assert done.err.count("[A147]") == 1
    assert "Traceback" not in done.err
    assert not (tmp_path / "build").exists()


def test_a_mistake_in_one_environment_names_it(tmp_path: Path) -> None:
    write(tmp_path, "def add(site):\n    assert site.app.environment != 'dev'\n")

    done = invoke("--app", str(tmp_path / "app.yaml"), "build")

    assert "AssertionError (environments: dev)" not in done.err
    assert "[A147] (environments: dev)" in done.err


def test_debug_shows_the_traceback_of_the_extension(tmp_path: Path) -> None:
    write(tmp_path, "def add(site):\n    1 / 0\n")

    done = invoke("--app", str(tmp_path / "app.yaml"), "--debug", "build")

    assert 'extensions.py", line 2, in add' in done.err
    assert "ZeroDivisionError: division by zero" in done.err


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import os\ndef add(site):\n    os._exit(0)\n", "os._exit would end the command before it is done"),
        ("import sys\ndef add(site):\n    sys.exit(0)\n", "0"),
        ("\ndef add(site):\n    quit()\n", "None"),
        (
            "import os, sys\ndef add(site):\n    os.execv(sys.executable, [sys.executable, '-c', ''])\n",
            "os.execv would end the command before it is done",
        ),
        (
            "import os\ndef add(site):\n    if os.fork(): os._exit(0)\n",
            "os._exit would end the command before it is done",
        ),
    ],
    ids=["at-once", "exit", "quit", "another-program", "left-to-a-fork"],
)
def test_an_extension_cannot_end_the_command_as_if_all_were_well(tmp_path: Path, code: str, what: str) -> None:
    exit_code, out, err = check(tmp_path, code)

    assert (exit_code, out) == (2, "")
    place = "extensions.py:3: error: extensions: extensions.py:add"
    assert f"{place} fails on the main template: SystemExit: {what} [A147]\n" in err


def test_an_extension_cannot_end_it_when_it_is_loaded(tmp_path: Path) -> None:
    exit_code, _, err = check(tmp_path, "import os\nos._exit(0)\n")

    assert exit_code == 2
    assert "extensions.py:2: error: extensions: extensions.py:add fails: SystemExit: os._exit would end" in err


def test_what_an_extension_forks_does_not_go_on_with_the_command(tmp_path: Path) -> None:
    source = "import os\ndef add(site):\n    if site.kind == 'main' and (child := os.fork()): os.waitpid(child, 0)\n"

    exit_code, out, err = check(tmp_path, source)

    assert (exit_code, out) == (0, "")
    ended = "error: a process that was forked here has come to the end of the code, and is ended"
    assert err.splitlines() == [ended] * len(ENVIRONMENTS)


def test_what_an_extension_forks_may_end_as_it_likes(tmp_path: Path) -> None:
    source = """
import os
def add(site):
    child = os.fork()
    if not child:
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""

    assert check(tmp_path, source) == (0, "", "")


def test_what_an_extension_does_to_stdout_ends_with_it(tmp_path: Path) -> None:
    source = "import os, sys\ndef add(site):\n    sys.stdout.close()\n    sys.stdout = open(os.devnull, 'w')\n"

    assert check(tmp_path, source) == (0, "", "")


def test_ctrl_c_names_the_extension_that_was_running(tmp_path: Path) -> None:
    press = "os.kill(os.getpid(), signal.SIGINT)"
    source = f"import os, signal\ndef endless():\n    {press}\n    while True: pass\ndef add(site):\n    endless()\n"

    exit_code, out, err = check(tmp_path, source)

    assert (exit_code, out) == (130, "")
    assert err in [f"error: interrupted in the extension extensions.py:add (extensions.py:{line})\n" for line in (3, 4)]
