"""Apps with extensions, from the text of an `extensions.py`: what is built of them, and what is said of them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.app.loader import load
from generator.assembly.model import Assembly
from generator.errors import AppFileError
from generator.findings import as_text
from generator.synthesis import synthesize
from tests.support.apps import SHOP, patched

IMPORTS = """
from troposphere import *
from troposphere.apigateway import *
from troposphere.iam import ManagedPolicy, Policy, Role
from troposphere.sns import Topic
from troposphere.sqs import Queue

MOCK = Integration(Type="MOCK", PassthroughBehavior="NEVER", RequestTemplates={"application/json": "{}"})

def method(**more):
    return Method(None, **{"AuthorizationType": "NONE", "Integration": MOCK, **more})

def trust(service):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}

def topic(site, name):
    site.allow_deployment("AWS::SNS::Topic", site.arns("sns"))
    return site.template.add_resource(Topic(name, TopicName=site.name(name)))
"""
"""What every file has, in fourteen lines and a blank one at either end, so that the tests are about the rest."""

FIRST_LINE = IMPORTS.count("\n") + 1
"""The line of the file that a test's own text begins in."""


def extended(folder: Path, source: str, *functions: str, patch: Mapping[str, Any] | None = None) -> Assembly:
    """The shop with these functions (`add` alone, if none is named) of an `extensions.py` with this text."""
    (folder / "extensions.py").write_text(IMPORTS + textwrap.dedent(source).lstrip("\n"), encoding="utf-8")
    named = [f"extensions.py:{function}" for function in functions or ("add",)]
    document = patched(SHOP, {"extensions": named, **(patch or {})})
    (folder / "app.yaml").write_text(json.dumps(document), encoding="utf-8")
    (app,) = load(folder / "app.yaml").resolve_all().apps
    return synthesize(app)


def mistakes(folder: Path, source: str, *functions: str, patch: Mapping[str, Any] | None = None) -> list[str]:
    """What is said of that app, with files as they are called in its folder."""
    try:
        extended(folder, source, *functions, patch=patch)
    except AppFileError as error:
        return [as_text(finding).replace(f"{folder}/", "") for finding in error.findings]
    return []
