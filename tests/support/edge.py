"""An app whose routes ask authorizers, lead to addresses, and stand behind web ACLs; and a function that decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tests.support.apps import SHOP, Document, patched

MEMBERS_ONLY: Final = """
def handler(event, context):
    token = event.get("authorizationToken") or {k.lower(): v for k, v in event["headers"].items()}["x-key"]
    if token == "wrong":
        raise Exception("Unauthorized")
    effect = "Deny" if token == "denied" else "Allow"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    said = {} if token == "nobody" else {"tenant": token}
    return {"principalId": token, "policyDocument": policy, "context": said}
"""
"""Answers 401 to `wrong`, 403 to `denied`, and knows a tenant for everybody but `nobody`."""


def acl(region: str, name: str = "edge") -> str:
    """The ARN of a web ACL."""
    return f"arn:aws:wafv2:{region}:123456789012:regional/webacl/{name}/12345678-1234-1234-1234-123456789012"


def acls(regions: Iterable[str], name: str = "edge") -> dict[str, str]:
    """The ARNs of web ACLs, by region."""
    return {region: acl(region, name) for region in regions}


EDGE: Final[Document] = patched(
    SHOP,
    {
        "functions": {"check": {"handler": "index.handler", "runtime": "python3.13", "inline": MEMBERS_ONLY}},
        "api": {
            "auth": "members",
            "authorizers": {
                "members": {"function": "check"},
                "partners": {
                    "function": "check",
                    "type": "request",
                    "identity_source": ["$request.header.X-Key", "$context.identity.sourceIp"],
                    "result_ttl": 60,
                },
            },
            "binary_media_types": ["image/png", "application/octet-stream"],
            "web_acl_arn": acls(("eu-west-1", "us-east-1", "ap-southeast-2")),
            "routes": {
                "ANY /legacy/{proxy+}": {
                    "auth": "partners",
                    "http": {
                        "url": "https://legacy.${AWS::Region}.example.com/v1/${request.path.proxy}",
                        "headers": {
                            "X-From": "shop",
                            "X-Region": "$region",
                            "X-User": "$context.authorizer.principalId",
                            "X-Search": {"S": "$request.querystring.q", "optional": True},
                        },
                        "timeout": 5000,
                    },
                }
            },
        },
    },
)
"""`SHOP`, and all of that."""
