"""Names of what may outlive its stack, such as a queue with messages: the next stack must not find them taken.

A region that comes back, or an app that is deployed again, gets a new stack, and the new id makes new names.
"""

from __future__ import annotations

from typing import Final

from troposphere import Join, Ref, Select, Split

from generator.cloudformation.names import own_name

# `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`: the first part of the UUID [CloudFormation User
# Guide, "Pseudo parameters reference"].
_UUID_PART: Final = 8


def stack_name(app_id: str, name: str, longest: int) -> Join:
    """The name `<id>_<name>-<stack>` of at most so many characters, the same text in every region; see `own_name`."""
    uuid = Select(2, Split("/", Ref("AWS::StackId")))
    return Join("-", [own_name(app_id, name, longest - _UUID_PART - 1), Select(0, Split("-", uuid))])
