"""What pip is asked for, what it installs without a network, and what is said of its failures."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from generator.assets.complaints import complaint
from generator.assets.install import CommandFailed, Installation, command, install, install_by, run
from generator.assets.installed import installed_files
from generator.assets.platforms import platforms, python_version
from generator.errors import SourceError
from tests.unit.assets.wheels import make_wheel


def wanted(folder: Path, runtime: str = "python3.13", architecture: str = "arm64") -> Installation:
    (folder / "site").mkdir(exist_ok=True)
    return Installation(folder=str(folder), target=str(folder / "site"), runtime=runtime, architecture=architecture)


def ignore(line: str) -> None:
    """Nobody is told."""


def requirements(folder: Path, text: str) -> None:
    (folder / "requirements.txt").write_text(text, encoding="utf-8")


def failure(folder: Path, architecture: str = "arm64") -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        install(wanted(folder, architecture=architecture), ignore)
    return caught.value.message, caught.value.advice


def test_only_wheels_of_the_runtimes_platform_are_asked_for(tmp_path: Path) -> None:
    words = command(wanted(tmp_path))

    assert words[:2] == (sys.executable, "-P")
    assert {"--only-binary=:all:", "--python-version=3.13", "--implementation=cp", "--no-compile"} <= set(words)
    assert "--platform=manylinux2014_aarch64" in words
    assert "--platform=manylinux_2_34_aarch64" in words


def test_older_runtimes_have_an_older_c_library() -> None:
    assert platforms("python3.11", "x86_64")[0] == "manylinux_2_26_x86_64"
    assert platforms("python3.12", "x86_64")[0] == "manylinux_2_34_x86_64"
    assert (python_version("python3.12"), python_version("nodejs22.x")) == ("3.12", None)


def test_a_wheel_of_the_folder_is_installed_without_what_is_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever pip is set to do here, and whichever modules of pip and Python the function has a namesake of."""
    for setting in ("PIP_USER", "PIP_REQUIRE_VIRTUALENV"):
        monkeypatch.setenv(setting, "1")
    for name in ("pip.py", "logging.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit('taken for a module of Python')\n")
    file = make_wheel(tmp_path / "wheels", "answers", {"answers/__init__.py": "word = 42\n"})
    requirements(tmp_path, f"--no-index\n./wheels/{file}\n")
    told: list[str] = []

    install(wanted(tmp_path), told.append)

    assert [one.path for one in installed_files(str(tmp_path / "site"))] == [
        "answers-1.0.dist-info/METADATA",
        "answers-1.0.dist-info/WHEEL",
        "answers-1.0.dist-info/entry_points.txt",
        "answers/__init__.py",
    ]
    assert any("answers" in line for line in told)


def test_a_wheel_of_another_platform_is_none(tmp_path: Path) -> None:
    make_wheel(tmp_path / "wheels", "answers", {"answers.py": ""}, tag="cp313-cp313-manylinux2014_x86_64")
    make_wheel(tmp_path / "wheels", "answers", {"answers.py": ""}, version="0.9")
    requirements(tmp_path, "--no-index\n--find-links ./wheels\nanswers==1.0\n")

    message, advice = failure(tmp_path)
    install(wanted(tmp_path, architecture="x86_64"), ignore)

    assert message == "there is no wheel of answers==1.0 for python3.13 on arm64; there are 0.9"
    assert "another runtime or architecture" in advice
    assert (tmp_path / "site" / "answers.py").exists()


SAID = {
    "no pip": (["/usr/bin/python3: No module named pip"], "this Python has no pip", "ensurepip"),
    "no pip either": (["ModuleNotFoundError: No module named 'pip'"], "this Python has no pip", "ensurepip"),
    "another pip": (
        ["ModuleNotFoundError: No module named 'pip._vendor.packaging'"],
        "this pip cannot be told the markers of python3.13 on arm64, only those of the Python that runs it",
        "run with the Python of python3.13 on Linux on arm64",
    ),
    "offline": (
        ["WARNING: Retrying ... NewConnectionError(...)", "ERROR: No matching distribution found for x==1"],
        "pip reaches no package index",
        "connection",
    ),
    "conflict": (
        ["ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies."],
        "a==1 and b==2 contradict each other",
        "go together",
    ),
    "python": (
        [
            "ERROR: Ignored the following versions that require a different python version: 3.0 Requires-Python >=3.14",
            "ERROR: Could not find a version that satisfies the requirement a==3.0 (from versions: 1, 2, 3, 4, 5, 6)",
            "ERROR: No matching distribution found for a==3.0",
        ],
        "there is no wheel of a==3.0 for python3.13 on arm64 and its Python; there are …, 2, 3, 4, 5, 6",
        "another runtime",
    ),
    "other": (
        ["Collecting a", "ERROR: Something new"],
        "pip could not install for python3.13 on arm64: Something new",
        "",
    ),
    "silent": ([], "pip could not install for python3.13 on arm64: pip ended with exit code 7", ""),
}


@pytest.mark.parametrize("name", SAID)
def test_what_pip_says_becomes_what_is_wrong_and_what_to_do(tmp_path: Path, name: str) -> None:
    lines, message, advice = SAID[name]

    def fail(words: Sequence[str], folder: str) -> Iterator[str]:
        yield from lines
        raise CommandFailed("pip ended with exit code 7")

    with pytest.raises(SourceError) as caught:
        install_by(fail, wanted(tmp_path), ignore)

    assert caught.value.message.startswith(message)
    assert advice in caught.value.advice


def test_credentials_that_pip_repeats_are_not_told() -> None:
    said = ["ERROR: Invalid requirement: 'a @ https://me:secret@example.com/a.whl b': Expected end"]

    assert complaint(said, "python3.13", "arm64")[0] == '"a @ https://****@example.com/a.whl b" is no requirement'


def test_pip_that_says_nothing_has_an_advice_as_well() -> None:
    assert complaint([""], "python3.13", "arm64")[0].endswith("no reason given")


def test_a_program_that_is_not_there_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="cannot be run"):
        list(run(["/nowhere/python"], str(tmp_path)))


def test_a_command_that_nobody_listens_to_any_more_is_ended(tmp_path: Path) -> None:
    lines = run([sys.executable, "-uc", "import time\nprint('begun')\ntime.sleep(600)"], str(tmp_path))
    assert next(lines) == "begun\n"

    lines.close()


def test_programs_of_a_wheel_stay_and_scripts_go(tmp_path: Path) -> None:
    for name, content in {"script": b"#!/opt/python\n", "start.exe": b"MZ\x90", "program": b"\x7fELF\x02"}.items():
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_bytes(content)

    assert [file.path for file in installed_files(str(tmp_path))] == ["bin/program"]
