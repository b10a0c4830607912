"""Where a runtime looks for the function that a handler names, and what is said when nothing is there."""

from __future__ import annotations

import pytest

from generator.app.declarations import Function
from generator.app.functions.entry_point import check_handler
from generator.app.report import Report
from generator.findings import Finding

NO_NAME = "write both, with a dot between them, such as app.handler"
NO_IDEA = "put it there, do not ignore it, or name another"
LAYERS: dict[str, tuple[str, ...]] = {"eu-west-1": ("arn:aws:lambda:eu-west-1:123456789012:layer:wrapper:1",)}


def findings(function: Function, *paths: str) -> tuple[Finding, ...]:
    report = Report()
    check_handler(function, "code", paths, ("functions", "f"), report)
    return report.findings


@pytest.mark.parametrize(
    ("runtime", "handler", "path"),
    [
        ("python3.13", "index.handler", "index.py"),
        ("python3.13", "deep.index.handler", "deep/index.py"),
        ("python3.13", "deep/index.handler", "deep/index.py"),
        ("python3.13", "package.handler", "package/__init__.py"),
        ("python3.13", "native.handler", "native.cpython-313-x86_64-linux-gnu.so"),
        ("python3.13", "wrapper.handler", "requirements.txt"),
        ("nodejs24.x", "index.handler", "index.js"),
        ("nodejs24.x", "index.handler", "index.mjs"),
        ("nodejs24.x", "./src/common.nested.handler", "src/common.cjs"),
        ("nodejs24.x", "plain.handler", "plain"),
        ("nodejs24.x", "src/orders.handler", "src/orders/index.js"),
        ("nodejs24.x", "orders.handler", "orders/package.json"),
        ("nodejs24.x", "wrapper.handler", "node_modules/wrapper/index.js"),
        ("java25", "com.example.Handler", "com/example/Handler.class"),
        ("provided.al2023", "bootstrap", "bootstrap"),
        ("ruby3.4", "elsewhere.handler", "index.rb"),
        ("dotnet10", "Assembly::Namespace.Class::Method", "Assembly.dll"),
    ],
)
def test_a_handler_that_the_runtime_may_find_is_fine(runtime: str, handler: str, path: str) -> None:
    assert findings(Function(handler=handler, runtime=runtime), path) == ()


@pytest.mark.parametrize(
    ("runtime", "handler", "file", "advice"),
    [
        ("python3.13", "app.handler", "app.py", "write index.handler"),
        ("python3.13", "deep.idnex.handler", "deep/idnex.py", "write deep/index.handler"),
        ("python3.13", "./index.handler", "//index.py", "write index.handler"),
        ("nodejs24.x", "src/index.handler", "src/index.js", "write index.handler"),
        ("nodejs24.x", "deep.index.handler", "deep.js", "write index.index.handler"),
        ("nodejs24.x", "../code/index.handler", "../code/index.js", "write index.handler"),
        ("nodejs24.x", "wrap.handler", "wrap.js", NO_IDEA),
        ("nodejs24.x", "esm.handler", "esm.js", "write index.handler"),
    ],
)
def test_a_handler_without_a_file_is_a_mistake(runtime: str, handler: str, file: str, advice: str) -> None:
    paths = ("index.py", "deep/index.py", "index.js", "node_modules/wrapper/wrap.js", "esm/index.mjs")

    (finding,) = findings(Function(handler=handler, runtime=runtime), *paths)

    assert (finding.id, finding.severity, finding.path) == ("A124", "error", ("functions", "f", "handler"))
    assert finding.message == f'"{handler}" is in "{file}", and there is no such file in code to pack'
    assert finding.advice == advice


@pytest.mark.parametrize("runtime", ["python3.13", "nodejs24.x"])
@pytest.mark.parametrize("handler", ["handler", "index.", ".handler"])
def test_a_handler_without_a_file_or_a_function_is_a_mistake(runtime: str, handler: str) -> None:
    (finding,) = findings(Function(handler=handler, runtime=runtime, layers=LAYERS), "index.py", "index.js", "src/x.js")

    assert (finding.id, finding.message) == ("A124", f'"{handler}" does not name a file and a function in it')
    assert finding.advice == NO_NAME


def test_a_handler_may_come_with_a_layer() -> None:
    function = Function(handler="wrapper.handler", runtime="nodejs24.x", layers=LAYERS)

    assert findings(function, "index.js") == ()
