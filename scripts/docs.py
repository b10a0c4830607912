"""`make docs`: what is made from the code: docs/rules.md, app.schema.json and the tables of docs/app-file.md."""

from __future__ import annotations

from pathlib import Path

from generator.app.reading.reference import refreshed
from generator.app.reading.schema import app_schema
from generator.assembly.canonical import canonical
from generator.lint import reference as rules

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Rewrites the three files in place; tests compare each of them."""
    app_file = ROOT / "docs" / "app-file.md"
    app_file.write_text(refreshed(app_file.read_text(encoding="utf-8")), encoding="utf-8")
    (ROOT / "docs" / "rules.md").write_text(rules.page(), encoding="utf-8")
    (ROOT / "app.schema.json").write_bytes(canonical(app_schema()))


if __name__ == "__main__":
    main()
