"""The workflows of this repository; one of them is what `init` writes. They call what there is, and may do little."""

from __future__ import annotations

import os
import re
import subprocess
from importlib import import_module

import click
import pytest

from generator.cli.main import VERBS
from generator.cli.starter_workflow import workflow
from tests.golden import Golden
from tests.meta.sources import ROOT
from tests.meta.workflows import FOLDER, Workflow, workflows

# Each commit is that of the tag in the action's own repository. An update is looked up there, not taken from elsewhere.
ACTIONS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "github/codeql-action/upload-sarif": "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
}

PERMISSIONS = {
    ("check.yml", "gate"): {"contents": "read"},
    ("multi-region.yml", "lint"): {"contents": "read", "security-events": "write"},
    ("multi-region.yml", "diff"): {"contents": "read", "pull-requests": "write"},
}

WRITING = ("Upload them", "Comment on the pull request, or update the comment")

each = pytest.mark.parametrize("file", workflows(), ids=lambda file: file.name)


def test_what_init_writes_is_what_this_repository_uses(golden: Golden) -> None:
    golden.check(FOLDER / "multi-region.yml", workflow("app.yaml", "."))


@each
def test_every_action_is_pinned_by_the_commit_of_a_version(file: Workflow) -> None:
    used = re.findall(r"\buses: ([^@\n]+)@(.+)", file.text)

    assert [name for name, pin in used if ACTIONS.get(name) != pin] == []
    assert len(used) == sum("uses" in step for step in file.steps())


@each
def test_a_job_may_do_what_it_needs_and_nothing_else(file: Workflow) -> None:
    assert file.content["permissions"] == {}
    assert {(file.name, name): job["permissions"] for name, job in file.jobs.items()} == {
        key: value for key, value in PERMISSIONS.items() if key[0] == file.name
    }


@each
def test_code_of_a_fork_meets_neither_secrets_nor_a_token_that_writes(file: Workflow) -> None:
    assert set(file.content["on"]) == {"push", "pull_request"}
    assert "secrets." not in file.text
    for step in file.steps():
        if "GH_TOKEN" in step.get("env", {}) or step.get("name") in WRITING:
            assert "github.event.pull_request.head.repo.full_name == github.repository" in step["if"]
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@each
def test_nothing_that_a_stranger_can_write_becomes_part_of_a_script(file: Workflow) -> None:
    assert [step["run"] for step in file.steps() if "${{" in step.get("run", "")] == []


@each
def test_no_job_runs_for_hours(file: Workflow) -> None:
    assert all(job["timeout-minutes"] <= 30 for job in file.jobs.values())


@each
def test_scripts_are_bash(file: Workflow) -> None:
    for step in file.steps():
        if "run" in step:
            done = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")


@each
def test_the_commands_and_options_exist(file: Workflow) -> None:
    for verb, options in file.commands():
        module, _, attribute = VERBS[verb].target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        known = {name for parameter in command.params for name in parameter.opts}

        assert [option for option in options if option not in known] == []


def test_the_commands_are_found() -> None:
    (file,) = (file for file in workflows() if file.name == "multi-region.yml")

    assert list(file.commands()) == [
        ("build", ["--check", "--app"]),
        ("lint", ["--strict", "--app"]),
        ("lint", ["--format", "--app"]),
        ("diff", ["--against", "--format", "--app"]),
    ]


@each
def test_other_programs_that_are_called_are_in_the_repository(file: Workflow) -> None:
    ours = [step["run"] for step in file.steps() if step.get("run", "").startswith(".")]

    assert [path for path in ours if not os.access(ROOT / path, os.X_OK)] == []


def test_the_gate_runs_on_every_python_that_is_promised() -> None:
    (file,) = (file for file in workflows() if file.name == "check.yml")
    promised = re.findall(r"Python :: (3\.\d+)$", (ROOT / "setup.cfg").read_text(), re.MULTILINE)

    assert file.jobs["gate"]["strategy"]["matrix"]["python"] == promised
