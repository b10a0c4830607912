"""How far each action of the execution role reaches: as narrowly as IAM can say it.

Tables, domain names, records, roles and stacks are named. What has no name before AWS gives it one cannot be: APIs,
certificates, health checks and scalable targets are those of the account. Regions are left open, for a region that the
app leaves has to be cleared with the rights of the app that no longer has it.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from generator.app.functions.model import ResolvedSchedule
from generator.app.model import ResolvedApp
from generator.cloudformation.handler_permissions import linked_services
from generator.cloudformation.names import event_schedule, heartbeat_schedule, instance_stacks
from generator.templates.alarm import ALARM_PREFIX, TOPIC
from generator.templates.regional.names import STAGE_NAME
from generator.templates.roles.names import arn, boundary_arn, given_names, iam_arn, own_arns, role_path
from generator.templates.roles.policies import substituted
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

# The services that a role is passed to, besides API Gateway, with the type that is given one.
_TAKING_ROLES: Mapping[str, str] = {
    "AWS::Lambda::Function": "lambda.amazonaws.com",
    "AWS::Scheduler::Schedule": "scheduler.amazonaws.com",
}


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
    """The scopes of tables, API, names and roles of these types; of several that hold an action the first counts."""
    return (*_unscoped(), *_data(app), *_api(app), *_names(app), *_iam(app, types))


def service_scopes(app: ResolvedApp) -> tuple[Scope, ...]:
    """The same for what is around the API and its tables: functions, logs, alarms. Asked after `scopes`."""
    return (*_web_acls(app), *_sources(app), *_functions(app), *_logs(app), *_observability(app))


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


def _web_acls(app: ResolvedApp) -> Iterator[Scope]:
    """The user's web ACLs by name, and the stages that they are put in front of; APIs have no names before they are."""
    names = sorted({acl.split("/")[2] for acl in app.api.web_acl_arn.values()})
    acls = (arn("wafv2", "*", f"regional/webacl/{name}/*") for name in names)
    stages = f"arn:${{AWS::Partition}}:apigateway:*::/restapis/*/stages/{STAGE_NAME}"
    yield Scope(actions=("wafv2:*",), resources=(*acls, stages))


def _sources(app: ResolvedApp) -> Iterator[Scope]:
    """Queues, and what calls the app's functions with messages and records: it has no name, but is of a function."""
    own = own_arns(app.id, "lambda", "function:")
    sources = arn("lambda", "*", "event-source-mapping:*")
    of_own = {"ArnLike": {"lambda:FunctionArn": [substituted(own)]}}
    yield Scope(actions=("sqs:*",), resources=(own_arns(app.id, "sqs"),))
    yield Scope(actions=("lambda:CreateEventSourceMapping",), resources=("*",), condition=of_own)
    yield Scope(actions=("lambda:*EventSourceMapping",), resources=(sources,), condition=of_own)
    if any(not isinstance(event, ResolvedSchedule) for one in app.functions.values() for event in one.events):
        tags = ("lambda:ListTags", "lambda:TagResource", "lambda:UntagResource")
        yield Scope(actions=tags, resources=(own, sources))


def _functions(app: ResolvedApp) -> Iterator[Scope]:
    yield Scope(actions=("lambda:*",), resources=(own_arns(app.id, "lambda", "function:"),))


def _logs(app: ResolvedApp) -> Iterator[Scope]:
    """Names of log groups are long enough for that of their stack."""
    own = tuple(arn("logs", "*", f"log-group:{name}") for name in given_names(app.id))
    yield Scope(actions=("logs:DescribeResourcePolicies",), resources=("*",))
    yield Scope(actions=("logs:DescribeLogGroups",), resources=(arn("logs", "*", "log-group:*"),))
    yield Scope(actions=("logs:*",), resources=own)


def _observability(app: ResolvedApp) -> Iterator[Scope]:
    """Names of alarms and topics are long enough for that of their stack. To IAM a subscription is no resource."""
    stacks = (f"{app.id}-main", f"{app.id}-dns", instance_stacks(f"{app.id}-secondary"))
    alarms = tuple(arn("cloudwatch", "*", f"alarm:{stack}-{ALARM_PREFIX}*") for stack in stacks)
    dashboard = arn("cloudwatch", "", f"dashboard/{app.id}")
    yield Scope(actions=("cloudwatch:*Dashboard*",), resources=(dashboard,))
    yield Scope(actions=("cloudwatch:*Resource",), resources=(*alarms, dashboard))
    yield Scope(actions=("cloudwatch:DescribeAlarms",), resources=(arn("cloudwatch", "*", "alarm:*"),))
    yield Scope(actions=("cloudwatch:*",), resources=alarms)
    yield Scope(actions=("sns:GetSubscriptionAttributes", "sns:Unsubscribe"), resources=("*",))
    yield Scope(actions=("sns:*",), resources=tuple(arn("sns", "*", f"{stack}-{TOPIC}-*") for stack in stacks))
    yield Scope(
        actions=("scheduler:*",),
        resources=tuple(
            arn("scheduler", "*", f"schedule/default/{name}")
            for name in (event_schedule(app.id, "*"), heartbeat_schedule(app.id))
        ),
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
        condition={"StringEquals": {"iam:PassedToService": _passed_to(types)}},
    )
    yield Scope(actions=_BOUNDED, resources=roles, condition={"ArnEquals": {"iam:PermissionsBoundary": boundary}})
    yield Scope(actions=("iam:*",), resources=roles)


def _passed_to(types: frozenset[str]) -> list[str]:
    """The services that roles of the app are passed to."""
    services = {service for type_, service in _TAKING_ROLES.items() if type_ in types}
    return sorted({"apigateway.amazonaws.com", *services})


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
