"""`requirements.txt`: what in it may be another version tomorrow, although the file is the same, and which other files
of its folder it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from typing import Final

from msgspec import Struct

REQUIREMENTS_FILE: Final = "requirements.txt"

# `==1.2.3`, but neither `==1.*` nor `==${VERSION}`, which pip fills in from the environment; or what says the digest of
# the very file.
_PINNED: Final = re.compile(r"={2,3}\s*[^\s*,;$]+(\s|;|,|$)|--hash=|[#&]sha(256|384|512)=")
_COMMENT: Final = re.compile(r"(^|\s)#(?!sha).*$")
_OPTION: Final = re.compile(r"-")
_EDITABLE: Final = re.compile(r"(-e|--editable)(\s|=)\s*")
# A wheel or a folder beside the file is an input itself.
_LOCAL: Final = re.compile(r"\.{1,2}/")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
# pip takes the name of the file with or without a space behind a short option.
_FILE: Final = re.compile(r"(?:-(?P<short>[rc])|--(?P<long>requirement|constraint)(?=[\s=]))[\s=]*(?P<path>.+)")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CREDENTIALS: Final = re.compile(r"(?<=//)[^/\s]+(?=@)")

Read = Callable[[str], str]
"""Gives the text of a file of the folder, by its path there."""


class Needs(Struct, frozen=True, kw_only=True):
    """`unpinned` requirements, in the order in which pip meets them; `files`: each file or folder that is named, with
    the file that names it, as written and as a path in the folder, which begins with `../` outside."""

    unpinned: tuple[str, ...]
    files: tuple[tuple[str, str, str], ...]


def needs(read: Read, is_there: Callable[[str], bool]) -> Needs:
    """What `requirements.txt` asks for, with all that it includes (`-r`) and as constraints (`-c`) narrow it down.

    Only files that are there are read. Raises what `read` does.
    """
    walk = _Walk(read, is_there)
    walk.enter(REQUIREMENTS_FILE, constraining=False)
    loose = tuple(line for line in walk.loose if _name(line) not in walk.pinned)
    return Needs(unpinned=loose, files=tuple(walk.files))


class _Walk:
    """Through the files, each once: two may include each other."""

    def __init__(self, read: Read, is_there: Callable[[str], bool]) -> None:
        self._read, self._is_there = read, is_there
        self._seen: set[tuple[str, bool]] = set()
        self.loose: list[str] = []
        self.pinned: set[str] = set()
        self.files: list[tuple[str, str, str]] = []

    def enter(self, path: str, constraining: bool) -> None:
        if (path, constraining) in self._seen:
            return
        self._seen.add((path, constraining))
        for line in _lines(self._read(path)):
            if included := _FILE.fullmatch(line):
                kind = included["short"] or included["long"]
                self._include(path, included["path"], constraining or kind.startswith("c"))
            elif _LOCAL.match(local := re.split(r"[ \[]", _EDITABLE.sub("", line))[0]):
                # Other than a file of requirements, this is looked for from where pip runs, in the folder.
                self.files.append((path, local, normpath(local)))
            elif constraining:
                self.pinned |= {_name(line)} if _PINNED.search(line) else set()
            elif _is_requirement(line) and not _PINNED.search(line):
                self.loose.append(line)

    def _include(self, path: str, written: str, constraining: bool) -> None:
        if _ADDRESS.match(written):
            # What an address answers tomorrow nobody knows.
            self.loose.append(written)
            return
        found = normpath(join(dirname(path), written))
        self.files.append((path, written, found))
        if self._is_there(found):
            self.enter(found, constraining)


def _name(line: str) -> str:
    """The name of the distribution, as the index spells it; nothing where there is none."""
    found = _NAME.match(line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def without_credentials(text: str) -> str:
    """The text with `****` for who logs in to an address, as pip itself writes it: messages are in logs too."""
    return _CREDENTIALS.sub("****", text)


def _is_requirement(line: str) -> bool:
    """Whether it is none of pip's own options."""
    return not _OPTION.match(line) or _EDITABLE.match(line) is not None


def _lines(text: str) -> Iterator[str]:
    """Lines without comments, continued ones joined."""
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        if said := " ".join(_COMMENT.sub("", line).split()):
            yield said
