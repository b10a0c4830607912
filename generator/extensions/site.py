"""`Site`: one template of an app, as an extension sees it and adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct, field
from troposphere import GetAtt, Join, Ref, Sub, Template
from troposphere.apigateway import Method

from generator.app.model import ResolvedApp
from generator.app.phrases import listed, shown
from generator.app.routing.paths import RoutePath
from generator.cloudformation.handler_permissions import handler_permissions, needed_actions
from generator.errors import UsageError
from generator.extensions.routes import conflict, parse_route
from generator.templates.additions import Grant
from generator.templates.logical_ids import logical_id, path_names
from generator.templates.regional.names import REST_API, STAGE
from generator.templates.roles.names import arn, boundary_arn, own_arns, role_path
from generator.templates.stack_names import stack_name
from generator.templates.tags import app_tags

Kind = Literal["main", "secondary", "dns"]

_ACTION: Final = re.compile(r"[a-z0-9-]{1,64}:[A-Za-z0-9]{1,128}")
_ACTION_ADVICE: Final = "name actions of IAM one by one and whole, such as sqs:SendMessage"
_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
# Lambda and others take no more.
_LONGEST_NAME: Final = 64
_RESOURCE: Final = re.compile(r"\*|arn:\S+")
_RESOURCE_ADVICE: Final = (
    "write ARNs as text, with ${AWS::Region} and the like where need be, or take those of site.arns"
)


class Asked(Struct, kw_only=True):
    """What an extension asks for besides its resources: routes by logical id, and rights."""

    routes: dict[str, RoutePath] = field(default_factory=dict)
    deployment: dict[str, list[Grant]] = field(default_factory=dict)
    roles: list[Grant] = field(default_factory=list)


class Site:
    """One template of one environment of an app. An extension is called once for each of them.

    `template` is a troposphere `Template` that holds nothing yet: what the extension puts into it is added to the
    app's own. `kind` says which one it is: `main` (the main region), `secondary` (every other region) or `dns` (health
    checks and records, in us-east-1). `app` is the environment as the app file describes it, to be read only.
    """

    def __init__(self, app: ResolvedApp, kind: Kind, asked: Asked) -> None:
        self.template = Template()
        self.kind: Kind = kind
        self.app = app
        self._asked = asked

    @property
    def rest_api(self) -> Ref:
        """The id of the region's REST API."""
        self._needs_api("REST API")
        return Ref(REST_API)

    @property
    def stage(self) -> Ref:
        """The name of the stage that serves it."""
        self._needs_api("stage")
        return Ref(STAGE)

    @property
    def tags(self) -> dict[str, str]:
        """The tags that everything of the app carries, for `Tags(site.tags)`."""
        return app_tags(self.app)

    @property
    def role_path(self) -> str:
        """The `Path` that every role has to have."""
        return role_path(self.app.id)

    @property
    def permissions_boundary(self) -> Sub:
        """The `PermissionsBoundary` that every role has to have. `allow_roles` widens it."""
        return boundary_arn(self.app.id)

    def table_arn(self, key: str) -> Sub:
        """The ARN of the replica beside this API of the table with this key in the app file."""
        self._needs_api("table")
        if key not in self.app.tables:
            there = listed(sorted(self.app.tables), "and") if self.app.tables else "none"
            raise UsageError(f"there is no table {shown(key)}", f"the app file has {there}")
        return Sub(arn("dynamodb", "${AWS::Region}", f"table/{self.app.tables[key].table_name}"))

    def name(self, what: str) -> Join:
        """A name for a resource, such as a `QueueName`, that no other stack, app or environment has.

        `what` is one that none of the template's resources of this kind has, written like a logical id: `Jobs`. The
        name has 64 characters at most, and is another one when the stack is made anew.
        """
        if not _NAME.fullmatch(what):
            advice = "write it like a logical id, with a capital letter first: letters and digits"
            raise UsageError(f"{shown(what)} cannot be part of a name", advice)
        return stack_name(self.app.id, what, _LONGEST_NAME)

    def arns(self, service: str, prefix: str = "") -> tuple[str, ...]:
        """ARNs, with a wildcard, of what `name` names in this app and environment, in any region.

        `site.arns("sqs")` are those of queues. `prefix` is what stands before the name:
        `site.arns("states", "stateMachine:")`.
        """
        return (own_arns(self.app.id, service, prefix),)

    def add_method(self, route: str, method: Method) -> Method:
        """Adds a method to the API, at `METHOD /path` as in the app file, and to its deployment.

        What leads there (`RestApiId`, `ResourceId`, `HttpMethod`, and the logical id where it is `None`) is filled in,
        the resources of the path are made, and with CORS its preflight too.
        """
        self._needs_api("method")
        parsed = parse_route(route)
        if filled := [name for name in ("HttpMethod", "ResourceId", "RestApiId") if name in method.properties]:
            raise UsageError(f"the method of {route} says {listed(filled, 'and')}", "leave that out: it is filled in")
        if "AuthorizationType" not in method.properties:
            raise UsageError(f"the method of {route} does not say who may call", "set AuthorizationType")
        if taken := conflict(parsed, self._asked.routes.values(), self.app):
            raise UsageError(*taken)
        names = path_names(parsed.path)
        method.title = method.title or logical_id(names, f"{parsed.method.capitalize()}Method")
        method.RestApiId = Ref(REST_API)
        method.ResourceId = Ref(logical_id(names, "Resource")) if names else GetAtt(REST_API, "RootResourceId")
        method.HttpMethod = parsed.method
        self.template.add_resource(method)
        self._asked.routes[method.title] = parsed
        return method

    def allow_deployment(self, resource_type: str, resources: Iterable[str], actions: Iterable[str] = ()) -> None:
        """Lets the app's deployment make resources of a type (`AWS::SQS::Queue`), as far as these ARNs reach.

        `actions` are those that the handlers in the schema of the type name; for a type that the generator itself
        uses they may be left out. Roles are passed to the services that they trust without a word here.
        """
        named = _checked(actions, _ACTION, _ACTION_ADVICE)
        if barred := [action for action in named if action.startswith("iam:") and action != "iam:PassRole"]:
            advice = "roles are made without it, below site.role_path and with site.permissions_boundary"
            raise UsageError(f"{barred[0]} could make a role that may do anything", advice)
        if not named and resource_type not in handler_permissions():
            raise UsageError(f"what the handlers of {resource_type} need is not known here", handlers_of(resource_type))
        needed = named or tuple(needed_actions((resource_type,)))
        kept = tuple(sorted(action for action in needed if not action.startswith("iam:")))
        self._asked.deployment.setdefault(resource_type, []).append(Grant(kept, _arns(resources)))

    def allow_roles(self, actions: Iterable[str], resources: Iterable[str]) -> None:
        """Widens the most that any role of the app may do; a role still has to be given it by a policy of its own."""
        named = _checked(actions, _ACTION, _ACTION_ADVICE)
        if not named:
            raise UsageError("no action is allowed", _ACTION_ADVICE)
        if barred := [action for action in named if action.startswith("iam:")]:
            raise UsageError(f"{barred[0]} could lead out of the boundary", "let the deployment make what is needed")
        self._asked.roles.append(Grant(named, _arns(resources)))

    def _needs_api(self, what: str) -> None:
        if self.kind == "dns":
            raise UsageError(f"the dns template has no {what}", 'ask `site.kind != "dns"` first')


def handlers_of(resource_type: str) -> str:
    """Advice on where the actions of a type are found."""
    command = f"aws cloudformation describe-type --type RESOURCE --type-name {resource_type}"
    return f"name the actions of the schema's `handlers`: `{command}` prints it"


def _arns(resources: Iterable[str]) -> tuple[str, ...]:
    found = _checked(resources, _RESOURCE, _RESOURCE_ADVICE)
    if not found:
        raise UsageError("no resource is named", _RESOURCE_ADVICE)
    return found


def _checked(values: Iterable[str], pattern: re.Pattern[str], advice: str) -> tuple[str, ...]:
    """The texts, sorted and each once. Raises `UsageError` for what is not as it should be."""
    if isinstance(values, str):
        raise UsageError(f"{shown(values)} is one text where a list is wanted", "put it in brackets")
    found = tuple(values)
    for value in found:
        if not isinstance(value, str):
            raise UsageError(f"a value of type {type(value).__name__} is no text", advice)
        if not pattern.fullmatch(value):
            raise UsageError(f"{shown(value)} cannot be allowed", advice)
    return tuple(sorted(set(found)))
