"""What is there of one environment, as plain frozen values."""

# No `from __future__ import annotations`: msgspec reads these annotations when it encodes and decodes.
from collections.abc import Mapping

from msgspec import Struct

from generator.aws.model import (
    ControlRow,
    DeployedRecord,
    DeployedStack,
    DeployedStackSet,
    DeployedTable,
    DeployedZone,
    Identity,
    Quota,
)


class Deployed(Struct, frozen=True, kw_only=True):
    """What is there of one environment, read from AWS.

    `main`, `roles`, `dns` and `bootstrap` (by region) are stacks, `secondary` is the StackSet. `tables` are those that
    the wanted or the deployed templates name, as the main region shows them; `foreign_tables`: region ─▶ names of
    ours that are taken there by a table that is no replica of ours. `foreign_domains`: region ─▶ custom domain names of
    ours that API Gateway has there without a stack of ours. `records` stand at the app's global name, whoever made
    them. `log_roles`: region ─▶ the role ARN in API Gateway's account settings, `None` where there is none.
    `unreserved`: wanted region whose stack reserves more than it has ─▶ concurrent executions of Lambda that nobody has
    reserved there, `None` where that may not be asked. `foreign_functions`, `foreign_queues`: wanted region whose stack
    is to make any ─▶ those of their names that are taken there, `None` where that may not be asked.
    `lacking_assets`: wanted region ─▶ names of the packages that its template needs and its artifact bucket has not.
    `unread`: region ─▶ why what is there could not be read; `denied`: what to do about it where the caller may not.
    """

    identity: Identity
    enabled_regions: frozenset[str] = frozenset()
    bootstrap: Mapping[str, DeployedStack] = {}
    roles: DeployedStack | None = None
    main: DeployedStack | None = None
    secondary: DeployedStackSet | None = None
    dns: DeployedStack | None = None
    tables: Mapping[str, DeployedTable] = {}
    foreign_tables: Mapping[str, tuple[str, ...]] = {}
    foreign_domains: Mapping[str, tuple[str, ...]] = {}
    control: Mapping[str, ControlRow] = {}
    zone: DeployedZone | None = None
    delegation: tuple[str, ...] | None = None
    records: tuple[DeployedRecord, ...] = ()
    quotas: tuple[Quota, ...] = ()
    log_roles: Mapping[str, str | None] = {}
    unreserved: Mapping[str, int | None] = {}
    foreign_functions: Mapping[str, tuple[str, ...] | None] = {}
    foreign_queues: Mapping[str, tuple[str, ...] | None] = {}
    lacking_assets: Mapping[str, tuple[str, ...]] = {}
    unread: Mapping[str, str] = {}
    denied: Mapping[str, str] = {}

    @property
    def plain_stacks(self) -> Mapping[str, DeployedStack | None]:
        """The stacks that are there once, by the name of their template."""
        return {"roles": self.roles, "main": self.main, "dns": self.dns}
