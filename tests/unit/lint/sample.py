"""A good assembly of two regions, made by hand: every cross-template rule and the runner start from it.

It is small on purpose, and made anew on each call, so that a test may break it in place.
"""

from __future__ import annotations

from generator.assembly.model import Assembly, FromOutput, TemplateEntry
from tests.unit.lint.sample_api import DOMAIN, TAGS, ZONE, Json, custom_domain, outputs, rest_api


def replica(region: str) -> Json:
    return {
        "Region": region,
        "DeletionProtectionEnabled": True,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "Tags": TAGS,
    }


def global_table(name: str, regions: tuple[str, ...]) -> Json:
    return {
        "Type": "AWS::DynamoDB::GlobalTable",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "status", "AttributeType": "S"},
            ],
            "BillingMode": "PAY_PER_REQUEST",
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": "by_status",
                    "KeySchema": [{"AttributeName": "status", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "Replicas": [replica(region) for region in regions],
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
            "TableName": name,
        },
    }


def template(resources: Json, **sections: Json) -> Json:
    return {"AWSTemplateFormatVersion": "2010-09-09", "Description": "Demo.", "Resources": resources, **sections}


def camel(region: str) -> str:
    return "".join(part.capitalize() for part in region.split("-"))


def health_check(region: str) -> Json:
    return {
        "Type": "AWS::Route53::HealthCheck",
        "Properties": {
            "HealthCheckConfig": {
                "EnableSNI": True,
                "FailureThreshold": 3,
                "FullyQualifiedDomainName": f"{region}.{DOMAIN}",
                "Port": 443,
                "Regions": ["eu-west-1", "sa-east-1", "us-east-1"],
                "RequestInterval": 30,
                "ResourcePath": "/health",
                "Type": "HTTPS",
            },
            "HealthCheckTags": TAGS,
        },
    }


def latency_record(region: str, record_type: str) -> Json:
    return {
        "Type": "AWS::Route53::RecordSet",
        "Properties": {
            "AliasTarget": {
                "DNSName": {"Ref": f"TargetDomainName{camel(region)}"},
                "HostedZoneId": {"Ref": f"TargetHostedZoneId{camel(region)}"},
            },
            "HealthCheckId": {"Ref": f"HealthCheck{camel(region)}"},
            "HostedZoneId": ZONE,
            "Name": DOMAIN,
            "Region": region,
            "SetIdentifier": region,
            "Type": record_type,
        },
    }


def dns(regions: tuple[str, ...]) -> Json:
    resources: Json = {}
    for region in regions:
        resources[f"HealthCheck{camel(region)}"] = health_check(region)
        resources[f"RecordA{camel(region)}"] = latency_record(region, "A")
        resources[f"RecordAaaa{camel(region)}"] = latency_record(region, "AAAA")
    names = [f"{kind}{camel(region)}" for region in regions for kind in ("TargetDomainName", "TargetHostedZoneId")]
    return template(resources, Parameters={name: {"Type": "String"} for name in names})


def parameters(regions: tuple[str, ...]) -> dict[str, FromOutput]:
    return {
        f"{output}{camel(region)}": FromOutput(
            template="main" if region == regions[0] else "secondary", region=region, output=output
        )
        for region in regions
        for output in ("TargetDomainName", "TargetHostedZoneId")
    }


def bodies(regions: tuple[str, ...]) -> dict[str, Json]:
    """The templates by name, of an app in these regions."""
    data = {"ControlTable": global_table("demo-control", regions), "DataTable": global_table("demo-data", regions)}
    return {
        "main": template(data | rest_api() | custom_domain(), Outputs=outputs()),
        "secondary": template(rest_api() | custom_domain(), Outputs=outputs()),
        "dns": dns(regions),
    }


def assembly(regions: tuple[str, ...] = ("eu-west-1", "us-east-1"), **changed: Json) -> Assembly:
    """The good assembly; `changed` replaces the body of a template."""
    body = bodies(regions) | changed
    iam = ("CAPABILITY_IAM",)
    entries = [
        TemplateEntry(
            name="main",
            body=body["main"],
            deployed_as="stack",
            stack_name="demo-main",
            regions=regions[:1],
            capabilities=iam,
        ),
        TemplateEntry(
            name="secondary",
            body=body["secondary"],
            deployed_as="stack_set",
            stack_name="demo-secondary",
            regions=regions[1:],
            capabilities=iam,
        ),
        TemplateEntry(
            name="dns",
            body=body["dns"],
            deployed_as="stack",
            stack_name="demo-dns",
            regions=("us-east-1",),
            parameters=parameters(regions),
        ),
    ]
    return Assembly(
        app="demo",
        environment="prod",
        id="demo",
        account=None,
        regions=regions,
        app_sha256="0" * 64,
        templates=tuple(entries),
    )
