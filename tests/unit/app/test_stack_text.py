"""Text that is completed when a stack is made."""

from __future__ import annotations

import pytest

from generator.app.report import Mistake
from generator.app.stack_text import stack_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("plain ü", "plain ü"),
        ("5 $$", "5 $"),
        ("$$$$", "$$"),
        ("a-${AWS::Region}-b", "a-${AWS::Region}-b"),
        ("${AWS::Partition}${AWS::AccountId}", "${AWS::Partition}${AWS::AccountId}"),
        ("$${aws:username}/${AWS::Region}", "${!aws:username}/${AWS::Region}"),
        ("{}}{", "{}}{"),
        ("line\nbreak $$", "line\nbreak $"),
    ],
)
def test_text_becomes_what_fn_sub_takes(text: str, found: str) -> None:
    assert stack_text(text) == found


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("pa$word", 'a `$` in "pa$word" starts nothing', "write `$$` for a dollar sign, or"),
        ("$AWS::Region", 'a `$` in "$AWS::Region" starts nothing', "write `$$` for a dollar sign, or"),
        ("${AWS::Regoin}", '"${AWS::Regoin}" is not known', "write ${AWS::Region}"),
        ("${region}", '"${region}" is not known', "write ${AWS::Region}"),
        ("${OrdersTable.Arn}", '"${OrdersTable.Arn}" is not known', "use ${AWS::Region}"),
        ("${AWS::Region", 'a `$` in "${AWS::Region" starts nothing', "write `$$`"),
        ("$${never closed", 'a `${` in "$${never closed" is never closed', "close it with }"),
    ],
)
def test_what_a_stack_does_not_know_is_told(text: str, message: str, advice: str) -> None:
    with pytest.raises(Mistake) as caught:
        stack_text(text)

    assert caught.value.id == "A125"
    assert caught.value.message.startswith(message)
    assert caught.value.advice.startswith(advice)
