"""Ways to break the good assembly, each by the rule across templates that it breaks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.unit.lint import sample
from tests.unit.lint.sample_api import DOMAIN

Json = dict[str, Any]
Bodies = dict[str, Json]
Damage = Callable[[Bodies], None]


def resources(bodies: Bodies, name: str) -> Json:
    found: Json = bodies[name]["Resources"]
    return found


def properties(bodies: Bodies, name: str, resource: str) -> Json:
    found: Json = resources(bodies, name)[resource]["Properties"]
    return found


def in_both(bodies: Bodies, change: Callable[[Json], object]) -> None:
    for name in ("main", "secondary"):
        change(resources(bodies, name))


def lose_a_replica(bodies: Bodies) -> None:
    properties(bodies, "main", "DataTable")["Replicas"].pop()


def add_a_replica(bodies: Bodies) -> None:
    properties(bodies, "main", "DataTable")["Replicas"].append(sample.replica("sa-east-1"))


def lose_a_record(bodies: Bodies) -> None:
    del resources(bodies, "dns")["RecordAaaaUsEast1"]


def add_a_record(bodies: Bodies) -> None:
    extra = sample.latency_record("sa-east-1", "A")
    extra["Properties"]["HealthCheckId"] = {"Ref": "HealthCheckUsEast1"}
    extra["Properties"]["AliasTarget"] = properties(bodies, "dns", "RecordAUsEast1")["AliasTarget"]
    resources(bodies, "dns")["RecordASaEast1"] = extra


def uncheck_a_record(bodies: Bodies) -> None:
    del properties(bodies, "dns", "RecordAUsEast1")["HealthCheckId"]


def check_the_common_name(bodies: Bodies) -> None:
    properties(bodies, "dns", "HealthCheckUsEast1")["HealthCheckConfig"]["FullyQualifiedDomainName"] = DOMAIN


def check_the_other_region(bodies: Bodies) -> None:
    name = "eu-west-1.api.example.com"
    properties(bodies, "dns", "HealthCheckUsEast1")["HealthCheckConfig"]["FullyQualifiedDomainName"] = name


def rename_a_latency_record(bodies: Bodies) -> None:
    properties(bodies, "dns", "RecordAUsEast1")["Name"] = "www.example.com"


def rename_a_regional_record(bodies: Bodies) -> None:
    in_both(bodies, lambda found: found["RegionalRecordA"]["Properties"].update(Name="eu-west-1.api.example.com"))


def rename_a_table(bodies: Bodies) -> None:
    properties(bodies, "main", "DataTable")["TableName"] = "demo-dta"


def lose_an_index(bodies: Bodies) -> None:
    del properties(bodies, "main", "DataTable")["GlobalSecondaryIndexes"]


def fix_the_region_of_a_grant(bodies: Bodies) -> None:
    arn = {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:eu-west-1:${AWS::AccountId}:table/demo-data"}

    def change(found: Json) -> None:
        statements = found["ApiRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        statements[1]["Resource"].append(arn)

    in_both(bodies, change)


def revoke_an_action(bodies: Bodies) -> None:
    def change(found: Json) -> None:
        found["ApiRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]["Action"] = "dynamodb:GetItem"

    in_both(bodies, change)


def revoke_the_health_check(bodies: Bodies) -> None:
    def change(found: Json) -> None:
        del found["ApiRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][2]

    in_both(bodies, change)


def lose_an_output(bodies: Bodies) -> None:
    for name in ("main", "secondary"):
        del bodies[name]["Outputs"]["TargetHostedZoneId"]


def add_a_parameter(bodies: Bodies) -> None:
    bodies["dns"]["Parameters"]["Extra"] = {"Type": "String"}


def lose_a_parameter(bodies: Bodies) -> None:
    target = properties(bodies, "dns", "RecordAUsEast1")["AliasTarget"]
    properties(bodies, "dns", "RecordAaaaUsEast1")["AliasTarget"] = target
    target["DNSName"] = "target.example.com"
    del bodies["dns"]["Parameters"]["TargetDomainNameUsEast1"]


def cross_the_records(bodies: Bodies) -> None:
    other = properties(bodies, "dns", "RecordAEuWest1")["AliasTarget"]["DNSName"]
    properties(bodies, "dns", "RecordAUsEast1")["AliasTarget"]["DNSName"] = other


def forget_a_resource_in_secondary(bodies: Bodies) -> None:
    del resources(bodies, "secondary")["RegionalRecordAaaa"]


def add_a_resource_to_secondary(bodies: Bodies) -> None:
    resources(bodies, "secondary")["Topic"] = {"Type": "AWS::SNS::Topic", "Properties": {}}


def give_secondary_a_table(bodies: Bodies) -> None:
    resources(bodies, "secondary")["DataTable"] = resources(bodies, "main")["DataTable"]


def mark_a_resource_of_secondary(bodies: Bodies) -> None:
    resources(bodies, "secondary")["Topic"] = {"Type": "AWS::SNS::Topic", "Metadata": {"MainRegionOnly": True}}


def change_a_resource_of_secondary(bodies: Bodies) -> None:
    properties(bodies, "secondary", "Stage")["StageName"] = "v2"


def change_an_output_of_secondary(bodies: Bodies) -> None:
    bodies["secondary"]["Outputs"]["TargetDomainName"]["Value"] = "x"


def name_a_role(bodies: Bodies) -> None:
    in_both(bodies, lambda found: found["ApiRole"]["Properties"].update(RoleName="demo"))


DAMAGES: dict[str, tuple[Damage, ...]] = {
    "E9501": (lose_a_replica, add_a_replica),
    "E9503": (lose_a_record, add_a_record, uncheck_a_record),
    "E9504": (check_the_common_name, check_the_other_region),
    "E9505": (rename_a_latency_record, rename_a_regional_record),
    "E9506": (rename_a_table, lose_an_index, fix_the_region_of_a_grant),
    "E9507": (revoke_an_action, revoke_the_health_check),
    "E9508": (lose_an_output, add_a_parameter, lose_a_parameter),
    "E9509": (cross_the_records,),
    "E9510": (
        forget_a_resource_in_secondary,
        add_a_resource_to_secondary,
        change_a_resource_of_secondary,
        change_an_output_of_secondary,
        give_secondary_a_table,
        mark_a_resource_of_secondary,
    ),
    "E9511": (name_a_role,),
}
