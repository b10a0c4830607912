"""What the parts of one route share while it is resolved."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from msgspec import Struct

from generator.app.model import ResolvedTable
from generator.app.phrases import nearest
from generator.app.report import Place, Report, one_of
from generator.app.request_expressions import Scope
from generator.app.value_parser import Slot, parse_value
from generator.app.values import Value

_PART_OF_KEY = "it is part of the item's key"


class RouteContext(Struct, frozen=True, kw_only=True):
    """A route's place in the document, its method, the table it uses, and what its expressions may read."""

    place: Place
    method: str
    table: ResolvedTable
    scope: Scope
    report: Report

    def at(self, *keys: str | int) -> Place:
        """The place of one of the route's keys."""
        return (*self.place, *keys)

    def slot(self, attribute: str) -> Slot:
        """Where a value for this attribute of the table goes."""
        is_ttl = attribute == self.table.ttl
        declared = self.table.attribute_types.get(attribute)
        own_key = attribute in {key.name for key in self.table.key_attributes}
        return Slot(
            attribute=attribute,
            type="S" if declared == "S" else "B" if declared == "B" else "N" if declared or is_ttl else None,
            is_key=declared is not None,
            is_ttl=is_ttl,
            no_optional=_PART_OF_KEY if own_key else None,
        )

    def item(self, raw: Mapping[str, Any], key: str) -> dict[str, Value]:
        """The values of an item or of a key, by attribute."""
        found = {
            name: parse_value(one, slot=self.slot(name), scope=self.scope, report=self.report, place=self.at(key, name))
            for name, one in raw.items()
        }
        return {name: value for name, value in sorted(found.items()) if value is not None}

    def key(self, raw: Mapping[str, Any]) -> dict[str, Value]:
        """The values of `key`. Reports missing and other attributes (A156)."""
        names = tuple(key.name for key in self.table.key_attributes)
        missing = [name for name in names if name not in raw]
        # A misspelt name is one mistake, not another name and a missing one.
        meant = [nearest(name, missing) for name in raw if name not in names]
        self.check_keys_present({*raw, *filter(None, meant)}, "key")
        for name in raw:
            if name not in names:
                message = f"{name} is no key attribute of the table {self.table.key}"
                self.report.error("A156", self.at("key", name), message, one_of(name, names))
        return self.item({name: value for name, value in raw.items() if name in names}, "key")

    def check_keys_present(self, raw: Container[str], key: str) -> None:
        """Reports key attributes of the table that `raw` leaves out (A156)."""
        missing = [one.name for one in self.table.key_attributes if one.name not in raw]
        if missing:
            message = f"the key attribute {missing[0]} of the table {self.table.key} is missing"
            self.report.error("A156", self.at(key), message, f"add {', '.join(missing)}")
