"""Our habits, as far as a program can see them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from tests.meta.sources import GENERATOR, TESTS, functions, line_count, module_name, nodes, source_files

T = TypeVar("T")

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
PRINTERS = {"print", "echo", "secho", "print_exc", "print_exception"}
STREAMS = {"sys.stdout", "sys.stderr"}
LEAVERS = {"exit", "_exit", "quit"}
PATCHES = {"setattr", "delattr", "setitem"}

EVERY_SOURCE = [*source_files(GENERATOR), *source_files(TESTS)]


def called(path: Path) -> Iterator[tuple[str, str]]:
    """`(owner, name)` of each call in a file: `click.echo(…)` is `("click", "echo")`, `print(…)` is `("", "print")`."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield dotted(node.func.value), node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id


def dotted(node: ast.expr) -> str:
    """A dotted name as it is written; of anything else, a name that nothing has."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def offenders(files: Iterable[Path], offences: Callable[[Path], Iterable[T]]) -> dict[str, list[T]]:
    """What is found in which file."""
    found = {module_name(path): list(offences(path)) for path in files}
    return {name: each for name, each in found.items() if each}


def test_a_file_is_one_room() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in EVERY_SOURCE}

    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_a_function_fits_the_eye() -> None:
    def long(path: Path) -> Iterator[str]:
        return (node.name for node in functions(path) if line_count(node) > MOST_LINES_OF_A_FUNCTION)

    assert offenders(EVERY_SOURCE, long) == {}


def test_only_the_console_prints() -> None:
    def printing(path: Path) -> Iterator[tuple[str, str]]:
        return ((owner, name) for owner, name in called(path) if name in PRINTERS or owner in STREAMS)

    assert offenders(source_files(GENERATOR), printing).keys() == {"generator.cli.console"}


def test_only_the_entry_point_leaves_the_process() -> None:
    def leaving(path: Path) -> Iterator[tuple[str, str]]:
        return ((owner, name) for owner, name in called(path) if name in LEAVERS and owner in ("", "os", "sys"))

    assert offenders(source_files(GENERATOR), leaving) == {"generator.__main__": [("sys", "exit")]}


def test_tests_replace_nothing_behind_the_back_of_the_code() -> None:
    def replacing(path: Path) -> Iterator[str]:
        yield from (name for name in imported(path) if name.split(".")[0] == "mock" or name.startswith("unittest"))
        yield from (name for owner, name in called(path) if owner == "monkeypatch" and name in PATCHES)
        yield from (each.arg for node in functions(path) for each in node.args.args if each.arg == "mocker")

    assert offenders(source_files(TESTS), replacing) == {}


def test_public_names_exist() -> None:
    def missing(path: Path) -> Iterator[str]:
        for node in nodes(path):
            if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
                module = import_module(module_name(path))
                yield from (name for name in ast.literal_eval(node.value) if not hasattr(module, name))

    assert offenders(source_files(GENERATOR), missing) == {}


def test_annotations_that_are_read_at_run_time_are_not_postponed() -> None:
    declarations = source_files(GENERATOR / "app" / "declarations")

    assert [path for path in declarations if "from __future__ import annotations" in path.read_text()] == []


def test_there_is_no_name_that_says_nothing() -> None:
    vague = ("manager", "helper", "util", "handler", "common", "misc")

    assert [path for path in EVERY_SOURCE if path.stem.lower().rstrip("s").endswith(vague)] == []
