"""What pip says when it fails, in a few words about the function, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from generator.assets.pip_elsewhere import NOT_TOLD
from generator.assets.requirements import REQUIREMENTS_FILE, without_credentials

_NO_PIP: Final = re.compile(r"No module named '?pip\b(?!\.)")
_NO_MARKERS: Final = re.compile(rf"{NOT_TOLD}|No module named 'pip\.")
_NO_WHEEL: Final = re.compile(r"No matching distribution found for (\S+)")
_THERE_ARE: Final = re.compile(r"satisfies the requirement (.+?) \(from versions: (.*)\)")
_NOT_PYTHON: Final = re.compile(r"Requires-Python|requires a different Python", re.IGNORECASE)
_CONFLICT: Final = re.compile(r"Cannot install (.+?) because these package versions have conflicting dependencies")
_NO_FILE: Final = re.compile(r"Could not open requirements file: .*?: '(.+?)'")
_NO_PATH: Final = re.compile(r"Requirement '(.+?)' looks like a filename, but the file does not exist")
_INVALID: Final = re.compile(r"Invalid requirement: '(.+?)'")
_OFFLINE: Final = re.compile(
    r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|ProxyError|Max retries exceeded"
)
_ERROR: Final = re.compile(r"^\s*ERROR: (.+)")
_MOST: Final = 5


def complaint(lines: Sequence[str], runtime: str, architecture: str) -> tuple[str, str]:
    """What is wrong and what to do about it, from all that pip said, which hides most credentials but not all."""
    lines = [without_credentials(line) for line in lines]
    text = "\n".join(lines)
    target = f"{runtime} on {architecture}"
    if _NO_PIP.search(text):
        return "this Python has no pip, which installs the requirements", "run `python -m ensurepip`, or install pip"
    if _NO_MARKERS.search(text):
        return (
            f"this pip cannot be told the markers of {target}, only those of the Python that runs it",
            f"install another version of pip, or run with the Python of {runtime} on Linux on {architecture}",
        )
    if _OFFLINE.search(text):
        return "pip reaches no package index", "check the connection, and pip's index-url and proxy"
    if "DO NOT MATCH THE HASHES" in text:
        return (
            "a package is not the one whose hash is given",
            f"make {REQUIREMENTS_FILE} anew, and see what has changed",
        )
    return _of_requirements(text, target) or _any_other(lines, target)


def _of_requirements(text: str, target: str) -> tuple[str, str] | None:
    if found := _CONFLICT.search(text):
        return f"{found[1]} contradict each other", f"choose versions in {REQUIREMENTS_FILE} that go together"
    if found := _NO_WHEEL.search(text):
        return _no_wheel(found[1], text, target)
    if found := _NO_FILE.search(text) or _NO_PATH.search(text):
        return (
            f'{REQUIREMENTS_FILE} names "{found[1]}", which is not in the package',
            "put it into the folder, or do not ignore it: nothing else goes into a package",
        )
    if found := _INVALID.search(text):
        return f'"{found[1]}" is no requirement', "write name==version"
    return None


def _no_wheel(requirement: str, text: str, target: str) -> tuple[str, str]:
    versions = [name.strip() for found in _THERE_ARE.findall(text) for name in found[1].split(",")]
    known = [name for name in versions if name and name != "none"]
    there = f"; there are {_last(known)}" if known else ""
    python = " and its Python" if _NOT_PYTHON.search(text) else ""
    return (
        f"there is no wheel of {requirement} for {target}{python}{there}",
        "choose a version that has one, another runtime or architecture, or put a wheel into the folder",
    )


def _last(versions: Sequence[str]) -> str:
    return ", ".join([*(["…"] if len(versions) > _MOST else []), *versions[-_MOST:]])


def _any_other(lines: Iterable[str], target: str) -> tuple[str, str]:
    said = [line.strip() for line in lines if line.strip()]
    errors = [found[1] for line in said if (found := _ERROR.match(line))]
    what = (errors or said or ["no reason given"])[-1]
    return f"pip could not install for {target}: {what}", f"mend {REQUIREMENTS_FILE}, or pip's configuration"
