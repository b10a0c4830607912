"""The reference of the app file is complete, current, and its links and examples work."""

from __future__ import annotations

import re

import pytest

from generator.app.declarations import App, Defaults, Route
from generator.app.reading.reference import documented, reachable, refreshed
from tests.golden import Golden
from tests.meta.sources import ROOT

APP_FILE = ROOT / "docs" / "app-file.md"
TEXT = APP_FILE.read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_tables_are_those_of_the_declarations(golden: Golden) -> None:
    golden.check(APP_FILE, refreshed(TEXT))


def test_every_declaration_has_a_table() -> None:
    assert reachable(App, Defaults) | {Route.__name__} <= documented(TEXT)


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    assert set(re.findall(r"\]\(#([^)]*)\)", TEXT)) <= anchors(TEXT)


def test_refreshing_keeps_the_prose_and_replaces_the_tables() -> None:
    old = "# Page\n\nabove\n<!-- keys: Page -->\nwrong\n<!-- end -->\nbelow\n"

    new = refreshed(old)

    assert new.startswith("# Page\n\nabove\n<!-- keys: Page -->\n| key |")
    assert new.endswith("<!-- end -->\nbelow\n")
    assert "| `default_limit` | whole number, 1 to 500 | `25` |" in new
    assert "wrong" not in new


def test_a_block_can_leave_keys_out_or_pick_some() -> None:
    without = refreshed("# X\n<!-- keys: Query without ActionRoute index -->\n<!-- end -->\n")
    only = refreshed("# X\n<!-- keys: App only suffix account -->\n<!-- end -->\n")

    assert "`scan_index_forward`" in without
    assert "`filter_expression`" in without
    assert not re.search(r"^\| `(table|auth|index)`", without, re.MULTILINE)
    assert re.findall(r"^\| `(\w+)`", only, re.MULTILINE) == ["suffix", "account"]


@pytest.mark.parametrize("name", ["Nothing", "ACTIONS", "annotations"])
def test_a_block_that_names_no_declaration_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is no declaration"):
        refreshed(f"# X\n<!-- keys: {name} -->\n<!-- end -->\n")
