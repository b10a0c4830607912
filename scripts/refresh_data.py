"""`python -m scripts.refresh_data` writes `generator/cloudformation/data/*.json` from what is installed: cfn-lint,
botocore and tzdata.

`regions()`, `resource_types()`, `handler_permissions()`, `timezones()` and `runtimes()` are what the files must hold; a
test compares. Run it after an upgrade of one of them and read the difference: it is what changed in AWS, or elsewhere.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def _folder(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install -e '.[dev]' -c constraints.txt")
    return Path(spec.origin).parent


DATA = Path(__file__).resolve().parent.parent / "generator" / "cloudformation" / "data"
SCHEMAS = _folder("cfnlint") / "data" / "schemas"
BOTOCORE = _folder("botocore") / "data"
# Not the machine's own, of which there may be none, or of another year.
TZDATA = _folder("tzdata")

# The types that the templates are made of.
TYPES = (
    "AWS::ApiGateway::Account",
    "AWS::ApiGateway::Authorizer",
    "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::DocumentationPart",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::GatewayResponse",
    "AWS::ApiGateway::Method",
    "AWS::ApiGateway::Model",
    "AWS::ApiGateway::RequestValidator",
    "AWS::ApiGateway::Resource",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::CertificateManager::Certificate",
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::DynamoDB::GlobalTable",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::Route53::HealthCheck",
    "AWS::Route53::RecordSet",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::Scheduler::Schedule",
    "AWS::WAFv2::WebACLAssociation",
)

# Our word ─▶ cfn-lint's for a date in the life of a runtime, and for the runtime to change to.
LIFE_CYCLE = {
    "create_block": "create-block",
    "deprecated": "deprecated",
    "successor": "successor",
    "update_block": "update-block",
}

# What CloudFormation calls of a resource; `list` is for finding resources that no stack has.
HANDLERS = ("create", "delete", "read", "update")

# Enabled in every account without asking [AWS Account Management Reference Guide, "Enable or disable AWS Regions":
# the regions introduced before 20 March 2019, and Osaka, which was a local region then]. All others are opt-in.
ENABLED_BY_DEFAULT = {
    *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    *("ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"),
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
}


def regions() -> dict[str, Any]:
    """The usable regions, those of them that an account must enable first, and all others with the reason."""
    partitions = {partition["partition"]: partition for partition in _json(BOTOCORE / "endpoints.json")["partitions"]}
    latency = _route53_enum("ResourceRecordSetRegion")
    reasons = {
        region: _why_not(region, name, partition["services"], latency)
        for name, partition in partitions.items()
        for region in partition["regions"]
    }
    usable = {region for region, reason in reasons.items() if reason is None}
    return {
        "source": {
            "opt_in": "AWS Account Management Reference Guide: all but the regions introduced before 20 March 2019",
            "regions": "partition aws of botocore's endpoints.json with dynamodb and apigateway, of its Route 53 model "
            "ResourceRecordSetRegion, of cfn-lint's provider schemas those with every type of resource_types.json",
        },
        "opt_in": sorted(usable - ENABLED_BY_DEFAULT),
        "regions": sorted(usable),
        "unsupported": {region: reason for region, reason in sorted(reasons.items()) if reason is not None},
    }


def resource_types() -> dict[str, Any]:
    """What the provider schema of each type says about its properties, without the leading `/properties/`."""
    directory = _json(SCHEMAS / "providers" / "us-east-1.json")
    return {
        "source": "provider schemas of us-east-1 as bundled with cfn-lint; they are the same in every usable region",
        "types": {name: _behaviour(_json(SCHEMAS / "resources" / f"{directory[name]}.json")) for name in TYPES},
    }


def handler_permissions() -> dict[str, Any]:
    """The IAM actions that the handlers of each type say they need, as they spell them."""
    directory = _json(SCHEMAS / "providers" / "us-east-1.json")
    return {
        "source": "handlers of the provider schemas of us-east-1 as bundled with cfn-lint, without `list`",
        "types": {name: _permissions(_json(SCHEMAS / "resources" / f"{directory[name]}.json")) for name in TYPES},
    }


def runtimes(as_of: str) -> dict[str, Any]:
    """The runtimes of Lambda, and when AWS gives each up; `null` where no date is known.

    `as_of` is the day of the refresh: what is deprecated is told by that day, for the same app has to give the same
    findings on every day.
    """
    directory = _json(SCHEMAS / "providers" / "us-east-1.json")
    schema = _json(SCHEMAS / "resources" / f"{directory['AWS::Lambda::Function']}.json")
    cycles = _json(SCHEMAS.parent / "AdditionalSpecs" / "LmbdRuntimeLifecycle.json")
    return {
        "as_of": as_of,
        "source": "`Runtime` of AWS::Lambda::Function and LmbdRuntimeLifecycle.json, both as bundled with cfn-lint",
        "runtimes": {
            name: {key: cycles.get(name, {}).get(word) for key, word in LIFE_CYCLE.items()}
            for name in schema["properties"]["Runtime"]["enum"]
        },
    }


def timezones() -> dict[str, Any]:
    """The names of the time zone database, but for the one that stands for none."""
    (version,) = re.findall(
        r'^IANA_VERSION = "(.+)"$', (TZDATA / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    return {
        "source": "IANA time zone database, as packaged in tzdata on PyPI, without `Factory`",
        "version": version,
        "zones": sorted({*(TZDATA / "zones").read_text(encoding="utf-8").split()} - {"Factory"}),
    }


def _permissions(schema: Mapping[str, Any]) -> list[str]:
    handlers = (schema.get("handlers", {}).get(name, {}) for name in HANDLERS)
    return sorted({action for handler in handlers for action in handler.get("permissions", ())})


def _why_not(region: str, partition: str, services: Mapping[str, Any], latency: Iterable[str]) -> str | None:
    """Why no app can run in the region, as the end of a sentence about it."""
    if partition != "aws":
        return f"belongs to partition {partition}, and only partition aws is supported"
    for service, name in (("dynamodb", "DynamoDB"), ("apigateway", "API Gateway")):
        if region not in services[service]["endpoints"]:
            return f"has no {name}"
    if region not in latency:
        return "is unknown to Route 53 latency records"
    provided = SCHEMAS / "providers" / f"{region}.json"
    if not provided.exists():
        return "has no CloudFormation schemas in cfn-lint, so nothing for it could be checked"
    missing = sorted(set(TYPES) - set(_json(provided)))
    return f"has no {', '.join(missing)} in CloudFormation" if missing else None


def _behaviour(schema: Mapping[str, Any]) -> dict[str, Any]:
    tagging = schema.get("tagging", {})
    return {
        "create_only": _properties(schema.get("createOnlyProperties", ())),
        "conditional_create_only": _properties(schema.get("conditionalCreateOnlyProperties", ())),
        "read_only": _properties(schema.get("readOnlyProperties", ())),
        "write_only": _properties(schema.get("writeOnlyProperties", ())),
        "tags": _properties([tagging["tagProperty"]])[0] if tagging.get("taggable") else None,
    }


def _properties(pointers: Iterable[str]) -> list[str]:
    return sorted(pointer.removeprefix("/properties/") for pointer in pointers)


def _route53_enum(shape: str) -> list[str]:
    (path,) = (BOTOCORE / "route53").glob("*/service-2.json.gz")
    values: list[str] = json.loads(gzip.decompress(path.read_bytes()))["shapes"][shape]["enum"]
    return values


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Writes all files."""
    for make in (regions, resource_types, handler_permissions, timezones):
        _write(make.__name__, make())
    _write("runtimes", runtimes(date.today().isoformat()))


def _write(name: str, data: Mapping[str, Any]) -> None:
    (DATA / f"{name}.json").write_text(json.dumps(data, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
