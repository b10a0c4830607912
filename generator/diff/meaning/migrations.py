"""Migrations that a deployment runs: one that is new, and one whose version is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.assembly.model import Json
from generator.cloudformation.names import MIGRATION_RUNNER
from generator.diff.meaning.view import CUSTOM_RESOURCE, View, mapping, text
from generator.diff.model import Meaning, ResourceChange
from generator.diff.normal import encoded, normal

_RUNNER = encoded(normal({"Fn::GetAtt": [MIGRATION_RUNNER, "Arn"]}))


def migration_meanings(before: View, after: View, changes: Sequence[ResourceChange]) -> Iterator[Meaning]:
    """Nobody has to agree to it: a migration is there to be run. Whether a version has run only AWS knows."""
    ours = _migrations(before)
    for name, migration in _migrations(after).items():
        key, known = text(migration.get("Function")), ours.get(name)
        if known is not None and known.get("Version") == migration.get("Version"):
            continue
        again = "for the first time" if known is None else "again"
        yield Meaning(
            kind="migration-added" if known is None else "migration-changed",
            subject=key,
            risk="notable",
            text=f"the migration {key} runs {again}, and changes the data of all regions",
            advice="the API of before serves meanwhile, and after a roll-back; a version that has run is not run again",
            resources=(name,),
        )


def _migrations(view: View) -> dict[str, Mapping[str, Json]]:
    """The properties of what asks the runner of migrations, by logical id."""
    found = {name: mapping(resource.properties) for name, resource in sorted(view.of(CUSTOM_RESOURCE).items())}
    return {name: one for name, one in found.items() if encoded(one.get("ServiceToken")) == _RUNNER}
