"""`build` with extensions: stdout stays data, and an extension that fails is named without a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import invoke
from tests.support.apps import SHOP, patched

ENVIRONMENTS = {"prod": {"suffix": ""}, "dev": {"domain": {"name": "api.dev.example.com"}}}


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
