"""Writes: atomic, sparing, and never through a link."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator import files
from generator.errors import AssemblyError

OLD = {"a": b"old a", "b": b"old b", "last": b"old last"}
NEW = {"a": b"new a", "b": b"new b", "last": b"new last"}


class Interrupting(Mapping[str, bytes]):
    """The new files; reading on after `limit` of them is interrupted, as by Ctrl-C."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __getitem__(self, name: str) -> bytes:
        if list(NEW).index(name) >= self.limit:
            raise KeyboardInterrupt
        return NEW[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NEW)

    def __len__(self) -> int:
        return len(NEW)


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "prod"

    changed = files.write_folder(folder, NEW)

    assert changed == ("a", "b", "last")
    assert content_of(folder) == NEW
    assert os.listdir(folder.parent) == ["prod"]


@pytest.mark.parametrize("limit", range(len(NEW)))
def test_an_interrupted_new_folder_does_not_exist_and_a_second_try_completes_it(tmp_path: Path, limit: int) -> None:
    folder = tmp_path / "prod"

    with pytest.raises(KeyboardInterrupt):
        files.write_folder(folder, Interrupting(limit))

    assert not folder.exists()
    files.write_folder(folder, NEW)
    assert content_of(folder) == NEW
    assert os.listdir(tmp_path) == ["prod"]


@pytest.mark.parametrize("limit", range(len(NEW)))
def test_an_interrupted_change_leaves_whole_files_and_the_old_last_one(tmp_path: Path, limit: int) -> None:
    folder = tmp_path / "prod"
    files.write_folder(folder, {**OLD, "stale": b"stale"})

    with pytest.raises(KeyboardInterrupt):
        files.write_folder(folder, Interrupting(limit), stale=["stale"])

    found = content_of(folder)
    assert found["last"] == OLD["last"]
    assert found["stale"] == b"stale"
    assert all(found[name] in (OLD[name], NEW[name]) for name in OLD)


def test_equal_bytes_are_not_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "prod"
    files.write_folder(folder, OLD)
    for path in folder.iterdir():
        os.utime(path, (1, 1))

    changed = files.write_folder(folder, {**OLD, "b": NEW["b"]})

    assert changed == ("b",)
    assert {path.name for path in folder.iterdir() if path.stat().st_mtime == 1} == {"a", "last"}


def test_stale_files_go_away_and_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "prod"
    files.write_folder(folder, {**OLD, "stale": b"", "notes": b""})

    files.write_folder(folder, OLD, stale=["stale", "never there"])

    assert content_of(folder) == {**OLD, "notes": b""}


def test_a_link_in_place_of_a_file_is_replaced_and_its_target_untouched(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_bytes(b"precious")
    folder = tmp_path / "prod"
    folder.mkdir()
    (folder / "a").symlink_to(target)
    (folder / ".b.partial").symlink_to(target)

    files.write_folder(folder, NEW)

    assert target.read_bytes() == b"precious"
    assert not (folder / "a").is_symlink()
    assert content_of(folder) == NEW


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "prod").symlink_to(outside)

    with pytest.raises(AssemblyError, match="is a symbolic link"):
        files.write_folder(tmp_path / "prod", NEW)

    assert os.listdir(outside) == []


def test_a_folder_in_place_of_a_file_is_told_with_the_systems_reason(tmp_path: Path) -> None:
    (tmp_path / "prod" / "a").mkdir(parents=True)

    with pytest.raises(AssemblyError, match=r"cannot write .*prod.a: Is a directory"):
        files.write_folder(tmp_path / "prod", NEW)


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    no_bytes: bytes = "text"  # type: ignore[assignment]

    with pytest.raises(AssemblyError):
        files.write_file(tmp_path / "a", b"new")
    with pytest.raises(TypeError):
        files.write_new_file(tmp_path / "b", no_bytes)

    assert os.listdir(tmp_path) == ["a"]


def test_the_advice_fits_the_systems_reason(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError) as raised:
        files.write_file(tmp_path / ("a" * 300), b"")

    assert raised.value.advice == "use a shorter path"


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "app.yaml"
    files.write_new_file(path, b"first")

    with pytest.raises(FileExistsError):
        files.write_new_file(path, b"second")

    assert path.read_bytes() == b"first"


def test_a_partial_folder_is_removed_and_any_other_is_left_alone(tmp_path: Path) -> None:
    for name in (".prod.partial", "prod"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(b"")

        files.remove_partial_folder(tmp_path / name)

    assert os.listdir(tmp_path) == ["prod"]


def test_a_scratch_folder_is_ones_own_and_goes_with_its_context(tmp_path: Path) -> None:
    parent = tmp_path / "new" / "parent"

    with files.scratch_folder(parent) as one, files.scratch_folder(parent) as other:
        (Path(one) / "a").write_bytes(b"1")
        files.move_file(Path(one) / "a", parent / "b")

        assert one != other
        assert all(files.is_partial(os.path.basename(folder)) for folder in (one, other))

    assert content_of(parent) == {"b": b"1"}


def test_what_others_left_of_their_scratch_folders_goes_after_a_day_but_no_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "inside").mkdir(parents=True)
    for name in (".young.partial", ".old.partial"):
        (tmp_path / "parent" / name).mkdir(parents=True)
    os.symlink(kept, tmp_path / "parent" / ".link.partial")
    for path in (tmp_path / "parent" / ".old.partial", kept):
        os.utime(path, (0, 0))

    with files.scratch_folder(tmp_path / "parent"):
        pass

    assert sorted(os.listdir(tmp_path / "parent")) == [".link.partial", ".young.partial"]
    assert (kept / "inside").is_dir()


def test_a_file_that_cannot_be_moved_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match="cannot write"):
        files.move_file(tmp_path / "nothing", tmp_path / "place")
