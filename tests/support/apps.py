"""Apps for tests, from documents as a user would write them, and what templates they become."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generator.app.loader import load, parse
from generator.app.model import ResolvedApp
from generator.assembly.model import Assembly
from generator.synthesis import synthesize

Document = Mapping[str, Any]

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    "global-application": ROOT / "app.yaml",
    "everything": ROOT / "examples" / "everything" / "app.yaml",
    "many-regions": ROOT / "examples" / "many-regions" / "app.yaml",
    "media": ROOT / "examples" / "media" / "app.yaml",
    "orders": ROOT / "examples" / "orders" / "app.yaml",
    "payments": ROOT / "examples" / "payments" / "app.yaml",
    "single": ROOT / "examples" / "single" / "app.yaml",
}

HELLO = os.path.relpath(ROOT / "tests" / "support" / "code" / "hello").replace(os.sep, "/")
"""A folder with a function, as a document without a file names it: from the working folder."""

TOPIC = os.path.relpath(ROOT / "tests" / "support" / "code" / "extensions.py").replace(os.sep, "/") + ":add_topic"
"""An extension, as a document without a file names it: from the working folder."""

SHOP: Document = {
    "name": "shop",
    "domain": {"name": "api.example.com", "hosted_zone_id": "Z0123456789"},
    "regions": {"main": "eu-west-1", "secondary": ["us-east-1", "ap-southeast-2"]},
    "tables": {
        "items": {
            "partition_key": {"name": "id", "type": "S"},
            "sort_key": {"name": "kind", "type": "S"},
            "global_secondary_indexes": {"by_owner": {"partition_key": {"name": "owner", "type": "S"}}},
            "local_secondary_indexes": {"by_price": {"sort_key": {"name": "price", "type": "N"}}},
        }
    },
    "api": {
        "auth": "iam",
        "routes": {
            "GET /items/{id}": {
                "action": "GetItem",
                "table": "items",
                "key": {"id": "$request.path.id", "kind": "plain"},
            },
            "POST /items": {
                "action": "PutItem",
                "table": "items",
                "item": {"id": "$unique_id", "kind": "plain", "title": "$request.body.title"},
            },
            "PATCH /items/{id}": {
                "action": "UpdateItem",
                "table": "items",
                "key": {"id": "$request.path.id", "kind": "plain"},
                "set": {"title": "$request.body.title"},
            },
            "DELETE /items/{id}": {
                "action": "DeleteItem",
                "table": "items",
                "key": {"id": "$request.path.id", "kind": "plain"},
            },
            "GET /items/{id}/kinds": {
                "action": "Query",
                "table": "items",
                "key_condition_expression": "id = :id",
                "values": {"id": "$request.path.id"},
            },
            "GET /items": {"action": "Scan", "table": "items"},
            "GET /version": {"mock": {"status": 200, "body": {"version": 1}}},
        },
    },
}
"""A document that uses every kind of route; small enough to read."""

FUNCTION: Document = {"handler": "index.handler", "runtime": "python3.13", "inline": "handler = print"}
"""A function with the keys that it must have, and nothing else."""


def patched(document: Any, patch: Any) -> Any:
    """RFC 7396, for test data: maps merge, all else replaces, `None` removes."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(document) if isinstance(document, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = patched(merged.get(key), value)
    return merged


def resolved(document: Document) -> ResolvedApp:
    """The only environment of a document. JSON is YAML, so this is the way that a file goes."""
    (app,) = parse(json.dumps(document, ensure_ascii=False).encode()).resolve_all().apps
    return app


def assembled(document: Document) -> Assembly:
    """The assembly of the only environment of a document."""
    return synthesize(resolved(document))


def assembly_of(document: Document) -> Assembly:
    """As `assembled`, made once for all tests: nothing changes one."""
    return _assembly(json.dumps(document))


@cache
def _assembly(document: str) -> Assembly:
    return assembled(json.loads(document))


def bodies(assembly: Assembly) -> dict[str, Any]:
    """The templates of an assembly by name."""
    return {entry.name: entry.body for entry in assembly.templates}


def resources(assembly: Assembly, template: str = "main", *, of_type: str = "") -> dict[str, Any]:
    """The resources of a template, all or those of one type."""
    found = bodies(assembly)[template]["Resources"]
    return {name: body for name, body in found.items() if body["Type"].endswith(of_type)}


def examples() -> Iterator[tuple[str, ResolvedApp]]:
    """Every environment of every example, with a name for each."""
    for name, path in EXAMPLES.items():
        for app in load(path).resolve_all().apps:
            yield f"{name}-{app.environment}", app
