"""Lambda's platforms as pip calls them: what a wheel may be made for to work in a function, and what is true of it."""

from __future__ import annotations

from collections.abc import Mapping
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


def markers(runtime: str, architecture: str) -> Mapping[str, str]:
    """What each marker of a requirement is in a Python runtime [PEP 508, "Environment Markers"].

    Lambda renews the last number of a version by itself, so it counts as 0, as it does for `--python-version`. Which
    kernel there is nobody promises: 0 is older than any, and a version, which some pips insist on.
    """
    version = python_version(runtime)
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "posix",
        "platform_machine": _MACHINES[architecture],
        "platform_python_implementation": "CPython",
        "platform_release": "0",
        "platform_system": "Linux",
        "platform_version": "0",
        "python_full_version": f"{version}.0",
        "python_version": f"{version}",
        "sys_platform": "linux",
    }
