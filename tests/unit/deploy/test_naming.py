"""What the names of a template come to in a stack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.deploy.naming import physical_name
from generator.templates.stack_names import stack_name

STACK_ID = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-main/0a1b2c3d-1111-2222-3333-444455556666"


def written(name: str) -> Any:
    """A name that ends with digits of the stack, as it is in a template."""
    return json.loads(json.dumps(stack_name("shop", name, 80).to_dict()))


def test_a_name_of_the_stack_ends_with_the_first_digits_of_its_id() -> None:
    assert physical_name(written("mails"), STACK_ID) == "shop_mails-0a1b2c3d"


def test_before_there_is_a_stack_it_has_none() -> None:
    assert physical_name(written("mails"), None) is None


@pytest.mark.parametrize("stack_id", [STACK_ID, None])
def test_plain_text_is_the_name_itself(stack_id: str | None) -> None:
    assert physical_name("shop_worker", stack_id) == "shop_worker"


@pytest.mark.parametrize(
    "name",
    [
        None,
        7,
        {"Ref": "Name"},
        {"Fn::Sub": "shop-${AWS::StackId}"},
        {"Fn::Join": ["-", ["shop", {"Ref": "AWS::Region"}]]},
        {"Fn::Join": ["", written("mails")["Fn::Join"][1]]},
        {"Fn::Join": ["-", [{"Ref": "Name"}, written("mails")["Fn::Join"][1][1]]]},
        {"Fn::Join": ["-", ["shop"]]},
        {"Fn::Join": "-"},
    ],
)
def test_every_other_name_is_not_known(name: Any) -> None:
    assert physical_name(name, STACK_ID) is None
