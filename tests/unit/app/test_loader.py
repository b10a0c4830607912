"""Finding the app file, its environments, and telling each mistake once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.loader import AppFile, load, parse
from generator.errors import AppFileError, GeneratorError, UsageError
from generator.findings import Finding

BASE = """
name: shop
regions: {main: eu-west-1}
tables:
  items:
    partition_key: {name: id, type: S}
api:
  auth: iam
  routes:
    GET /items/{id}: {action: GetItem, table: items, key: {id: $request.path.id}}
"""


def file_of(*more: str) -> AppFile:
    return parse((BASE + "\n".join(more)).encode())


def mistakes(file: AppFile, environments: tuple[str, ...] | None = None) -> tuple[Finding, ...]:
    with pytest.raises(AppFileError) as raised:
        file.resolve_all(environments)
    return raised.value.findings


@contextmanager
def folder(path: Path, *names: str) -> Iterator[None]:
    """A working folder with the app in files of these names."""
    for name in names:
        (path / name).write_text(BASE)
    with chdir(path):
        yield


def test_without_environments_there_is_one_that_is_called_default() -> None:
    file = file_of()

    assert file.environments == ("default",)
    assert file.app("default").environment == "default"
    assert [app.id for app in file.resolve_all().apps] == ["shop"]


def test_environments_keep_the_order_of_the_file() -> None:
    file = file_of("environments: {prod: {suffix: ''}, dev: , alpha: {}}")

    assert file.environments == ("prod", "dev", "alpha")
    assert [app.id for app in file.resolve_all().apps] == ["shop", "shop-dev", "shop-alpha"]
    assert [app.id for app in file.resolve_all(("alpha", "prod")).apps] == ["shop", "shop-alpha"]
    assert [app.id for app in file] == ["shop", "shop-dev", "shop-alpha"]


def test_an_environment_is_patched_and_then_filled_with_its_own_defaults() -> None:
    file = file_of(
        "defaults: {table: {ttl: expires, deletion_protection: true}}",
        "environments:",
        "  prod: {}",
        "  dev: {defaults: {table: {deletion_protection: false}}, description: for trying, account: '123456789012'}",
    )

    prod, dev = file.app("prod"), file.app("dev")
    assert (prod.tables["items"].ttl, prod.tables["items"].deletion_protection) == ("expires", True)
    assert (dev.tables["items"].ttl, dev.tables["items"].deletion_protection) == ("expires", False)
    assert (prod.description, dev.description, dev.account) == (None, "for trying", "123456789012")


def test_null_removes_what_the_base_says() -> None:
    file = file_of("domain: {name: a.example.com, hosted_zone_id: Z1}", "environments: {prod: {}, dev: {domain: null}}")

    assert file.app("prod").domain is not None
    assert file.app("dev").domain is None


def test_a_mistake_of_all_environments_is_told_once_and_names_none() -> None:
    found = mistakes(file_of("health: {timeout: 1}", "environments: {prod: {}, dev: {}}"))

    assert [(finding.id, finding.environments) for finding in found] == [("A115", ())]


def test_a_mistake_of_some_environments_names_them() -> None:
    found = mistakes(file_of("environments: {prod: {}, dev: {health: {timeout: 1}}, test: {health: {timeout: 1}}}"))

    assert [finding.environments for finding in found] == [("dev",), ("test",)]


def test_only_the_environments_that_are_asked_for_are_judged() -> None:
    file = file_of("environments: {prod: {}, dev: {health: {timeout: 1}}}")

    assert [app.environment for app in file.resolve_all(("prod",)).apps] == ["prod"]
    assert [finding.environments for finding in mistakes(file, ("dev",))] == [()]
    assert file.app("prod").health.timeout == 1500
    with pytest.raises(AppFileError):
        file.app("dev")


def test_a_mistake_of_the_division_concerns_every_environment() -> None:
    file = file_of("environments: {prod: {name: x}, dev: {}}")

    assert [(finding.id, finding.environments) for finding in mistakes(file, ("dev",))] == [("A119", ())]
    with pytest.raises(AppFileError):
        file.app("dev")


def test_a_rule_across_keys_is_told_where_its_value_was_written() -> None:
    found = mistakes(file_of("environments:", "  prod: {}", "  dev:", "    regions: {main: xx-nowhere-1}"))

    assert {(finding.path, finding.line, finding.environments) for finding in found} == {
        (("regions", "main"), 14, ("dev",))
    }


def test_an_environment_that_is_not_declared_is_a_wrong_call() -> None:
    file = file_of("environments: {prod: {}, dev: {}}")

    with pytest.raises(UsageError) as raised:
        file.resolve_all(("pord",))
    assert (raised.value.message, raised.value.advice) == ("app.yaml has no environment pord", "use prod")
    with pytest.raises(UsageError) as raised:
        file.app("zzz")
    assert raised.value.advice == "use one of prod, dev"


def test_what_is_no_yaml_is_told_when_it_is_used() -> None:
    file = parse(b"a: [", "some.yaml")

    assert file.environments == ()
    assert [(finding.id, finding.file) for finding in mistakes(file)] == [("A100", "some.yaml")]
    with pytest.raises(AppFileError):
        file.app("prod")


def test_advice_comes_with_the_apps() -> None:
    loaded = parse(BASE.replace("eu-west-1", "us-east-1").encode()).resolve_all()

    assert [app.main_region for app in loaded.apps] == ["us-east-1"]
    assert loaded.findings
    assert {finding.file for finding in loaded.findings} == {"app.yaml"}
    assert "error" not in {finding.severity for finding in loaded.findings}


def test_the_file_is_found_in_the_working_folder(tmp_path: Path) -> None:
    with folder(tmp_path, "app.yaml"):
        assert load().path == "app.yaml"


def test_the_file_is_found_in_a_folder_that_is_named(tmp_path: Path) -> None:
    with folder(tmp_path, "app.yaml"):
        assert load(tmp_path).path == os.path.join(tmp_path, "app.yaml")
        assert load(tmp_path / "app.yaml").environments == ("default",)


def test_two_files_need_a_choice(tmp_path: Path) -> None:
    with folder(tmp_path, "app.yaml", "app.py"), pytest.raises(UsageError) as raised:
        load()

    assert raised.value.message == "app.yaml and app.py both describe the app"


def test_no_file_advises_to_write_one(tmp_path: Path) -> None:
    with folder(tmp_path), pytest.raises(UsageError) as raised:
        load()

    assert "init" in raised.value.advice


def test_files_that_cannot_be_read_are_wrong_calls(tmp_path: Path) -> None:
    (tmp_path / "a.toml").touch()
    (tmp_path / "a.yaml").symlink_to("a.yaml")

    for name, part in (("none.yaml", "there is no"), ("a.yaml", "cannot read"), ("a.toml", "neither YAML nor Python")):
        with pytest.raises(UsageError, match=part):
            load(tmp_path / name)


HOSTILE = [b"[" * 100_000, b"\0" * 1000, bytes(range(256)), b"x" * 2_000_000, b"a: &a [*a]"]


@pytest.mark.parametrize("raw", HOSTILE, ids=len)
def test_hostile_files_are_refused_quickly(raw: bytes) -> None:
    before = time.process_time()

    assert mistakes(parse(raw))
    assert time.process_time() - before < 1


def test_many_environments_are_quick() -> None:
    file = file_of("environments:", *(f"  e{number}: {{}}" for number in range(100)))
    before = time.process_time()

    assert len(file.resolve_all().apps) == 100
    assert time.process_time() - before < 1


@given(st.text(max_size=80) | st.text("abc:{}[]-'\"\n #&*!|", max_size=80).map(lambda text: BASE + text))
def test_no_text_gives_anything_but_apps_or_findings(text: str) -> None:
    try:
        assert parse(text.encode("utf-8", "surrogatepass")).resolve_all().apps
    except GeneratorError as error:
        assert isinstance(error, AppFileError)
        assert error.findings


@given(st.data())
def test_no_damage_to_a_good_file_gives_anything_but_apps_or_findings(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(BASE)))
    end = data.draw(st.integers(start, min(len(BASE), start + 20)))
    text = BASE[:start] + data.draw(st.text("ab:{}[]-'\" \n$#", max_size=6)) + BASE[end:]

    try:
        assert parse(text.encode()).resolve_all().apps
    except AppFileError as error:
        assert error.findings
