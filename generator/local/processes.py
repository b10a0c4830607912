"""Lambda functions: their code from a bucket or not at all, and processes that know this AWS and no other.

MiniStack runs Python and Node.js functions as processes of this machine, with its Python and its `node`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from shutil import which
from threading import Lock
from typing import Any, Final

from generator.local.border import without

_SETTINGS: Final = "AWS_"
"""How the environment variables begin that say whom a process of AWS's libraries asks, and as whom."""

_ENVIRONMENT: Final = Lock()

_CONCURRENCY: Final = 1000
"""Of an account in a region [Lambda Developer Guide, "Lambda quotas"]."""


def code(original: Any, bucket: str, key: str, version_id: str | None = None) -> bytes:
    """What a function is made of. MiniStack makes one without code of what is not there; Lambda refuses."""
    found: bytes | None = original(bucket, key, version_id=version_id)
    if found is None:
        raise ValueError(f"Error occurred while GetObject. S3 Error Code: NoSuchKey: s3://{bucket}/{key}")
    return found


def worker_class(url: str, original: Any, config: Mapping[str, Any]) -> Any:
    """What makes the process of a function: one whose environment leads to this AWS, at `url`."""
    return partial(_worker, url, original(config))


def _worker(url: str, made: Any, *given: Any) -> Any:
    worker = made(*given)
    worker._spawn = partial(_spawned, url, worker.config, worker._spawn)
    return worker


def _spawned(url: str, config: Mapping[str, Any], spawn: Any) -> None:
    runtime = config.get("Runtime", "")
    if runtime.startswith("nodejs") and which("node") is None:
        raise RuntimeError(f"{runtime} needs Node.js here: install it, so that `node` is found")
    with _only_here(url):
        spawn()


@contextmanager
def _only_here(url: str) -> Iterator[None]:
    """An environment without what it says of Amazon's AWS, for MiniStack hands all of it on."""
    with _ENVIRONMENT, without([name for name in os.environ if name.startswith(_SETTINGS)]):
        os.environ["AWS_ENDPOINT_URL"] = url
        try:
            yield
        finally:
            del os.environ["AWS_ENDPOINT_URL"]


def account_settings(original: Any) -> Any:
    """The concurrency that AWS gives an account. This machine may have room for less than Lambda keeps of it."""
    status, headers, body = original()
    told = json.loads(body)
    told["AccountLimit"] |= dict.fromkeys(("ConcurrentExecutions", "UnreservedConcurrentExecutions"), _CONCURRENCY)
    return status, headers, json.dumps(told).encode()


def kept_whole(original: Any, function: dict[str, Any], referenced: set[str]) -> None:
    """The code stays in the state: MiniStack would put it into a folder that it shares with every other one here."""


def kept_all(original: Any, referenced: set[str]) -> None:
    """Nothing of that folder is ours to delete."""
