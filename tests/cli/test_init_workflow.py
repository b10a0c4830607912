"""The workflow that `init` writes: where it goes, what it installs, and that its scripts do what they should."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.cli.distribution import own_requirement, requirement
from generator.cli.starter_workflow import workflow
from tests.cli.apps import APP, content_of, write_app
from tests.cli.support import invoke
from tests.meta.sources import ROOT
from tests.meta.workflows import Workflow

DIFF, COMMENT = "diff", "Comment on the pull request, or update the comment"
WRITTEN = Workflow("multi-region.yml", workflow("app.yaml", "tool"))

# Says what it was called with; knows the comments that $COMMENTS names.
GH = """\
#!/bin/sh
echo "$@ | $marker" >> calls
case "$*" in *--paginate*) printf "$COMMENTS" ;; esac
"""


@pytest.mark.parametrize(
    ("app", "path", "named"),
    [
        (None, "multi-region.yml", "app.yaml"),
        ("shop/app.yaml", "multi-region-shop.yml", "shop/app.yaml"),
        ("teams/shop/live.yml", "multi-region-teams-shop.yml", "teams/shop/live.yml"),
    ],
)
def test_it_goes_where_github_looks_and_names_the_app_file(here: Path, app: str | None, path: str, named: str) -> None:
    (here / ".git").mkdir()
    (here / "teams" / "shop").mkdir(parents=True)
    (here / "shop").mkdir()

    outcome = invoke("init", *(("--app", app) if app else ()))

    assert outcome.code == 0
    assert outcome.err.startswith(f".github/workflows/{path} written: ")
    assert yaml.safe_load((here / ".github" / "workflows" / path).read_text())["env"]["APP"] == named


def test_it_is_found_from_a_folder_below(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".git").write_text("gitdir: elsewhere")
    (here / "shop").mkdir()
    monkeypatch.chdir(here / "shop")

    assert invoke("init").code == 0
    assert ".github/workflows/multi-region-shop.yml" in content_of(here)


def test_outside_of_a_repository_there_is_none(here: Path) -> None:
    invoke("init")

    assert set(content_of(here)) == {"app.yaml", "app.schema.json"}


def test_one_that_is_there_is_left_alone(here: Path) -> None:
    (here / ".git").mkdir()
    (here / ".github" / "workflows").mkdir(parents=True)
    (here / ".github" / "workflows" / "multi-region.yml").write_text("mine")

    outcome = invoke("init")

    assert outcome.code == 2
    assert outcome.err.startswith("error: .github/workflows/multi-region.yml exists already\n")
    assert content_of(here) == {".github/workflows/multi-region.yml": b"mine"}


@pytest.mark.parametrize("app", ["app.yaml", 'a "b": #c.yaml', "ünder/app.yaml", "it's.yaml"])
def test_any_path_is_quoted(app: str) -> None:
    assert Workflow("", workflow(app, "tool")).content["env"] == {"APP": app, "TOOL": "tool"}


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, "multi-region-generator==1.2"),
        ("no JSON", None),
        ('{"url": "file:///src", "dir_info": {"editable": true}}', None),
        ('{"url": "file:///src", "vcs_info": {"vcs": "git", "commit_id": "abc"}}', None),
        (
            '{"url": "https://example.com/r", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
            "multi-region-generator @ git+https://example.com/r@abc",
        ),
    ],
)
def test_the_tool_that_is_installed_is_the_one_that_wrote_the_file(origin: str | None, expected: str | None) -> None:
    assert requirement("1.2", origin) == expected


def test_a_tool_that_no_other_machine_can_get_is_for_the_user_to_name(here: Path) -> None:
    (here / ".git").mkdir()

    outcome = invoke("init")

    tool = yaml.safe_load((here / ".github" / "workflows" / "multi-region.yml").read_text())["env"]["TOOL"]
    assert ("TOOL" in outcome.err) == (own_requirement() is None)
    assert tool == (own_requirement() or "multi-region-generator @ git+<address of its repository>@<commit>")


def run(script: str, folder: Path, **environ: str) -> str:
    """A step as GitHub runs it, with programs of `folder`/bin. Returns what it printed."""
    given = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**given, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def program(folder: Path, name: str, text: str) -> None:
    (folder / "bin").mkdir(exist_ok=True)
    path = folder / "bin" / name
    path.write_text(text)
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        ("", "api --silent --method POST repos/me/it/issues/7/comments --field body=@diff.md"),
        ("11\\n", "api --silent --method PATCH repos/me/it/issues/comments/11 --field body=@diff.md"),
        ("11\\n12\\n", "api --silent --method PATCH repos/me/it/issues/comments/11 --field body=@diff.md"),
    ],
)
def test_there_is_one_comment_for_an_app(here: Path, comments: str, expected: str) -> None:
    program(here, "gh", GH)
    (here / "diff.md").write_text("<!-- diff of 'this' app -->\n\nsomething\n")

    run(WRITTEN.script(COMMENT), here, GITHUB_REPOSITORY="me/it", PULL_REQUEST="7", COMMENTS=comments)

    looked, wrote = (here / "calls").read_text().splitlines()
    assert looked.startswith("api --paginate repos/me/it/issues/7/comments --jq ")
    assert looked.endswith(" | <!-- diff of 'this' app -->")
    assert wrote.startswith(expected)


def test_the_diff_is_of_the_pull_request_as_it_would_be_merged(here: Path) -> None:
    origin, clone = here / "origin", here / "clone"
    origin.mkdir()
    merge_a_pull_request(origin)
    run(f"git clone --quiet --depth 2 file://{origin} {clone}", here)
    program(clone, "multi-region", f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')

    run(WRITTEN.script(DIFF), clone, APP="app.yaml", GITHUB_STEP_SUMMARY=str(here / "summary.md"))

    comment = (clone / "diff.md").read_text()
    assert comment == (here / "summary.md").read_text()
    assert comment.startswith("<!-- ")
    assert "GET /things/all" in comment
    assert "HEAD^1" in comment


def merge_a_pull_request(folder: Path) -> None:
    """A repository whose newest commit merges a branch that adds a route; GitHub checks out one like it."""
    git = "git -c user.name=me -c user.email=me@example.com"
    build = f'"{sys.executable}" -m generator build --quiet > /dev/null && git add .'
    write_app(folder)
    run(f"git init --quiet --initial-branch main && {build} && {git} commit --quiet -m one", folder)
    run("git switch --quiet --create change", folder)
    write_app(folder, APP.replace("  routes:", "  routes:\n    GET /things/all: {action: Scan, table: things}"))
    run(f"{build} && {git} commit --quiet -m two && git switch --quiet main", folder)
    run(f"{git} merge --quiet --no-ff -m three change", folder)
