"""What a package is made of, and the name that follows from it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.assets import inputs
from generator.assets.inputs import SourceFile, files_of, fingerprint
from generator.errors import SourceError

posix_only = pytest.mark.skipif(os.name == "nt", reason="names and links that Windows does not have")


def filled(folder: Path, files: dict[str, bytes]) -> str:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder)


def paths(folder: str) -> list[str]:
    return [file.path for file in files_of(folder)]


def refusal(folder: str) -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        files_of(folder)
    return caught.value.message.replace(folder, "code"), caught.value.advice


def test_files_are_sorted_by_code_point_wherever_they_lie(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"b.py": b"", "a/z.py": b"", "a.py": b"", "é.py": b"", "Z.py": b"", "a/b/c.py": b"x"})

    assert paths(folder) == ["Z.py", "a.py", "a/b/c.py", "a/z.py", "b.py", "é.py"]
    assert files_of(folder)[2] == SourceFile(
        path="a/b/c.py", location=os.path.join(folder, "a", "b", "c.py"), size=1, executable=False
    )


def test_what_can_be_executed_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"bootstrap": b"#!/bin/sh\n", "tool": b"\x7fELF\x02", "data": b"x#!", "empty": b""})
    (tmp_path / "data").chmod(0o755)

    assert [file.path for file in files_of(folder) if file.executable] == ["bootstrap", "tool"]


def test_what_tools_leave_behind_is_never_packed(tmp_path: Path) -> None:
    left = {f"{name}/x": b"" for name in ("__pycache__", "a/__pycache__", ".git", ".venv", "a/.mypy_cache")}
    folder = filled(tmp_path, {"a/b.py": b"", "a/b.pyc": b"", ".DS_Store": b"", "node_modules/x/i.js": b"", **left})

    assert paths(folder) == ["a/b.py", "node_modules/x/i.js"]


def test_the_ignore_file_leaves_out_more_as_gitignore_does(tmp_path: Path) -> None:
    ignore = b"# tests\ntests/\n*.md\n!keep.md\n/only_here.txt\ndocs/**/*.png\n"
    names = ("a.md", "keep.md", "only_here.txt", "b/only_here.txt", "docs/x/y.png", "docs/y.txt", "tests/keep.md")
    folder = filled(tmp_path, {".lambdaignore": ignore, **dict.fromkeys(names, b"")})

    assert paths(folder) == ["b/only_here.txt", "docs/y.txt", "keep.md"]


def test_what_is_never_packed_cannot_be_included_again(tmp_path: Path) -> None:
    folder = filled(tmp_path, {".lambdaignore": b"!.git\n!*.pyc\n", ".git/x": b"", "a.pyc": b"", "a.py": b""})

    assert paths(folder) == ["a.py"]


def test_an_ignore_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path, {".lambdaignore": b"\xff\xfe", "a.py": b""})

    message, advice = refusal(folder)

    assert message.startswith("code/.lambdaignore cannot be read: ")
    assert advice == "write it in UTF-8, with patterns as in .gitignore"


@posix_only
def test_links_inside_of_the_folder_count_as_what_they_lead_to(tmp_path: Path) -> None:
    folder = filled(tmp_path / "f", {"lib/a.py": b"1"})
    copied = filled(tmp_path / "g", {"lib/a.py": b"1", "b.py": b"1", "again/a.py": b"1"})
    (tmp_path / "f" / "b.py").symlink_to("lib/a.py")
    (tmp_path / "f" / "again").symlink_to("lib", target_is_directory=True)

    assert paths(folder) == ["again/a.py", "b.py", "lib/a.py"]
    assert fingerprint(folder, "python3.13", "arm64") == fingerprint(copied, "python3.13", "arm64")


@posix_only
@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("../outside", "the link code/link leads out of the folder, or around in it"),
        ("..", "the link code/link leads out of the folder, or around in it"),
        (".", "the link code/link leads out of the folder, or around in it"),
        ("link", "the link code/link leads nowhere"),
        ("gone", "the link code/link leads nowhere"),
    ],
)
def test_other_links_are_refused(tmp_path: Path, target: str, message: str) -> None:
    filled(tmp_path, {"outside/a.py": b""})
    folder = filled(tmp_path / "f", {"a.py": b""})
    (tmp_path / "f" / "link").symlink_to(target)

    assert refusal(folder) == (message, "remove it, or name it in .lambdaignore")


@posix_only
def test_a_link_to_a_folder_that_holds_it_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"a/b/c.py": b""})
    (tmp_path / "a" / "b" / "up").symlink_to("..")

    assert refusal(folder)[0] == "the link code/a/b/up leads out of the folder, or around in it"


@posix_only
def test_a_link_that_is_ignored_is_not_followed(tmp_path: Path) -> None:
    folder = filled(tmp_path, {".lambdaignore": b"link\n", "a.py": b""})
    (tmp_path / "link").symlink_to("/nowhere")

    assert paths(folder) == ["a.py"]


@posix_only
@pytest.mark.parametrize("name", [b"\xff.py", b"a\nb.py", b"a\\b.py"])
def test_names_that_other_machines_would_not_have_are_refused(tmp_path: Path, name: bytes) -> None:
    folder = filled(tmp_path, {"a.py": b""})
    with open(os.path.join(os.fsencode(folder), name), "wb"):
        pass

    message, advice = refusal(folder)

    assert message.endswith("is not the same on every machine")
    assert advice == "rename it: UTF-8, without control characters and backslashes"


@posix_only
def test_devices_and_pipes_are_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"a.py": b""})
    os.mkfifo(tmp_path / "pipe")

    assert refusal(folder)[0] == "code/pipe is neither a file nor a folder"


def test_a_folder_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    ignored = filled(tmp_path / "ignored", {".lambdaignore": b"*\n", "a.py": b""})
    (tmp_path / "empty").mkdir()

    assert refusal(str(tmp_path / "none")) == ("there is no folder code", "make it, or correct `code`")
    for folder in (ignored, str(tmp_path / "empty")):
        assert refusal(folder)[0] == "the folder code holds no file to pack"


def test_more_than_lambda_takes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"a.py": b""})
    with open(tmp_path / "large", "wb") as file:
        file.truncate(inputs.UNZIPPED_BYTES)

    assert paths(folder) == ["a.py", "large"]

    filled(tmp_path, {"a.py": b"x"})

    assert refusal(folder)[0] == "the files of code have 262,144,001 bytes, Lambda takes 262,144,000"


def test_the_name_is_the_same_for_the_same_inputs_wherever_they_lie(tmp_path: Path) -> None:
    files = {"index.py": b"x = 1\n", "lib/a.py": b""}
    one, other = filled(tmp_path / "one", files), filled(tmp_path / "other", files)
    os.utime(tmp_path / "other" / "index.py", (0, 0))
    (tmp_path / "other" / "index.py").chmod(0o755)

    name = fingerprint(one, "python3.13", "arm64")

    assert name == fingerprint(other, "python3.13", "arm64")
    # Known, so that an accident does not rename the packages of everybody; a new recipe does.
    assert name == "6dc3f5f733954e1aa9f0af43e3dc415e8b0a1e4b40085b77ce6a71fbed0c9ce8"


@pytest.mark.parametrize(
    "files",
    [
        {"index.py": b"x = 2\n", "lib/a.py": b""},
        {"index.py": b"x = 1\n", "lib/b.py": b""},
        {"index.py": b"x = 1\n"},
        {"index.py": b"x = 1\n", "lib/a.py": b"", "requirements.txt": b"boto3==1.0\n"},
        {"index.py": b"#!x = 1\n", "lib/a.py": b""},
    ],
)
def test_any_change_of_the_files_is_another_name(tmp_path: Path, files: dict[str, bytes]) -> None:
    before = filled(tmp_path / "before", {"index.py": b"x = 1\n", "lib/a.py": b""})
    after = filled(tmp_path / "after", files)

    assert fingerprint(before, "python3.13", "arm64") != fingerprint(after, "python3.13", "arm64")


def test_runtime_and_architecture_are_inputs_too(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"index.py": b""})

    names = {
        fingerprint(folder, runtime, architecture)
        for runtime in ("python3.13", "python3.14")
        for architecture in ("arm64", "x86_64")
    }

    assert len(names) == 4


@posix_only
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = filled(tmp_path, {"a.py": b""})
    (tmp_path / "a.py").chmod(0)

    assert refusal(folder)[0] == "cannot read code/a.py: Permission denied"
