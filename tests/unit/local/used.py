"""What the embedded AWS uses of MiniStack, as its source and its table of replacements say."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from generator.local.border import load
from tests.meta.sources import GENERATOR, source_files


def used_names() -> set[str]:
    """Every name of MiniStack that is imported, reached through a module, or replaced: `services.iam._roles`."""
    found = {name for path in source_files(GENERATOR / "local") for name in _of_a_file(path.read_text())}
    return {name for name in found if not inspect.ismodule(look_up(name))} | replaced_names()


def replaced_names() -> set[str]:
    load()
    extend, switches = import_module("generator.local.extend"), import_module("generator.local.switches")
    replacements = extend._replacements(switches.Switches())
    return {f"{module.__name__.removeprefix('ministack.')}.{name}" for module, name, _ in replacements}


def look_up(name: str) -> Any:
    load()
    module, _, attribute = f"ministack.{name}".rpartition(".")
    return getattr(import_module(module), attribute)


def shape(name: str) -> str:
    """The signature of a function, else the type."""
    value = look_up(name)
    if not inspect.isfunction(value):
        return type(value).__name__
    parameters = inspect.signature(value).parameters.values()
    return f"({', '.join(str(each.replace(annotation=inspect.Parameter.empty)) for each in parameters)})"


def _of_a_file(text: str) -> Iterator[str]:
    modules: dict[str, str] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ministack"):
            origin = str(node.module).removeprefix("ministack").removeprefix(".")
            for alias in node.names:
                full = ".".join(part for part in (origin, alias.name) if part)
                modules[alias.asname or alias.name] = full
                yield full
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            inner = f"{modules[node.value.id]}.{node.attr}"
            if inspect.ismodule(look_up(modules[node.value.id])):
                yield inner
