"""What has to be agreed to before a plan may run: the risky meanings of `diff`, between what is deployed and wanted.

`--allow` means the same here as in `diff`. What cannot work, whoever agrees to it, is an error of `preflight`.

A first deploy needs no `--allow`: there is nobody yet whom a change could hurt, and what the app file opens to everyone
has been reviewed with it; consent is asked for all the same. A roll-out that was interrupted needs no other agreement
than it needed at first: regions that have the change already and regions that have not are compared as what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.deploy.bodies.parts import Resources, is_same_body, of_type, properties_of, resources_of, tables_of
from generator.deploy.presence import entry_of
from generator.diff.allow import Risk, refused
from generator.diff.compare import compare
from generator.diff.meaning.view import RECORD, listed, texts
from generator.diff.model import Meaning

if TYPE_CHECKING:
    from generator.assembly.model import Assembly, TemplateEntry
    from generator.deploy.model import Body
    from generator.diff.allow import Allowance


def refusals(
    assembly: Assembly,
    before: Assembly | None,
    allowed: Sequence[Allowance],
    *,
    skip: frozenset[str] = frozenset(),
) -> tuple[Risk, ...]:
    """The risky changes from `before`, what is deployed, that nobody agreed to; none when nothing is deployed yet.

    Nothing happens in the regions of `skip`, so nothing that concerns only them is asked.
    """
    if before is None:
        return ()
    was = _as_it_was(before, assembly)
    diff = compare(was, assembly)
    found = _of_names(diff.meanings, before, assembly)
    if was is not before and any(meaning.guard == "public-route" for meaning in found):
        found = _without_open(found, compare(before, assembly).meanings)
    kept = tuple(meaning for meaning in found if not _is_skipped(meaning, skip))
    return refused((replace(diff, meanings=kept),), allowed)


def _without_open(found: Iterable[Meaning], now: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Without the routes that are open to everyone by `now`, in the main region: opening them was agreed to."""
    new = {meaning.subject for meaning in now if meaning.guard == "public-route"}
    return tuple(one for one in found if one.guard != "public-route" or one.subject in new)


def _is_skipped(meaning: Meaning, skip: frozenset[str]) -> bool:
    return meaning.guard == "remove-region" and meaning.subject in skip


def _as_it_was(before: Assembly, assembly: Assembly) -> Assembly:
    """What was there before the main region got ahead of the others: their API stands for its own as well.

    The main region is changed first. As long as the others have not what is wanted, they are what the change starts
    from: a route is new although the main region has it by now.
    """
    main, secondary, wanted = (
        entry_of(where, template)
        for where, template in ((before, "main"), (before, "secondary"), (assembly, "secondary"))
    )
    if main is None or secondary is None or wanted is None or is_same_body(secondary.body, wanted.body):
        return before
    earlier = replace(main, body=_with_api_of(secondary.body, main.body, _main_only(assembly)))
    return replace(before, templates=tuple(earlier if entry is main else entry for entry in before.templates))


def _with_api_of(secondary: Body, main: Body, main_only: frozenset[str]) -> Body:
    """The body of main with the regional half of secondary."""
    own: Resources = {name: one for name, one in resources_of(main).items() if name in main_only}
    return {**main, **secondary, "Resources": {**resources_of(secondary), **tables_of(main), **own}}


def _main_only(assembly: Assembly) -> frozenset[str]:
    """Logical ids that only the main region is to have."""
    ours, theirs = (
        frozenset() if entry is None else frozenset(resources_of(entry.body))
        for entry in (entry_of(assembly, "main"), entry_of(assembly, "secondary"))
    )
    return ours - theirs


def _of_names(meanings: Iterable[Meaning], before: Assembly, assembly: Assembly) -> tuple[Meaning, ...]:
    """The meanings, with records that only follow a changed name told as that: DNS is what gets the new name last."""
    old, new = _shared_names(before), _shared_names(assembly)
    records = frozenset(of_type(_dns(before), RECORD))
    if not old or old == new:
        return tuple(meanings)
    found = tuple(meanings)
    kept = [one for one in found if not (one.kind == "resource-replaced" and records.issuperset(one.resources))]
    if len(kept) < len(found) and not any(one.kind == "domain-changed" for one in kept):
        names = listed(sorted(old))
        kept.append(
            Meaning(
                kind="domain-changed",
                subject=names,
                risk="risky",
                text=f"DNS no longer has the domain {names}: clients of the old name stop working",
                advice="keep the old name until no client uses it",
                guard="domain-change",
                resources=tuple(sorted(records)),
            )
        )
    return tuple(kept)


def _shared_names(assembly: Assembly) -> set[str]:
    """The names at which DNS leads clients to a region."""
    return texts(properties_of(record).get("Name") for record in of_type(_dns(assembly), RECORD).values())


def _dns(assembly: Assembly) -> Body:
    entry: TemplateEntry | None = entry_of(assembly, "dns")
    return {} if entry is None else entry.body
