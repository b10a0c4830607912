"""A folder and its requirements become a zip under the name that `build` gave it, or nothing at all."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from zipfile import ZipFile

import pytest

from generator.assets.inputs import UNZIPPED_BYTES, fingerprint
from generator.assets.install import Installation, Tell
from generator.assets.package import Package, Sources, package
from generator.errors import SourceError

APP = b"def handler(event, context):\n    return event\n"


def sources(folder: Path, runtime: str = "python3.13") -> Sources:
    name = fingerprint(str(folder), runtime, "arm64")
    return Sources(name=f"{name}.zip", source="functions/a", path=str(folder), runtime=runtime, architecture="arm64")


def installing(**files: bytes) -> Callable[[Installation, Tell], None]:
    """An installer that installs these files; `__` stands for a slash, and `_py` for the end of a name."""

    def install(wanted: Installation, tell: Tell) -> None:
        tell("Collecting something")
        for name, content in files.items():
            path = Path(wanted.target, *name.replace("_py", ".py").split("__"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    return install


def refuse(wanted: Installation, tell: Tell) -> None:
    raise SourceError("there is no wheel", "choose another")


def ignore(line: str) -> None:
    """Nobody is told."""


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_bytes(APP)
    return tmp_path / "code"


def required(code: Path) -> Path:
    (code / "requirements.txt").write_text("something==1.0\n")
    return code


def names(made: Package) -> list[str]:
    with ZipFile(made.path) as archive:
        return archive.namelist()


def left(cache: Path) -> list[str]:
    """What is in the cache besides packages and the file that keeps it out of git."""
    return sorted(path.name for path in cache.iterdir() if path.suffix != ".zip" and path.name != ".gitignore")


def test_a_folder_without_requirements_is_packed_as_it_is(code: Path, tmp_path: Path) -> None:
    made = package(sources(code), str(tmp_path / "cache"), ignore, refuse)

    assert names(made) == ["app.py"]
    assert (made.is_new, made.size) == (True, os.path.getsize(made.path))
    assert Path(made.path).name == sources(code).name
    assert left(tmp_path / "cache") == []
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def test_requirements_are_installed_beside_the_code(code: Path, tmp_path: Path) -> None:
    told: list[str] = []
    wheel = {"something__core_py": b"1", "something__core.pyc": b"", "bin__run": b"#!/here\n"}

    made = package(sources(required(code)), str(tmp_path / "cache"), told.append, installing(**wheel))

    assert names(made) == ["app.py", "requirements.txt", "something/core.py"]
    assert told == ["Collecting something"]


def test_other_languages_bring_their_own(code: Path, tmp_path: Path) -> None:
    made = package(sources(required(code), "nodejs22.x"), str(tmp_path / "cache"), ignore, refuse)

    assert names(made) == ["app.py", "requirements.txt"]


def test_a_package_is_made_once(code: Path, tmp_path: Path) -> None:
    wanted = sources(required(code))
    first = package(wanted, str(tmp_path / "cache"), ignore, installing(a_py=b"1"))

    second = package(wanted, str(tmp_path / "cache"), ignore, refuse)

    assert (first.path, first.size) == (second.path, second.size)
    assert not second.is_new


def test_code_that_changed_since_it_was_built_is_not_packed(code: Path, tmp_path: Path) -> None:
    wanted = sources(code)
    (code / "app.py").write_bytes(APP + b"\n")

    with pytest.raises(SourceError, match="functions/a has changed since it was built") as caught:
        package(wanted, str(tmp_path / "cache"), ignore)

    assert "build" in caught.value.advice
    assert left(tmp_path / "cache") == []


def test_what_is_changed_during_an_installation_is_not_packed(code: Path, tmp_path: Path) -> None:
    def install(wanted: Installation, tell: Tell) -> None:
        (code / "app.py").write_bytes(b"changed")

    made = package(sources(required(code)), str(tmp_path / "cache"), ignore, install)

    with ZipFile(made.path) as archive:
        assert archive.read("app.py") == APP


def test_only_what_is_packed_can_be_installed(code: Path, tmp_path: Path) -> None:
    """A wheel that is ignored is no input: with another one in its place the name would be the same."""
    (code / "ignored.whl").write_bytes(b"1")
    (code / ".lambdaignore").write_text("*.whl\n")
    seen: list[str] = []

    package(
        sources(required(code)),
        str(tmp_path / "cache"),
        ignore,
        lambda wanted, tell: seen.extend(sorted(os.listdir(wanted.folder))),
    )

    assert seen == ["app.py", "requirements.txt"]


def test_a_failed_installation_names_the_file_and_leaves_nothing(code: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        package(sources(required(code)), str(tmp_path / "cache"), ignore, refuse)

    assert caught.value.message == "functions/a/requirements.txt: there is no wheel"
    assert caught.value.advice == "choose another"
    assert list((tmp_path / "cache").glob("*.zip")) == []
    assert left(tmp_path / "cache") == []


@pytest.mark.parametrize(
    ("own", "installed", "named"),
    [("six.py", "six_py", "six.py"), ("six", "six__core_py", "six"), ("six/core.py", "six", "six")],
)
def test_two_files_of_one_name_are_refused(code: Path, tmp_path: Path, own: str, installed: str, named: str) -> None:
    (code / own).parent.mkdir(exist_ok=True)
    (code / own).write_bytes(b"")

    with pytest.raises(SourceError) as caught:
        package(sources(required(code)), str(tmp_path / "cache"), ignore, installing(**{installed: b""}))

    assert caught.value.message == f"functions/a/{named} is also in what requirements.txt installs"


def test_more_than_lambda_takes_is_refused_with_the_largest_parts(code: Path, tmp_path: Path) -> None:
    def install(wanted: Installation, tell: Tell) -> None:
        with open(os.path.join(wanted.target, "huge.bin"), "wb") as file:
            file.truncate(UNZIPPED_BYTES)

    with pytest.raises(SourceError) as caught:
        package(sources(required(code)), str(tmp_path / "cache"), ignore, install)

    assert "Lambda takes 262,144,000" in caught.value.message
    assert caught.value.advice.startswith("leave something out; the largest parts are huge.bin 262,144,000, app.py")


def test_two_processes_may_make_the_same_at_once(code: Path, tmp_path: Path) -> None:
    meeting = Barrier(2)
    wanted = sources(required(code))

    def install(installation: Installation, tell: Tell) -> None:
        meeting.wait(5)
        installing(a_py=b"1")(installation, tell)

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(package, wanted, str(tmp_path / "cache"), ignore, install) for _ in range(2)]
        made = [future.result() for future in futures]

    assert {one.path for one in made} == {str(tmp_path / "cache" / wanted.name)}
    assert names(made[0]) == ["a.py", "app.py", "requirements.txt"]
    assert left(tmp_path / "cache") == []


def test_two_processes_may_begin_the_cache_at_once(code: Path, tmp_path: Path) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as pool:
            for number in range(20):
                cache = str(tmp_path / f"cache{number}")
                futures = [pool.submit(package, sources(code), cache, ignore) for _ in range(2)]
                assert len({future.result().path for future in futures}) == 1
    finally:
        sys.setswitchinterval(before)


def test_what_a_killed_process_left_goes_after_a_day(code: Path, tmp_path: Path) -> None:
    for name in (".old.partial", ".new.partial"):
        (tmp_path / "cache" / name / "code").mkdir(parents=True)
    yesterday = time.time() - 25 * 60 * 60
    os.utime(tmp_path / "cache" / ".old.partial", (yesterday, yesterday))

    package(sources(code), str(tmp_path / "cache"), ignore)

    assert left(tmp_path / "cache") == [".new.partial"]


def test_a_stopped_installation_leaves_nothing(code: Path, tmp_path: Path) -> None:
    def install(wanted: Installation, tell: Tell) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        package(sources(required(code)), str(tmp_path / "cache"), ignore, install)

    assert left(tmp_path / "cache") == []


def test_a_link_is_packed_as_what_it_leads_to(code: Path, tmp_path: Path) -> None:
    os.symlink("app.py", code / "other.py")

    made = package(sources(code), str(tmp_path / "cache"), ignore)

    with ZipFile(made.path) as archive:
        assert archive.read("other.py") == APP
