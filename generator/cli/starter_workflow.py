"""The GitHub workflow that `init` writes: it calls our commands and holds no logic of its own.

The commands are called as `multi-region`: `python -m generator` would be whatever a repository has below that name. An
action is pinned by its commit, never by a tag that can be moved; each was looked up in the action's own repository.
"""

from __future__ import annotations

import json
import os

from msgspec import Struct

from generator.cli.cloud_options import home_of
from generator.cli.distribution import own_requirement
from generator.cli.main import DISTRIBUTION

_FOLDER = os.path.join(".github", "workflows")
_APP = '"APP_FILE"'
_TOOL = '"REQUIREMENT"'

_PURPOSE = "it reviews pull requests on GitHub"
_PLACEHOLDER = f"{DISTRIBUTION} @ git+<address of its repository>@<commit>"  # pip refuses it


class NewWorkflow(Struct, frozen=True, kw_only=True):
    """A file to be written: its path from the working directory, its bytes, and what to say of it."""

    path: str
    content: bytes
    purpose: str


def new_workflow(app_file: str) -> NewWorkflow | None:
    """The workflow for an app file; `None` outside of a git repository. Each folder's app has a file of its own."""
    folder = home_of(app_file)
    root = _repository(folder)
    if root is None:
        return None
    below = [] if folder == root else os.path.relpath(folder, root).split(os.sep)
    path = os.path.join(root, _FOLDER, "-".join(["multi-region", *below]) + ".yml")
    app = "/".join([*below, os.path.basename(app_file)])
    requirement = own_requirement()
    return NewWorkflow(
        path=os.path.relpath(path),
        content=workflow(app, requirement or _PLACEHOLDER).encode(),
        purpose=_PURPOSE if requirement else f"{_PURPOSE}; say in TOOL where it gets this tool from",
    )


def workflow(app: str, requirement: str) -> str:
    """The file. `app`: path of the app file from the repository's root; `requirement`: what pip is to install."""
    # JSON's strings are YAML's as well.
    return _WORKFLOW.replace(_APP, json.dumps(app)).replace(_TOOL, json.dumps(requirement))


def _repository(folder: str) -> str | None:
    """The nearest folder, from this one upwards, that holds a `.git`; a work tree's is a file."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


_WORKFLOW = """\
# Reviews pull requests: build/ holds the templates that the app file asks for, they lint clean, and a comment shows
# what changes in production. Nothing here has access to AWS.
name: multi-region

on:
  pull_request:
  push:
    branches: [main, master]

permissions: {}

concurrency:
  group: ${{ github.workflow_ref }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}

env:
  APP: "APP_FILE"
  # What the pull request is judged with; change it in a pull request of its own.
  TOOL: "REQUIREMENT"

jobs:
  lint:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
      security-events: write
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with:
          python-version: "3.13"
      - run: python -m pip install --quiet "$TOOL"
      - name: build/ is what the app file asks for
        run: multi-region build --check --app "$APP"
      - name: lint
        id: lint
        run: multi-region lint --strict --app "$APP"
      - name: Findings for code scanning
        id: sarif
        if: ${{ !cancelled() && steps.lint.outcome != 'skipped' }}
        # With errors it exits with 1. They are in the file as well, and the step above has failed for them.
        run: multi-region lint --format sarif --app "$APP" > lint.sarif || test -s lint.sarif
      - name: Upload them
        # The token of a fork may not write. Code scanning is not there in every private repository.
        if: >-
          ${{ !cancelled() && steps.sarif.outcome == 'success' && (github.event_name == 'push'
          || github.event.pull_request.head.repo.full_name == github.repository) }}
        continue-on-error: true
        uses: github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2
        with:
          sarif_file: lint.sarif
          category: multi-region ${{ env.APP }}

  diff:
    if: ${{ github.event_name == 'pull_request' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
          fetch-depth: 2 # the pull request as it would be merged, and what it would be merged into
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with:
          python-version: "3.13"
      - run: python -m pip install --quiet "$TOOL"
      - name: diff
        run: |
          multi-region diff --against HEAD^1 --format markdown --app "$APP" > diff.md
          cat diff.md >> "$GITHUB_STEP_SUMMARY"
      - name: Comment on the pull request, or update the comment
        # The token of a fork may not write: there the diff is in the summary of this run.
        if: ${{ github.event.pull_request.head.repo.full_name == github.repository }}
        env:
          GH_TOKEN: ${{ github.token }}
          PULL_REQUEST: ${{ github.event.pull_request.number }}
        run: |
          export marker="$(head -n 1 diff.md)"
          comments="repos/$GITHUB_REPOSITORY/issues"
          found=$(gh api --paginate "$comments/$PULL_REQUEST/comments" \\
            --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.marker))) | .id')
          if [ -n "$found" ]; then
            gh api --silent --method PATCH "$comments/comments/${found%%[!0-9]*}" --field body=@diff.md
          else
            gh api --silent --method POST "$comments/$PULL_REQUEST/comments" --field body=@diff.md
          fi
"""
