"""The fixed names of IAM: of an id of at most 48 characters they are within IAM's 64."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import Sub, Tags

from generator.cloudformation.names import instance_stacks, own_names


def role_path(app_id: str) -> str:
    """The path of every role and policy of an app, but of the execution role."""
    return f"/{app_id}/"


def given_names(app_id: str) -> tuple[str, ...]:
    """Patterns of the names that CloudFormation gives to what has none in the regional stacks: stack, logical id, and
    something random. They may fit what another app has in a stack that begins like ours: `shop-main` beside `shop`.
    """
    return (f"{app_id}-main-*", f"{instance_stacks(f'{app_id}-secondary')}-*")


def own_arns(app_id: str, service: str, prefix: str = "") -> str:
    """ARNs of what has an own name of the app, in any region; `prefix` is what stands before it.

    Where a service takes less than a hundred characters, CloudFormation cuts the names that it gives, and nothing could
    tell whose they are.
    """
    return arn(service, "*", f"{prefix}{own_names(app_id)}")


def administration_name(app_id: str) -> str:
    """Name of the role by which StackSets reach into regions; it is below the path."""
    return f"{app_id}-administration"


def execution_name(app_id: str) -> str:
    """Name of the role by which everything is made. StackSets take a bare name, so it is below no path."""
    return f"{app_id}-execution"


def boundary_name(app_id: str) -> str:
    """Name of the permissions boundary; it is below the path."""
    return f"{app_id}-boundary"


def administration_resource(app_id: str) -> str:
    """The administration role as it stands in its ARN behind `role/`."""
    return f"{app_id}/{administration_name(app_id)}"


def boundary_arn(app_id: str) -> Sub:
    """ARN of the permissions boundary, the same in every region."""
    return Sub(iam_arn(f"policy{role_path(app_id)}{boundary_name(app_id)}"))


def of_app(app_id: str, tags: Mapping[str, str]) -> dict[str, Any]:
    """What every role that the app makes has: it is below the path and within the boundary."""
    return {"Path": role_path(app_id), "PermissionsBoundary": boundary_arn(app_id), "Tags": Tags(dict(tags))}


def iam_arn(resource: str) -> str:
    """ARN of something of IAM in this account, to be substituted."""
    return f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:{resource}"


def arn(service: str, region: str, resource: str) -> str:
    """ARN of something of this account, to be substituted; `region` may be `*`."""
    return f"arn:${{AWS::Partition}}:{service}:{region}:${{AWS::AccountId}}:{resource}"
