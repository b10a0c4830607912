"""Files that hold what is expected: compared as text, rewritten with `--update-golden` and never silently made."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from msgspec import Struct


class Golden(Struct, frozen=True):
    """Compares texts with files. `update` writes the files instead."""

    update: bool

    def check(self, path: Path, text: str) -> None:
        """Fails with a diff unless `path` holds exactly `text`."""
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        assert path.exists(), f"{path} is missing; run pytest --update-golden and review what it writes"
        expected = path.read_bytes().decode()
        lines = unified_diff(expected.splitlines(), text.splitlines(), "expected", "now", lineterm="")
        assert expected == text, f"{path}: run pytest --update-golden if this is right\n" + "\n".join(lines)
