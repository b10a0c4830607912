"""An update of tables in words: what happens, why, and what work it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from generator.deploy.bodies.widening import TablesUpdate, UpdateKind
from generator.deploy.planning.estimates import Work
from generator.deploy.planning.steps import named

_ALONE: Final = "DynamoDB takes one replica per update, alone"

_REASONS: Final[Mapping[UpdateKind, tuple[str, Work]]] = {
    "stream": ("a stream can change only as long as there is one replica", "update"),
    "mode": ("a new replica or index has those of its table, and comes alone", "update"),
    "replica": (_ALONE, "replica"),
    "index": ("DynamoDB makes or deletes one index of a table per update", "update"),
    "protect": ("a new replica comes without, or a failed update could not delete it again", "update"),
    "data": ("tables before the API: without them its health check would fail", "update"),
    "drop-index": ("no region's API uses it any more; one of a table per update", "update"),
    "leave": ("kept in AWS with all data, outside of the stack", "update"),
    "unprotect": ("a protected replica cannot be removed, and nothing else may go with its removal", "update"),
    "drop-replica": (_ALONE, "drop-replica"),
    "settle": ("nothing is left that needs an update of its own", "update"),
}


_VERBS: Final[Mapping[UpdateKind, str]] = {
    "stream": "change the stream of",
    "mode": "change capacity or encryption of",
    "protect": "switch on deletion protection for",
    "leave": "let go of",
}


def told(update: TablesUpdate) -> tuple[str, str, Work]:
    """Title (without a region), reason, and what it is as far as time goes."""
    reason, work = _REASONS[update.kind]
    if update.kind == "data" and not update.new:
        reason = "as the app file wants it; tables before the API"
    return _title(update), reason, work


def _title(update: TablesUpdate) -> str:
    tables = named((*update.names, *update.new), "table")
    match update.kind:
        case "stream" | "mode" | "protect" | "leave":
            title = f"{_VERBS[update.kind]} {tables}"
        case "replica":
            title = f"add the replica in {update.region} to {tables}"
        case "index" | "drop-index":
            title = _joined(_of_indexes("delete", update.dropped), _of_indexes("make", update.made))
        case "data":
            title = _joined(_of_tables("make", update.new), _of_tables("change", update.names))
        case "unprotect":
            title = f"switch off deletion protection in {update.region} for {tables}"
        case "drop-replica":
            title = f"remove the replica in {update.region} from {tables}"
        case "settle":
            title = f"bring {tables} to what is wanted"
        case _:
            assert_never(update.kind)
    return title


def indexes_told(made: Mapping[str, Iterable[str]], dropped: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    """Title (without a region) and reason of a wait for indexes."""
    filled, gone = (sorted(name for names in indexes.values() for name in names) for indexes in (made, dropped))
    first = f"wait for {named(filled, 'index')}" if filled else ""
    last = f"{'until' if filled else 'wait until'} {named(gone, 'index')} {_is(gone)} gone" if gone else ""
    ends = " or ".join(word for word, names in (("filled", filled), ("gone", gone)) if names)
    return _joined(first, last), f"CloudFormation does not wait until an index is {ends}"


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _joined(*words: str) -> str:
    return " and ".join(word for word in words if word)


def _of_tables(verb: str, names: Iterable[str]) -> str:
    found = list(names)
    return f"{verb} {named(found, 'table')}" if found else ""


def _of_indexes(verb: str, indexes: Mapping[str, Iterable[str]]) -> str:
    found = [f"{name} of {table}" for table, names in indexes.items() for name in names]
    return f"{verb} {named(found, 'index')}" if found else ""
