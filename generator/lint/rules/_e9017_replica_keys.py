"""E9017: every replica has a key, and one of its own region [aws-facts 1.15]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._global_table import TAGS, replicas, setting, tables
from ._reading import REGION, Problem, Resource, Template, flag, hidden, mapping, spelled, text
from ._rule import DOCS, PackRule

_KEY: Final = ("SSESpecification", "KMSMasterKeyId")


class ReplicaKeys(PackRule):
    """A table that is encrypted with a key of the account's own has one in every region."""

    id = "E9017"
    shortdesc = "Every replica of a table with customer-managed keys has a key of its own region"
    description = (
        "A customer-managed key is given to each replica with `SSESpecification.KMSMasterKeyId`, must be in the "
        "replica's region, and counts only where the table's own `SSESpecification` has `SSEEnabled` and `SSEType` KMS."
    )
    source_url = (
        DOCS
        + "AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-globaltable-replicassespecification.html"
    )
    tags = TAGS
    advice = "give every replica a key of its region, and the table SSEEnabled: true with SSEType: KMS"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each replica without a key or with one of elsewhere, and each table whose keys do not count."""
        for table in tables(template):
            keys = {position: setting(replica, *_KEY) for position, replica in replicas(table)}
            if any(key is not None for key in keys.values()) and not hidden(table.properties, "Replicas"):
                yield from self._misplaced(table, keys)
                if not _is_kms(table):
                    yield Problem(table.at(), "replicas have keys, but the table is not encrypted with KMS")

    def _misplaced(self, table: Resource, keys: dict[int, object]) -> Iterator[Problem]:
        for position, replica in replicas(table):
            path = table.at("Replicas", position)
            key, region = spelled(keys[position]), text(replica.get("Region"))
            if keys[position] is None:
                yield Problem(path, "this replica has no key, and another one has")
            elif key is not None and region is not None and _region_of(key) not in (None, region, REGION):
                yield Problem((*path, *_KEY), f"the key is in {_region_of(key)}, the replica in {region}")


def _region_of(key: str) -> str | None:
    """The region of a key that is given by ARN."""
    parts = key.replace("${AWS::Partition}", "aws").replace(REGION, "\0").split(":")
    return parts[3].replace("\0", REGION) if len(parts) > 5 and parts[0] == "arn" else None


def _is_kms(table: Resource) -> bool:
    """Whether it is, or whether it cannot be seen."""
    if hidden(table.properties, "SSESpecification"):
        return True
    specification = mapping(table.properties.get("SSESpecification"))
    return flag(specification.get("SSEEnabled")) is not False
