"""API Gateway and Route 53 in the fake AWS: what an update may not do, and what the API then serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.aws.model import DeployedRecord
from tests.support.fake_template import DOMAIN_NAME, RECORD, Template, domain_target, refusal

RESOURCE = "AWS::ApiGateway::Resource"
METHOD = "AWS::ApiGateway::Method"
DEPLOYMENT = "AWS::ApiGateway::Deployment"
ACCOUNT = "AWS::ApiGateway::Account"


def check_paths(old: Template, new: Template) -> None:
    """CloudFormation creates before it deletes: a new path part meets the old ones beside it [aws-facts 11.6]."""
    before = _parts(old)
    for name, (place, part) in _parts(new).items():
        if before.get(name) == (place, part):
            continue
        beside = [theirs for other, (where, theirs) in before.items() if where == place and other != name]
        if part in beside:
            raise refusal(f"{name}: Another resource with the same parent already has this name: {part}", new.region)
        if part.startswith("{") and any(other.startswith("{") for other in beside):
            raise refusal(f"{name}: A sibling of this resource already has a variable path part", new.region)
    methods = _methods(old)
    for name, place in _methods(new).items():
        if any(place == where and name != other for other, where in methods.items()):
            raise refusal(f"{name}: Method already exists for this resource", new.region)


def _parts(template: Template) -> dict[str, tuple[str, str]]:
    """Logical id ─▶ what it lies under, as text, and its path part."""
    found = template.resources(RESOURCE)
    return {name: (str(one["Properties"]["ParentId"]), one["Properties"]["PathPart"]) for name, one in found.items()}


def _methods(template: Template) -> dict[str, str]:
    found = template.resources(METHOD)
    return {name: f"{one['Properties']['HttpMethod']} {one['Properties']['ResourceId']}" for name, one in found.items()}


def served(old: Template, new: Template, before: frozenset[str]) -> frozenset[str]:
    """The methods in the snapshot that the stage serves after an update: a new Deployment still sees the old ones."""
    if set(new.resources(DEPLOYMENT)) <= set(old.resources(DEPLOYMENT)):
        return before
    return frozenset(_methods(old)) | frozenset(_methods(new))


def domain_names(template: Template) -> Iterator[str]:
    """The custom domains that a stack has."""
    for _, properties in template.properties(DOMAIN_NAME):
        yield properties["DomainName"]


def check_domains(old: Template, new: Template, taken: frozenset[str]) -> None:
    """A custom domain exists once per region."""
    for name in sorted(set(domain_names(new)) - set(domain_names(old))):
        if name in taken:
            raise refusal(f"The domain name you provided already exists: {name}", new.region)


def records_of(template: Template) -> Iterator[tuple[str, DeployedRecord]]:
    """The records of a stack, each with the id of its zone."""
    for _, properties in template.properties(RECORD):
        yield (
            properties["HostedZoneId"],
            DeployedRecord(
                name=properties["Name"].rstrip("."),
                type=properties["Type"],
                set_identifier=properties.get("SetIdentifier"),
                region=properties.get("Region"),
                health_check_id=properties.get("HealthCheckId"),
                target=properties.get("AliasTarget", {}).get("DNSName", ""),
            ),
        )


def check_records(new: Template, others: Iterable[DeployedRecord], targets: frozenset[str]) -> None:
    """An alias points at something that exists; beside a simple record there is no other [aws-facts 4.15, 11.17]."""
    known = targets | {domain_target(name, new.region) for name in domain_names(new)}
    there = list(others)
    for _, record in records_of(new):
        if not record.target:
            raise refusal(f"{record.name} {record.type}: the alias has no target", new.region)
        if record.target not in known:
            raise refusal(f"{record.name} {record.type}: the alias target was not found: {record.target}", new.region)
        if any(_collide(record, other) for other in there):
            raise refusal(f"{record.name} {record.type}: a record of that name already exists", new.region)


def _collide(one: DeployedRecord, other: DeployedRecord) -> bool:
    if one.name != other.name or (one.type != other.type and "CNAME" not in (one.type, other.type)):
        return False
    return None in (one.region, other.region) or one.region == other.region


def log_role(template: Template) -> str | None:
    """The role that a stack puts into the region's account settings of API Gateway."""
    found: list[str] = [properties["CloudWatchRoleArn"] for _, properties in template.properties(ACCOUNT)]
    return found[0] if found else None


def mentions(body: str, name: str) -> bool:
    """Whether the text of a template speaks of a table of this name anywhere."""
    # The name itself comes first: a text is searched for a word many times faster than for a place.
    return re.search(rf"{re.escape(name)}(?<![\w.-]{re.escape(name)})(?![\w.-])", body) is not None
