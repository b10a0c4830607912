"""`requirements.txt`: what in it may be another version tomorrow, although the file is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

REQUIREMENTS_FILE: Final = "requirements.txt"

# `==1.2.3`, but not `==1.*`; or what says the digest of the very file.
_PINNED: Final = re.compile(r"={2,3}\s*[^\s*,;]+(\s|;|,|$)|--hash=|[#&]sha(256|384|512)=")
_COMMENT: Final = re.compile(r"(^|\s)#(?!sha).*$")
_OPTION: Final = re.compile(r"-")
_EDITABLE: Final = re.compile(r"(-e|--editable)(\s|=)")
# A wheel or a folder beside the file is an input itself.
_LOCAL: Final = re.compile(r"\.{1,2}/")


def unpinned(text: str) -> tuple[str, ...]:
    """The requirements in the text of a requirements file that name neither one version nor a digest, in its order."""
    return tuple(line for line in _requirements(text) if not _PINNED.search(line) and not _LOCAL.match(line))


def _requirements(text: str) -> Iterator[str]:
    """Lines without comments, continued ones joined, and without pip's own options."""
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        said = " ".join(_COMMENT.sub("", line).split())
        if said and (not _OPTION.match(said) or _EDITABLE.match(said)):
            yield said
