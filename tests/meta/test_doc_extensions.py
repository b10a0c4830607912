"""The example of docs/extensions.md builds, is clean, and does in every region what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.app.loader import load
from generator.assembly.model import Assembly
from generator.extensions.site import Site
from generator.lint.runner import Linter
from generator.synthesis import synthesize
from tests.meta.readme import blocks, section
from tests.meta.sources import ROOT
from tests.support.apps import resources

TEXT = (ROOT / "docs" / "extensions.md").read_text(encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path) -> Assembly:
    (tmp_path / "app.yaml").write_text(blocks(TEXT, "yaml")[0], encoding="utf-8")
    (tmp_path / "extensions.py").write_text(blocks(TEXT, "python")[0], encoding="utf-8")
    (app,) = load(tmp_path / "app.yaml").resolve_all().apps
    return synthesize(app)


@pytest.mark.parametrize("template", ["main", "secondary"])
def test_every_region_has_its_queue_and_a_route_to_it(shop: Assembly, template: str) -> None:
    found = resources(shop, template)

    assert found["Jobs"]["Type"] == "AWS::SQS::Queue"
    integration = found["JobsPostMethod"]["Properties"]["Integration"]
    assert integration["Uri"]["Fn::Sub"].endswith(":${AWS::Region}:sqs:path/${AWS::AccountId}/${Jobs.QueueName}")
    assert integration["Credentials"] == {"Fn::GetAtt": ["JobsRole", "Arn"]}


def test_nothing_is_said_about_its_templates(shop: Assembly) -> None:
    assert Linter().lint(shop) == ()


def test_every_name_of_a_site_is_on_the_page() -> None:
    first_column = " ".join(re.findall(r"^\| (`.*?`) \|", section(TEXT, "Site"), re.MULTILINE))
    public = {name for name in dir(Site) if not name.startswith("_")}

    assert set(re.findall(r"`(\w+)", first_column)) == public | {"template", "kind", "app"}
