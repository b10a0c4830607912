"""The bytes of a package follow from what is in it, and from nothing else."""

from __future__ import annotations

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.assets.archive import write_zip
from generator.assets.inputs import files_of

TREE = {
    "app.py": b"def handler(event, context):\n    return event\n",
    "bin/tool": b"#!/bin/sh\nexit 0\n",
    "data/empty": b"",
    "data/müll €.txt": b"x",
    "lib/large.bin": bytes(range(256)) * 5000,
}
GOLDEN = "d5c1f718f61926b2c56c9faa7496275517ac9984f700f98ab12b3cf204fc6ddf"
"""Of the zip of the tree. Whoever changes it raises `RECIPE` in `generator.assets.inputs`."""


def written(folder: Path) -> Path:
    for name, content in TREE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zipped(folder: Path) -> bytes:
    stream = BytesIO()
    write_zip(stream, files_of(str(folder)))
    return stream.getvalue()


def test_the_bytes_are_the_same_on_every_machine(tmp_path: Path) -> None:
    assert sha256(zipped(written(tmp_path))).hexdigest() == GOLDEN


def test_neither_times_nor_permissions_nor_the_place_make_a_difference(tmp_path: Path) -> None:
    one = written(tmp_path / "one")
    mask = os.umask(0o077)
    try:
        other = written(tmp_path / "elsewhere" / "other")
    finally:
        os.umask(mask)
    (other / "app.py").chmod(0o755)
    for path in other.rglob("*"):
        os.utime(path, (1, 1))

    assert zipped(one) == zipped(other)


def test_files_are_in_their_order_of_one_time_and_readable(tmp_path: Path) -> None:
    with ZipFile(BytesIO(zipped(written(tmp_path)))) as archive:
        members = archive.infolist()
        contents = {member.filename: archive.read(member) for member in members}

    assert contents == TREE
    assert [member.filename for member in members] == sorted(TREE)
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.create_system for member in members} == {3}
    assert {member.filename for member in members if member.external_attr >> 16 == 0o100755} == {"bin/tool"}
    assert {member.external_attr >> 16 for member in members} == {0o100644, 0o100755}
    assert {member.extra for member in members} == {b""}


def test_a_changed_byte_changes_the_zip(tmp_path: Path) -> None:
    before = zipped(written(tmp_path))

    (tmp_path / "data" / "empty").write_bytes(b"1")

    assert zipped(tmp_path) != before


@pytest.mark.parametrize("count", [0, 1])
def test_any_number_of_files_can_be_packed(tmp_path: Path, count: int) -> None:
    stream = BytesIO()
    write_zip(stream, files_of(str(written(tmp_path)))[:count])

    with ZipFile(stream) as archive:
        assert len(archive.namelist()) == count
