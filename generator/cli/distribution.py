"""How another machine gets this very tool: what pip is to install."""

# No `from __future__ import annotations`: msgspec reads these annotations when it decodes.
import msgspec
from msgspec import Struct

from generator.cli.main import DISTRIBUTION


class _Vcs(Struct, frozen=True):
    vcs: str
    commit_id: str


class _Origin(Struct, frozen=True):
    """`direct_url.json`, as PEP 610 has it; pip leaves it out for what came from an index."""

    url: str
    vcs_info: _Vcs | None = None


def own_requirement() -> str | None:
    """The requirement of the tool that runs, or `None` where no other machine could get it: see `requirement`."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return None
    return requirement(installed.version, installed.read_text("direct_url.json"))


def requirement(version: str, direct_url: str | None) -> str | None:
    """`name==<version>` for what came from an index, `name @ git+https://…@<commit>` for what came from a repository.

    `None` for what came from this machine: its name alone could get another machine somebody else's package.
    """
    if direct_url is None:
        return f"{DISTRIBUTION}=={version}"
    origin = _origin(direct_url)
    if origin is None or origin.vcs_info is None or not origin.url.startswith(("https://", "ssh://")):
        return None
    return f"{DISTRIBUTION} @ {origin.vcs_info.vcs}+{origin.url}@{origin.vcs_info.commit_id}"


def _origin(direct_url: str) -> _Origin | None:
    try:
        return msgspec.json.decode(direct_url, type=_Origin)
    except msgspec.DecodeError:
        return None
