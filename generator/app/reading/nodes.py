"""A document as a tree of nodes: JSON values that remember where they were written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

MAX_DEPTH = 64

Path = tuple[str | int, ...]


class Node(Struct, frozen=True):
    """A value and its place. Places are 1-based; 0 says that it was not written in a file.

    `key_line` and `key_column` are those of the key whose value it is. `written` is the text of a scalar that is not a
    string, as it stands in the file. `broken`: a finding already says that the value is not what was meant.
    """

    value: str | int | float | bool | dict[str, Node] | tuple[Node, ...] | None
    line: int = 0
    column: int = 0
    key_line: int = 0
    key_column: int = 0
    written: str = ""
    broken: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Line and column to show for this entry: the scalar itself, or the key of a map or list."""
        return self.key_place if isinstance(self.value, dict | tuple) else (self.line, self.column)

    @property
    def key_place(self) -> tuple[int, int]:
        """Line and column of its key; of itself where it has none."""
        return (self.key_line, self.key_column) if self.key_line else (self.line, self.column)


def entries(node: Node | None) -> dict[str, Node]:
    """The entries of a map; none where there is no map."""
    return node.value if node is not None and isinstance(node.value, dict) else {}


def with_entries(node: Node, values: dict[str, Node]) -> Node:
    """A map at the place of `node` with other entries."""
    return Node(values, node.line, node.column, node.key_line, node.key_column, "", node.broken)


def to_plain(node: Node) -> object:
    """The JSON value without places: dict, list, str, int, float, bool or None."""
    if isinstance(node.value, dict):
        return {key: to_plain(item) for key, item in node.value.items()}
    if isinstance(node.value, tuple):
        return [to_plain(item) for item in node.value]
    return node.value


def from_plain(value: object, depth: int = 0) -> Node:
    """A JSON value as nodes without places. `ValueError` for what is not JSON or nests deeper than `MAX_DEPTH`."""
    if depth > MAX_DEPTH:
        raise ValueError(f"nests deeper than {MAX_DEPTH} levels")
    if isinstance(value, Mapping):
        return Node({str(key): from_plain(item, depth + 1) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return Node(tuple(from_plain(item, depth + 1) for item in value))
    if value is None or isinstance(value, str | int | float | bool):
        return Node(value)
    raise ValueError(f"holds a {type(value).__name__}, which JSON cannot say")


def find(root: Node, path: Sequence[str | int]) -> Node:
    """The node at `path`, or the nearest one above it that exists."""
    node = root
    for part in path:
        below = _child(node, part)
        if below is None:
            return node
        node = below
    return node


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(part))
    if isinstance(node.value, tuple) and isinstance(part, int) and 0 <= part < len(node.value):
        return node.value[part]
    return None
