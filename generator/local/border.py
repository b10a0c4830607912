"""MiniStack, imported as we know it: its version, each private name that we use, none of its settings, no word of it.

It is pinned, for what we read and replace of it are private names. All of them are imported by name or listed in
`extend`, so that one that is missing is told here; each has a contract test.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from generator.errors import UsageError

VERSION: Final = "1.5.33"

_SETTINGS: Final = (
    "AUTH",
    "LAMBDA_EXECUTOR",
    "LAMBDA_STRICT",
    "LOG_LEVEL",
    "MINISTACK_HOST",
    "PERSIST_STATE",
    "S3_PERSIST",
    "SERVICES",
    "STATE_DIR",
)
"""Environment variables that MiniStack reads when it is imported. What they say is meant for another one than ours."""


def load(installed: Callable[[str], str] = version) -> None:
    """Import MiniStack and our extensions. `UsageError` when it is not there, or not the one that we know."""
    install = 'pip install "multi-region-generator[local]"'
    try:
        found = installed("ministack")
        if found != VERSION:
            raise UsageError(f"MiniStack {found} is installed; the embedded AWS is made for {VERSION}", install)
        with without_settings(), _quiet(), _own_depth():
            for module in ("airspeed", "hypercorn", "generator.local.extend"):
                import_module(module)
    except (ImportError, AttributeError, PackageNotFoundError) as error:
        raise UsageError(f"the embedded AWS is not installed, or not whole: {error}", install) from error


def without_settings() -> AbstractContextManager[None]:
    """Hide the settings; MiniStack looks at some again when it is reset, and would wipe another one's files."""
    return without(_SETTINGS)


@contextmanager
def without(names: Iterable[str]) -> Iterator[None]:
    """Hide these environment variables."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


@contextmanager
def _own_depth() -> Iterator[None]:
    """Keep how deep this process may recurse: a library of MiniStack raises it for everybody when it is imported."""
    depth = sys.getrecursionlimit()
    try:
        yield
    finally:
        sys.setrecursionlimit(depth)


@contextmanager
def _quiet() -> Iterator[None]:
    """With a handler on the root logger, `logging.basicConfig` of MiniStack changes nothing of this process."""
    silent = logging.NullHandler()
    logging.getLogger().addHandler(silent)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(silent)
    for name, module in sorted(sys.modules.items()):
        if name.startswith("ministack.") and isinstance(logger := vars(module).get("logger"), logging.Logger):
            logger.disabled = True
