"""The app whose state is read, in other regions too, and a table of somebody else's."""

from __future__ import annotations

from generator.assembly.model import Assembly
from tests.support.apps import SHOP, assembly_of, patched
from tests.support.fake_tables import TableGroup

MAIN, SECOND, THIRD = "eu-west-1", "us-east-1", "ap-southeast-2"
SHOP_ASSEMBLY = assembly_of(SHOP)


def shop() -> Assembly:
    return SHOP_ASSEMBLY


def in_regions(*secondary: str, main: str = MAIN) -> Assembly:
    return assembly_of(patched(SHOP, {"regions": {"main": main, "secondary": list(secondary)}}))


def foreign(name: str, *regions: str) -> TableGroup:
    return TableGroup(
        name=name, keys={"id": "HASH"}, attribute_types={"id": "S"}, replicas=dict.fromkeys(regions, False)
    )
