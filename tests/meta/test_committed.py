"""The committed templates are current. `make golden` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.app.loader import load
from generator.assembly import store
from generator.synthesis import synthesize
from tests.meta.sources import ROOT

APPS = [ROOT / "app.yaml", *sorted(ROOT.glob("examples/*/app.*"))]


@pytest.mark.parametrize("app_file", APPS, ids=lambda path: path.parent.name)
def test_the_templates_beside_an_app_file_are_those_that_it_builds(app_file: Path) -> None:
    assemblies = [synthesize(app) for app in load(app_file).resolve_all().apps]

    assert store.compare(app_file.parent / store.FOLDER, assemblies) == ()
