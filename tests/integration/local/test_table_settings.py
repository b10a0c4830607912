"""Tables with every setting that the app file has are made and changed by the embedded AWS."""

from __future__ import annotations

from typing import Any

from tests.integration.local.aws import Aws
from tests.support.apps import SHOP, assembled, patched, resources

HOME, ABROAD = "eu-west-1", "eu-west-2"
SCALING = {"min": 5, "max": 50, "seed": 10}
PROVISIONED = {"billing": {"read": SCALING, "write": SCALING}}
THREE = {"regions": {"main": HOME, "secondary": [ABROAD, "eu-west-3"]}}


def tables(items: Any) -> dict[str, Any]:
    """The template of the tables of SHOP, in three regions, after a patch of its table."""
    made = resources(assembled(patched(SHOP, {**THREE, "tables": {"items": items}})), of_type="GlobalTable")
    return {"Resources": made}


def described(aws: Aws, region: str = HOME) -> Any:
    return aws.client("dynamodb", region).describe_table(TableName="shop-items")["Table"]


def test_provisioned_capacity_with_keys_and_insights_can_be_made_in_every_region(aws: Aws) -> None:
    key = {"encryption": {"kms_key": "alias/shop"}}

    stack = aws.deploy("stack", tables({**PROVISIONED, **key, "contributor_insights": True}), HOME)

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    for region in (HOME, ABROAD):
        assert described(aws, region)["GlobalSecondaryIndexes"][0]["IndexName"] == "by_owner"


def test_a_strong_table_can_be_made(aws: Aws) -> None:
    stack = aws.deploy("stack", tables({"consistency": "strong", "local_secondary_indexes": None}), HOME)

    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_billing_can_be_switched_both_ways(aws: Aws) -> None:
    aws.deploy("stack", tables({}), HOME)
    assert described(aws)["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"

    there = aws.deploy("stack", tables(PROVISIONED), HOME)
    assert there["StackStatus"] == "UPDATE_COMPLETE"
    assert described(aws).get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED") == "PROVISIONED"

    back = aws.deploy("stack", tables({}), HOME)
    assert back["StackStatus"] == "UPDATE_COMPLETE"
    assert described(aws)["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
