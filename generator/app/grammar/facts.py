"""What expressions say about attributes and values: which is compared with which, which is written."""

from __future__ import annotations

from collections.abc import Iterator

from generator.app.grammar.nodes import (
    Arithmetic,
    Assignment,
    Between,
    Call,
    Comparison,
    Condition,
    Junction,
    Membership,
    Negation,
    Operand,
    Path,
    Placeholder,
    Update,
)

Pair = tuple[str, str]


def compared(condition: Condition) -> Iterator[Pair]:
    """Pairs of a whole attribute and the name of a value that it is compared with."""
    match condition:
        case Comparison(left, _, right):
            yield from _pairs(left, right)
            yield from _pairs(right, left)
        case Between(operand, low, high):
            yield from _pairs(operand, low, high)
        case Membership(operand, candidates):
            yield from _pairs(operand, *candidates)
        case Call("begins_with", arguments):
            yield from _pairs(*arguments)
        case Call():
            return
        case Negation(inner):
            yield from compared(inner)
        case Junction(_, conditions):
            for inner in conditions:
                yield from compared(inner)


def assigned(update: Update) -> Iterator[Pair]:
    """Pairs of a whole attribute and the name of a value that it is set to, or changed by."""
    for one in update.set:
        yield from _assignment(one)
    for delta in (*update.add, *update.delete):
        yield from _pairs(delta.path, delta.value)


def attributes(condition: Condition) -> Iterator[str]:
    """Every top-level attribute that a condition names, as often as it does."""
    match condition:
        case Comparison(left, _, right):
            yield from _named(left, right)
        case Between(operand, low, high):
            yield from _named(operand, low, high)
        case Membership(operand, candidates):
            yield from _named(operand, *candidates)
        case Call(_, arguments):
            yield from _named(*arguments)
        case Negation(inner):
            yield from attributes(inner)
        case Junction(_, conditions):
            for inner in conditions:
                yield from attributes(inner)


def _named(*operands: Operand) -> Iterator[str]:
    for operand in operands:
        match operand:
            case Path():
                yield operand.attribute
            case Call(_, arguments):
                yield from _named(*arguments)
            case Arithmetic() | Placeholder():
                pass


def _assignment(assignment: Assignment) -> Iterator[Pair]:
    match assignment.value:
        case Placeholder() as value:
            yield from _pairs(assignment.path, value)
        case Call("if_not_exists", (_, value)):
            yield from _pairs(assignment.path, value)
        case Arithmetic(first, rest):
            yield from _pairs(assignment.path, first, *(term for _, term in rest))
        case _:
            return


def _pairs(path: Operand, *values: Operand) -> Iterator[Pair]:
    if isinstance(path, Path) and path.is_attribute:
        for value in values:
            if isinstance(value, Placeholder):
                yield path.attribute, value.name
