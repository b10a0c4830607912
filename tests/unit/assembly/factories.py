"""Assemblies made by hand, small and valid, with every part replaceable."""

from __future__ import annotations

from collections.abc import Sequence

from generator.assembly.model import Assembly, Bootstrap, Domain, FromOutput, RoleNames, Template, TemplateEntry

ONE_REGION = ("us-east-1",)
APP_SHA256 = "0" * 64


def template(name: str = "Thing", **properties: object) -> Template:
    return {"Resources": {name: {"Type": "AWS::DynamoDB::GlobalTable", "Properties": properties}}}


def entry(name: str = "main", *, body: Template | None = None, regions: Sequence[str] = ONE_REGION) -> TemplateEntry:
    return TemplateEntry(
        name=name,
        body=template() if body is None else body,
        deployed_as="stack" if len(regions) == 1 else "stack_set",
        stack_name=f"shop-{name}",
        regions=tuple(regions),
    )


def dns_entry() -> TemplateEntry:
    return TemplateEntry(
        name="dns",
        body=template("Record"),
        deployed_as="stack",
        stack_name="shop-dns",
        regions=("us-east-1",),
        capabilities=("CAPABILITY_IAM",),
        parameters={"Target": FromOutput(template="main", region="us-east-1", output="TargetDomainName")},
    )


def bootstrap(version: int = 1) -> Bootstrap:
    body = {"Description": "multi-region-bootstrap", "Outputs": {"Version": {"Value": str(version)}}, "Resources": {}}
    return Bootstrap(stack_name="multi-region-bootstrap", version=version, body=body, capabilities=("CAPABILITY_IAM",))


def assembly(
    environment: str = "prod",
    *,
    app: str = "shop",
    templates: Sequence[TemplateEntry] | None = None,
    account: str | None = "123456789012",
    version: int = 1,
) -> Assembly:
    return Assembly(
        app=app,
        environment=environment,
        id=f"{app}-{environment}",
        account=account,
        regions=("us-east-1", "eu-west-1"),
        app_sha256=APP_SHA256,
        templates=(entry(), dns_entry()) if templates is None else tuple(templates),
        domain=Domain(name="api.example.com", hosted_zone_id="Z0123456789"),
        control_table="shop-prod-control",
        roles=RoleNames(administration="shop-prod/shop-prod-administration", execution="shop-prod-execution"),
        bootstrap=bootstrap(version),
    )
