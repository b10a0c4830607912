"""What `build` tells about the templates: one row per template, as a table, as plain lines, or as JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from generator.assembly.canonical import canonical, deployed_size
from generator.assembly.manifest import file_name
from generator.assembly.model import Assembly
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES, RESOURCES, TEMPLATE_BYTES


class Row(Struct, frozen=True, kw_only=True):
    """One template. `bytes` are those that are deployed: without white space."""

    environment: str
    template: str
    regions: tuple[str, ...]
    resources: int
    bytes: int
    changed: bool


def rows_of(assemblies: Sequence[Assembly], written: Collection[str]) -> tuple[Row, ...]:
    """A row per template, in the order of deployment; `written` holds `<environment>/<file>` of what changed."""
    return tuple(
        Row(
            environment=assembly.environment,
            template=entry.name,
            regions=entry.regions,
            resources=len(entry.body.get("Resources", {})),
            bytes=deployed_size(entry.body),
            changed=f"{assembly.environment}/{file_name(entry.name)}" in written,
        )
        for assembly in assemblies
        for entry in assembly.templates
    )


def as_table(rows: Sequence[Row]) -> str:
    """For a terminal of 80 columns: each environment with its templates, sizes beside their limits."""
    lines: list[str] = []
    environment = None
    for row in rows:
        if row.environment != environment:
            environment = row.environment
            lines.append(environment)
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
        f"{row.environment}/{file_name(row.template)}: {_change(row)}, "
        f"{_regions(row)}, {row.resources} resources, {row.bytes} bytes"
        for row in rows
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
                        "file": f"{row.environment}/{file_name(row.template)}",
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
