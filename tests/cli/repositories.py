"""Git repositories for tests, free of what the developer's own git is set to."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.cli.apps import write_app
from tests.cli.support import invoke

_IDENTITY = {
    "GIT_AUTHOR_NAME": "tester",
    "GIT_AUTHOR_EMAIL": "tester@example.com",
    "GIT_COMMITTER_NAME": "tester",
    "GIT_COMMITTER_EMAIL": "tester@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints, without its final newline; it has to succeed."""
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        command, cwd=folder, env={**environ, **_IDENTITY}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def commit(folder: Path, message: str = "change") -> str:
    """Commit everything below a folder; the new commit's id."""
    git(folder, "add", "--all", "--force", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def built_and_committed(folder: Path, text: str) -> str:
    """A repository in the working directory whose last commit has this app and what is built from it."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    write_app(folder, text)
    assert invoke("build").code == 0
    return commit(folder)
