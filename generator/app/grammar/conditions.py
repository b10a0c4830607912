"""Conditions: ConditionExpression, FilterExpression and, as a special shape of them, KeyConditionExpression."""

from __future__ import annotations

from generator.app.grammar.nodes import Between, Comparison, Condition, Membership, Negation, Operand, joined
from generator.app.grammar.operands import CONDITION_FUNCTIONS, SIZE, Parser, hyphen_advice, value_advice

COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")
MOST_CANDIDATES = 100


def parse_condition(text: str) -> Condition:
    """The condition that `text` states. Raises `ExpressionError`."""
    parser = _ConditionParser(text)
    condition = parser.disjunction()
    parser.expect_end()
    return condition


class _ConditionParser(Parser):
    """OR binds weakest, then AND, then NOT, then everything else."""

    def disjunction(self) -> Condition:
        conditions = [self._conjunction()]
        while self.takes_keyword("OR"):
            self.count_operator()
            conditions.append(self._conjunction())
        return joined("OR", tuple(conditions))

    def _conjunction(self) -> Condition:
        conditions = [self._negation()]
        while self.takes_keyword("AND"):
            self.count_operator()
            conditions.append(self._negation())
        return joined("AND", tuple(conditions))

    def _negation(self) -> Condition:
        if not self.takes_keyword("NOT"):
            return self._primary()
        self.count_operator()
        self.deeper()
        condition = self._negation()
        self.shallower()
        return Negation(condition)

    def _primary(self) -> Condition:
        if self.takes("("):
            self.deeper()
            condition = self.disjunction()
            self.expect(")")
            self.shallower()
            return condition
        if self.at_call() and self.peek().text not in SIZE:
            return self.call(CONDITION_FUNCTIONS)
        return self._test(self.operand(SIZE))

    def _test(self, left: Operand) -> Condition:
        if sign := self.takes(*COMPARATORS):
            self.count_operator()
            return Comparison(left, sign.text, self._right())
        if self.takes_keyword("BETWEEN"):
            return self._between(left)
        if self.takes_keyword("IN"):
            return self._membership(left)
        advice = hyphen_advice(self) or "write a condition such as `status = :status`"
        return self.fail(f"expected a comparison, BETWEEN or IN, found {self.peek()}", advice)

    def _right(self) -> Operand:
        if self.peek().text == "=":
            self.fail(f"unexpected {self.peek()}", "write one `=`")
        if advice := value_advice(self.peek()):
            self.fail(f"expected a value or an attribute, found {self.peek()}", advice)
        return self.operand(SIZE)

    def _between(self, left: Operand) -> Between:
        self.count_operator()
        low = self._right()
        if not self.takes_keyword("AND"):
            self.fail(f"expected the AND of BETWEEN, found {self.peek()}")
        return Between(left, low, self._right())

    def _membership(self, left: Operand) -> Membership:
        self.count_operator()
        self.expect("(")
        candidates = [self._right()]
        while self.takes(","):
            candidates.append(self._right())
        self.expect(")")
        if len(candidates) > MOST_CANDIDATES:
            self.fail(f"IN with {len(candidates)} operands is more than DynamoDB's {MOST_CANDIDATES}")
        return Membership(left, tuple(candidates))
