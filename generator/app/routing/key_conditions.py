"""KeyConditionExpression: the one shape of condition that DynamoDB takes there."""

from __future__ import annotations

from collections.abc import Mapping

from generator.app.declarations import Key
from generator.app.grammar.nodes import Between, Call, Comparison, Condition, Junction, Path, Placeholder
from generator.app.grammar.tokens import ExpressionError
from generator.app.phrases import listed

_RANGES = ("=", "<", "<=", ">", ">=")


def fixed_by(condition: Condition, partition: Key, sort: Key | None) -> Mapping[str, str]:
    """The key attributes that `condition` fixes, with the name of the value that does: always the partition key.

    Raises `ExpressionError` unless it is `partition = :value`, and at most one test of the sort key joined by AND.
    """
    tests = condition.conditions if isinstance(condition, Junction) and condition.operator == "AND" else (condition,)
    fixed: dict[str, str] = {}
    seen: set[str] = set()
    keys = {key.name: key for key in (partition, sort) if key is not None}
    for test in tests:
        key = keys.get(_tested(test))
        if key is None:
            names = listed(tuple(keys), "and")
            raise ExpressionError(
                f"a key condition on {_tested(test)}, the key is {names}", "move it to `filter_expression`"
            )
        if key.name in seen:
            raise ExpressionError(f"two conditions on {key.name}", "join them: BETWEEN takes both ends of a range")
        seen.add(key.name)
        value = _equal_value(test)
        if value is not None:
            fixed[key.name] = value
        _check_test(test, key, key is partition)
    if partition.name not in seen:
        raise ExpressionError(f"nothing fixes the partition key {partition.name}", f"add `{partition.name} = :value`")
    return fixed


def _tested(test: Condition) -> str:
    """The attribute that stands first. Raises `ExpressionError` for what no key condition may be."""
    path: object = None
    match test:
        case Comparison(left, _, Placeholder()):
            path = left
        case Between(operand, Placeholder(), Placeholder()):
            path = operand
        case Call("begins_with", (first, Placeholder())):
            path = first
        case _:
            pass
    if not isinstance(path, Path):
        advice = "write `key = :value`, and perhaps AND with one of = < <= > >= BETWEEN begins_with on the sort key"
        raise ExpressionError("no key condition has this form", advice)
    if not path.is_attribute:
        raise ExpressionError(f"{path} is no key attribute", "move it to `filter_expression`")
    return path.attribute


def _equal_value(test: Condition) -> str | None:
    match test:
        case Comparison(_, "=", Placeholder(name)):
            return name
        case _:
            return None


def _check_test(test: Condition, key: Key, is_partition: bool) -> None:
    if isinstance(test, Comparison) and test.operator not in _RANGES:
        raise ExpressionError(f"{test.operator} on the key attribute {key.name}", f"use one of {' '.join(_RANGES)}")
    if is_partition and _equal_value(test) is None:
        message = f"the partition key {key.name} must equal one value"
        raise ExpressionError(message, f"write `{key.name} = :value`")
    if isinstance(test, Call) and key.type == "N":
        raise ExpressionError(f"begins_with on {key.name}, which is of type N", "use BETWEEN or a comparison")
