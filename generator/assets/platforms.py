"""Lambda's platforms as pip calls them: what a wheel may be made for to work in a function."""

from __future__ import annotations

from typing import Final

_OLD_SYSTEM: Final = ("python3.8", "python3.9", "python3.10", "python3.11")
"""On Amazon Linux 2; all later ones are on Amazon Linux 2023 [Lambda Developer Guide, "Lambda runtimes"]."""

# The newest C library that a wheel may ask for [the releases of Amazon Linux].
_GLIBC_OLD: Final = 26
_GLIBC: Final = 34
# `manylinux2014` is 2.17, and stands for the older ones as well.
_GLIBC_LEAST: Final = 17

_MACHINES: Final = {"x86_64": "x86_64", "arm64": "aarch64"}


def python_version(runtime: str) -> str | None:
    """`3.13` for `python3.13`; `None` for a runtime of another language."""
    return runtime.removeprefix("python") if runtime.startswith("python") else None


def platforms(runtime: str, architecture: str) -> tuple[str, ...]:
    """pip's platform tags of a Python runtime, the newest first."""
    machine = _MACHINES[architecture]
    newest = _GLIBC_OLD if runtime in _OLD_SYSTEM else _GLIBC
    later = (f"manylinux_2_{minor}_{machine}" for minor in range(newest, _GLIBC_LEAST - 1, -1))
    return (*later, f"manylinux2014_{machine}")
