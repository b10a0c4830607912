"""A zip whose bytes follow from what goes in, on every machine.

Members are stored, not compressed: what Deflate makes differs from one zlib to the next (zlib-ng has its own), and so
would the bytes. Of what comes from S3 Lambda limits only what is unzipped; the price is a larger upload.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from shutil import copyfileobj
from typing import IO, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from generator.assets.inputs import SourceFile

_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say."""

_UNIX: Final = 3
_CHUNK: Final = 1 << 20


def write_zip(stream: IO[bytes], files: Iterable[SourceFile]) -> None:
    """Write the files into a stream that can seek, sorted by path, all of the same time, readable by everybody."""
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for file in sorted(files, key=lambda file: file.path):
            with open(file.location, "rb") as content, archive.open(_member(file), "w") as member:
                copyfileobj(content, member, _CHUNK)


def _member(file: SourceFile) -> ZipInfo:
    member = ZipInfo(file.path, _TIME)
    # Otherwise it says on which system it was made.
    member.create_system = _UNIX
    member.external_attr = (stat.S_IFREG | (0o755 if file.executable else 0o644)) << 16
    member.file_size = file.size
    return member
