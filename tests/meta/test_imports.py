"""Who may import whom. The tables are complete: what they do not name is not allowed, inside functions neither."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.meta.sources import GENERATOR, module_name, nodes, source_files

LEAVES = {"cloudformation", "errors", "files", "findings"}

INTERNAL: dict[str, set[str]] = {
    "findings": set(),
    "errors": {"findings"},
    "files": {"errors"},
    "cloudformation": set(),
    "assets": LEAVES,
    "app": {"assets"} | LEAVES,
    "templates": {"app"} | LEAVES,
    "assembly": LEAVES,
    "extensions": {"app", "templates"} | LEAVES,
    "synthesis": {"app", "extensions", "templates", "assembly"} | LEAVES,
    "in_lambda": set(),
    "lint": {"assembly"} | LEAVES,
    "diff": {"assembly"} | LEAVES,
    "graph": {"assembly"} | LEAVES,
    "aws": LEAVES,
    "deploy": {"assembly", "aws", "diff"} | LEAVES,
    "velocity": set(),
    "local": {"velocity"} | LEAVES,
    "cli": {"app", "assembly", "assets", "aws", "deploy", "diff", "graph", "lint", "local", "synthesis"} | LEAVES,
    "__main__": {"cli"},
    "__init__": {"app", "assembly", "extensions", "synthesis"},
}

THIRD_PARTY: dict[str, set[str]] = {
    "findings": {"msgspec"},
    "errors": set(),
    "files": set(),
    "cloudformation": {"msgspec"},
    "assets": {"msgspec", "pathspec", "pip"},
    "app": {"msgspec", "yaml"},
    "templates": {"awacs", "msgspec", "troposphere"},
    "assembly": {"msgspec"},
    "extensions": {"msgspec", "troposphere"},
    "synthesis": set(),
    "in_lambda": {"boto3", "botocore"},
    "lint": {"cfnlint", "msgspec"},
    "diff": {"msgspec"},
    "graph": {"msgspec"},
    "aws": {"boto3", "botocore", "dns", "msgspec"},
    "deploy": {"msgspec"},
    "velocity": {"airspeed"},
    "local": {"hypercorn", "ministack", "msgspec"},
    "cli": {"click", "msgspec", "rich"},
    "__main__": set(),
    "__init__": set(),
}


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, anywhere in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # The rule pack is loaded without the rest, so its files name their neighbours relatively.
            assert node.level <= 1, f"{path}:{node.lineno}: imports from outside the folder are absolute"
            folder = module_name(path.parent / "__init__.py") if node.level else ""
            origin = ".".join(part for part in (folder, node.module) if part)
            # `from generator import files` imports a module, `from generator.files import …` a name of one.
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    """The part of the tool that a module belongs to: the first name below `generator`."""
    return [*module.split("."), "__init__"][1]


def is_allowed(here: str, name: str) -> bool:
    """Whether the part `here` may import the module `name`."""
    top = name.partition(".")[0]
    if top == "generator":
        return room(name) in INTERNAL[here] | {here}
    return top in sys.stdlib_module_names or top in THIRD_PARTY[here]


def test_imports_go_in_the_allowed_direction() -> None:
    found = [(module_name(path), name) for path in source_files(GENERATOR) for name in imported(path)]

    assert [(module, name) for module, name in found if not is_allowed(room(module), name)] == []


def test_the_tables_name_every_part_and_nothing_else() -> None:
    parts = {room(module_name(path)) for path in source_files(GENERATOR)}

    assert set(INTERNAL) == set(THIRD_PARTY) == parts
