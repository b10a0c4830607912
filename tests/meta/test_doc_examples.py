"""Every example of the app file's reference is right: each fragment, merged onto the first app, resolves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.app.loader import load, parse
from tests.meta.sources import ROOT

TEXT = (ROOT / "docs" / "app-file.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def merged(target: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    base = target if isinstance(target, dict) else {}
    return base | {key: merged(base.get(key), value) for key, value in patch.items()}


@pytest.mark.parametrize("fragment", blocks("yaml"))
def test_a_yaml_example_belongs_into_an_app_without_mistakes(fragment: str) -> None:
    app = merged(yaml.safe_load(blocks("yaml")[0]), yaml.safe_load(fragment))

    loaded = parse(json.dumps(app).encode()).resolve_all()

    assert loaded.apps


@pytest.mark.parametrize("text", blocks("python"))
def test_a_python_example_makes_an_app_for_every_environment(text: str, tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(text, encoding="utf-8")

    loaded = load(path).resolve_all()

    assert [app.environment for app in loaded.apps] == ["prod", "dev"]
