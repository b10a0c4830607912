"""A status for people: regions as rows of a table where it fits, otherwise one below the other; and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from generator.cli.words import one_line
from generator.diff.meaning.view import counted, listed

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.deploy.status import RegionStatus, StackLine, Status

SCHEMA_VERSION = 1

_HEAD = ("region", "stack", "template", "replicas", "health", "DNS")


def status_text(status: Status, assembly: Assembly, *, width: int) -> str:
    """All of a status, for `width` columns."""
    rows = [_cells(row) for row in status.regions]
    parts = [
        [f"{assembly.app}, environment {assembly.environment}, account {status.account}"],
        _table(rows, width) or list(_blocks(rows)),
        list(_problems(status.regions)),
        [*_stacks(status.stacks), *_name(status)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def status_document(status: Status, assembly: Assembly) -> Mapping[str, Any]:
    """The status for programs: the fields of `Status`, and whether all is as wanted."""
    import msgspec

    return {
        "schema_version": SCHEMA_VERSION,
        "app": assembly.app,
        "environment": assembly.environment,
        "as_wanted": status.is_as_wanted,
        **msgspec.to_builtins(status),
    }


def _cells(row: RegionStatus) -> tuple[str, ...]:
    name = row.region if row.role == "secondary" else f"{row.region} ({row.role})"
    in_dns = {None: "-", True: "yes", False: "no"}[row.in_dns]
    health = "-" if row.health == "none" else row.health
    return name, row.stack or "-", row.template, _replicas(row), health, in_dns


def _replicas(row: RegionStatus) -> str:
    """Every word that is not ACTIVE, each once."""
    return "/".join(dict.fromkeys(row.replicas.values())) or "ACTIVE"


def _table(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The rows beside one another; nothing when they do not fit."""
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > width:
        return []
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in (_HEAD, *rows)]


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield row[0]
        yield from (f"  {name}: {cell}" for name, cell in zip(_HEAD[1:], row[1:], strict=True))


def _problems(rows: Sequence[RegionStatus]) -> Iterator[str]:
    """What stands behind a word in the table that is not as it should be."""
    for row in rows:
        if row.problem:
            yield f"{row.region}: {one_line(row.problem)}"
        # Where nothing is there at all, the row has said it.
        if row.stack or not set(row.replicas.values()) <= {"MISSING", "UNKNOWN"}:
            yield from (f"{row.region}: the replica of {table} is {word}" for table, word in row.replicas.items())


def _stacks(stacks: Sequence[StackLine]) -> Iterator[str]:
    """A line per template; a stack that is in every region is named where it is not as the others."""
    for name in dict.fromkeys(one.template for one in stacks):
        of_name = [one for one in stacks if one.template == name]
        words = dict.fromkeys(one.version for one in of_name)
        if len(of_name) == 1:
            yield f"{name} ({of_name[0].region}): {of_name[0].version}"
        elif len(words) == 1:
            yield f"{name} ({counted(len(of_name), 'region')}): {of_name[0].version}"
        else:
            told = [f"{word} in {listed([one.region for one in of_name if one.version == word])}" for word in words]
            yield f"{name}: {'; '.join(told)}"


def _name(status: Status) -> Iterator[str]:
    if status.name is None:
        return
    if status.answers is None:
        yield f"{status.name}: DNS could not be asked from here"
    elif not status.answers:
        yield f"{status.name}: DNS answers nothing from here"
    else:
        yield f"{status.name}: DNS answers {listed(dict.fromkeys(status.answers))} from here"
