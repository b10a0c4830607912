"""Names of functions and queues in the fake AWS: those that stacks have, and those that no stack has (any more)."""

from __future__ import annotations

from collections.abc import Iterable

from tests.support.fake_template import Template, refusal

LAMBDA, QUEUE = "AWS::Lambda::Function", "AWS::SQS::Queue"
NAMED = {LAMBDA: "FunctionName", QUEUE: "QueueName"}


class Names:
    """`foreign`: (region, type) ─▶ names of what stands there without a stack."""

    def __init__(self) -> None:
        self.foreign: dict[tuple[str, str], set[str]] = {}

    def at(self, type_: str, region: str, templates: Iterable[Template]) -> frozenset[str]:
        """All names of a type in a region, where these are the templates of its stacks."""
        owned = {name for template in templates for name in _named(type_, template).values()}
        return frozenset(owned | self.foreign.get((region, type_), set()))

    def check(self, old: Template, new: Template, templates: Iterable[Template]) -> None:
        """Refuse what is to be made where something has its name, also what the stack itself is about to give back."""
        others = list(templates)
        for type_ in NAMED:
            there, taken = _named(type_, old), self.at(type_, new.region, others)
            for logical_id, name in _named(type_, new).items():
                if there.get(logical_id) != name and name in taken:
                    raise refusal(
                        f"{logical_id}: Resource of type {type_} with identifier {name} already exists", new.region
                    )

    def retain(self, old: Template, new: Template) -> None:
        """Keep what leaves its stack and has a policy that says so."""
        for type_ in NAMED:
            kept = {
                name
                for logical_id, name in _named(type_, old).items()
                if old.body["Resources"][logical_id].get("DeletionPolicy", "Delete") != "Delete"
            }
            left = kept - set(_named(type_, new).values())
            self.foreign.setdefault((old.region, type_), set()).update(left)


def _named(type_: str, template: Template) -> dict[str, str]:
    """Logical id ─▶ name, of those that have one of their own."""
    found = {logical_id: properties.get(NAMED[type_]) for logical_id, properties in template.properties(type_)}
    return {logical_id: name for logical_id, name in found.items() if isinstance(name, str)}
