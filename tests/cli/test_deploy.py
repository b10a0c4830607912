"""`deploy`: what it asks, what it does, what it says, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli.process import Target
from tests.cli.apps import APP, SCANNED, content_of, write_app
from tests.cli.clouds import build, cloud, deploy, deployed, to
from tests.cli.support import invoke
from tests.support.fake_cloud import FakeCloud

WITHOUT_SECONDARY = APP.replace("secondary: [eu-central-1]", "secondary: []")
MORE_REGIONS = APP.replace("secondary: [eu-central-1]", "secondary: [eu-central-1, us-west-2]")
OF_AN_ACCOUNT = APP.replace('{suffix: ""}', '{suffix: "", account: "999999999999"}')


def test_it_brings_every_region_up_and_ends_with_their_addresses(shop: Path, aws: FakeCloud) -> None:
    outcome = deploy(aws, "--yes")

    assert outcome.code == 0
    assert outcome.out == (
        "all regions   https://api.example.com\n"
        "eu-west-1     https://eu-west-1.api.example.com\n"
        "eu-central-1  https://eu-central-1.api.example.com\n"
    )
    assert outcome.err.endswith("steps done\nNext: python -m generator status --env prod\n")
    assert aws.served("eu-west-1") == aws.served("eu-central-1") != frozenset()


def test_the_second_time_there_is_nothing_to_do(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    aws.calls.clear()

    outcome = deploy(aws, "--yes")

    assert outcome.code == 0
    assert outcome.err == (
        "nothing to do: account 123456789012 has what build/ holds\nNext: python -m generator status --env prod\n"
    )
    assert "https://api.example.com\n" in outcome.out
    assert aws.calls == []


def test_on_a_terminal_the_plan_is_shown_and_asked_about(shop: Path, aws: FakeCloud) -> None:
    outcome = deploy(aws, terminal=True, answers="y\n", environ={"NO_COLOR": "1", "CI": "1"})

    assert outcome.code == 0
    assert " 1. eu-west-1: " in outcome.err
    assert "Deploy 11 steps to account 123456789012? [y/N] " in outcome.err


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "perhaps\n"])
def test_everything_but_a_yes_is_a_no(shop: Path, aws: FakeCloud, answer: str) -> None:
    outcome = deploy(aws, terminal=True, answers=answer, environ={"NO_COLOR": "1"})

    assert (outcome.code, aws.calls) == (2, [])
    assert outcome.err.endswith("nothing was changed\n")


def test_without_a_terminal_and_without_consent_nothing_is_even_asked(shop: Path, aws: FakeCloud) -> None:
    outcome = deploy(aws)

    assert (outcome.code, aws.reads) == (2, [])
    assert outcome.err == "error: there is no terminal to ask on\n    agree beforehand with --yes\n"


def test_a_build_that_is_out_of_date_is_refused_and_left_alone(shop: Path, aws: FakeCloud) -> None:
    write_app(shop, SCANNED)
    before = content_of(shop / "build")

    outcome = deploy(aws, "--yes")

    assert (outcome.code, aws.reads) == (2, [])
    assert outcome.err.startswith("error: build is out of date: build/prod/")
    assert "\n    run `python -m generator build --env prod`, review and commit it\n" in outcome.err
    assert content_of(shop / "build") == before


def test_another_environment_may_be_out_of_date(shop: Path, aws: FakeCloud) -> None:
    write_app(shop, APP.replace("api.dev.example.com", "api.test.example.com"))

    assert deploy(aws, "--yes").code == 0


def test_where_there_are_several_environments_one_has_to_be_named(shop: Path, aws: FakeCloud) -> None:
    outcome = invoke("deploy", "--yes", connect=to(aws))

    assert outcome.code == 2
    assert outcome.err == (
        "error: app.yaml has 2 environments, and deploy works on one: prod, dev\n"
        "    run `python -m generator deploy --env prod`\n"
    )


def test_another_account_is_refused(here: Path, aws: FakeCloud) -> None:
    build(here, OF_AN_ACCOUNT)

    outcome = deploy(aws, "--yes")

    assert (outcome.code, aws.calls) == (3, [])
    assert outcome.err.startswith(
        "error: the credentials are of account 123456789012, and the app file names 999999999999 [P101]\n    "
    )


def test_what_the_preflight_finds_wrong_is_told_all_at_once(shop: Path, aws: FakeCloud) -> None:
    aws.zones.clear()
    aws.regions -= {"eu-central-1"}

    outcome = deploy(aws, "--yes")

    assert (outcome.code, aws.calls) == (2, [])
    assert [line.rpartition("[")[2] for line in outcome.err.splitlines() if line.startswith("error: ")] == [
        "P102]",
        "P110]",
    ]
    assert outcome.err.splitlines()[-1].startswith("Next: mend that, then python -m generator deploy --env prod")


def test_a_risky_change_is_refused_with_the_exact_flag(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    build(shop, WITHOUT_SECONDARY)
    aws.calls.clear()

    outcome = deploy(aws, "--yes")

    assert (outcome.code, aws.calls) == (3, [])
    assert "\n    agree to it with --allow remove-region:eu-central-1\n" in outcome.err
    command = outcome.err.splitlines()[-1].removeprefix("Next: if all of that is meant: python -m generator ")
    assert invoke(*command.split(), connect=to(aws)).code == 0


def test_an_allowance_for_nothing_is_mentioned(shop: Path, aws: FakeCloud) -> None:
    outcome = deploy(aws, "--yes", "--allow", "replace:nothing")

    assert outcome.code == 0
    assert "--allow replace:nothing agrees to nothing that is there\n" in outcome.err


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--skip-region", "eu-west-1"), "eu-west-1"),
        (("--skip-region", "eu-north-9"), "error: --skip-region eu-north-9: the app has no such region\n    it has"),
        (("--allow", "everything"), 'error: --allow knows no kind "everything"'),
        (("--local", "--profile", "x"), "error: --local has no profiles"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_changed(
    shop: Path, aws: FakeCloud, option: tuple[str, ...], told: str
) -> None:
    outcome = deploy(aws, "--yes", *option)

    assert (outcome.code, aws.calls) == (2, [])
    assert told in outcome.err


def test_a_region_that_is_down_is_left_out(here: Path, aws: FakeCloud) -> None:
    build(here, MORE_REGIONS)
    deployed(aws)
    build(here, MORE_REGIONS.replace("GET /things/{id}", "GET /goods/{id}"))
    aws.down.add("us-west-2")
    aws.calls.clear()

    unread = deploy(aws, "--yes", "--allow", "public-route")
    untouched = list(aws.calls)
    outcome = deploy(aws, "--yes", "--skip-region", "us-west-2", "--allow", "public-route")

    assert (unread.code, untouched) == (4, [])
    assert "go on without it: --skip-region us-west-2\n" in unread.err
    assert outcome.code == 0, outcome.err
    assert aws.served("eu-central-1") == aws.served("eu-west-1") != aws.served("us-west-2")


def test_quiet_leaves_the_addresses(shop: Path, aws: FakeCloud) -> None:
    outcome = deploy(aws, "--yes", "-q")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("all regions ")


def test_the_profile_is_what_is_asked_with_and_named_again(shop: Path, aws: FakeCloud) -> None:
    seen: list[Target] = []
    outcome = invoke("deploy", "--env", "prod", "--yes", "--profile", "work", connect=to(aws, seen=seen))

    assert [target.profile for target in seen] == ["work"]
    assert outcome.err.endswith("Next: python -m generator status --env prod --profile work\n")


def test_the_embedded_aws_keeps_its_state_beside_the_app_file(shop: Path, aws: FakeCloud) -> None:
    seen: list[Target] = []

    outcome = invoke("deploy", "--env", "prod", "--yes", "--local", connect=to(aws, seen=seen))

    assert outcome.code == 0
    assert [target.folder for target in seen] == [str(shop / ".multi-region" / "local")]
    assert "eu-west-1     http://eu-west-1.api.example.com.localhost:4599\n" in outcome.out
    assert outcome.err.endswith("Next: python -m generator status --env prod --local\n")


def test_one_that_ends_with_the_command_says_how_to_keep_it(shop: Path, aws: FakeCloud) -> None:
    outcome = invoke("deploy", "--env", "prod", "--yes", "--local", connect=to(aws, stays=False))

    assert "eu-west-1     http://eu-west-1.api.example.com.localhost:4566\n" in outcome.out
    assert outcome.err.endswith("Next: python -m generator local --env prod\n")


def test_an_app_of_a_certain_account_can_be_rehearsed(here: Path) -> None:
    build(here, OF_AN_ACCOUNT)

    outcome = deploy(cloud("000000000000"), "--yes", "--local")

    assert outcome.code == 0, outcome.err
    assert "the app file names account 999999999999; the embedded AWS stands in for it as 000000000000\n" in outcome.err
