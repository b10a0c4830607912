"""Our habits, as far as a program can see them."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.meta.sources import GENERATOR, TESTS, functions, line_count, module_name, source_files

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
PRINTERS = {"print", "echo", "secho", "print_exc", "print_exception"}
STREAMS = {"sys.stdout", "sys.stderr"}
LEAVERS = {"exit", "_exit", "quit"}
PATCHES = {"setattr", "delattr", "setitem"}

EVERY_SOURCE = [*source_files(GENERATOR), *source_files(TESTS)]


@cache
def called(path: Path) -> frozenset[tuple[str, str]]:
    """`(owner, name)` of each call in a file: `click.echo(…)` is `("click", "echo")`, `print(…)` is `("", "print")`."""
    functions = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    owned = {(dotted(func.value), func.attr) for func in functions if isinstance(func, ast.Attribute)}
    return frozenset(owned | {("", func.id) for func in functions if isinstance(func, ast.Name)})


def dotted(node: ast.expr) -> str:
    """A dotted name as it is written; of anything else, a name that nothing has."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"


@pytest.mark.parametrize("path", EVERY_SOURCE, ids=module_name)
def test_a_file_is_one_room_and_a_function_fits_the_eye(path: Path) -> None:
    long = {node.name: line_count(node) for node in functions(path) if line_count(node) > MOST_LINES_OF_A_FUNCTION}

    assert len(path.read_text().splitlines()) <= MOST_LINES
    assert long == {}


@pytest.mark.parametrize("path", source_files(GENERATOR), ids=module_name)
def test_only_the_console_prints(path: Path) -> None:
    if module_name(path) != "generator.cli.console":
        assert not {(owner, name) for owner, name in called(path) if name in PRINTERS or owner in STREAMS}


@pytest.mark.parametrize("path", source_files(GENERATOR), ids=module_name)
def test_only_the_entry_point_leaves_the_process(path: Path) -> None:
    leaving = {(owner, name) for owner, name in called(path) if name in LEAVERS and owner in ("", "os", "sys")}

    assert leaving == ({("sys", "exit")} if path.name == "__main__.py" else set())


@pytest.mark.parametrize("path", source_files(TESTS), ids=module_name)
def test_tests_replace_nothing_behind_the_back_of_the_code(path: Path) -> None:
    text = ast.parse(path.read_text())
    imported = {alias.name for node in ast.walk(text) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(text) if isinstance(node, ast.ImportFrom)}

    assert not {name for name in imported if name.split(".")[0] == "mock" or name.startswith("unittest")}
    assert not {name for owner, name in called(path) if owner == "monkeypatch" and name in PATCHES}
    assert "mocker" not in {argument.arg for node in functions(path) for argument in node.args.args}


@pytest.mark.parametrize("path", source_files(GENERATOR), ids=module_name)
def test_public_names_exist(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            module = import_module(module_name(path))

            assert [name for name in ast.literal_eval(node.value) if not hasattr(module, name)] == []


@pytest.mark.parametrize("path", source_files(GENERATOR / "app" / "declarations"), ids=module_name)
def test_annotations_that_are_read_at_run_time_are_not_postponed(path: Path) -> None:
    assert "from __future__ import annotations" not in path.read_text()


def test_there_is_no_name_that_says_nothing() -> None:
    vague = ("manager", "helper", "util", "handler", "common", "misc")

    assert [path for path in EVERY_SOURCE if path.stem.lower().rstrip("s").endswith(vague)] == []
