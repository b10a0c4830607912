"""Logical ids of what a function consists of, from its key: `resize` → `ResizeFunction`; its name; and where it is
called."""

from __future__ import annotations

from typing import Final

from troposphere import Sub

from generator.cloudformation.names import own_name
from generator.templates.logical_ids import logical_id

LAYERS_MAPPING: Final = "Layers"
# Lambda takes no more [provider schema of AWS::Lambda::Function, FunctionName].
_LONGEST_NAME: Final = 64


def function_id(key: str) -> str:
    """The function itself."""
    return logical_id([key], "Function")


def function_name(app_id: str, key: str) -> str:
    """The name in Lambda, the same in every region."""
    return own_name(app_id, key, _LONGEST_NAME)


def invocation(key: str) -> Sub:
    """The URI by which API Gateway calls it."""
    path = f"2015-03-31/functions/${{{function_id(key)}.Arn}}/invocations"
    return Sub(f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/{path}")


def role_id(key: str) -> str:
    """The role that it runs with."""
    return logical_id([key], "FunctionRole")


def log_group_id(key: str) -> str:
    """Where it logs."""
    return logical_id([key], "FunctionLogGroup")


def permission_id(key: str) -> str:
    """What lets the API call it."""
    return logical_id([key], "FunctionPermission")
