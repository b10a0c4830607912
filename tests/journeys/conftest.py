"""The whole way: the command line in this process, boto3, and the embedded AWS behind real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.local.remote import Local
from generator.local.server import serve
from tests.journeys.travel import Traveller


@pytest.fixture(scope="module")
def served() -> Iterator[Local]:
    """One for the tests of a file: a process has room for one only."""
    with serve(None) as local:
        yield local


@pytest.fixture
def traveller(served: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Traveller:
    """An account without anything in it, and an empty working directory."""
    served.reset()
    monkeypatch.chdir(tmp_path)
    return Traveller(served, tmp_path)
