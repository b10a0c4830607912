"""What the execution role needs for some tables besides what their handlers name."""

from __future__ import annotations

from generator.app.model import Capacity
from generator.templates.roles.tables import making_tables
from tests.support.factories import table

SCALING = Capacity(min=1, max=9, target=70, seed=1)


def test_a_table_without_a_witness_and_on_demand_needs_nothing_more() -> None:
    assert making_tables([table()]) == []


def test_a_witness_is_made_for_the_tables_that_have_one_in_any_region() -> None:
    (found,) = making_tables([table(table_name="votes", witness="eu-west-3"), table(table_name="plain")])

    assert found["Action"] == ["dynamodb:CreateGlobalTableWitness", "dynamodb:DeleteGlobalTableWitness"]
    assert found["Resource"] == [{"Fn::Sub": "arn:${AWS::Partition}:dynamodb:*:${AWS::AccountId}:table/votes"}]


def test_what_scales_is_followed_by_alarms_of_its_own() -> None:
    (found,) = making_tables([table(table_name="plain"), table(table_name="ledger", write_capacity=SCALING)])

    assert found["Action"] == ["cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"]
    name = "alarm:TargetTracking-table/ledger*"
    assert found["Resource"] == [{"Fn::Sub": f"arn:${{AWS::Partition}}:cloudwatch:*:${{AWS::AccountId}}:{name}"}]
