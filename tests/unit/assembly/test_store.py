"""`build/` on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.assembly import store
from generator.assembly.model import Assembly
from generator.assembly.store import Difference, Kept, Report
from generator.errors import AssemblyError
from tests.unit.assembly.factories import assembly, dns_entry, entry, template

PROD, DEV = assembly("prod"), assembly("dev", templates=[entry()])

FILES = ["dns.template.json", "main.template.json", "manifest.json"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "build"


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_environment_is_its_templates_and_a_manifest_that_is_written_last() -> None:
    assert list(store.files_of(PROD)) == ["main.template.json", "dns.template.json", "manifest.json"]


def test_a_first_write_makes_one_folder_per_environment(root: Path) -> None:
    report = store.write(root, [PROD, DEV])

    assert report == Report(
        written=(
            "bootstrap.template.json",
            "prod/main.template.json",
            "prod/dns.template.json",
            "prod/manifest.json",
            "dev/main.template.json",
            "dev/manifest.json",
        )
    )
    assert sorted(tree(root)) == [
        "bootstrap.template.json",
        "dev/main.template.json",
        "dev/manifest.json",
        *(f"prod/{name}" for name in FILES),
    ]


def test_what_was_written_is_read_back_equal(root: Path) -> None:
    store.write(root, [PROD, DEV])

    assert store.environments(root) == ("dev", "prod")
    assert store.read(root, "prod") == PROD
    assert store.read(root, "dev") == DEV


def test_a_second_write_of_the_same_touches_no_file(root: Path) -> None:
    store.write(root, [PROD])
    for path in (root / "prod").iterdir():
        os.utime(path, (1, 1))

    report = store.write(root, [PROD])

    assert report == Report()
    assert {path.stat().st_mtime for path in (root / "prod").iterdir()} == {1}


def test_a_change_writes_the_template_and_the_manifest(root: Path) -> None:
    store.write(root, [PROD])

    report = store.write(root, [assembly("prod", templates=[entry(body=template(TableName="new")), dns_entry()])])

    assert report.written == ("prod/main.template.json", "prod/manifest.json")


def test_a_template_that_is_no_longer_wanted_goes_away(root: Path) -> None:
    store.write(root, [PROD])

    report = store.write(root, [assembly("prod", templates=[entry()])])

    assert report.removed == ("prod/dns.template.json",)
    assert sorted(os.listdir(root / "prod")) == ["main.template.json", "manifest.json"]


def test_the_folder_of_a_removed_environment_goes_away(root: Path) -> None:
    store.write(root, [PROD, DEV])

    report = store.write(root, [PROD])

    assert report == Report(removed=("dev",))
    assert sorted(os.listdir(root)) == ["bootstrap.template.json", "prod"]


def test_without_pruning_other_environments_stay(root: Path) -> None:
    store.write(root, [PROD, DEV])

    assert store.write(root, [PROD], prune=False) == Report()
    assert store.compare(root, [PROD], prune=False) == ()
    assert store.read(root, "dev") == DEV


def test_a_folder_of_another_app_is_left_alone_and_named(root: Path) -> None:
    store.write(root, [assembly("staging", app="other")])

    report = store.write(root, [PROD])

    assert report.kept == (Kept(path="staging", reason='it belongs to the app "other"'),)
    assert store.environments(root) == ("prod", "staging")


def test_a_folder_with_files_of_others_is_left_alone_and_named(root: Path) -> None:
    store.write(root, [PROD, DEV])
    (root / "dev" / "notes.md").write_text("mine")
    before = tree(root)

    report = store.write(root, [PROD])

    assert report.kept == (Kept(path="dev", reason="it holds notes.md, which this tool did not write"),)
    assert tree(root) == before


def test_folders_without_our_manifest_are_not_looked_at(root: Path) -> None:
    (root / "lib").mkdir(parents=True)
    (root / "lib" / "main.template.json").write_text("{}")
    (root / "web").mkdir()
    (root / "web" / "manifest.json").write_text('{"name": "a web app"}')

    report = store.write(root, [PROD])

    assert report.removed == ()
    assert report.kept == ()
    assert sorted(os.listdir(root)) == ["bootstrap.template.json", "lib", "prod", "web"]


def test_a_link_to_another_build_is_neither_an_environment_nor_removed(root: Path) -> None:
    elsewhere = root.parent / "elsewhere"
    store.write(elsewhere, [DEV])
    root.mkdir()
    (root / "dev").symlink_to(elsewhere / "dev")

    report = store.write(root, [PROD])

    assert (report.removed, report.kept) == ((), ())
    assert store.environments(root) == ("prod",)
    assert store.read(elsewhere, "dev") == DEV


def a_foreign_folder(root: Path) -> None:
    (root / "dev").mkdir(parents=True)
    (root / "dev" / "index.html").write_text("mine")


def a_file(root: Path) -> None:
    root.mkdir()
    (root / "dev").write_text("mine")


def a_link(root: Path) -> None:
    outside = root.parent / "outside"
    store.write(outside, [DEV])
    root.mkdir()
    (root / "dev").symlink_to(outside / "dev")


@pytest.mark.parametrize(
    ("occupy", "told"),
    [
        (a_foreign_folder, "was not written by this tool"),
        (a_file, "is not a folder"),
        (a_link, "is a symbolic link"),
    ],
)
def test_what_stands_in_the_way_is_refused_before_anything_is_written(
    root: Path, occupy: Callable[[Path], None], told: str
) -> None:
    occupy(root)
    before = tree(root.parent)

    for action in (store.write, store.compare):
        with pytest.raises(AssemblyError, match=told):
            action(root, [PROD, assembly("dev")])

    assert tree(root.parent) == before


def test_a_manifest_with_the_marks_of_a_merge_conflict_is_still_ours_and_is_mended(root: Path) -> None:
    store.write(root, [PROD])
    manifest = root / "prod" / "manifest.json"
    manifest.write_bytes(b"<<<<<<< HEAD\n" + manifest.read_bytes())

    store.write(root, [PROD])

    assert store.read(root, "prod") == PROD


def test_a_removed_environment_whose_manifest_cannot_be_read_is_left_alone(root: Path) -> None:
    store.write(root, [PROD, DEV])
    manifest = root / "dev" / "manifest.json"
    manifest.write_bytes(b"<<<<<<< HEAD\n" + manifest.read_bytes())

    (kept,) = store.write(root, [PROD]).kept

    assert kept.path == "dev"
    assert "is not a manifest of this version" in kept.reason


def test_an_up_to_date_build_has_no_differences(root: Path) -> None:
    store.write(root, [PROD, DEV])

    assert store.compare(root, [PROD, DEV]) == ()


def test_every_difference_is_named_and_nothing_is_written(root: Path) -> None:
    store.write(root, [PROD, DEV, assembly("old")])
    (root / "prod" / "main.template.json").write_text("{}")
    (root / "prod" / "dns.template.json").unlink()
    (root / "prod" / "secondary.template.json").write_text("{}")
    (root / ".new.partial").mkdir()
    before = tree(root)

    differences = store.compare(root, [PROD, DEV])

    assert differences == (
        Difference(kind="changed", path="prod/main.template.json"),
        Difference(kind="missing", path="prod/dns.template.json"),
        Difference(kind="superfluous", path="prod/secondary.template.json"),
        Difference(kind="superfluous", path="old"),
        Difference(kind="superfluous", path=".new.partial"),
    )
    assert tree(root) == before


def test_comparing_with_nothing_makes_no_folder(root: Path) -> None:
    differences = store.compare(root, [DEV])

    paths = ("bootstrap.template.json", "dev/main.template.json", "dev/manifest.json")
    assert differences == tuple(Difference(kind="missing", path=path) for path in paths)
    assert not root.exists()


def test_a_missing_environment_cannot_be_read(root: Path) -> None:
    with pytest.raises(AssemblyError, match=r"manifest\.json is missing"):
        store.read(root, "prod")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / "main.template.json").unlink(), r"main\.template\.json is missing"),
        (lambda folder: (folder / "main.template.json").write_text("{}"), "is not what its manifest says"),
        (lambda folder: folder.rename(folder.parent / "dev"), 'holds the environment "prod"'),
    ],
)
def test_a_template_that_its_manifest_does_not_vouch_for_is_not_read(
    root: Path, spoil: Callable[[Path], object], told: str
) -> None:
    store.write(root, [PROD])
    spoil(root / "prod")

    with pytest.raises(AssemblyError, match=told):
        store.read(root, "dev" if (root / "dev").exists() else "prod")


ASSEMBLIES = st.lists(
    st.builds(
        assembly,
        st.sampled_from(["prod", "dev", "test"]),
        templates=st.sampled_from([(entry(),), (entry(), dns_entry()), (entry(body=template(Size=2)), dns_entry())]),
    ),
    min_size=1,
    unique_by=lambda item: item.environment,
)


@settings(max_examples=50)
@given(ASSEMBLIES, ASSEMBLIES)
def test_from_any_state_one_write_leaves_exactly_what_is_wanted(before: list[Assembly], after: list[Assembly]) -> None:
    with TemporaryDirectory() as root:
        store.write(root, before)
        differences = store.compare(root, after)
        report = store.write(root, after)

        assert {difference.path for difference in differences} == {*report.written, *report.removed}
        assert store.compare(root, after) == ()
        assert {name: store.read(root, name) for name in store.environments(root)} == {
            item.environment: item for item in after
        }
