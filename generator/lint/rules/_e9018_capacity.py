"""E9018: capacity settings are those of the billing mode, and make sense [aws-facts 1.7]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ._global_table import GUIDE, TAGS, is_copy, replicas, tables
from ._reading import Path, Problem, Resource, Template, entries, mapping
from ._rule import PackRule

_FOREIGN: Final = {
    "PAY_PER_REQUEST": ("ReadProvisionedThroughputSettings", "WriteProvisionedThroughputSettings"),
    "PROVISIONED": ("ReadOnDemandThroughputSettings", "WriteOnDemandThroughputSettings"),
}
_SCALING: Final = (
    ("ReadProvisionedThroughputSettings", "ReadCapacityAutoScalingSettings"),
    ("WriteProvisionedThroughputSettings", "WriteCapacityAutoScalingSettings"),
)


class CapacitySettings(PackRule):
    """A table, its indexes and its replicas speak of the capacity that they have."""

    id = "E9018"
    shortdesc = "Capacity settings of a global table fit its BillingMode and each other"
    description = (
        "`…ProvisionedThroughputSettings` mean something with BillingMode PROVISIONED only, "
        "`…OnDemandThroughputSettings` with PAY_PER_REQUEST only. `MinCapacity` is at most `MaxCapacity`, and "
        "`SeedCapacity` lies between them."
    )
    source_url = GUIDE
    tags = TAGS
    advice = "remove the setting, or make it fit"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each setting of the other billing mode, and each range that cannot be."""
        for table in tables(template):
            mode = table.properties.get("BillingMode")
            foreign = _FOREIGN.get(mode, ()) if isinstance(mode, str) and not is_copy(table) else ()
            for path, holder in _holders(table):
                for name in foreign:
                    if name in holder:
                        yield Problem((*path, name), f"{name} means nothing with BillingMode {mode}")
                yield from _ranges(path, holder)


def _holders(table: Resource) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Everything that can have capacity settings."""
    yield table.at(), table.properties
    for position, index in entries(table.properties.get("GlobalSecondaryIndexes")):
        yield table.at("GlobalSecondaryIndexes", position), index
    for position, replica in replicas(table):
        yield table.at("Replicas", position), replica
        for place, index in entries(replica.get("GlobalSecondaryIndexes")):
            yield table.at("Replicas", position, "GlobalSecondaryIndexes", place), index


def _ranges(path: Path, holder: Mapping[str, Any]) -> Iterator[Problem]:
    for settings, scaling in _SCALING:
        found = mapping(mapping(holder.get(settings)).get(scaling))
        least, most, seed = (_number(found.get(key)) for key in ("MinCapacity", "MaxCapacity", "SeedCapacity"))
        if least is not None and most is not None and least > most:
            yield Problem((*path, settings, scaling), f"MinCapacity {least} is more than MaxCapacity {most}")
        elif seed is not None and not (seed if least is None else least) <= seed <= (seed if most is None else most):
            yield Problem((*path, settings, scaling), f"SeedCapacity {seed} is not between {least} and {most}")


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
