"""Git, asked about real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.cli.git import Repository, repository
from generator.errors import GitError, UsageError
from tests.cli.repositories import commit, git

pytestmark = pytest.mark.usefixtures("only_repositories_of_tests")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty repository on the branch `main`, in a folder with a space."""
    folder = tmp_path / "a repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def put(folder: Path, content: str) -> str:
    (folder / "build").mkdir(parents=True, exist_ok=True)
    (folder / "build" / "file.json").write_text(content)
    return commit(folder)


def at(folder: Path) -> Repository:
    return repository(str(folder))


def test_files_are_those_of_the_revision_and_not_of_the_work_tree(root: Path) -> None:
    first = put(root, "one")
    put(root, "two")
    (root / "build" / "file.json").write_text("three")

    known = at(root)

    assert known.files(known.revision("HEAD~1"), str(root / "build"), suffix=".json") == {"file.json": b"one"}
    assert known.revision("HEAD~1").commit == first


def test_files_are_found_below_the_root_of_the_repository(root: Path) -> None:
    app = root / "services" / "über app"
    app.mkdir(parents=True)
    put(root, "of the root")
    put(app, "of the app")

    known = at(app)

    assert known.files(known.revision("HEAD"), str(app / "build"), suffix=".json") == {"file.json": b"of the app"}


def test_the_content_of_files_comes_back_byte_by_byte(root: Path) -> None:
    contents = {"empty.json": b"", "lines.json": b"a\nb\n\n", "deep/er/bytes.json": bytes(range(256))}
    for name, content in contents.items():
        (root / "build" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "build" / name).write_bytes(content)
    commit(root)

    known = at(root)

    assert known.files(known.revision("HEAD"), str(root / "build"), suffix=".json") == contents


def test_only_regular_files_with_the_ending_count(root: Path) -> None:
    put(root, "a file")
    (root / "build" / "notes.txt").write_text("no")
    (root / "build" / "link.json").symlink_to("file.json")
    commit(root)

    known = at(root)

    assert known.files(known.revision("HEAD"), str(root / "build"), suffix=".json") == {"file.json": b"a file"}


def test_a_folder_that_the_revision_has_not_is_none(root: Path) -> None:
    put(root, "one")
    known = at(root)

    assert known.files(known.revision("HEAD"), str(root / "elsewhere"), suffix=".json") is None
    assert known.files(known.revision("HEAD"), str(root / "build" / "file.json"), suffix=".json") is None


def test_the_merge_base_is_where_a_branch_left_the_default_branch(root: Path) -> None:
    base = put(root, "one")
    git(root, "switch", "--quiet", "--create", "topic")
    put(root, "two")
    git(root, "switch", "--quiet", "main")
    put(root, "three")
    git(root, "switch", "--quiet", "topic")

    found = at(root).merge_base()

    assert (found.commit, found.name) == (base, "the merge base with main")
    assert at(root).revision("main...") == found


def test_the_branch_of_origin_comes_before_a_local_one(root: Path, tmp_path: Path) -> None:
    put(root, "one")
    git(root, "branch", "--move", "trunk")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(root), str(clone))
    git(clone, "branch", "main")

    assert at(clone).merge_base().name == "the merge base with origin/trunk"


def test_master_is_a_default_branch_too(root: Path) -> None:
    put(root, "one")
    git(root, "branch", "--move", "master")

    assert at(root).merge_base().name == "the merge base with master"


def test_without_a_default_branch_one_has_to_name_what_to_compare_with(root: Path) -> None:
    put(root, "one")
    git(root, "branch", "--move", "trunk")

    with pytest.raises(UsageError, match="no default branch") as raised:
        at(root).merge_base()

    assert "--against" in raised.value.advice


def test_branches_without_a_common_commit_have_no_merge_base(root: Path) -> None:
    put(root, "one")
    git(root, "switch", "--quiet", "--orphan", "other")
    put(root, "two")

    with pytest.raises(UsageError, match="HEAD and main have no commit in common"):
        at(root).merge_base()


def test_a_shallow_clone_is_told_how_to_get_the_history(root: Path, tmp_path: Path) -> None:
    put(root, "one")
    git(root, "switch", "--quiet", "--create", "topic")
    put(root, "two")
    git(root, "switch", "--quiet", "main")
    put(root, "three")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", f"file://{root}", str(clone))

    with pytest.raises(UsageError, match="shallow and does not reach the merge base with origin/main") as raised:
        at(clone).merge_base()

    assert "git fetch --unshallow" in raised.value.advice
    with pytest.raises(UsageError) as raised:
        at(clone).revision("HEAD~1")
    assert "git fetch --unshallow" in raised.value.advice


def test_a_shallow_clone_of_one_branch_knows_no_default_branch_and_says_why(root: Path, tmp_path: Path) -> None:
    put(root, "one")
    git(root, "switch", "--quiet", "--create", "topic")
    put(root, "two")
    git(root, "switch", "--quiet", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=topic", f"file://{root}", str(clone))

    with pytest.raises(UsageError) as raised:
        at(clone).merge_base()

    assert "git fetch --unshallow" in raised.value.advice


@pytest.mark.parametrize("ref", ["nowhere", "", "-x", "--help", "HEAD:build", "a b", "..."])
def test_what_names_no_commit_is_refused(root: Path, ref: str) -> None:
    put(root, "one")

    with pytest.raises(UsageError, match="is no git revision"):
        at(root).revision(ref)


def test_a_repository_without_a_commit_is_told_apart(root: Path) -> None:
    with pytest.raises(UsageError, match="has no commit yet"):
        at(root).merge_base()


def test_outside_of_a_repository_git_itself_says_why(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not in a git repository: fatal: not a git repository"):
        at(tmp_path)


def test_without_git_one_can_still_compare_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UsageError, match="git is not installed") as raised:
        at(tmp_path)

    assert "--against FOLDER" in raised.value.advice


def test_a_relative_git_dir_counts_as_it_does_in_a_hook(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = root / "app"
    app.mkdir()
    put(app, "of the app")
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_DIR", ".git")

    known = repository("app")

    assert known.files(known.revision("HEAD"), os.path.join("app", "build"), suffix=".json") == {
        "file.json": b"of the app"
    }


def test_a_damaged_repository_is_not_the_users_mistake(root: Path) -> None:
    put(root, "one")
    blob = git(root, "rev-parse", "HEAD:build/file.json")
    known = at(root)
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(GitError, match=f"no content of object {blob}") as raised:
        known.files(known.revision("HEAD"), str(root / "build"), suffix=".json")

    assert raised.value.exit_code == 4


def test_nothing_in_the_repository_is_touched(root: Path) -> None:
    put(root, "one")
    (root / "build" / "file.json").write_text("changed")
    before = {path: path.stat().st_mtime_ns for path in (root / ".git").rglob("*") if path.is_file()}

    known = at(root)
    known.files(known.merge_base(), str(root / "build"), suffix=".json")

    assert {path: path.stat().st_mtime_ns for path in (root / ".git").rglob("*") if path.is_file()} == before
