"""Logical ids, physical names and create-only values of the examples, which no new version may change silently.

A line that goes or changes means that CloudFormation replaces something that people have in use. `--update-golden`
writes such a change only when the unreleased section of the CHANGELOG has a **breaking** entry that names it, in
backticks. New lines are always welcome.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.assembly.model import Assembly, TemplateEntry
from generator.cloudformation.resource_types import resource_types
from generator.synthesis import synthesize
from tests.golden import Golden
from tests.support.apps import EXAMPLES, ROOT, examples

FOLDER = Path(__file__).parent
CHANGELOG = ROOT / "CHANGELOG.md"

# Not create-only, and yet what others know the thing by; a record with another set identifier collides with itself.
NAMES: Mapping[str, tuple[str, ...]] = {
    "AWS::ApiGateway::RestApi": ("Name",),
    "AWS::Route53::HealthCheck": ("HealthCheckConfig/FullyQualifiedDomainName",),
    "AWS::Route53::RecordSet": ("Name", "Type", "SetIdentifier", "Region"),
}
# Their ids are hashes of their content: a new one is made before the old one goes, and nothing else knows them.
OF_CONTENT = re.compile(r"^(Deployment|Model)[0-9a-f]{10}$")


def identities(assembly: Assembly) -> str:
    """One line per name, id or value, sorted."""
    return "".join(f"{line}\n" for line in sorted({line for entry in assembly.templates for line in _entry(entry)}))


def _entry(entry: TemplateEntry) -> Iterator[str]:
    yield f"{entry.name} {entry.deployed_as} {entry.stack_name}"
    for kind in ("Parameters", "Outputs"):
        yield from (f"{entry.name} {kind} {name}" for name in entry.body.get(kind, {}))
    for name, resource in entry.body["Resources"].items():
        place = f"{entry.name} {_without_content(name)}"
        yield f"{place} {resource['Type']}"
        for path in _paths(resource["Type"]):
            for value in _values(resource["Properties"], path.split("/")):
                yield f"{place} {path} {json.dumps(value, sort_keys=True)}"


def _without_content(logical_id: str) -> str:
    return OF_CONTENT.sub(r"\1*", logical_id)


def _paths(kind: str) -> tuple[str, ...]:
    known = resource_types()[kind]
    return (*known.create_only, *known.conditional_create_only, *NAMES.get(kind, ()))


def _values(value: Any, path: list[str]) -> Iterator[Any]:
    if not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _values(value[path[0]], path[1:])


def announced(changelog: str) -> frozenset[str]:
    """Everything in backticks in the **breaking** entries of the unreleased section."""
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## ")[0]
    breaking = [entry for entry in unreleased.split("\n- ")[1:] if "**breaking**" in entry.lower()]
    return frozenset(name for entry in breaking for name in re.findall("`([^`]+)`", entry))


def check(path: Path, now: str, changelog: str, golden: Golden) -> None:
    """Refuses lost lines that nobody announced; then compares, or writes."""
    known = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = {*now.splitlines()}
    names = announced(changelog)
    lost = [line for line in known if line not in kept and names.isdisjoint(line.split())]
    assert not lost, (
        f"{path.name} loses what people have in use; undo it, or name it in a **breaking** entry of the CHANGELOG:\n"
        + "\n".join(lost)
    )
    golden.check(path, now)


APPS = dict(examples())


@pytest.mark.parametrize("name", APPS)
def test_no_identity_of_an_example_changes_unannounced(name: str, golden: Golden) -> None:
    changelog = CHANGELOG.read_text(encoding="utf-8")

    check(FOLDER / f"{name}.txt", identities(synthesize(APPS[name])), changelog, golden)


def test_no_file_is_left_of_an_environment_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(APPS)
    assert len({name.rpartition("-")[0] for name in APPS}) == len(EXAMPLES)


QUIET = "## [Unreleased]\n### Changed\n- Other words, no breaking ones, for `ATable` and `BTable`.\n"
LOUD = "## [Unreleased]\n### Changed\n- **Breaking**: `ATable` is now\n  called `BTable`.\n"


def test_a_lost_line_is_refused_even_when_goldens_are_written(tmp_path: Path) -> None:
    path = tmp_path / "app.txt"
    path.write_text("main ATable\nmain BTable\n", encoding="utf-8")

    with pytest.raises(AssertionError, match="main BTable"):
        check(path, "main ATable\n", QUIET, Golden(update=True))
    assert path.read_text(encoding="utf-8") == "main ATable\nmain BTable\n"


def test_a_lost_line_that_is_called_breaking_is_written(tmp_path: Path) -> None:
    path = tmp_path / "app.txt"
    path.write_text("main ATable\n", encoding="utf-8")

    check(path, "main BTable\n", LOUD, Golden(update=True))

    assert path.read_text(encoding="utf-8") == "main BTable\n"


def test_a_breaking_entry_speaks_for_what_it_names_only(tmp_path: Path) -> None:
    path = tmp_path / "app.txt"
    path.write_text("main ATable\nmain CTable\n", encoding="utf-8")

    with pytest.raises(AssertionError, match=r"CHANGELOG:\n  main CTable\nassert"):
        check(path, "", LOUD, Golden(update=True))


def test_a_new_line_needs_no_announcement_but_has_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "app.txt"
    path.write_text("main ATable\n", encoding="utf-8")

    with pytest.raises(AssertionError, match="--update-golden"):
        check(path, "main ATable\nmain BTable\n", QUIET, Golden(update=False))


def test_what_was_breaking_in_an_older_release_announces_nothing() -> None:
    assert announced("## [Unreleased]\n\n## [1.0.0]\n- **Breaking**: `ATable`.\n") == frozenset()
