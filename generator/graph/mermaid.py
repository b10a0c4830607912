"""A picture as a Mermaid flowchart, which GitHub and many editors draw: clients on the left, the data on the right.

Left to right, one row for each region: a twelfth region makes the drawing longer, never smaller. The same picture gives
the same text; every label is escaped, whatever a name is made of.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.graph.calls import calls
from generator.graph.labels import counted, label, node
from generator.graph.picture import Picture, Record, Region, Table

# Names are not broken in the middle: they have hyphens, and Mermaid breaks there as soon as a label is 200 pixels wide.
_CONFIG = ("---", "config:", "  flowchart:", "    wrappingWidth: 600", "---")

# The page behind may be light or dark: what has a fill has its own text colour, regions have neither.
_STYLES = (
    "classDef entry fill:#334155,stroke:#94a3b8,color:#ffffff",
    "classDef dns fill:#ede9fe,stroke:#7c3aed,color:#2e1065",
    "classDef api fill:#ffedd5,stroke:#ea580c,color:#431407",
    "classDef functions fill:#dcfce7,stroke:#16a34a,color:#052e16",
    "classDef events fill:#fef9c3,stroke:#ca8a04,color:#422006",
    "classDef data fill:#dbeafe,stroke:#2563eb,color:#172554",
    "classDef region fill:none,stroke:#94a3b8",
    "classDef main fill:none,stroke:#2563eb,stroke-width:3px",
)


def mermaid(picture: Picture) -> str:
    """The flowchart, with a final newline."""
    lines = [*_CONFIG, "flowchart LR", *_indented(_entry(picture))]
    for region in picture.regions:
        lines += _indented(_row(picture, region))
    lines += _indented(_replication(picture))
    lines += _indented(_STYLES)
    return "\n".join(lines) + "\n"


def _entry(picture: Picture) -> Iterator[str]:
    """What everybody calls."""
    yield f"clients([{label('clients')}]):::entry"
    if picture.shared_name is not None:
        yield f"dns[{label(picture.shared_name, 'nearest healthy region')}]:::dns"
        yield "clients --> dns"


def _row(picture: Picture, region: Region) -> Iterator[str]:
    """A region, and the way there."""
    api, data = node("api", region), node("data", region)
    tables = [table for table in picture.tables if region.name in table.regions]
    yield from _way(picture, region, api)
    yield f"subgraph {node('region', region)}[{label(region.name + (' (main)' if region.is_main else ''))}]"
    yield f"  {api}[{label(*_api_lines(region))}]:::api"
    yield from (f"  {line}" for line in calls(picture, region, has_data=bool(tables)))
    if tables:
        yield f"  {data}[({label(*_data_lines(picture, tables))})]:::data"
        yield f"  {api} --> {data}"
    yield "end"
    yield f"class {node('region', region)} {'main' if region.is_main else 'region'}"


def _way(picture: Picture, region: Region, api: str) -> Iterator[str]:
    """From the shared name over the region's record and health check to its API; without a name, from the clients."""
    record = region.record
    if picture.shared_name is None or record is None:
        yield f"clients --> {api}"
        return
    way = node("record", region)
    yield f"{way}([{label(*_record_lines(record))}]):::dns"
    yield f"dns --> {way} --> {api}"


def _record_lines(record: Record) -> Iterator[str]:
    yield f"latency record {' + '.join(record.types)}"
    if record.check is not None:
        yield f"checks {record.check.path} every {record.check.interval} s"
        yield f"left out after {counted(record.check.failures, 'failure')}"


def _api_lines(region: Region) -> Iterator[str]:
    yield "REST API"
    if region.own_name is not None:
        yield region.own_name
    if region.signed:
        yield counted(region.signed, "signed route")
    if region.authorized:
        yield counted(region.authorized, "authorized route")
    if region.public:
        yield counted(region.public, "public route")


def _data_lines(picture: Picture, tables: list[Table]) -> Iterator[str]:
    """What a region has of the data: all of the tables when they are shown nowhere else, or else their number."""
    if len(picture.regions) == 1:
        yield from map(_table_line, tables)
    else:
        yield counted(len(tables), "replica")


def _replication(picture: Picture) -> Iterator[str]:
    """The tables behind all regions, in the middle of a star: each replica sends its writes to every other one."""
    if len(picture.regions) == 1 or not picture.tables:
        return
    yield f"tables[({label('DynamoDB global tables', *map(_table_line, picture.tables))})]:::data"
    for region in picture.regions:
        if any(region.name in table.regions for table in picture.tables):
            yield f"{node('data', region)} <--> tables"


def _table_line(table: Table) -> str:
    return f"{table.name} (drains regions)" if table.is_control else table.name


def _indented(lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
