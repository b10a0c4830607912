"""One file, many environments: each is the file's top level with a patch laid over it.

A110  unknown key               A116  no environment
A112  wrong type                A119  key in the wrong place
A114  environment's name
"""

from __future__ import annotations

from typing import Final

from generator.app.declarations import App
from generator.app.reading.complaints import INVALID, Complaints
from generator.app.reading.merge import merge_patch
from generator.app.reading.nodes import Node, entries, with_entries
from generator.app.reading.scalar_reader import read_text
from generator.app.reading.shapes import Anything, MapOf, Text, record
from generator.findings import Finding

DEFAULT_ENVIRONMENT: Final = "default"
ENVIRONMENTS_KEY: Final = "environments"

# What only an environment can say, what only the file can, and what the key of the environment says already.
ONLY_INSIDE: Final = ("suffix", "account")
ONLY_OUTSIDE: Final = ("name", "extensions", ENVIRONMENTS_KEY)
IMPLIED: Final = "environment"


def documents(root: Node, findings: list[Finding]) -> dict[str, Node]:
    """The whole document of every environment, in the order of the file.

    A file without `environments` has one, `default`. What is wrong with the division is appended to `findings`; the
    documents are then of what is right.
    """
    if not isinstance(root.value, dict):
        Complaints(findings).wrong_type(root, (), "a map")
        return {}
    top = dict(root.value)
    patches = _patches(top.pop(ENVIRONMENTS_KEY, None), findings)
    for key in (*ONLY_INSIDE, IMPLIED):
        if key in top:
            _misplaced(key, top.pop(key), (key,), findings)
    base = with_entries(root, top)
    return {name: _named(merge_patch(base, patch), name) for name, patch in patches.items()}


def _named(document: Node, name: str) -> Node:
    return with_entries(document, {**entries(document), IMPLIED: Node(name)})


def _patches(node: Node | None, findings: list[Finding]) -> dict[str, Node]:
    if node is None:
        return {DEFAULT_ENVIRONMENT: Node({})}
    path = (ENVIRONMENTS_KEY,)
    complaints = Complaints(findings)
    name = record(App).fields[IMPLIED].shape
    assert isinstance(name, Text)
    if not isinstance(node.value, dict):
        complaints.wrong_type(node, path, "a map")
    else:
        complaints.length(node, len(node.value), MapOf(name, Anything(), min_length=1), path)
    return {
        key: _patch(item, key, findings)
        for key, item in entries(node).items()
        if read_text(Node(key, *item.key_place), name, (*path, key), complaints, "the key ") is not INVALID
    }


def _patch(node: Node, name: str, findings: list[Finding]) -> Node:
    """One environment's patch; nothing at all is a patch that changes nothing."""
    path = (ENVIRONMENTS_KEY, name)
    if node.value is None:
        return with_entries(node, {})
    if not isinstance(node.value, dict):
        Complaints(findings).wrong_type(node, path, "a map")
        return with_entries(node, {})
    patch = dict(node.value)
    for key in (*ONLY_OUTSIDE, IMPLIED):
        if key in patch:
            _misplaced(key, patch.pop(key), (*path, key), findings)
    return with_entries(node, patch)


def _misplaced(key: str, node: Node, path: tuple[str, ...], findings: list[Finding]) -> None:
    if key == IMPLIED:
        message, advice = "an environment is named by its key", "remove this and name it below `environments`"
    elif key in ONLY_INSIDE:
        message, advice = f'"{key}" belongs to an environment', f"move it to environments.<name>.{key}"
    else:
        message, advice = f'"{key}" is the same for all environments', "keep it at the top of the file only"
    Complaints(findings).add("A119", node.key_place, path, message, advice)
