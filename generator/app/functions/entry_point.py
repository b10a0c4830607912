"""The handler of a function with a folder: the file that it names has to be among those that are packed.

Only where it is known how the runtime finds it: Python [aws-lambda-python-runtime-interface-client, `_get_handler`] and
Node.js [aws-lambda-nodejs-runtime-interface-client, `UserFunction`].
"""

from __future__ import annotations

from collections.abc import Collection
from posixpath import normpath
from typing import Final

from generator.app.declarations import Function
from generator.app.phrases import nearest, shown
from generator.app.report import Place, Report
from generator.assets.requirements import REQUIREMENTS_FILE

_NODE_MODULES: Final = "node_modules/"


def check_handler(function: Function, source: str, paths: Collection[str], place: Place, report: Report) -> None:
    """Reports a handler that names no file and function, and one whose file is not among `paths` (A124).

    `source` is the folder. The file may also come from a layer, or with what `requirements.txt` names.
    """
    runtime, handler = function.runtime or "", function.handler
    if not runtime.startswith(("python", "nodejs")):
        return
    file, name, endings = _python(handler) if runtime.startswith("python") else _node(handler)
    if not (file and name):
        message = f"{shown(handler)} does not name a file and a function in it"
        report.error("A124", (*place, "handler"), message, "write both, with a dot between them, such as app.handler")
    elif not (_is_there(file, endings, paths) or any(function.layers.values()) or _is_installed(runtime, file, paths)):
        message = f"{shown(handler)} is in {shown(file + endings[0])}, and there is no such file in {source} to pack"
        report.error("A124", (*place, "handler"), message, _advice(handler, name, endings[0], paths))


def _python(handler: str) -> tuple[str, str, tuple[str, ...]]:
    """The file without its ending, the function, and the endings: `a.b.f` and `a/b.f` are both in `a/b.py`."""
    module, _, name = handler.rpartition(".")
    return module.replace(".", "/"), name, (".py", "/__init__.py", ".so")


def _node(handler: str) -> tuple[str, str, tuple[str, ...]]:
    """Likewise: what stands behind the first dot of the last part is in that file, `a/b.c.f` in `a/b.js`."""
    folder, slash, last = handler.rpartition("/")
    module, _, name = last.partition(".")
    # The file without any ending may be a folder, which Node.js takes for its package.
    endings = (".js", ".mjs", ".cjs", "", "/index.js", "/package.json")
    return normpath(f"{folder}{slash}{module}") if module else "", name, endings


def _is_there(file: str, endings: tuple[str, ...], paths: Collection[str]) -> bool:
    if any(f"{file}{ending}" in paths for ending in endings):
        return True
    # An extension module has its platform in its name.
    return ".so" in endings and any(path.startswith(f"{file}.") and path.endswith(".so") for path in paths)


def _is_installed(runtime: str, file: str, paths: Collection[str]) -> bool:
    """Whether it may be in a package of others, whose names are not those of its modules."""
    if runtime.startswith("python"):
        return REQUIREMENTS_FILE in paths
    package = f"{_NODE_MODULES}{file.rpartition('/')[2]}"
    return any(path.startswith((f"{package}/", f"{package}.")) for path in paths)


def _advice(handler: str, name: str, ending: str, paths: Collection[str]) -> str:
    own = (path for path in paths if path.endswith(ending) and _NODE_MODULES not in path)
    near = nearest(handler, [f"{path.removesuffix(ending)}.{name}" for path in own])
    return f"write {near}" if near else "put it there, do not ignore it, or name another"
