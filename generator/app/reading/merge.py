"""Environments and defaults: trees of nodes laid over each other, each value keeping the place where it was written."""

from __future__ import annotations

from typing import Final

from generator.app.reading.nodes import Node, entries, with_entries

# Key of `defaults` ─▶ the map whose entries it is for.
_ENTRIES: Final = {"table": "tables", "function": "functions"}


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
    """A document without its `defaults`: every table is laid, as a patch, over `defaults.table`; functions likewise."""
    top = dict(entries(root))
    said = entries(top.pop("defaults", None))
    for one, many in _ENTRIES.items():
        defaults, named = said.get(one), top.get(many)
        if defaults is not None and named is not None and isinstance(named.value, dict):
            top[many] = with_entries(named, {key: _filled(defaults, entry) for key, entry in named.value.items()})
    return with_entries(root, top)


def _filled(defaults: Node, entry: Node) -> Node:
    """An entry with what it leaves out. What is no map stays as it is, for the reader to complain about."""
    return with_entries(entry, entries(merge_patch(defaults, entry))) if isinstance(entry.value, dict) else entry
