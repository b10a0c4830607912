from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from generator.local.remote import Local
from generator.local.server import serve
from tests.integration.local.aws import Aws


@pytest.fixture(scope="module")
def served() -> Iterator[Local]:
    """One for the tests of a file: a process has room for one only."""
    with serve(None) as local:
        yield local


@pytest.fixture
def collected() -> Iterator[None]:
    """What a test leaves to the garbage collector is told as its own."""
    yield
    gc.collect()


@pytest.fixture
def local(served: Local) -> Local:
    served.reset()
    return served


@pytest.fixture
def aws(local: Local) -> Aws:
    return Aws(local)
