"""What every key of an app, its domain, its API and its health check does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.properties import effects_of_edge
from tests.properties.effects import LIMITS, Pair, Patch, alone, route
from tests.properties.effects_of_functions import EXTRA as FUNCTION
from tests.properties.effects_of_functions import function
from tests.properties.effects_of_tables import EXTRA
from tests.support.apps import TOPIC, patched

MOCK = "GET /version"


def cors(patch: Patch) -> Patch:
    return {"api": {"cors": patch}}


def alarms(patch: Patch) -> Patch:
    return {"observability": {"alarms": patch}}


def environment(patch: Patch) -> Patch:
    return {"environments": {"prod": {"suffix": "", **patch}}}


def smoke(**changes: Any) -> Patch:
    """One smoke request, and a route that answers it."""
    request = {"method": "GET", "path": "/open", **changes}
    opened = route("ANY /open", {"auth": "none", "mock": {"status": 200}})
    return {**opened, "deploy": {"smoke": [request]}}


MIGRATION = patched(FUNCTION, function({"run_in": "main_region"}))
ANY_ORIGIN = cors({"allow_origins": ["*"]})

EFFECTS: Mapping[str, Mapping[str, Pair]] = {
    "App": {
        "name": alone({"name": "other"}),
        "description": alone({"description": "What it does."}),
        "domain": ({"regions": {"secondary": None}}, {"domain": None}),
        "regions": alone({"regions": {"main": "eu-central-1"}}),
        "tables": alone(EXTRA),
        "functions": alone(FUNCTION),
        "migrations": (MIGRATION, {"migrations": ["extra"]}),
        "api": alone(route("GET /other", {"mock": {"status": 200}})),
        "health": alone({"health": {"failure_threshold": 5}}),
        "observability": alone({"observability": {"log_retention": 30}}),
        "deploy": alone({"deploy": {"termination_protection": True}}),
        "tags": alone({"tags": {"team": "a"}}),
        "extensions": alone({"extensions": [TOPIC]}),
        "environment": (environment({}), {"environments": {"prod": None, "dev": {"suffix": ""}}}),
        "suffix": (environment({}), environment({"suffix": "-blue"})),
        "account": (environment({}), environment({"account": "123456789012"})),
    },
    "Domain": {
        "name": alone({"domain": {"name": "other.example.com"}}),
        "hosted_zone_id": alone({"domain": {"hosted_zone_id": "Z9"}}),
        "hosted_zone_name": alone({"domain": {"hosted_zone_name": "example.com"}}),
        "security_policy": alone({"domain": {"security_policy": "TLS_1_0"}}),
        "execute_api_endpoint": alone({"domain": {"execute_api_endpoint": True}}),
    },
    "Regions": {
        "main": alone({"regions": {"main": "eu-central-1"}}),
        "secondary": alone({"regions": {"secondary": ["us-east-1"]}}),
    },
    "Cors": {
        "allow_origins": (ANY_ORIGIN, cors({"allow_origins": ["https://a.example"]})),
        "allow_headers": (ANY_ORIGIN, cors({"allow_headers": ["X-A"]})),
        "allow_methods": (ANY_ORIGIN, cors({"allow_methods": ["PUT"]})),
        "expose_headers": (ANY_ORIGIN, cors({"expose_headers": ["X-A"]})),
        "allow_credentials": (cors({"allow_origins": ["https://a.example"]}), cors({"allow_credentials": True})),
        "max_age": (ANY_ORIGIN, cors({"max_age": 1})),
    },
    "Api": {
        "description": alone({"api": {"description": "Items."}}),
        "cors": alone(ANY_ORIGIN),
        "auth": alone({"api": {"auth": "none"}}),
        "throttling": alone({"api": {"throttling": LIMITS}}),
        "max_nesting": alone({"api": {"max_nesting": 1}}),
        "ip_address_type": alone({"api": {"ip_address_type": "ipv4"}}),
        "minimum_compression_size": alone({"api": {"minimum_compression_size": 0}}),
        "routes": alone(route(MOCK, None)),
        **effects_of_edge.OF_API,
    },
    "Throttling": {
        "rate_limit": ({"api": {"throttling": LIMITS}}, {"api": {"throttling": {"rate_limit": 6}}}),
        "burst_limit": ({"api": {"throttling": LIMITS}}, {"api": {"throttling": {"burst_limit": 11}}}),
    },
    "Deploy": {
        "region_order": alone({"deploy": {"region_order": ["ap-southeast-2"]}}),
        "region_concurrency": alone({"deploy": {"region_concurrency": "parallel"}}),
        "smoke": alone(smoke()),
        "termination_protection": alone({"deploy": {"termination_protection": True}}),
    },
    "SmokeRequest": {
        "method": (smoke(path="/open"), smoke(path="/open", method="HEAD")),
        "path": (smoke(), smoke(path="/open?again=1")),
        "status": (smoke(), smoke(status=203)),
    },
    "Health": {
        "mode": alone({"health": {"mode": "control"}}),
        "path": alone({"health": {"path": "/alive"}}),
        "request_interval": alone({"health": {"request_interval": 10}}),
        "failure_threshold": alone({"health": {"failure_threshold": 5}}),
        "checker_regions": alone({"health": {"checker_regions": ["us-east-1", "us-west-1", "us-west-2"]}}),
        "minimum_healthy_regions": alone({"health": {"minimum_healthy_regions": 2}}),
        "timeout": alone({"health": {"timeout": 1000}}),
    },
    "Observability": {
        "alarms": alone({"observability": {"alarms": False}}),
        "dashboard": alone({"observability": {"dashboard": False}}),
        "access_logs": alone({"observability": {"access_logs": False}}),
        "log_retention": alone({"observability": {"log_retention": 30}}),
        "tracing": alone({"observability": {"tracing": False}}),
    },
    "Alarms": {
        "email": alone(alarms({"email": "team@example.com"})),
        "topic_arns": alone(alarms({"topic_arns": ["arn:aws:sns:${AWS::Region}:123456789012:pager"]})),
        "error_rate": alone(alarms({"error_rate": 0.5})),
        "latency_p99": alone(alarms({"latency_p99": 500})),
        "replication_latency": alone(alarms({"replication_latency": 2000})),
    },
}
