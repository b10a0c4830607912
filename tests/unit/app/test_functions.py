"""Functions: their code relative to the app file, and what is said about its requirements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.app.declarations import Api, App, Function, FunctionRoute, Key, Regions, Table
from generator.app.functions.model import AssetCode, ResolvedFunction
from generator.app.loader import load
from generator.app.resolve import Resolution, resolve
from generator.errors import AppFileError
from generator.findings import as_text

ROUTES = {"GET /": FunctionRoute(function="resize", auth="iam")}


def resolution(folder: Path, **keys: Any) -> Resolution:
    function = Function(**{"handler": "index.handler", "runtime": "python3.13", "code": "code", **keys})
    app = App(
        name="shop",
        regions=Regions(main="eu-west-1"),
        tables={"orders": Table(partition_key=Key(name="id", type="S"))},
        functions={"resize": function},
        api=Api(routes=dict(ROUTES)),
    )
    return resolve(app, folder)


def resolved(folder: Path, **keys: Any) -> ResolvedFunction:
    found = resolution(folder, **keys)
    assert found.app is not None, "\n".join(map(as_text, found.findings))
    return found.app.functions["resize"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "code" / "deep").mkdir(parents=True)
    (tmp_path / "code" / "index.py").write_text("handler = print\n")
    (tmp_path / "code" / "deep" / "index.py").write_text("handler = repr\n")
    return tmp_path


def asset_name(function: ResolvedFunction) -> str:
    assert isinstance(function.code, AssetCode)
    return function.code.asset.name


def test_the_asset_is_named_after_its_inputs(folder: Path) -> None:
    before = asset_name(resolved(folder))
    (folder / "code" / "deep" / "index.py").write_text("handler = ascii\n")

    assert asset_name(resolved(folder)) != before
    assert asset_name(resolved(folder, runtime="python3.14")) != asset_name(resolved(folder))
    assert asset_name(resolved(folder, memory_size=256)) == asset_name(resolved(folder))
    assert before.endswith(".zip")
    assert len(before) == 68


@pytest.mark.parametrize("spelling", ["code/deep", "code/deep/", "./code/../code/deep", "code//deep"])
def test_a_folder_has_one_spelling_in_the_manifest(folder: Path, spelling: str) -> None:
    function = resolved(folder, code=spelling)

    assert isinstance(function.code, AssetCode)
    assert function.code.asset.source == "code/deep"


def test_a_folder_beside_that_of_the_app_file_can_be_used(folder: Path) -> None:
    (folder / "app").mkdir()

    function = resolved(folder / "app", code="../code")

    assert isinstance(function.code, AssetCode)
    assert function.code.asset.source == "../code"


def test_requirements_without_a_version_are_told_with_the_first_of_them(folder: Path) -> None:
    (folder / "code" / "requirements.txt").write_text("a\nb==1\nc>=2\nd\ne\n")

    (finding,) = resolution(folder).findings

    assert (finding.id, finding.severity) == ("A231", "warning")
    assert finding.message == 'code/requirements.txt names no version of "a", "c>=2" and "d" and 1 more'
    assert finding.path == ("functions", "resize", "code")


def test_requirements_with_versions_are_fine(folder: Path) -> None:
    (folder / "code" / "requirements.txt").write_text("b==1\n")

    assert resolution(folder).findings == ()


def test_requirements_that_cannot_be_read_are_a_mistake(folder: Path) -> None:
    (folder / "code" / "requirements.txt").write_bytes(b"\xff\xfea")

    (finding,) = resolution(folder).findings

    assert finding.id == "A129"
    assert finding.message.startswith("code/requirements.txt cannot be read: ")


def test_a_folder_that_cannot_be_packed_is_told_at_its_key(folder: Path) -> None:
    (folder / "app.yaml").write_text(
        "name: shop\nregions: {main: eu-west-1}\nfunctions:\n"
        "  resize: {handler: index.handler, runtime: python3.13, code: cod}\n"
        "api: {routes: {GET /: {function: resize}}}\n"
    )

    with pytest.raises(AppFileError) as caught:
        load(folder / "app.yaml").resolve_all()

    (finding,) = caught.value.findings
    assert (finding.id, finding.line) == ("A129", 4)
    assert finding.message == f"there is no folder {(folder / 'cod').as_posix()}"


def test_everything_about_a_function_is_written_out(folder: Path) -> None:
    function = resolved(folder, access={"orders": "read"}, environment={"b1": "$$", "a1": "${AWS::Region}"})

    assert (function.tracing, function.log_retention, function.run_in) == (True, 90, "every_region")
    assert [(grant.table, grant.mode) for grant in function.access] == [("orders", "read")]
    assert list(function.environment.items()) == [("a1", "${AWS::Region}"), ("b1", "$")]
