"""What `build` tells about the templates: one row per template, as a table, as plain lines, or as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.assembly.canonical import canonical
from generator.assembly.manifest import BOOTSTRAP, file_name
from generator.assembly.model import Assembly, Template
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES, RESOURCES, TEMPLATE_BYTES
from generator.cloudformation.template_text import template_size

ALL = "all environments"


class Row(Struct, frozen=True, kw_only=True):
    """One template. `bytes` are those that are sent: without white space, and other text than ASCII as JSON escapes.

    `environment` is empty for the bootstrap template, which stands beside the environments and which all of them share.
    """

    environment: str
    template: str
    regions: tuple[str, ...]
    resources: int
    bytes: int
    changed: bool

    @property
    def file(self) -> str:
        """Its file in `build/`."""
        name = file_name(self.template)
        return f"{self.environment}/{name}" if self.environment else name


def rows_of(assemblies: Sequence[Assembly], written: Collection[str]) -> tuple[Row, ...]:
    """A row per template, in the order of deployment; `written` holds the files in `build/` that changed."""
    rows = (*_shared(assemblies), *(row for assembly in assemblies for row in _own(assembly)))
    return tuple(replace(row, changed=row.file in written) for row in rows)


def _own(assembly: Assembly) -> Iterator[Row]:
    for entry in assembly.templates:
        yield _row(assembly.environment, entry.name, entry.regions, entry.body)


def _shared(assemblies: Sequence[Assembly]) -> Iterator[Row]:
    found = [assembly.bootstrap for assembly in assemblies if assembly.bootstrap is not None]
    regions = tuple(dict.fromkeys(region for assembly in assemblies for region in assembly.regions))
    for bootstrap in found[:1]:
        yield _row("", BOOTSTRAP, regions, bootstrap.body)


def _row(environment: str, template: str, regions: tuple[str, ...], body: Template) -> Row:
    return Row(
        environment=environment,
        template=template,
        regions=regions,
        resources=len(body.get("Resources", {})),
        bytes=template_size(body),
        changed=False,
    )


def as_table(rows: Sequence[Row]) -> str:
    """For a terminal of 80 columns: each environment with its templates, sizes beside their limits."""
    lines: list[str] = []
    environment = None
    for row in rows:
        if row.environment != environment:
            environment = row.environment
            lines.append(environment or ALL)
        lines.append(
            f"  {row.template:<10}{_regions(row):<15}{_change(row):<10}"
            f"{row.resources:>3}/{RESOURCES} resources {row.bytes:>7,}/{TEMPLATE_BYTES:,} bytes"
            f"{' *' if _needs_bucket(row) else ''}"
        )
    if any(map(_needs_bucket, rows)):
        lines.append(f"* over {INLINE_TEMPLATE_BYTES:,} bytes: deployed from a bucket")
    return "\n".join(lines)


def as_lines(rows: Sequence[Row]) -> str:
    """For a pipe: a line per template that stands alone."""
    return "\n".join(
        f"{row.file}: {_change(row)}, {_regions(row)}, {row.resources} resources, {row.bytes} bytes" for row in rows
    )


def as_json(rows: Sequence[Row], removed: Sequence[str]) -> str:
    """For a program: the rows, the limits they are held against, and what went away."""
    return (
        canonical(
            {
                "schema_version": 1,
                "limits": {"bytes": TEMPLATE_BYTES, "inline_bytes": INLINE_TEMPLATE_BYTES, "resources": RESOURCES},
                "removed": list(removed),
                "templates": [
                    {
                        "bytes": row.bytes,
                        "changed": row.changed,
                        "environment": row.environment,
                        "file": row.file,
                        "regions": list(row.regions),
                        "resources": row.resources,
                        "template": row.template,
                    }
                    for row in rows
                ],
            }
        )
        .decode()
        .rstrip("\n")
    )


def _regions(row: Row) -> str:
    return row.regions[0] if len(row.regions) == 1 else f"{len(row.regions)} regions"


def _change(row: Row) -> str:
    return "changed" if row.changed else "unchanged"


def _needs_bucket(row: Row) -> bool:
    return row.bytes > INLINE_TEMPLATE_BYTES
