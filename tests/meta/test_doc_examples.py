"""Every example of the app file's reference is right: each fragment, merged onto the first app, resolves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.app.loader import load, parse
from tests.meta.readme import blocks
from tests.meta.sources import ROOT
from tests.support.apps import patched

TEXT = (ROOT / "docs" / "app-file.md").read_text(encoding="utf-8")
FIRST, *FRAGMENTS = blocks(TEXT, "yaml")


@pytest.mark.parametrize("fragment", [FIRST, *FRAGMENTS])
def test_a_yaml_example_belongs_into_an_app_without_mistakes(fragment: str) -> None:
    app = patched(yaml.safe_load(FIRST), yaml.safe_load(fragment))

    loaded = parse(json.dumps(app).encode()).resolve_all()

    assert loaded.apps


@pytest.mark.parametrize("text", blocks(TEXT, "python"))
def test_a_python_example_makes_an_app_for_every_environment(text: str, tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(text, encoding="utf-8")

    loaded = load(path).resolve_all()

    assert [app.environment for app in loaded.apps] == ["prod", "dev"]
