"""Every pair in `tests/cases/app`: an app file, and exactly what is said about it.

The text holds the mistakes; where there are none, the advice. Adding a file adds a test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.app.loader import parse
from generator.errors import AppFileError
from generator.findings import as_text
from tests.golden import Golden

FOLDER = Path(__file__).parent / "cases" / "app"
CASES = sorted(FOLDER.glob("*.yaml"))


def said_about(raw: bytes) -> str:
    """All that is said about an app file, one finding after the other."""
    try:
        findings = parse(raw, "app.yaml").resolve_all().findings
    except AppFileError as error:
        findings = error.findings
    return "".join(f"{as_text(finding)}\n" for finding in findings)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_said_about_an_app_file(path: Path, golden: Golden) -> None:
    golden.check(path.with_suffix(".txt"), said_about(path.read_bytes()))


def test_every_expectation_belongs_to_a_case() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} <= {path.stem for path in CASES}
