"""Environments and defaults: trees of nodes laid over each other, each value keeping the place where it was written."""

from __future__ import annotations

from generator.app.reading.nodes import Node, entries, with_entries


def merge_patch(target: Node | None, patch: Node) -> Node:
    """`patch` laid over `target` as RFC 7396 (JSON Merge Patch) says; neither is changed.

    Maps merge, null removes a key, everything else replaces. A merged map keeps the place of the target's.
    """
    if not isinstance(patch.value, dict):
        return patch
    result = dict(entries(target))
    for key, value in patch.value.items():
        if value.value is None:
            result.pop(key, None)
        else:
            result[key] = merge_patch(result.get(key), value)
    return with_entries(target if target is not None and isinstance(target.value, dict) else patch, result)


def apply_defaults(root: Node) -> Node:
    """A document without its `defaults`: every table is laid, as a patch, over `defaults.table`."""
    top = dict(entries(root))
    defaults = entries(top.pop("defaults", None)).get("table")
    tables = top.get("tables")
    if defaults is not None and tables is not None and isinstance(tables.value, dict):
        top["tables"] = with_entries(tables, {key: _filled(defaults, table) for key, table in tables.value.items()})
    return with_entries(root, top)


def _filled(defaults: Node, table: Node) -> Node:
    """A table with what it leaves out. What is no map stays as it is, for the reader to complain about."""
    return with_entries(table, entries(merge_patch(defaults, table))) if isinstance(table.value, dict) else table
