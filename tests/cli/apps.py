"""App files to run the command line on."""

from __future__ import annotations

from pathlib import Path

APP = """\
name: shop
domain: {name: api.example.com, hosted_zone_id: Z0123456789ABCDEFGHIJ}
regions: {main: eu-west-1, secondary: [eu-central-1]}
tables:
  things:
    partition_key: {name: id, type: S}
api:
  auth: none
  routes:
    GET /things/{id}: {action: GetItem, table: things, key: {id: $request.path.id}}
environments:
  prod: {suffix: ""}
  dev:
    domain: {name: api.dev.example.com}
    regions: {secondary: []}
"""

WITHOUT_DEV = APP.partition("  dev:")[0]
OTHER_TABLE = APP.replace("name: id, type: S", "name: id, type: N")
SCANNED = APP.replace("    GET /things/{id}", "    GET /things: {action: Scan, table: things}\n    GET /things/{id}")
MISTAKEN = APP.replace("type: S", "type: X").replace("tables:", "tabels:\n  a: b\ntables:")


def write_app(folder: Path, text: str = APP) -> None:
    """Make `folder` hold this app file."""
    (folder / "app.yaml").write_text(text)


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
