"""Migrations in the main template: in their order, with what runs them, and when each is asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.app.loader import load
from generator.cloudformation.names import MAIN_REGION_ONLY
from generator.synthesis import synthesize
from tests.support.apps import FUNCTION, SHOP, assembly_of, bodies, patched, resources
from tests.support.policies import ACCOUNT, Policies, documents, located

IN_MAIN = {**FUNCTION, "run_in": "main_region"}
TWO = patched(SHOP, {"functions": {"second": IN_MAIN, "first": IN_MAIN}, "migrations": ["second", "first"]})


def migrations(document: Mapping[str, Any]) -> dict[str, Any]:
    return resources(assembly_of(document), of_type="CustomResource")


def version(document: Mapping[str, Any], name: str = "FirstMigration") -> str:
    found: str = migrations(document)[name]["Properties"]["Version"]
    return found


def test_they_come_after_the_tables_and_one_after_the_other() -> None:
    found = migrations(TWO)

    assert found["SecondMigration"]["DependsOn"] == ["ItemsTable", "RegionControlTable"]
    assert found["FirstMigration"]["DependsOn"] == ["SecondMigration"]


def test_each_asks_the_runner_for_its_function() -> None:
    found = migrations(TWO)["FirstMigration"]["Properties"]

    assert {key: value for key, value in found.items() if key != "Version"} == {
        "ServiceToken": {"Fn::GetAtt": ["MigrationRunner", "Arn"]},
        "ServiceTimeout": 960,
        "Function": "first",
        "FunctionArn": {"Fn::GetAtt": ["FirstFunction", "Arn"]},
    }


def test_all_of_it_is_in_the_main_region_only() -> None:
    found = bodies(assembly_of(TWO))

    added = found["main"]["Resources"].keys() - bodies(assembly_of(SHOP))["main"]["Resources"].keys()
    assert {"FirstMigration", "MigrationRunner", "MigrationRunnerRole", "MigrationRunnerLogGroup"} <= added
    assert all(found["main"]["Resources"][name]["Metadata"][MAIN_REGION_ONLY] is True for name in added)
    assert found["secondary"] == bodies(assembly_of(SHOP))["secondary"]


def test_an_app_without_migrations_has_no_runner() -> None:
    assert "MigrationRunner" not in resources(assembly_of(patched(TWO, {"migrations": None})))


@pytest.mark.parametrize("change", [{"inline": "handler = repr"}, {"handler": "index.h2"}, {"runtime": "python3.14"}])
def test_another_code_is_another_version_of_that_migration_only(change: Mapping[str, Any]) -> None:
    changed = patched(TWO, {"functions": {"first": change}})

    assert version(changed) != version(TWO)
    assert version(changed, "SecondMigration") == version(TWO, "SecondMigration")


@pytest.mark.parametrize("change", [{"memory_size": 512}, {"timeout": 9}, {"environment": {"A1": "x"}}])
def test_what_the_code_is_given_to_run_with_is_no_other_version(change: Mapping[str, Any]) -> None:
    assert version(patched(TWO, {"functions": {"first": change}})) == version(TWO)


def test_a_change_in_the_folder_is_another_version(tmp_path: Any) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "app.yaml").write_text(
        "name: shop\nregions: {main: eu-west-1}\nmigrations: [a1]\n"
        "functions: {a1: {handler: index.handler, runtime: python3.13, code: code, run_in: main_region}}\n"
        "api: {auth: iam, routes: {GET /: {mock: {status: 200}}}}\n"
    )

    def seen(code: str) -> str:
        (tmp_path / "code" / "index.py").write_text(code)
        (app,) = load(tmp_path / "app.yaml").resolve_all().apps
        found: str = resources(synthesize(app), of_type="CustomResource")["A1Migration"]["Properties"]["Version"]
        return found

    assert seen("handler = print\n") == seen("handler = print\n") != seen("handler = repr\n")


def test_the_runner_may_call_migrations_and_keep_what_has_run_and_nothing_else() -> None:
    document = patched(TWO, {"functions": {"other": FUNCTION}})
    found = resources(assembly_of(document))
    runner = Policies(documents(found["MigrationRunnerRole"], located(found)))
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function"
    control = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/shop-control"

    assert runner.allows("lambda:InvokeFunction", f"{function}:shop_first")
    assert not runner.allows("lambda:InvokeFunction", f"{function}:shop_other")
    assert runner.actions == {
        "dynamodb:UpdateItem",
        "lambda:InvokeFunction",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
    (statement,) = [one for one in runner.statements if "dynamodb:UpdateItem" in one.actions]
    assert statement.resources == [control]
    assert statement.condition == {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["migration#first", "migration#second"]}
    }


def test_the_execution_role_may_ask_the_runner() -> None:
    roles = resources(assembly_of(TWO), "roles")
    found = Policies(documents(roles["ExecutionServicesPolicy"]))
    name = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:shop_migration-runner"

    assert found.allows("lambda:InvokeFunction", name)
    assert not found.allows("lambda:InvokeFunction", name.replace("shop_", "shop-dev_"))


def test_the_text_of_the_runner_is_python_of_its_runtime() -> None:
    runner = resources(assembly_of(TWO))["MigrationRunner"]["Properties"]

    (separator, lines) = runner["Code"]["ZipFile"]["Fn::Join"]
    compile(separator.join(lines), "index.py", "exec")
    assert runner["Handler"] == "index.handler"
    assert runner["Environment"]["Variables"] == {"CONTROL_TABLE": "shop-control"}
