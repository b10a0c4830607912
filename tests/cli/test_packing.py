"""`deploy` packs the code of functions before it asks, tells what takes long, and changes nothing if that fails."""

from __future__ import annotations

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.assembly.model import Asset
from generator.cli.console import Console
from generator.cli.packing import Teller
from generator.cli.words import amount
from tests.cli.apps import APP, write_app
from tests.cli.clouds import build, cloud, deploy, to
from tests.cli.support import invoke

FUNCTION = """
functions:
  hello: {runtime: python3.13, handler: app.handler, code: functions/hello}
"""
ASSET = Asset(name="a.zip", source="functions/hello", runtime="python3.13", architecture="arm64")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    code = tmp_path / "functions" / "hello"
    code.mkdir(parents=True)
    (code / "app.py").write_text("def handler(event, context):\n    return 1\n")
    return tmp_path


def packages(folder: Path) -> list[Path]:
    return sorted((folder / ".multi-region" / "assets").glob("*.zip"))


def test_code_is_packed_once_and_uploaded_to_each_region(folder: Path) -> None:
    aws = cloud()
    build(folder, APP + FUNCTION)

    done = deploy(aws, "--yes")
    again = deploy(aws, "--yes")

    (package,) = packages(folder)
    assert done.code == 0, done.err
    assert done.err.count("functions/hello: packed for python3.13 on x86_64, ") == 1
    assert set(map(frozenset, aws.assets.values())) == {frozenset([package.name])}
    assert "packed" not in again.err


@pytest.mark.parametrize("source", ["../shared", "functions/linked"])
def test_code_beside_the_app_or_behind_a_link_is_packed_like_any_other(folder: Path, source: str) -> None:
    home = folder / "app"
    (home / "functions").mkdir(parents=True)
    (folder / "functions" / "hello").rename(folder / "shared")
    (home / "functions" / "linked").symlink_to("../../shared", target_is_directory=True)
    write_app(home, APP + FUNCTION.replace("functions/hello", source))

    assert invoke("build", "--app", "app/app.yaml").code == 0
    done = deploy(cloud(), "--app", "app/app.yaml", "--yes")

    assert done.code == 0, done.err
    assert f"{source}: packed for python3.13 on x86_64, " in done.err
    with ZipFile(packages(home)[0]) as package:
        assert package.namelist() == ["app.py"]


def test_a_package_that_is_there_is_not_made_again(folder: Path) -> None:
    build(folder, APP + FUNCTION)
    assert deploy(cloud(), "--yes").code == 0

    elsewhere = deploy(cloud(account="210987654321"), "--yes")

    assert "functions/hello: packed before for python3.13" in elsewhere.err


def test_code_that_cannot_be_packed_is_told_before_anybody_is_asked(folder: Path) -> None:
    aws = cloud()
    (folder / "functions" / "hello" / "requirements.txt").write_text("--no-index\nnothing==1.0\n")
    build(folder, APP + FUNCTION)

    refused = deploy(aws, "--yes")

    assert refused.code == 2
    assert "functions/hello/requirements.txt: there is no wheel of nothing==1.0" in refused.err
    assert aws.calls == []


def test_a_plan_packs_nothing(folder: Path) -> None:
    build(folder, APP + FUNCTION)

    planned = invoke("plan", "--env", "prod", "--format", "json", connect=to(cloud()))

    kinds = [step["kind"] for step in json.loads(planned.out)["steps"]]
    assert kinds.count("upload-assets") > 1
    assert packages(folder) == []


def test_a_plan_of_a_file_is_carried_out_with_what_is_packed_then(folder: Path) -> None:
    aws = cloud()
    build(folder, APP + FUNCTION)
    assert invoke("plan", "--env", "prod", "--out", "plan.json", connect=to(aws)).code == 0

    done = invoke("deploy", "plan.json", "--yes", connect=to(aws))

    assert done.code == 0, done.err
    assert len(packages(folder)) == 1
    assert "zip" in (folder / "plan.json").read_text()


def test_an_installation_that_takes_long_says_now_and_then_what_it_is_at() -> None:
    err, times = io.StringIO(), iter([0.0, 1.0, 16.0, 16.0, 20.0, 40.0, 40.0])
    teller = Teller(Console(io.StringIO(), err, environ={}), ASSET, lambda: next(times))

    for line in ("Collecting a", "Collecting b", "Downloading c\x1b[1m", "Collecting d", "Collecting e"):
        teller.tell(line)

    assert err.getvalue().splitlines() == [
        "functions/hello: installing what its requirements name, for python3.13 on arm64",
        r"functions/hello: still installing: Downloading c\x1b[1m",
        "functions/hello: still installing: Collecting e",
    ]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (4_700, "4.7 kB"), (999_949, "999.9 kB"), (262_144_000, "262.1 MB")],
)
def test_amounts_are_told_as_people_do(count: int, text: str) -> None:
    assert amount(count) == text
