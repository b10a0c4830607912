"""Names of what may outlive its stack, such as a queue with messages: the next stack must not find them taken.

A region that comes back, or an app that is deployed again, gets a new stack, and the new id makes new names.
"""

from __future__ import annotations

from troposphere import Join, Ref, Select, Split

from generator.cloudformation.names import STACK_DIGITS, own_name


def stack_name(app_id: str, name: str, longest: int) -> Join:
    """The name `<id>_<name>-<stack>` of at most so many characters, the same text in every region; see `own_name`."""
    # `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`: the first part of the UUID [CloudFormation User
    # Guide, "Pseudo parameters reference"].
    uuid = Select(2, Split("/", Ref("AWS::StackId")))
    return Join("-", [own_name(app_id, name, longest - STACK_DIGITS - 1), Select(0, Split("-", uuid))])
