"""`destroy`: what goes, what stays, and who has to agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.apps import APP, write_app
from tests.cli.clouds import build, deployed, to
from tests.cli.support import Outcome, invoke
from tests.golden import Golden
from tests.support.fake_cloud import FakeCloud

CASES = Path(__file__).parents[1] / "cases" / "cli"
DATA = ("--allow", "delete-data")
TABLES = {"shop-control", "shop-things"}
ON_A_TERMINAL = {"NO_COLOR": "1", "CI": "1"}


def destroy(aws: FakeCloud, *options: str, answers: str | None = None) -> Outcome:
    if answers is None:
        return invoke("destroy", "--env", "prod", *options, connect=to(aws))
    return invoke(
        "destroy", "--env", "prod", *options, connect=to(aws), terminal=True, answers=answers, environ=ON_A_TERMINAL
    )


@pytest.fixture
def full(shop: Path, aws: FakeCloud) -> FakeCloud:
    """An account with everything, a day after it was made."""
    deployed(aws)
    aws.sleep(25 * 3600)
    aws.calls.clear()
    return aws


def stacks(aws: FakeCloud) -> set[str]:
    return {stack.name for region in ("eu-west-1", "eu-central-1", "us-east-1") for stack in aws.world.at(region)}


def tables(aws: FakeCloud) -> set[str]:
    return {group.name for group in aws.tables.groups}


def protections(aws: FakeCloud) -> list[tuple[str, str, bool]]:
    """Table, region, whether the replica there is protected."""
    return [(group.name, region, on) for group in aws.tables.groups for region, on in group.replicas.items()]


def test_everything_goes_but_the_data_and_what_others_use(full: FakeCloud, golden: Golden) -> None:
    outcome = destroy(full, "--yes")

    assert (outcome.code, outcome.out) == (0, "")
    assert stacks(full) == {"multi-region-bootstrap"}
    assert tables(full) == TABLES
    shown = outcome.err.partition("\n\n 0:00")
    golden.check(CASES / "destroy.txt", shown[0] + "\n")
    assert outcome.err.endswith(
        "Next: to delete the data as well: python -m generator destroy --env prod --allow delete-data\n"
    )


def test_the_data_can_go_later(full: FakeCloud) -> None:
    destroy(full, "--yes")

    outcome = destroy(full, *DATA, "--confirm", "shop")

    assert outcome.code == 0, outcome.err
    assert tables(full) == set()
    assert outcome.err.endswith("Next: nothing of it is left; the bootstrap stacks stay, for other apps use them\n")


def test_only_the_table_that_is_named_goes(full: FakeCloud) -> None:
    outcome = destroy(full, "--allow", "delete-data:shop-things", "--confirm", "shop")

    assert outcome.code == 0
    assert tables(full) == {"shop-control"}


def test_on_a_terminal_the_id_has_to_be_typed_for_the_data(full: FakeCloud) -> None:
    outcome = destroy(full, *DATA, "--yes", answers="shop\n")

    assert outcome.code == 0
    assert "The data of shop-control and shop-things will be gone, in every region.\n" in outcome.err
    assert "Type shop to agree: " in outcome.err
    assert tables(full) == set()


@pytest.mark.parametrize("answer", ["y\n", "Shop\n", "\n", ""])
def test_anything_else_is_a_no(full: FakeCloud, answer: str) -> None:
    outcome = destroy(full, *DATA, "--yes", answers=answer)

    assert (outcome.code, full.calls) == (2, [])
    assert outcome.err.endswith("nothing was changed\n")


def test_without_data_a_yes_is_enough(full: FakeCloud) -> None:
    assert destroy(full, answers="y\n").code == 0
    assert stacks(full) == {"multi-region-bootstrap"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "error: there is no terminal to ask on\n    agree beforehand with --yes\n"),
        (
            (*DATA, "--yes"),
            "error: there is no terminal to type the app's id on, and data would be deleted\n"
            "    agree beforehand with --confirm shop\n",
        ),
        ((*DATA, "--confirm", "shop-dev"), 'error: --confirm "shop-dev" is not the id of this app\n    it is shop\n'),
        (
            ("--yes", "--allow", "replace"),
            "error: --allow replace has no meaning here\n    destroy knows only delete-data\n",
        ),
        (
            ("--confirm", "shop", "--allow", "delete-data:orders"),
            'error: the app has no table "orders"\n    it has shop-control, shop-things\n',
        ),
    ],
)
def test_what_is_not_agreed_to_properly_is_not_tried(full: FakeCloud, options: tuple[str, ...], told: str) -> None:
    outcome = destroy(full, *options)

    assert (outcome.code, outcome.err, full.calls) == (2, told, [])


def test_the_rule_of_24_hours_is_told_beforehand_and_when_it_strikes(shop: Path, aws: FakeCloud) -> None:
    deployed(aws)
    more = APP.replace("secondary: [eu-central-1]", "secondary: [eu-central-1, us-west-2]")
    build(shop, more)
    assert invoke("deploy", "--env", "prod", "--yes", connect=to(aws)).code == 0

    outcome = destroy(aws, *DATA, "--confirm", "shop")

    assert outcome.code == 1
    assert "for 24 hours" in outcome.err
    assert "the last 24 hours; its deletion protection is on again in eu-west-1\n" in outcome.err
    assert set(protections(aws)) == {
        ("shop-control", "eu-west-1", True),
        ("shop-things", "eu-west-1", True),
    }
    assert outcome.err.endswith("Next: python -m generator destroy --env prod --allow=delete-data --confirm=shop\n")


def test_a_region_that_does_not_answer_could_hide_what_is_there(full: FakeCloud) -> None:
    full.down.add("eu-central-1")

    outcome = destroy(full, "--yes")

    assert (outcome.code, full.calls) == (4, [])
    assert outcome.err.startswith("error: eu-central-1 could not be read: ")


def test_without_the_roles_nothing_is_removed_before_deploy_has_made_them_again(full: FakeCloud) -> None:
    full.world.delete("shop-roles", "eu-west-1", None)
    before = stacks(full)

    refused = destroy(full, "--yes")
    untouched = stacks(full)
    again = invoke("deploy", "--env", "prod", "--yes", connect=to(full))
    outcome = destroy(full, "--yes")

    assert (refused.code, untouched) == (2, before)
    assert refused.err == (
        "error: the roles of stack shop-roles are gone, and AWS deletes shop-dns, shop-main and shop-secondary only "
        "with their rights [P206]\n"
        "    `deploy` makes the roles again, from build/; then `destroy`\n"
        "Next: mend that, then python -m generator destroy --env prod --yes\n"
    )
    assert again.code == 0, again.err
    assert "note: the roles with whose rights everything was made are gone: " in again.err
    assert outcome.code == 0, outcome.err
    assert stacks(full) == {"multi-region-bootstrap"}


def test_another_account_is_refused(here: Path, aws: FakeCloud) -> None:
    build(here, APP.replace('{suffix: ""}', '{suffix: "", account: "999999999999"}'))

    assert (destroy(aws, "--yes").code, aws.calls) == (3, [])


def test_when_nothing_is_there_nothing_is_done(shop: Path, aws: FakeCloud) -> None:
    outcome = destroy(aws, "--yes")

    assert (outcome.code, aws.calls) == (0, [])
    assert outcome.err.startswith("nothing to do: account 123456789012 has nothing of shop that may go\n")


def test_the_app_file_may_have_moved_on(full: FakeCloud, here: Path) -> None:
    write_app(here, APP.replace("type: S", "type: N"))

    outcome = destroy(full, "--yes")

    assert outcome.code == 0
    assert outcome.err.startswith("build is out of date, and what it holds counts here; ")
