"""The fixed names of IAM: of an id of at most 48 characters they are within IAM's 64."""

from __future__ import annotations

from troposphere import Sub


def role_path(app_id: str) -> str:
    """The path of every role and policy of an app, but of the execution role."""
    return f"/{app_id}/"


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


def iam_arn(resource: str) -> str:
    """ARN of something of IAM in this account, to be substituted."""
    return f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:{resource}"


def arn(service: str, region: str, resource: str) -> str:
    """ARN of something of this account, to be substituted; `region` may be `*`."""
    return f"arn:${{AWS::Partition}}:{service}:{region}:${{AWS::AccountId}}:{resource}"
