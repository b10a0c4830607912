"""Wheels made for tests: pip takes them from a folder, without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile

TAG = "py3-none-any"


def make_wheel(folder: Path, name: str, files: Mapping[str, str], *, tag: str = TAG, version: str = "1.0") -> str:
    """A wheel in `folder`, with a script `<name>-run` besides these files, which win; its file name."""
    info = f"{name}-{version}.dist-info"
    members = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name}-run = {name}:main\n",
        **files,
    }
    record = "".join(f"{member},,\n" for member in members) + f"{info}/RECORD,,\n"
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{name}-{version}-{tag}.whl"
    with ZipFile(folder / file, "w") as wheel:
        for member, text in {**members, f"{info}/RECORD": record}.items():
            wheel.writestr(member, text)
    return file


def make_requiring_wheel(folder: Path, name: str, requires: Sequence[str]) -> None:
    """One that requires others, always or for its extra `more`."""
    lines = ("Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", "Provides-Extra: more")
    text = "".join(f"{line}\n" for line in (*lines, *(f"Requires-Dist: {one}" for one in requires)))
    make_wheel(folder, name, {f"{name}.py": "", f"{name}-1.0.dist-info/METADATA": text})
