"""Which embedded AWS runs for a folder: written down by the one that does, and asked before it is believed."""

from __future__ import annotations

import json
import os
from typing import Any, Final
from urllib.request import ProxyHandler, Request, build_opener

from generator.files import read_bytes

RUNNING: Final = "running.json"
ROOT: Final = "/_multi_region"
"""The paths below which the embedded AWS itself is asked, not AWS."""


def find(folder: str) -> str | None:
    """The URL of the embedded AWS that runs for `folder`; `None` when none does, whatever its file says."""
    try:
        url = f"http://127.0.0.1:{int(json.loads(read_bytes(os.path.join(folder, RUNNING)) or b'{}')['port'])}"
        told = ask(url, "folder", seconds=2)
    except (KeyError, TypeError, ValueError, OSError):
        # No file, a file of somebody else's, or nobody there who would know: in each case none runs.
        return None
    return url if told == {"folder": os.path.realpath(folder)} else None


def ask(url: str, what: str, body: bytes | None = None, *, seconds: float = 60) -> Any:
    """What the embedded AWS at `url` says to `what`. Never through a proxy. Raises `OSError` when it says nothing."""
    with build_opener(ProxyHandler({})).open(Request(f"{url}{ROOT}/{what}", data=body), timeout=seconds) as answer:
        return json.loads(answer.read())
