"""What additions must not be, whatever is beside them: judged one by one, and all of them told at once.

What a deployment of ours could not follow is refused (tables, the API's own parts), and so is what would give rights
past the boundary of the app's roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator.app.model import ResolvedApp
from generator.app.routing.paths import RoutePath
from generator.extensions.made import Made
from generator.extensions.routes import conflict
from generator.findings import Finding
from generator.templates.additions import Origin, finding
from generator.templates.regional.names import REST_API
from generator.templates.roles.names import boundary_arn, role_path
from generator.templates.section import Json, JsonObject

SNAPSHOT: Final = frozenset(
    f"AWS::ApiGateway::{name}"
    for name in (
        "Authorizer",
        "DocumentationPart",
        "GatewayResponse",
        "Method",
        "Model",
        "RequestValidator",
        "Resource",
    )
)
"""What a deployment of an API holds."""

ROLE: Final = "AWS::IAM::Role"

OURS: Final = {
    "AWS::ApiGateway::Deployment": "leave it out: what is added enters the app's own deployment",
    "AWS::ApiGateway::Method": "add it with site.add_method, so that it enters the deployment of the API",
    "AWS::ApiGateway::Resource": "add a method with site.add_method, which makes the resources of its path",
    "AWS::DynamoDB::GlobalTable": "declare it under `tables`: replicas come and go one at a time",
}
"""Types that only the app file makes, with what to do instead."""


def refused(made: Made, app: ResolvedApp) -> Iterator[Finding]:
    """What of an addition cannot be taken (A148)."""
    for name in made.foreign:
        yield finding("A148", made.origin, f"adds {name}", "add resources, outputs, mappings and conditions only")
    for name, resource in sorted(made.section.resources.items()):
        yield from _of_resource(name, resource, made, app)


def crowded(every: Sequence[Made], app: ResolvedApp) -> Iterator[Finding]:
    """Routes of different extensions that the API cannot have both (A179)."""
    known: list[RoutePath] = []
    for made in every:
        for route in made.routes.values() if made.kind == "main" else ():
            if wrong := conflict(route, known, app):
                yield finding("A179", made.origin, f"adds a route that cannot be: {wrong[0]}", wrong[1])
            else:
                known.append(route)


def _of_resource(name: str, resource: JsonObject, made: Made, app: ResolvedApp) -> Iterator[Finding]:
    type_, properties = resource["Type"], resource.get("Properties", {})
    if type_ in OURS and name not in made.routes:
        yield finding("A148", made.origin, f"adds {name}, an {type_}", OURS[type_])
    elif type_ == ROLE:
        yield from _of_role(name, properties, made.origin, app)
    elif type_.startswith("AWS::IAM::"):
        message = f"adds {name}, an {type_}, which could give more than the boundary of the app allows"
        yield finding("A148", made.origin, message, "put statements into `Policies` of a role of the extension")


def _of_role(name: str, properties: JsonObject, origin: Origin, app: ResolvedApp) -> Iterator[Finding]:
    wanted: dict[str, Json] = {
        "Path": role_path(app.id),
        "PermissionsBoundary": boundary_arn(app.id).to_dict(),
    }
    lacking = [key for key, value in wanted.items() if properties.get(key) != value]
    if lacking:
        message = f"adds the role {name} without the app's {' and '.join(lacking)}"
        advice = "write Path=site.role_path and PermissionsBoundary=site.permissions_boundary"
        yield finding("A148", origin, message, advice)
    if "RoleName" in properties:
        message = f"gives the role {name} a name, and IAM is the same in all regions"
        yield finding("A148", origin, message, "leave RoleName out")


def is_of_api(resource: JsonObject) -> bool:
    """Whether a deployment of the app's API has to hold a resource."""
    return resource["Type"] in SNAPSHOT and resource.get("Properties", {}).get("RestApiId") == {"Ref": REST_API}
