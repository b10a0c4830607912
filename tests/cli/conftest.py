"""Every command runs in an empty working directory of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.apps import APP
from tests.cli.clouds import build, cloud
from tests.cli.repositories import built_and_committed
from tests.support.fake_cloud import FakeCloud


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def only_repositories_of_tests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the repository of a hook that the tests run in counts, nor one around the working directory."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture
def repository(only_repositories_of_tests: None, here: Path) -> Path:
    """A working directory whose only commit has `APP` and its templates."""
    built_and_committed(here, APP)
    return here


@pytest.fixture
def shop(here: Path) -> Path:
    """A working directory with `APP`, built."""
    build(here)
    return here


@pytest.fixture
def aws() -> FakeCloud:
    """An account in which nothing of the app is."""
    return cloud()
