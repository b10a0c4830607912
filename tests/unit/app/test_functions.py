"""Functions: their code relative to the app file, and what is said about its requirements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.app.declarations import Api, App, Function, FunctionRoute, Key, QueueEvent, Regions, Table
from generator.app.folder import Folder
from generator.app.functions.model import AssetCode, ResolvedFunction
from generator.app.loader import load
from generator.app.resolve import Resolution, resolve
from generator.errors import AppFileError
from generator.findings import as_text

ROUTES = {"GET /": FunctionRoute(function="resize", auth="iam")}


def resolution(folder: Path | Folder, **keys: Any) -> Resolution:
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


@pytest.mark.parametrize("code", ["../app", "here", "build", "../app/../app/build/"])
def test_a_folder_that_holds_what_is_built_is_refused_however_it_is_spelled(folder: Path, code: str) -> None:
    """Each build would give the package another name, and be out of date at once."""
    app = folder / "app"
    (app / "build").mkdir(parents=True)
    (app / "build" / "index.py").write_text("handler = print\n")
    (app / "index.py").write_text("handler = print\n")
    (app / "here").symlink_to(app, target_is_directory=True)

    (finding,) = resolution(app, code=code).findings

    assert (finding.id, "holds what is built" in finding.message) == ("A129", True)


@pytest.mark.parametrize("code", ["build/own", "built", "../appendix"])
def test_a_folder_beside_what_is_built_can_be_used(folder: Path, code: str) -> None:
    (folder / "app" / code).mkdir(parents=True)
    (folder / "app" / code / "index.py").write_text("handler = print\n")

    assert resolution(folder / "app", code=code).findings == ()


def test_a_folder_beside_that_of_the_app_file_can_be_used(folder: Path) -> None:
    (folder / "app").mkdir()

    function = resolved(folder / "app", code="../code")

    assert isinstance(function.code, AssetCode)
    assert function.code.asset.source == "../code"


def with_variables(names: int, text: int) -> tuple[str, ...]:
    """What is told of a function with tables whose names have so many characters in all, and a variable of so many."""
    keys = [f"t{number}" for number in range(names // 200)]
    app = App(
        name="shop",
        regions=Regions(main="eu-west-1"),
        tables={key: Table(partition_key=Key(name="id", type="S"), table_name=key.ljust(200, "x")) for key in keys},
        functions={
            "resize": Function(
                handler="index.handler",
                runtime="python3.13",
                inline="handler = print",
                run_in="every_region",
                access=dict.fromkeys(keys, "read"),
                environment={"TEXT": "x" * text},
                events={"jobs": QueueEvent(queue="jobs")},
                send_to=("jobs",),
            )
        },
        api=Api(routes=dict(ROUTES)),
    )
    return tuple(finding.message for finding in resolve(app).findings if finding.id == "A126")


def test_names_of_tables_and_addresses_of_queues_count_as_variables() -> None:
    fixed = len("TEXT") + 10 * len("TABLE_T0") + 10 * 200 + len("QUEUE_JOBS")
    queue = len("https://sqs.ap-southeast-1.amazonaws.com/123456789012/shop_jobs-01234567")
    most = 4096 - fixed - queue

    assert with_variables(2000, most) == ()
    assert with_variables(2000, most + 1) == ("the variables have 4,097 bytes, Lambda takes 4,096",)


def test_requirements_without_a_version_are_told_with_the_first_of_them(folder: Path) -> None:
    (folder / "code" / "requirements.txt").write_text("a\nb==1\nc>=2\nd\ne\n")

    (finding,) = resolution(folder).findings

    assert (finding.id, finding.severity) == ("A231", "warning")
    assert finding.message == 'code/requirements.txt names no version of "a", "c>=2" and "d" and 1 more'
    assert finding.path == ("functions", "resize", "code")


def test_credentials_in_the_address_of_a_requirement_are_not_told(folder: Path) -> None:
    addresses = "a @ git+https://me:se@cret@example.com/a@main\nb @ https://token@example.com/b.whl\nc @ git+https://x.org/c@v1\n"
    (folder / "code" / "requirements.txt").write_text(addresses)

    (finding,) = resolution(folder).findings

    told = '"a @ git+https://****@example.com/a@main", "b @ https://****@example.com/b.whl" and "c @ git+https://x.org/c@v1"'
    assert finding.message == f"code/requirements.txt names no version of {told}"


def test_requirements_with_versions_are_fine(folder: Path) -> None:
    (folder / "code" / "requirements.txt").write_text("b==1\n")

    assert resolution(folder).findings == ()


def test_requirements_that_cannot_be_read_are_a_mistake(folder: Path) -> None:
    (folder / "code" / "requirements.txt").write_bytes(b"\xff\xfea")

    (finding,) = resolution(folder).findings

    assert finding.id == "A129"
    assert finding.message.startswith("code/requirements.txt cannot be read: ")


@pytest.mark.parametrize(
    "line", ["-r ../shared.txt", "-c constraints.txt", "./wheels/a-1.0-py3-none-any.whl", "-r tests/dev.txt"]
)
def test_files_that_requirements_name_have_to_be_in_the_package(folder: Path, line: str) -> None:
    (folder / "shared.txt").write_text("b==1\n")
    (folder / "code" / "tests").mkdir()
    (folder / "code" / "tests" / "dev.txt").write_text("b==1\n")
    (folder / "code" / ".lambdaignore").write_text("tests\n")
    (folder / "code" / "requirements.txt").write_text(f"b==1\n{line}\n")

    (finding,) = resolution(folder).findings

    assert (finding.id, finding.severity, finding.path) == ("A129", "error", ("functions", "resize", "code"))
    assert (
        finding.message
        == f'code/requirements.txt names "{line.rsplit(" ", maxsplit=1)[-1]}", which is not in the package'
    )


def test_files_within_the_folder_are_fine_and_their_requirements_count(folder: Path) -> None:
    (folder / "code" / "deep" / "more.txt").write_text("c\n")
    (folder / "code" / "requirements.txt").write_text("b==1\n-r deep/more.txt\n./deep\n")

    (finding,) = resolution(folder).findings

    assert (finding.id, finding.message) == ("A231", 'code/requirements.txt names no version of "c"')


@pytest.mark.parametrize(("name", "runtime"), [("requirements.txt", "nodejs24.x"), (".lambdaignore", "python3.13")])
def test_requirements_that_nobody_installs_are_not_looked_at(folder: Path, name: str, runtime: str) -> None:
    (folder / "code" / "index.js").write_text("exports.handler = 1\n")
    (folder / "code" / "requirements.txt").write_text("-r ../shared.txt\nb\n")
    (folder / "code" / name).write_text("requirements.txt\n")

    assert resolution(folder, runtime=runtime).findings == ()


def test_a_handler_whose_file_is_ignored_is_a_mistake(folder: Path) -> None:
    (folder / "code" / ".lambdaignore").write_text("/index.py\n")

    (finding,) = resolution(folder).findings

    assert (finding.id, finding.path) == ("A124", ("functions", "resize", "handler"))
    assert finding.message == '"index.handler" is in "index.py", and there is no such file in code to pack'
    assert finding.advice == "write deep/index.handler"


def test_a_folder_is_read_once_for_all_runtimes_and_handlers(folder: Path) -> None:
    shared = Folder(folder)

    before = shared.contents(shared.at("code"))
    (folder / "code" / "index.py").unlink()

    assert resolution(shared).findings == resolution(shared, runtime="python3.14").findings == ()
    assert shared.contents(shared.at("code/.")) is before


def test_a_linked_folder_is_packed_as_what_it_leads_to(folder: Path) -> None:
    (folder / "app").mkdir()
    (folder / "app" / "linked").symlink_to("../code", target_is_directory=True)

    function = resolved(folder / "app", code="linked")

    assert isinstance(function.code, AssetCode)
    assert (function.code.asset.source, asset_name(function)) == ("linked", asset_name(resolved(folder)))


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
