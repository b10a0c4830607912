"""The bootstrap template, which stands beside the folders of the environments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.assembly import store
from generator.assembly.store import BOOTSTRAP_FILE, Difference, Report
from generator.errors import AssemblyError
from tests.unit.assembly.factories import assembly, entry

PROD, DEV = assembly("prod"), assembly("dev", templates=[entry()])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "build"


def test_a_new_version_is_written_once_for_all_environments(root: Path) -> None:
    store.write(root, [PROD, DEV])

    report = store.write(root, [assembly("prod", version=2), assembly("dev", templates=[entry()], version=2)])

    assert report == Report(written=(BOOTSTRAP_FILE, "prod/manifest.json", "dev/manifest.json"))


def test_a_missing_or_changed_template_is_a_difference(root: Path) -> None:
    store.write(root, [PROD])
    path = root / BOOTSTRAP_FILE

    path.write_bytes(path.read_bytes() + b"\n")
    changed = store.compare(root, [PROD])
    path.unlink()
    missing = store.compare(root, [PROD])

    assert changed == (Difference(kind="changed", path=BOOTSTRAP_FILE),)
    assert missing == (Difference(kind="missing", path=BOOTSTRAP_FILE),)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), r"bootstrap\.template\.json is missing"),
        (lambda path: path.write_text("{}"), r"bootstrap\.template\.json is not what its manifest says"),
    ],
    ids=["missing", "changed"],
)
def test_an_environment_whose_manifest_does_not_vouch_for_it_is_not_read(
    root: Path, spoil: Callable[[Path], object], told: str
) -> None:
    store.write(root, [PROD])
    spoil(root / BOOTSTRAP_FILE)

    with pytest.raises(AssemblyError, match=told):
        store.read(root, "prod")


def test_it_stays_when_an_environment_goes(root: Path) -> None:
    store.write(root, [PROD, DEV])

    store.write(root, [PROD])

    assert store.read(root, "prod") == PROD


def test_a_file_of_that_name_that_is_not_ours_is_refused_before_anything_is_written(root: Path) -> None:
    root.mkdir()
    (root / BOOTSTRAP_FILE).write_text('{"mine": true}')

    for action in (store.write, store.compare):
        with pytest.raises(AssemblyError, match="was not written by this tool"):
            action(root, [PROD])

    assert [path.name for path in root.iterdir()] == [BOOTSTRAP_FILE]


def test_one_with_the_marks_of_a_merge_conflict_is_still_ours_and_is_mended(root: Path) -> None:
    store.write(root, [PROD])
    path = root / BOOTSTRAP_FILE
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())

    assert store.write(root, [PROD]).written == (BOOTSTRAP_FILE,)
    assert store.read(root, "prod") == PROD


def test_what_an_interrupted_write_left_of_it_goes_away(root: Path) -> None:
    store.write(root, [PROD])
    (root / f".{BOOTSTRAP_FILE}.partial").write_text("{")

    differences = store.compare(root, [PROD])
    store.write(root, [PROD])

    assert differences == (Difference(kind="superfluous", path=f".{BOOTSTRAP_FILE}.partial"),)
    assert store.compare(root, [PROD]) == ()


def test_an_assembly_without_one_writes_none(root: Path) -> None:
    alone = replace(PROD, bootstrap=None)

    store.write(root, [alone])

    assert not (root / BOOTSTRAP_FILE).exists()
    assert store.read(root, "prod") == alone
