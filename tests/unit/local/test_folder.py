"""A folder has one owner, who keeps its state there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import AssemblyError, UsageError
from generator.local.folder import owned
from generator.local.found import RUNNING


def test_what_is_written_is_read_by_the_next_owner(tmp_path: Path) -> None:
    with owned(str(tmp_path / "a" / "b")) as folder:
        before = folder.read()
        folder.write(b"\xff")

    with owned(str(tmp_path / "a" / "b")) as folder:
        assert (before, folder.read()) == (None, b"\xff")


def test_the_announcement_goes_with_its_owner_also_when_that_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), owned(str(tmp_path)) as folder:
        folder.announce(4566)
        assert (tmp_path / RUNNING).exists()
        raise ZeroDivisionError

    assert not (tmp_path / RUNNING).exists()


def test_a_second_owner_has_to_wait(tmp_path: Path) -> None:
    with owned(str(tmp_path)):
        with pytest.raises(UsageError) as error, owned(str(tmp_path)):
            pass
        assert str(tmp_path) in error.value.message

    with owned(str(tmp_path)):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(AssemblyError, match="file"), owned(str(tmp_path / "file" / "folder")):
        pass


def test_without_a_folder_nothing_is_kept() -> None:
    with owned(None) as folder:
        folder.write(b"x")
        folder.announce(4566)

        assert folder.read() is None
