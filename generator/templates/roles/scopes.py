"""How far each action of the execution role reaches: as narrowly as IAM can say it.

Tables, domain names, records, roles and stacks are named. What has no name before AWS gives it one cannot be: APIs,
certificates, health checks and scalable targets are those of the account. Regions are left open, for a region that the
app leaves has to be cleared with the rights of the app that no longer has it.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.app.model import ResolvedApp
from generator.cloudformation.handler_permissions import linked_services
from generator.templates.roles.names import arn, boundary_arn, iam_arn, role_path
from generator.templates.section import Json, JsonObject

# Matches every region and hardly anything else: `<region>.<domain>` of all regions in the room of one.
ANY_REGION = "??-*-?"

_BOUNDED = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
)


class Scope(Struct, frozen=True, kw_only=True):
    """Resources and condition of the actions that match one of the patterns."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    condition: JsonObject | None = None
    is_of_tables: bool = False

    def held(self, actions: Iterable[str]) -> frozenset[str]:
        """Those of the actions that are in the scope."""
        names = tuple(actions)
        return frozenset(action for pattern in self.actions for action in fnmatch.filter(names, pattern))


def scopes(app: ResolvedApp, types: frozenset[str]) -> tuple[Scope, ...]:
    """The scopes of everything that resources of these types need; of several that hold an action the first counts."""
    return (*_unscoped(), *_data(app), *_api(app), *_names(app), *_iam(app, types))


def _data(app: ResolvedApp) -> Iterator[Scope]:
    names = sorted(table.table_name for table in (*app.tables.values(), app.control_table))
    whole = (arn("dynamodb", "*", f"table/{name}{part}") for name in names for part in ("", "/*"))
    yield Scope(actions=("dynamodb:*",), resources=tuple(whole), is_of_tables=True)
    yield Scope(
        actions=tuple(f"application-autoscaling:{verb}*" for verb in ("Delete", "Deregister", "Put", "Register")),
        resources=(arn("application-autoscaling", "*", "scalable-target/*"),),
        condition={"StringEquals": {"application-autoscaling:service-namespace": "dynamodb"}},
    )


def _api(app: ResolvedApp) -> Iterator[Scope]:
    paths = ["restapis", "restapis/*", "tags/*"]
    if app.domain is not None:
        paths.append("domainnames")
        for name in (app.domain.name, f"{ANY_REGION}.{app.domain.name}"):
            paths += [f"domainnames/{name}", f"domainnames/{name}/*"]
    # API Gateway's ARNs have no account: it is the caller's.
    yield Scope(
        actions=("apigateway:*",), resources=tuple(f"arn:${{AWS::Partition}}:apigateway:*::/{path}" for path in paths)
    )


def _names(app: ResolvedApp) -> Iterator[Scope]:
    if app.domain is None:
        return
    name = app.domain.name
    own = [name, f"{ANY_REGION}.{name}"]
    zone = f"arn:${{AWS::Partition}}:route53:::hostedzone/{app.domain.hosted_zone_id}"
    yield Scope(
        actions=("acm:RequestCertificate",),
        resources=("*",),
        condition={"ForAllValues:StringLike": {"acm:DomainNames": own}},
    )
    yield Scope(actions=("acm:*",), resources=(arn("acm", "*", "certificate/*"),))
    yield Scope(
        actions=("route53:ChangeResourceRecordSets",),
        resources=(zone,),
        # The last are those that prove to ACM that the name is ours.
        condition={
            "ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": [*own, f"_*.{name}"]}
        },
    )
    yield Scope(actions=("route53:GetHostedZone", "route53:ListResourceRecordSets"), resources=(zone,))
    yield Scope(actions=("route53:GetChange",), resources=("arn:${AWS::Partition}:route53:::change/*",))
    yield Scope(
        actions=("route53:*HealthCheck", "route53:*TagsForResource"),
        resources=("arn:${AWS::Partition}:route53:::healthcheck/*",),
    )


def _iam(app: ResolvedApp, types: frozenset[str]) -> Iterator[Scope]:
    roles = (iam_arn(f"role{role_path(app.id)}*"),)
    boundary: Json = boundary_arn(app.id).to_dict()
    yield Scope(
        actions=("iam:CreateServiceLinkedRole",),
        resources=tuple(iam_arn(f"role/aws-service-role/{service}/*") for service in linked_services(types)),
        condition={"StringEquals": {"iam:AWSServiceName": list(linked_services(types))}},
    )
    yield Scope(
        actions=("iam:PassRole",),
        resources=roles,
        condition={"StringEquals": {"iam:PassedToService": "apigateway.amazonaws.com"}},
    )
    yield Scope(actions=_BOUNDED, resources=roles, condition={"ArnEquals": {"iam:PermissionsBoundary": boundary}})
    yield Scope(actions=("iam:*",), resources=roles)


def _unscoped() -> Iterator[Scope]:
    """Actions that IAM allows on everything only."""
    yield Scope(
        actions=(
            "application-autoscaling:Describe*",
            "cloudwatch:PutMetricData",
            "route53:CreateHealthCheck",
            "route53:ListHostedZones",
        ),
        resources=("*",),
    )
