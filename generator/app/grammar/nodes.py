"""What an expression says, as frozen values."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Path(Struct, frozen=True):
    """A document path: an attribute, then names of map entries and positions in lists."""

    parts: tuple[str | int, ...]

    @property
    def attribute(self) -> str:
        """The top-level attribute."""
        return str(self.parts[0])

    @property
    def is_attribute(self) -> bool:
        """Whether it is a whole attribute, nothing inside one."""
        return len(self.parts) == 1

    def __str__(self) -> str:
        rest = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.parts[1:])
        return f"{self.attribute}{rest}"


class Placeholder(Struct, frozen=True):
    """`:name`."""

    name: str


class Call(Struct, frozen=True):
    """A function of operands."""

    function: str
    arguments: tuple[Operand, ...]


class Arithmetic(Struct, frozen=True):
    """`first`, then `+` or `-` and an operand, as often as written. Only in SET."""

    first: Operand
    rest: tuple[tuple[str, Operand], ...]


Operand = Path | Placeholder | Call | Arithmetic


class Comparison(Struct, frozen=True):
    """`left operator right`."""

    left: Operand
    operator: str
    right: Operand


class Between(Struct, frozen=True):
    """`operand BETWEEN low AND high`."""

    operand: Operand
    low: Operand
    high: Operand


class Membership(Struct, frozen=True):
    """`operand IN (candidates)`."""

    operand: Operand
    candidates: tuple[Operand, ...]


class Negation(Struct, frozen=True):
    """`NOT condition`."""

    condition: Condition


class Junction(Struct, frozen=True):
    """Conditions joined by AND or OR; never directly one of the same kind inside another."""

    operator: Literal["AND", "OR"]
    conditions: tuple[Condition, ...]


Condition = Comparison | Between | Membership | Call | Negation | Junction


class Assignment(Struct, frozen=True):
    """`path = value` of SET."""

    path: Path
    value: Operand


class Delta(Struct, frozen=True):
    """`path :value` of ADD and DELETE."""

    path: Path
    value: Placeholder


class Update(Struct, frozen=True, kw_only=True):
    """The four clauses of an update, each at most once."""

    set: tuple[Assignment, ...] = ()
    remove: tuple[Path, ...] = ()
    add: tuple[Delta, ...] = ()
    delete: tuple[Delta, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Everything that it writes, clause by clause."""
        return (*(one.path for one in self.set), *self.remove, *(one.path for one in (*self.add, *self.delete)))


def joined(operator: Literal["AND", "OR"], conditions: tuple[Condition, ...]) -> Condition:
    """One condition of several, flat: DynamoDB refuses redundant parentheses, so none may be needed."""
    flat: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, Junction) and condition.operator == operator:
            flat += condition.conditions
        else:
            flat.append(condition)
    return flat[0] if len(flat) == 1 else Junction(operator, tuple(flat))
