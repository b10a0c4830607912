"""What is different between two assemblies of one environment: plain frozen values, for people and for programs.

The JSON form, `schema_version` 1, is `msgspec.to_builtins` of these classes: each key is the name of a field below,
and a key that stands for an absent value (`before` of what is new, `after` of what goes) is left out, so that it can
be told from `null`. A number other than 1 will mean another meaning of these keys; new keys may come at any time.

Words. A *resource change* is what happens to one logical id; where main and secondary hold the same change, it is one,
with both in `templates`. A *property change* is one value at one path. A *meaning* is what changes of any number of
resources come to across regions, and what to do about it. *Replacement* is CloudFormation's own word: the resource is
made anew and the old one removed.

A path is a tuple of names; a member of a list is `[eu-west-1]`, by what identifies it, or `[0]`, by its position in
the list that has it (the later one where both have). `path_text` joins it as people write it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

from msgspec import UNSET, Struct, UnsetType

from generator.assembly.model import Json

SCHEMA_VERSION: Final = 1

Path = tuple[str, ...]

Kind = Literal["added", "removed", "modified", "moved"]
Replacement = Literal["never", "conditionally", "always"]
Fate = Literal["destroyed", "retained", "snapshot"]
Risk = Literal["risky", "notable", "quiet"]

REPLACEMENTS: tuple[Replacement, ...] = ("never", "conditionally", "always")
"""From the harmless to the worst: a resource has the worst of its properties."""

RISKS: tuple[Risk, ...] = ("risky", "notable", "quiet")
"""From what must be agreed to, over what a reviewer should read, to what can be skipped."""

Guard = Literal[
    "replace",
    "delete-data",
    "remove-region",
    "last-region",
    "move-main-region",
    "protection-off",
    "domain-change",
    "path-rename",
    "iam-wider",
    "public-route",
    "health-weaker",
]
GUARDS: tuple[Guard, ...] = get_args(Guard)
"""Every KIND of `--allow KIND[:SUBJECT]`."""

MeaningKind = Literal[
    "account-changed",
    "api-deployed",
    "auth-added",
    "auth-changed",
    "auth-removed",
    "billing-changed",
    "capacity-lower",
    "consistency-changed",
    "domain-added",
    "domain-changed",
    "encryption-changed",
    "endpoint-opened",
    "environment-added",
    "environment-removed",
    "grant-narrower",
    "grant-wider",
    "health-changed",
    "health-stronger",
    "health-weaker",
    "index-added",
    "index-beside-replica",
    "index-changed",
    "index-removed",
    "last-region",
    "main-region-moved",
    "migration-added",
    "migration-changed",
    "parity-broken",
    "path-renamed",
    "protection-off",
    "protection-on",
    "public-route",
    "recovery-shorter",
    "expiry-changed",
    "region-gained",
    "region-lost",
    "replicas-added",
    "replicas-removed",
    "resource-replaced",
    "route-added",
    "route-removed",
    "several-index-changes",
    "stack-renamed",
    "table-added",
    "table-key-changed",
    "table-moved",
    "table-removed",
]


class PropertyChange(Struct, frozen=True, kw_only=True):
    """One value that is not what it was.

    `before` and `after` are in normal form; `UNSET` (left out in JSON) where there is none. With `form` `lines` both
    are texts to be compared line by line, otherwise any JSON value. `impact` is what this change alone does to the
    resource.

    `through` names the resources by whose replacement the value changes although it reads the same: then `before` and
    `after` are equal. Empty for a change made directly.

    `regions` are those of the template in which the value that is looked up in a mapping changes, from `before` to
    `after`. Left out for a change that is made wherever the template goes.
    """

    path: Path
    before: Json | UnsetType = UNSET
    after: Json | UnsetType = UNSET
    form: Literal["value", "lines"] = "value"
    impact: Replacement = "never"
    through: tuple[str, ...] = ()
    regions: tuple[str, ...] | UnsetType = UNSET


class ResourceChange(Struct, frozen=True, kw_only=True):
    """What happens to one logical id, in every template of `templates` alike.

    `properties` are changes below `Properties`; of what is added or removed, one for each property. `attributes` are
    those beside them: `DependsOn`, `Condition`, `DeletionPolicy`, `Metadata` and so on.

    A move (`previous_logical_id`) has the same content under a new name. CloudFormation makes the new one and removes
    the old one, so its `replacement` is `always`. `previous_type` is set where the type under a logical id changed.

    `fate` is what becomes of the old resource where one goes for sure or perhaps, by its `DeletionPolicy` or
    `UpdateReplacePolicy`; otherwise `None`. `quiet`: nothing that works differently, such as `Metadata`, or the
    `Deployment` that every change of the API brings along.
    """

    kind: Kind
    templates: tuple[str, ...]
    logical_id: str
    type: str
    previous_logical_id: str | None = None
    previous_type: str | None = None
    properties: tuple[PropertyChange, ...] = ()
    attributes: tuple[PropertyChange, ...] = ()
    replacement: Replacement = "never"
    fate: Fate | None = None
    quiet: bool = False


class SectionChange(Struct, frozen=True, kw_only=True):
    """A change of one entry outside `Resources`: `section` is `Outputs`, `Parameters`, `Conditions`, `Metadata` …

    `name` is the name of the entry, empty where the section is a plain value (`Description`).
    """

    kind: Kind
    templates: tuple[str, ...]
    section: str
    name: str
    changes: tuple[PropertyChange, ...] = ()
    quiet: bool = False


class TemplateChange(Struct, frozen=True, kw_only=True):
    """A template that is new, gone, or has any change in its body or in how it is deployed.

    `regions_before` and `regions_after` are where it is deployed; empty where there is none. `changes` are those of the
    manifest: `stack_name`, `deployed_as`, `capabilities`, `parameters`.
    """

    name: str
    kind: Kind
    stack_name: str
    regions_before: tuple[str, ...] = ()
    regions_after: tuple[str, ...] = ()
    changes: tuple[PropertyChange, ...] = ()


class Meaning(Struct, frozen=True, kw_only=True):
    """What changes come to, as a sentence without a full stop, and what to do about it.

    `subject` is the SUBJECT of `--allow`: the name of a table, a region, a route (`GET /orders/{id}`), a domain. A
    meaning with a `guard` is risky; a risky one without can be mended, not allowed. `updates` is the number of stack
    updates it takes where that is more than one can see. `resources` are the logical ids that it explains, sorted.
    """

    kind: MeaningKind
    subject: str
    risk: Risk
    text: str
    advice: str = ""
    guard: Guard | None = None
    updates: int | None = None
    resources: tuple[str, ...] = ()


class Diff(Struct, frozen=True, kw_only=True):
    """One environment. `kind` is `added` or `removed` where only one side has it, otherwise `modified`.

    Empty (`is_empty`) when both sides come to the same; then `kind` says nothing. `meanings` are ordered: risky first.
    `settings` are changes of the manifest as a whole (`account`, `id`, `deploy`); its regions are in `regions_*`, main
    first.
    """

    environment: str
    kind: Literal["added", "removed", "modified"]
    regions_before: tuple[str, ...] = ()
    regions_after: tuple[str, ...] = ()
    settings: tuple[PropertyChange, ...] = ()
    templates: tuple[TemplateChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    sections: tuple[SectionChange, ...] = ()
    meanings: tuple[Meaning, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is different."""
        return not (self.settings or self.templates or self.resources or self.sections or self.meanings)

    @property
    def risky(self) -> tuple[Meaning, ...]:
        """The meanings that a guard refuses: those that want an `--allow`, and those that can only be mended."""
        return tuple(meaning for meaning in self.meanings if meaning.risk == "risky")


def path_text(path: Sequence[str]) -> str:
    """`("Replicas", "[eu-west-1]", "Tags")` as `Replicas[eu-west-1].Tags`."""
    return "".join(part if part.startswith("[") or not index else f".{part}" for index, part in enumerate(path))
