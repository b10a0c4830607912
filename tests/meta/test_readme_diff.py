"""README shows a real diff: the change that it shows, made to the app at the root, prints what it shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.repositories import commit, git
from tests.cli.support import invoke
from tests.meta.readme import blocks
from tests.meta.sources import ROOT

FIRST = "app.yaml as it is now against build/ at "


def test_the_diff_that_is_shown_is_what_the_change_that_is_shown_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text()
    (change,) = blocks(readme, "diff")
    (shown,) = [block for block in blocks(readme, "text") if block.startswith(FIRST)]
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GIT_DIR", raising=False)
    shutil.copytree(ROOT / "build", tmp_path / "build")
    (tmp_path / "app.yaml").write_text((ROOT / "app.yaml").read_text())
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    (tmp_path / "app.yaml").write_text(changed((ROOT / "app.yaml").read_text(), change))

    outcome = invoke("diff", "--env", "prod")

    assert outcome.code == 0
    assert outcome.out.startswith(FIRST)
    assert outcome.out.splitlines()[1:] == shown.splitlines()[1:]


def changed(text: str, change: str) -> str:
    """The app file with the line that the change replaces replaced, and its new route before the environments."""
    lines = change.splitlines()
    (old,) = [line[1:] for line in lines if line.startswith("-")]
    new = [line[1:] for line in lines if line.startswith("+")]
    assert text.count(old) == 1
    return text.replace(old, new[0]).replace("\nenvironments:", "\n".join([*new[1:], "", "environments:"]))
