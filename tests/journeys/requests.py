"""What was sent to AWS, as text that is the same on each run.

For each stack and StackSet, and for every other service of a region, the requests that change something, in their
order. What is read and waited for is counted in other tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.local.remote import Asked

# Words that begin the operations which change nothing.
_READING = ("Describe", "Get", "List", "GET", "HEAD", "Head", "Scan", "POST /listRegions")
_OWN = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_TARGET = re.compile(r"d-[0-9a-f]+\.execute-api")


def sent(requests: Iterable[Asked]) -> str:
    """All requests that change something."""
    groups: dict[str, list[str]] = {}
    for request in requests:
        if request.service != "execute-api" and not request.operation.startswith(_READING):
            groups.setdefault(_subject(request), []).append("\n".join(_lines(request)))
    return "\n".join(f"== {subject}\n" + "\n".join(groups[subject]) for subject in sorted(groups)) + "\n"


def _subject(request: Asked) -> str:
    for key in ("StackSetName", "StackName"):
        if key in request.parameters:
            name = _OWN.sub("<id>", str(request.parameters[key]))
            return f"{request.region} {name.rpartition(':stack/')[2].partition('/')[0]}"
    return f"{request.region} {request.service}"


def _lines(request: Asked) -> Iterator[str]:
    yield request.operation
    for name, value in sorted(request.parameters.items()):
        if name not in ("Action", "Version"):
            yield f"  {name} = {_shown(name, value)}"


def _shown(name: str, value: Any) -> str:
    if name == "TemplateBody":
        return _template(json.loads(value))
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return _TARGET.sub("d-<hash>.execute-api", _OWN.sub("<id>", text))


def _template(body: Mapping[str, Any]) -> str:
    """Its types, and where its tables are: bodies are compared one by one in the goldens of plans."""
    types: dict[str, int] = {}
    tables = []
    for resource in body["Resources"].values():
        types[resource["Type"]] = types.get(resource["Type"], 0) + 1
        if resource["Type"] == "AWS::DynamoDB::GlobalTable":
            properties = resource["Properties"]
            tables.append(f"{properties['TableName']} in {[one['Region'] for one in properties['Replicas']]}")
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    size = "inline" if len(content) <= 51_200 else "by URL"
    shown = ", ".join(f"{count} {type.removeprefix('AWS::')}" for type, count in sorted(types.items()))
    return f"{size}: {shown}" + "".join(f"; {table}" for table in sorted(tables))
