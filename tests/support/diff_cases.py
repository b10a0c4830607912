"""The pairs of `tests/cases/diff`: two small assemblies each, as YAML.

`before` and `after` are `null`, or a map: a template by its name, whole or as a map of its resources; `regions` (main
first), `id` and `account`, where they matter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from generator.assembly.model import Assembly, TemplateEntry

FOLDER = Path(__file__).parents[1] / "cases" / "diff"
TEMPLATES = ("roles", "main", "secondary", "dns")
REGIONS = ("eu-west-1", "us-east-1")

# All are read wherever tests are collected; written in Python, a reader of YAML takes seconds for them.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DiffCase(NamedTuple):
    """One pair, and the file with what is expected of it."""

    name: str
    before: Assembly | None
    after: Assembly | None
    expected: Path


def assembly(side: dict[str, Any] | None) -> Assembly | None:
    """One side of a pair."""
    if side is None:
        return None
    identity, regions = side.get("id", "shop"), tuple(side.get("regions", REGIONS))
    return Assembly(
        app="shop",
        environment="prod",
        id=identity,
        account=side.get("account"),
        regions=regions,
        app_sha256="0" * 64,
        templates=tuple(
            TemplateEntry(
                name=name,
                body=side[name] if "Resources" in side[name] else {"Resources": side[name]},
                deployed_as="stack_set" if name == "secondary" else "stack",
                stack_name=f"{identity}-{name}",
                regions={"roles": regions[:1], "main": regions[:1], "secondary": regions[1:]}.get(name, ("us-east-1",)),
            )
            for name in TEMPLATES
            if name in side
        ),
    )


def case(path: Path) -> DiffCase:
    """The pair in a file."""
    sides = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    return DiffCase(path.stem, assembly(sides["before"]), assembly(sides["after"]), path.with_suffix(".json"))


CASES = [case(path) for path in sorted(FOLDER.glob("*.yaml"))]
