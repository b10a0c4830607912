"""App files in Python: run apart, judged like YAML."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.app.loader import AppFile, load
from generator.errors import AppFileError
from generator.findings import Finding

MADE = """
from generator import Api, App, GetItem, Key, Regions, Table

def make(environment="default", **more):
    return App(
        name="shop",
        regions=Regions(main="eu-west-1"),
        tables={"items": Table(partition_key=Key(name="id", type="S"))},
        api=Api(auth="iam", routes={
            "GET /items/{id}": GetItem(table="items", key={"id": "$request.path.id"}),
        }),
        **more,
    )
"""
YAML = """
name: shop
regions: {main: eu-west-1}
tables: {items: {partition_key: {name: id, type: S}}}
api: {auth: iam, routes: {"GET /items/{id}": {action: GetItem, table: items, key: {id: $request.path.id}}}}
environments: {prod: {}, dev: {}}
"""


def file_of(folder: Path, source: str) -> AppFile:
    path = folder / "app.py"
    path.write_text(MADE + source)
    return load(path)


def mistakes(file: AppFile, *environments: str) -> tuple[Finding, ...]:
    with pytest.raises(AppFileError) as raised:
        file.resolve_all(environments or None)
    return raised.value.findings


def test_one_app_is_one_environment(tmp_path: Path) -> None:
    file = file_of(tmp_path, "app = make()")

    assert file.environments == ("default",)
    assert [app.id for app in file.resolve_all().apps] == ["shop"]
    assert file_of(tmp_path, "app = make(environment='prod')").environments == ("default",)


def test_one_app_may_name_its_environment(tmp_path: Path) -> None:
    file = file_of(tmp_path, "import msgspec\napp = msgspec.structs.replace(make(), environment='prod')")

    assert file.environments == ("prod",)
    assert [app.id for app in file.resolve_all().apps] == ["shop-prod"]


def test_a_function_makes_each_environment(tmp_path: Path) -> None:
    made = "make(suffix='' if environment == 'prod' else None)"
    source = f"ENVIRONMENTS = ('prod', 'dev')\ndef app(environment): return {made}"
    file = file_of(tmp_path, source)

    assert file.environments == ("prod", "dev")
    assert [app.id for app in file.resolve_all().apps] == ["shop", "shop-dev"]
    assert file.app("dev").environment == "dev"


def test_a_function_without_environments_makes_the_default_one(tmp_path: Path) -> None:
    assert file_of(tmp_path, "def app(environment): return make()").environments == ("default",)


def test_the_same_app_in_yaml_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(YAML)
    python = file_of(tmp_path, "ENVIRONMENTS = ['prod', 'dev']\ndef app(environment): return make()")

    assert python.resolve_all().apps == load(tmp_path / "app.yaml").resolve_all().apps


def test_the_checks_are_those_of_yaml(tmp_path: Path) -> None:
    found = mistakes(file_of(tmp_path, "app = make(description=5, tags={'a': 'b' * 300})"))

    assert [(f.id, f.path, f.line) for f in found] == [("A112", ("description",), 0), ("A114", ("tags", "a"), 0)]


def test_an_exception_is_told_at_the_line_of_the_user_that_raised_it(tmp_path: Path) -> None:
    found = mistakes(file_of(tmp_path, "def app(environment):\n    return 1 / 0"))

    assert [(f.id, f.line, f.message) for f in found] == [
        ("A120", MADE.count("\n") + 2, "ZeroDivisionError: division by zero")
    ]
    assert found[0].file == str(tmp_path / "app.py")


def test_an_exception_below_the_users_code_is_told_at_the_users_line(tmp_path: Path) -> None:
    found = mistakes(file_of(tmp_path, "import json\n\njson.loads('{')"))

    assert (found[0].line, found[0].file) == (MADE.count("\n") + 3, str(tmp_path / "app.py"))


def test_an_exception_in_a_module_beside_it_is_told_there(tmp_path: Path) -> None:
    (tmp_path / "beside_broken.py").write_text("\n\nraise KeyError('lost')\n")
    found = mistakes(file_of(tmp_path, "import beside_broken"))

    assert (os.path.basename(found[0].file), found[0].line) == ("beside_broken.py", 3)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def app(", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os\nos._exit(0)", "SystemExit: os._exit would end the command before it is done"),
        ("import nowhere_to_be_found", "ModuleNotFoundError"),
        ("raise RuntimeError", "RuntimeError"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("class Own(BaseException): pass\nraise Own('x')", "Own: x"),
        ("class Mute(Exception):\n    def __str__(self): return 1 / 0\nraise Mute", "Mute"),
        ("def recurse(): recurse()\nrecurse()", "RecursionError"),
    ],
)
def test_code_that_fails_is_a_finding(tmp_path: Path, source: str, message: str) -> None:
    found = mistakes(file_of(tmp_path, source))

    assert [finding.id for finding in found] == ["A120"]
    assert found[0].message.startswith(message)
    assert found[0].line > MADE.count("\n")


@pytest.mark.parametrize(
    "source", ["raise KeyboardInterrupt", "def app(environment): raise KeyboardInterrupt"], ids=["loading", "making"]
)
def test_ctrl_c_says_what_was_running(tmp_path: Path, source: str) -> None:
    line = MADE.count("\n") + 1

    with pytest.raises(KeyboardInterrupt) as raised:
        file_of(tmp_path, source)

    assert str(raised.value) == f"interrupted in the app file ({tmp_path / 'app.py'}:{line})"


def test_what_ends_the_process_is_afterwards_as_before(tmp_path: Path) -> None:
    before = [os._exit, os.execv, os.execve]

    mistakes(file_of(tmp_path, "import os\nos._exit = os.execv = None\nraise SystemExit"))

    assert [os._exit, os.execv, os.execve] == before


@pytest.mark.parametrize(
    ("source", "message", "id"),
    [
        ("", "there is no `app`", "A121"),
        ("app = {'name': 'shop'}", "`app` is of type dict, not an `App`", "A121"),
        ("app = make()\nENVIRONMENTS = ('prod',)", "`ENVIRONMENTS` needs a function that makes each of them", "A121"),
        ("def app(environment): return None", 'app("default") gives a value of type NoneType, not an `App`', "A121"),
        (
            "ENVIRONMENTS = 'prod'\ndef app(environment): return make()",
            "`ENVIRONMENTS` must be a tuple of names",
            "A121",
        ),
        ("ENVIRONMENTS = ()\ndef app(environment): return make()", "`ENVIRONMENTS` must be a tuple of names", "A121"),
        ("ENVIRONMENTS = ('Prod',)\ndef app(environment): return make()", '"Prod" cannot be used here', "A114"),
        ("ENVIRONMENTS = (5,)\ndef app(environment): return make()", "expected text, got 5", "A112"),
        (
            "ENVIRONMENTS = ('a', 'b', 'a')\ndef app(environment): return make()",
            '`ENVIRONMENTS` names "a" twice',
            "A121",
        ),
        ("app = make(tags={'a': object()})", "the app cannot be written as JSON", "A121"),
        ("loop = {}\nloop['loop'] = loop\napp = make(tags=loop)", "the app cannot be written as JSON", "A121"),
        (
            "deep = 1\nfor _ in range(80): deep = [deep]\napp = make(tags=deep)",
            "the app cannot be written as JSON",
            "A121",
        ),
    ],
)
def test_what_is_no_app_is_a_finding(tmp_path: Path, source: str, message: str, id: str) -> None:
    found = mistakes(file_of(tmp_path, source))

    assert [finding.id for finding in found] == [id]
    assert found[0].message.startswith(message)


def test_every_wrong_name_of_an_environment_is_told(tmp_path: Path) -> None:
    found = mistakes(file_of(tmp_path, "ENVIRONMENTS = ('Prod', 5, 'dev')\ndef app(environment): return make()"))

    assert sorted(finding.id for finding in found) == ["A112", "A114"]


def test_the_working_folder_stays(tmp_path: Path) -> None:
    here = os.getcwd()

    file_of(tmp_path, "import os\nos.chdir('/')\napp = make()")

    assert os.getcwd() == here


def test_a_failing_environment_leaves_the_others_alone(tmp_path: Path) -> None:
    source = "ENVIRONMENTS = ('prod', 'dev')\ndef app(environment): return make() if environment == 'prod' else 1 / 0"
    file = file_of(tmp_path, source)

    assert [app.environment for app in file.resolve_all(("prod",)).apps] == ["prod"]
    assert [(f.id, f.environments) for f in mistakes(file)] == [("A120", ("dev",))]


def test_modules_beside_it_can_be_imported_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "beside_names.py").write_text("NAME = 'beside'\n")
    path, modules = list(sys.path), set(sys.modules)

    file = file_of(tmp_path, "import beside_names\napp = make(description=beside_names.NAME)")

    assert file.app("default").description == "beside"
    assert sys.path == path
    assert {name for name in set(sys.modules) - modules if not name.startswith("generator")} == set()
    assert not list(tmp_path.glob("__pycache__/app.*"))


def test_a_module_that_was_left_behind_does_not_answer_for_another(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "beside_number.py").write_text(f"NUMBER = {number}\n")
        file = file_of(folder, "import beside_number\napp = make(description=str(beside_number.NUMBER))")

        assert file.app("default").description == str(number)
