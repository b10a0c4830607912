"""What the embedded AWS leaves behind when it has run functions."""

from __future__ import annotations

import pytest

# MiniStack leaves the pipes of the processes that run functions to the garbage collector.
LEAVES_PIPES = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""For tests in which functions or migrations run."""
