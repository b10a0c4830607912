"""What resources need: what their handlers say, mended. No line of the tables outlives its reason."""

from __future__ import annotations

from generator.cloudformation.handler_permissions import (
    EXPANDED,
    LACKING,
    NEEDLESS,
    SERVICE_LINKED_ROLES,
    handler_permissions,
    linked_services,
    needed_actions,
)
from generator.cloudformation.resource_types import resource_types

SAID = {action for actions in handler_permissions().values() for action in actions}


def test_every_type_that_we_generate_has_its_permissions() -> None:
    assert handler_permissions().keys() == resource_types().keys()
    assert all(needed_actions([type_]) for type_ in handler_permissions())


def test_what_a_type_lacks_its_handlers_do_not_say() -> None:
    for type_, actions in LACKING.items():
        assert set(actions) & set(handler_permissions()[type_]) == set(), type_
        assert set(actions) <= needed_actions([type_])


def test_what_is_needless_some_handler_says() -> None:
    assert set() == NEEDLESS - SAID
    assert needed_actions(handler_permissions()) & NEEDLESS == set()


def test_every_wildcard_of_a_handler_is_spelled_out_in_actions_that_it_covers() -> None:
    assert {action for action in SAID if "*" in action} == EXPANDED.keys()
    for pattern, actions in EXPANDED.items():
        assert all(action.startswith(pattern.removesuffix("*")) for action in actions)
    assert not [action for action in needed_actions(handler_permissions()) if "*" in action]


def test_what_handlers_say_is_needed_when_nothing_mends_it() -> None:
    said = set(handler_permissions()["AWS::Route53::RecordSet"])

    assert needed_actions(["AWS::Route53::RecordSet"]) == said
    assert needed_actions([]) == frozenset()


def test_service_linked_roles_are_those_of_types_that_may_make_one() -> None:
    for type_ in SERVICE_LINKED_ROLES:
        assert "iam:CreateServiceLinkedRole" in needed_actions([type_])
    assert linked_services(["AWS::Route53::RecordSet"]) == ()
    assert linked_services(SERVICE_LINKED_ROLES) == (
        "dynamodb.application-autoscaling.amazonaws.com",
        "ops.apigateway.amazonaws.com",
        "replication.dynamodb.amazonaws.com",
    )
