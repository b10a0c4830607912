"""`plan`: what deploy would do, and nothing done."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from generator.deploy.plan_file import decoded
from tests.cli.apps import APP, OTHER_TABLE, SCANNED, write_app
from tests.cli.clouds import build, cloud, deployed, to
from tests.cli.support import Outcome, invoke
from tests.golden import Golden
from tests.support.fake_cloud import FakeCloud
from tests.support.fake_tables import TableGroup

MAIN = "eu-west-1"
CASES = Path(__file__).parents[1] / "cases" / "cli"
MORE_REGIONS = APP.replace("secondary: [eu-central-1]", "secondary: [eu-central-1, us-west-2]")


def plan(aws: FakeCloud, *options: str) -> Outcome:
    return invoke("plan", "--env", "prod", *options, connect=to(aws))


def test_a_first_deploy_as_a_list_of_steps(shop: Path, aws: FakeCloud, golden: Golden) -> None:
    outcome = plan(aws)

    assert outcome.code == 0
    assert aws.calls == []
    golden.check(CASES / "first-deploy.txt", outcome.out + outcome.err)


def test_a_region_and_a_route_more_and_what_has_to_be_agreed_to(here: Path, aws: FakeCloud, golden: Golden) -> None:
    build(here)
    deployed(aws)
    build(
        here,
        MORE_REGIONS.replace(
            "    GET /things/{id}", "    GET /all: {action: Scan, table: things}\n    GET /things/{id}"
        ),
    )

    outcome = plan(aws)

    assert outcome.code == 0
    golden.check(CASES / "more-of-everything.txt", outcome.out + outcome.err)


def test_the_next_command_is_the_one_that_works(here: Path, aws: FakeCloud) -> None:
    build(here)
    deployed(aws)
    build(here, SCANNED)

    command = plan(aws).err.splitlines()[-1].removeprefix("Next: python -m generator ")

    assert invoke(*shlex.split(command), "--yes", connect=to(aws)).code == 0


def test_what_was_agreed_to_is_not_asked_again(here: Path, aws: FakeCloud) -> None:
    build(here)
    deployed(aws)
    build(here, SCANNED)

    outcome = plan(aws, "--allow", "public-route", "--allow", "iam-wider")

    assert "To be agreed to" not in outcome.out
    assert outcome.err.endswith("Next: python -m generator deploy --env prod --allow=public-route --allow=iam-wider\n")


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--exit-code",), 1)])
def test_with_exit_code_something_to_do_is_a_no(
    shop: Path, aws: FakeCloud, options: tuple[str, ...], code: int
) -> None:
    assert plan(aws, *options).code == code


def test_nothing_to_do_is_said(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)

    outcome = plan(aws, "--exit-code")

    assert outcome.code == 0
    assert outcome.out.endswith("\n\nnothing to do\n")
    assert outcome.err == "Next: python -m generator status --env prod\n"


def test_an_error_of_the_preflight_is_a_no_and_nothing_is_planned(shop: Path, aws: FakeCloud) -> None:
    aws.zones.clear()

    outcome = plan(aws, "--out", "plan.json", "--allow", "replace")

    assert outcome.code == 1
    assert "preflight: 16 of 17 checks well\n  error: " in outcome.out
    assert outcome.out.endswith("\n\nnothing is planned before that is mended\n")
    assert outcome.err == (
        "plan.json: not written, for this plan cannot be carried out\n"
        "Next: mend what the preflight found, then python -m generator plan --env prod\n"
    )
    assert not (shop / "plan.json").exists()


def test_a_plan_that_is_not_written_says_that_the_one_there_is_older(shop: Path, aws: FakeCloud) -> None:
    (shop / "plan.json").write_text("older")
    aws.zones.clear()

    outcome = plan(aws, "--out", "plan.json")

    assert outcome.err.startswith(
        "plan.json: not written, for this plan cannot be carried out; the file that is there is an older one\nNext: "
    )
    assert (shop / "plan.json").read_text() == "older"


def test_an_error_that_only_the_plan_knows_keeps_it_from_being_written_too(shop: Path, aws: FakeCloud) -> None:
    aws.tables.put(
        None, TableGroup(name="shop-things", keys={"id": "HASH"}, attribute_types={"id": "N"}, replicas={MAIN: False})
    )

    outcome = plan(aws, "--out", "plan.json")

    assert (outcome.code, (shop / "plan.json").exists()) == (1, False)
    assert "[P202]" in outcome.out


def test_another_account_is_refused(here: Path, aws: FakeCloud) -> None:
    build(here, APP.replace('{suffix: ""}', '{suffix: "", account: "999999999999"}'))

    outcome = plan(aws)

    assert outcome.code == 3
    assert "preflight: 0 of 1 check well\n  error: the credentials are of account 123456789012" in outcome.out


def test_that_the_main_region_cannot_be_skipped_is_told_before_anything_is_asked(shop: Path, aws: FakeCloud) -> None:
    outcome = plan(aws, "--skip-region", MAIN)

    assert (outcome.code, aws.reads) == (2, [])
    assert outcome.err.startswith("error: eu-west-1 cannot be skipped: ")


def test_a_region_that_does_not_answer_leaves_it_open(shop: Path, aws: FakeCloud) -> None:
    aws.down.add("eu-central-1")
    aws.zones.clear()

    outcome = plan(aws)

    assert outcome.code == 4
    assert [line.rpartition("[")[2] for line in outcome.out.splitlines() if line.startswith("  error: ")] == [
        "P103]",
        "P110]",
    ]


def test_every_check_is_told_with_v(shop: Path, aws: FakeCloud) -> None:
    assert plan(aws, "-v").out.count("\n  ok: ") == 17


def test_programs_get_a_document(shop: Path, aws: FakeCloud) -> None:
    document = json.loads(plan(aws, "--format", "json").out)

    assert document["schema_version"] == 1
    assert document["regions"] == ["eu-west-1", "eu-central-1"]
    assert [step["number"] for step in document["steps"]] == list(range(1, len(document["steps"]) + 1))
    assert document["refused"] == []
    assert {check["outcome"] for check in document["checks"]} == {"ok"}


def test_programs_are_told_what_has_to_be_agreed_to(here: Path, aws: FakeCloud) -> None:
    build(here)
    deployed(aws)
    build(here, SCANNED)

    refused = json.loads(plan(aws, "--format", "json").out)["refused"]

    assert "public-route:GET /things" in [one["allow"] for one in refused]


def test_a_plan_is_written_to_a_file_for_deploy(shop: Path, aws: FakeCloud) -> None:
    outcome = plan(aws, "--out", "my plan.json")

    written = decoded((shop / "my plan.json").read_bytes(), "my plan.json")
    assert (written.environment, written.account) == ("prod", "123456789012")
    assert outcome.err == "my plan.json: written\nNext: python -m generator deploy --env prod 'my plan.json'\n"


def test_a_file_that_cannot_be_written_is_told(shop: Path, aws: FakeCloud) -> None:
    outcome = plan(aws, "--out", "missing/plan.json")

    assert outcome.code == 2
    assert "missing/plan.json" in outcome.err


def test_the_permissions_that_deploy_needs_are_printed_without_asking_aws(shop: Path) -> None:
    outcome = invoke("plan", "--env", "prod", "--permissions")

    policy = json.loads(outcome.out)
    assert (outcome.code, policy["Version"]) == (0, "2012-10-17")
    assert all(statement["Effect"] == "Allow" for statement in policy["Statement"])


def test_a_build_that_is_out_of_date_is_not_planned(shop: Path, aws: FakeCloud) -> None:
    write_app(shop, OTHER_TABLE)

    assert (plan(aws).code, aws.reads) == (2, [])


def test_a_build_that_is_not_there_is_not_planned(here: Path, aws: FakeCloud) -> None:
    write_app(here)

    outcome = plan(aws)

    assert outcome.code == 2
    assert outcome.err == (
        "error: build is out of date: build/bootstrap.template.json is missing, build/prod/roles.template.json is "
        "missing, build/prod/main.template.json is missing, and 3 more\n"
        "    run `python -m generator build --env prod`, review and commit it\n"
    )


def test_the_only_environment_need_not_be_named(here: Path, aws: FakeCloud) -> None:
    build(here, APP.partition("environments:")[0])

    assert invoke("plan", connect=to(aws)).code == 0


def test_names_in_any_script_are_shown(here: Path, aws: FakeCloud) -> None:
    folder = here / "日本 über"
    folder.mkdir()
    write_app(folder)
    path = str(folder / "app.yaml")
    assert invoke("build", "--app", path).code == 0

    outcome = invoke("plan", "--app", path, "--env", "prod", connect=to(cloud()))

    assert outcome.code == 0
    assert outcome.err.endswith(f"Next: python -m generator deploy --app '{path}' --env prod\n")
