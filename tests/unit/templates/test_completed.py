"""Text that is completed when a stack is made, and text that is not."""

from __future__ import annotations

from typing import Any

import pytest

from generator.app.stack_text import stack_text
from generator.templates.roles.policies import substituted


def with_dollars(text: str) -> dict[str, Any]:
    return {"Fn::Sub": [text, {"Dollar": "$"}]}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("plain $$5", "plain $5"),
        ("in ${AWS::Region}", {"Fn::Sub": "in ${AWS::Region}"}),
        ("${AWS::Region} and $${aws:username}", {"Fn::Sub": "${AWS::Region} and ${!aws:username}"}),
        # A superfluous `Fn::Sub` is a warning (W1020) that nobody could mend in the app file.
        ("arn:aws:s3:::home/$${aws:username}/*", "arn:aws:s3:::home/${aws:username}/*"),
        ("$${some-thing} $${}", "${some-thing} ${}"),
        # And what could be a reference, outside of one, is an error (E1029).
        ("$${AWS::Region}", with_dollars("${Dollar}{AWS::Region}")),
        ("$${aws:username} $${RestApi}", with_dollars("${Dollar}{aws:username} ${Dollar}{RestApi}")),
    ],
)
def test_only_what_is_completed_is_a_sub(written: str, found: object) -> None:
    assert substituted(stack_text(written)) == found
