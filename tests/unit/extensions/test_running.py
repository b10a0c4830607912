"""Extensions are found and run; whatever goes wrong names them, the template, and the line of their file."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from generator.app.loader import load
from generator.errors import AppFileError
from generator.synthesis import synthesize
from tests.support.apps import bodies, resources
from tests.support.extensions import FIRST_LINE, extended, mistakes

FAILS = "A147"
CORRECT = "\n    correct the extension; with --debug its traceback is shown"


def failed(line: int, what: str, advice: str = CORRECT, function: str = "add") -> str:
    place = f"extensions.py:{FIRST_LINE + line}"
    return f"{place}: error: extensions: extensions.py:{function} fails on the main template: {what} [{FAILS}]{advice}"


def test_it_is_called_once_for_each_template(tmp_path: Path) -> None:
    source = """
        def add(site):
            site.template.add_condition("Of" + site.kind.replace("main", "Region").replace("secondary", "Region"), "x")
        """

    found = bodies(extended(tmp_path, source))

    assert {name: "OfRegion" in body.get("Conditions", {}) for name, body in found.items()} == {
        "roles": False,
        "main": True,
        "secondary": True,
        "dns": False,
    }
    assert found["dns"]["Conditions"] == {"Ofdns": "x"}


def test_an_app_of_one_region_without_a_domain_has_one_template_to_add_to(tmp_path: Path) -> None:
    source = """
        def add(site):
            assert site.kind == "main"
        """

    assert mistakes(tmp_path, source, patch={"domain": None, "regions": {"secondary": None}}) == []


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("return {}['jobs']", 1, "KeyError: 'jobs'"),
        ("raise SystemExit(3)", 1, "SystemExit: 3"),
        ("assert False", 1, "AssertionError"),
        ("import nothing_of_this_name", 1, "ModuleNotFoundError: No module named 'nothing_of_this_name'"),
        ('[site.template.add_resource(Topic("Twice")) for _ in "12"]', 1, 'ValueError: duplicate key "Twice" detected'),
        ('site.template.add_resource(Topic("a b"))', 1, 'ValueError: Name "a b" not alphanumeric'),
        # What only rendering finds out is told where the extension begins.
        ('topic(site, "T").Tags = {1, 2}', 1, "TypeError: .*"),
        ('site.template.add_condition("C", float("nan"))', 0, "ValueError: Out of range float values.*"),
        ('site.template.add_resource(Role("R"))', 0, "ValueError: Resource AssumeRolePolicyDocument required .*"),
    ],
)
def test_what_an_extension_raises_is_told_at_its_line(tmp_path: Path, body: str, line: int, message: str) -> None:
    (told,) = mistakes(tmp_path, f"def add(site):\n    {body}\n")

    assert re.fullmatch(re.escape(failed(line, "@")).replace("@", message), told), told


@pytest.mark.parametrize(
    ("definition", "type_"),
    [
        ("def add(site): yield", "generator"),
        ("async def add(site): pass", "coroutine"),
        ("def add(site): return 1", "int"),
    ],
)
def test_it_returns_nothing(tmp_path: Path, definition: str, type_: str) -> None:
    advice = "\n    write a plain function that adds to its site and returns nothing"

    assert mistakes(tmp_path, definition) == [failed(0, f"it returns a value of type {type_}", advice)]


@pytest.mark.parametrize(
    ("resource", "what", "advice"),
    [
        ({"Type": "Topic"}, "X is no resource", "add objects of troposphere that have a type of CloudFormation"),
        (
            {"Type": "AWS::ApiGateway::Model", "Properties": 3},
            "the properties of X are no map",
            "write them as an object of troposphere does",
        ),
    ],
)
def test_what_is_no_resource_is_refused(tmp_path: Path, resource: object, what: str, advice: str) -> None:
    source = f"def add(site):\n    site.template.resources['X'] = {resource!r}\n"

    assert mistakes(tmp_path, source) == [failed(0, what, f"\n    {advice}")]


def test_it_cannot_change_the_app(tmp_path: Path) -> None:
    source = "def add(site):\n    site.app.tables.clear()\n"
    advice = "\n    only read it: what is built is what the app file says"

    assert mistakes(tmp_path, source) == [failed(0, "it changes site.app", advice)]


def test_every_extension_that_fails_is_told(tmp_path: Path) -> None:
    source = "def one(site):\n    1 / 0\n\ndef other(site):\n    [][0]\n\ndef good(site):\n    pass\n"

    assert mistakes(tmp_path, source, "one", "other", "good") == [
        failed(1, "ZeroDivisionError: division by zero", function="one"),
        failed(4, "IndexError: list index out of range", function="other"),
    ]


def test_the_cause_is_kept_for_the_traceback(tmp_path: Path) -> None:
    with pytest.raises(AppFileError) as raised:
        extended(tmp_path, "def add(site):\n    1 / 0\n")

    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_a_file_that_is_no_python_is_told_at_its_line(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "def add(site)\n") == [
        f"extensions.py:{FIRST_LINE}: error: extensions: extensions.py:add fails: SyntaxError: expected ':' [A147]"
        + CORRECT
    ]


def test_a_function_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    (near,) = mistakes(tmp_path, "def add_queue(site):\n    pass\n", "add_queu")
    (far,) = mistakes(tmp_path, "queue = 1\n", "queue")

    assert near.replace(str(tmp_path), "") == (
        'extensions.py: error: extensions: extensions.py has no function "add_queu" [A142]\n    write add_queue'
    )
    assert far.endswith("\n    define `def queue(site: Site) -> None`")


def test_modules_beside_it_can_be_imported_and_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "beside_the_extension.py").write_text("NAME = 'Beside'\n", encoding="utf-8")
    source = """
        from beside_the_extension import NAME

        def add(site):
            import beside_the_extension
            if site.kind != "dns":
                topic(site, beside_the_extension.NAME)
        """
    search, here = list(sys.path), os.getcwd()

    assert "Beside" in resources(extended(tmp_path, source))
    assert not {"beside_the_extension", "__extension__"} & sys.modules.keys()
    assert (sys.path, os.getcwd()) == (search, here)


def test_a_module_beside_it_that_fails_is_told_at_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "beside_it.py").write_text("\n\ndef fail():\n    1 / 0\n", encoding="utf-8")

    (told,) = mistakes(tmp_path, "def add(site):\n    import beside_it\n    beside_it.fail()\n")

    assert "beside_it.py:4: error: extensions: extensions.py:add fails on the main template: ZeroDivision" in told


def test_an_extension_of_another_module_begins_there(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.py").write_text("\n\ndef add(site):\n    return 1\n", encoding="utf-8")

    (told,) = mistakes(tmp_path, "from elsewhere import add\n")

    assert "elsewhere.py:3: error:" in told


def test_a_python_app_names_its_extensions_like_a_file_does(tmp_path: Path) -> None:
    extended(tmp_path, "def add(site):\n    if site.kind != 'dns':\n        topic(site, 'Extra')\n")
    (tmp_path / "app.py").write_text(
        "from generator import *\n"
        "app = App(name='notes', regions=Regions(main='us-east-1'), extensions=('extensions.py:add',),\n"
        "          api=Api(auth='none', routes={'GET /': Mock(mock=Response(status=200))}))\n",
        encoding="utf-8",
    )
    file = load(tmp_path / "app.py")

    assert "Extra" in resources(synthesize(file.app("default"), file.folder))
