"""`diff`: what a change does to production, against git and against folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diff.markdown import marker
from tests.cli.apps import APP, OTHER_TABLE, SCANNED, WITHOUT_DEV, content_of, write_app
from tests.cli.repositories import built_and_committed, commit, git
from tests.cli.support import invoke

LEGEND = "+ added   - removed"
MORE_REGIONS = APP.replace("secondary: [eu-central-1]", "secondary: [eu-central-1, us-east-1]")


pytestmark = pytest.mark.usefixtures("only_repositories_of_tests")


def test_an_unchanged_app_has_no_differences(repository: Path) -> None:
    outcome = invoke("diff", "--exit-code", "--guard")

    assert outcome.code == 0
    assert outcome.out.splitlines()[2::2] == ["prod: no differences", "dev: no differences"]
    assert outcome.err == "Next: nothing to review\n"


def test_the_first_line_says_what_is_compared(repository: Path) -> None:
    short = git(repository, "rev-parse", "--short=8", "HEAD")

    assert invoke("diff").out.splitlines()[0] == (
        f"app.yaml as it is now against build/ at {short} (the merge base with main)"
    )
    assert invoke("diff", "--against", "HEAD").out.splitlines()[0] == (
        f"app.yaml as it is now against build/ at {short} (HEAD)"
    )
    assert invoke("diff", "--against", "build").out.splitlines()[0] == (
        "app.yaml as it is now against the folder build"
    )


def test_the_app_as_it_is_now_is_compared_also_before_it_is_built(repository: Path) -> None:
    write_app(repository, MORE_REGIONS)
    before = content_of(repository / "build")

    outcome = invoke("diff")

    assert outcome.code == 0
    assert LEGEND in outcome.out
    assert "  eu-west-1 (main), eu-central-1, +us-east-1" in outcome.out
    assert "dev: no differences" in outcome.out
    assert outcome.err == "Next: python -m generator build, then commit build/\n"
    assert content_of(repository / "build") == before


def test_the_base_is_where_the_branch_began_and_not_what_came_after(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "topic")
    built_and_committed(repository, SCANNED)
    git(repository, "switch", "--quiet", "main")
    built_and_committed(repository, MORE_REGIONS)
    git(repository, "switch", "--quiet", "topic")

    assert "+us-east-1" not in invoke("diff").out
    assert "ThingsGetMethod" in invoke("diff").out
    assert "-us-east-1" in invoke("diff", "--against", "main").out
    assert invoke("diff", "--against", "main...").out == invoke("diff").out


def test_the_same_change_in_every_region_is_shown_once(repository: Path) -> None:
    write_app(repository, SCANNED)

    lines = invoke("diff", "--env", "prod").out.splitlines()

    assert [line for line in lines if "ThingsGetMethod" in line] == [
        line for line in lines if line.startswith("    + ThingsGetMethod  AWS::ApiGateway::Method")
    ]
    assert len([line for line in lines if "ThingsGetMethod" in line]) == 1
    assert "  all regions" in lines


def test_an_app_below_the_root_of_the_repository_is_found_from_anywhere(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = repository / "services" / "a shop"
    app.mkdir(parents=True)
    monkeypatch.chdir(app)
    write_app(app)
    invoke("build")
    commit(repository)
    write_app(app, WITHOUT_DEV)

    inside = invoke("diff")
    monkeypatch.chdir(repository)
    outside = invoke("diff", "--app", "services/a shop/app.yaml")

    assert "- dev: " in inside.out
    assert inside.out.splitlines()[1:] == outside.out.splitlines()[1:]
    assert outside.err == (
        "Next: python -m generator build --app 'services/a shop/app.yaml', then commit services/a shop/build/\n"
    )


def test_environments_of_one_side_only_are_shown_whole(repository: Path) -> None:
    write_app(repository, WITHOUT_DEV + "  stage: {domain: {name: api.stage.example.com}}\n")

    lines = invoke("diff").out.splitlines()

    assert [line.partition(":")[0] for line in lines[2:] if line[:2] in ("+ ", "- ")] == ["+ stage", "- dev"]
    for sign, resources in (("+", "4 Route53::RecordSet"), ("-", "2 Route53::RecordSet")):
        assert any(line.startswith(f"    {sign} ") and f"resources: {resources}" in line for line in lines)
    assert len(lines) < 40


def test_one_environment_alone_is_compared_with_itself(repository: Path) -> None:
    write_app(repository, WITHOUT_DEV)

    assert "dev" not in invoke("diff", "--env", "prod").out


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--exit-code",), 1)])
def test_differences_are_an_exit_code_when_asked_for(repository: Path, options: tuple[str, ...], code: int) -> None:
    write_app(repository, SCANNED)

    assert invoke("diff", *options).code == code


def test_a_guard_refuses_what_nobody_agreed_to_and_says_how_to_agree(repository: Path) -> None:
    write_app(repository, OTHER_TABLE)

    outcome = invoke("diff", "--guard", "--exit-code", "--env", "prod")

    assert outcome.code == 3
    assert "error: prod: " in outcome.err
    flags = [line.split("with ")[1] for line in outcome.err.splitlines() if "agree to it with --allow" in line]
    assert flags
    assert outcome.err.splitlines()[-1] == (
        f"Next: if all of that is meant: python -m generator diff --env prod --guard {' '.join(flags)}"
    )
    assert invoke("diff", "--guard", "--env", "prod", *" ".join(flags).split()).code == 0
    assert invoke("diff", "--guard", "--exit-code", "--env", "prod", *" ".join(flags).split()).code == 1


def test_without_a_guard_what_is_risky_is_only_shown(repository: Path) -> None:
    write_app(repository, OTHER_TABLE)

    outcome = invoke("diff", "--env", "prod")

    assert outcome.code == 0
    assert outcome.out.splitlines()[5] == "  Risky"
    assert outcome.err == (
        "Next: agree on what is risky; `python -m generator diff --env prod --guard` refuses it until then\n"
    )


def test_an_allowance_that_agrees_to_nothing_is_told(repository: Path) -> None:
    outcome = invoke("diff", "--guard", "--allow", "replace:others")

    assert outcome.code == 0
    assert "--allow replace:others agrees to nothing that is there\n" in outcome.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--allow", "replace"), "error: --allow has no meaning without --guard\n"),
        (("--guard", "--allow", "replase"), 'error: --allow knows no kind "replase"\n    write replace\n'),
        (("--against", "nowhere"), 'error: "nowhere" is no git revision of this repository\n'),
        (("--against", "-x"), 'error: "-x" is no git revision of this repository\n'),
        (
            ("--against", "."),
            "error: the folder . holds no environment\n    name the folder in it: --against ./build\n",
        ),
        (("--against", "./app.yaml"), "error: ./app.yaml is not a folder\n"),
        (("--format", "yaml"), "error: Invalid value for '--format'"),
    ],
)
def test_what_cannot_be_compared_is_a_mistake_in_the_call(
    repository: Path, options: tuple[str, ...], message: str
) -> None:
    outcome = invoke("diff", *options)

    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


def test_json_is_one_document(repository: Path) -> None:
    write_app(repository, MORE_REGIONS)

    document = json.loads(invoke("diff", "--format", "json").out)

    assert document["schema_version"] == 1
    assert document["commit"] == git(repository, "rev-parse", "HEAD")
    assert [each["environment"] for each in document["environments"]] == ["prod", "dev"]
    assert document["environments"][0]["regions_after"] == ["eu-west-1", "eu-central-1", "us-east-1"]


def test_markdown_begins_with_what_a_workflow_finds_it_by(repository: Path) -> None:
    write_app(repository, MORE_REGIONS)

    lines = invoke("diff", "--format", "markdown").out.splitlines()

    assert lines[0] == marker("app.yaml")
    assert "```mermaid" in lines


def test_colour_is_for_terminals(repository: Path) -> None:
    write_app(repository, MORE_REGIONS)

    assert "\x1b[" not in invoke("diff").out
    assert "\x1b[32m" in invoke("diff", terminal=True).out
    assert "\x1b[" not in invoke("diff", terminal=True, environ={"NO_COLOR": "1"}).out


def test_more_is_said_with_v_and_no_talk_with_q(repository: Path) -> None:
    write_app(repository, SCANNED)

    assert len(invoke("diff", "-v").out.splitlines()) > len(invoke("diff").out.splitlines())
    assert "AuthorizationType" in invoke("diff", "-v").out
    assert invoke("diff", "-q").err == ""
