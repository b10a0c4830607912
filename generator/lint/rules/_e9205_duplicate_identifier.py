"""E9205: identifiers and latency regions are unique among records of a name and type [aws-facts 4.13]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template, spelled
from ._route53 import RECORD_API, TAGS, records, same
from ._rule import PackRule


class DuplicateIdentifier(PackRule):
    """Records of one name and type differ in identifier and region."""

    id = "E9205"
    shortdesc = "SetIdentifier and Region are unique among the records of a name and type"
    description = "For each name and type there is one latency record per region and one record per `SetIdentifier`."
    source_url = RECORD_API
    tags = TAGS
    advice = "remove one of the records, or correct its SetIdentifier or Region"

    def problems(self, template: Template) -> Iterator[Problem]:
        """The second record with each identifier or region."""
        for group in same(records(template)):
            for key in ("SetIdentifier", "Region"):
                for position, record in enumerate(group):
                    value = spelled(record.properties.get(key))
                    others = [other for other in group[:position] if other.meets(record)]
                    if value is not None and value in [spelled(other.properties.get(key)) for other in others]:
                        yield Problem((*record.path, key), f"another record of {record.name} has the {key} {value!r}")
