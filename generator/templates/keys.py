"""The user's own keys that encrypt tables, as IAM can say them: some by ARN, some by their aliases.

An alias has no ARN that a policy could allow the use of: the policy allows the keys of the account that have the alias.
Whoever reads or writes an encrypted table needs the key as well as the table, for DynamoDB asks KMS in the caller's
name [DynamoDB Developer Guide, "Authorizing use of a customer managed key"; aws-cdk#10010]. The other two kinds of key
need no right: DynamoDB's own, and `alias/aws/dynamodb`, whose policy lets in everybody who may use DynamoDB.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from generator.app.model import ResolvedTable

USE_OF_KEYS: Final = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
"""What the guide names as the least that the use of a table takes, its wildcards spelled out; without kms:CreateGrant,
which only who gives the table its key needs."""


class KeyGroup(Struct, frozen=True, kw_only=True):
    """Keys that one statement is about: `resources` are texts of `Fn::Sub`; with `aliases`, only keys that have one."""

    resources: tuple[str, ...]
    aliases: tuple[str, ...] = ()


def key_groups(tables: Iterable[ResolvedTable], region: str) -> tuple[KeyGroup, ...]:
    """The user's keys of these tables: those by ARN, in whatever region they are, and those by alias in `region`."""
    keys = sorted({key for table in tables for key in table.kms_keys})
    aliases = tuple(key for key in keys if key.startswith("alias/"))
    arns = tuple(key.replace("arn:aws:", "arn:${AWS::Partition}:", 1) for key in keys if key not in aliases)
    groups = [KeyGroup(resources=arns)] if arns else []
    if aliases:
        any_key = f"arn:${{AWS::Partition}}:kms:{region}:${{AWS::AccountId}}:key/*"
        groups.append(KeyGroup(resources=(any_key,), aliases=aliases))
    return tuple(groups)
