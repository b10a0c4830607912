"""What belongs to the account and not to an app: its regions, settings of API Gateway and Lambda, names in use."""

from __future__ import annotations

from typing import Final

from generator.aws.session import HOME, Session

_MOST_QUEUES: Final = 1000
"""Of a page. Without a number there is one page only [SQS API Reference, "ListQueues"]."""


def enabled_regions(session: Session) -> frozenset[str]:
    """Regions that the account can use. One that is being enabled cannot be used yet."""
    with session.asking("account", HOME, "list the regions of the account") as account:
        pages = account.get_paginator("list_regions").paginate(
            RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"]
        )
        return frozenset(region["RegionName"] for page in pages for region in page["Regions"])


def log_role(session: Session, region: str) -> str | None:
    """The role in API Gateway's settings of the region, with which it writes logs [aws-facts 3.10]."""
    with session.asking("apigateway", region, "read API Gateway's settings") as apigateway:
        return apigateway.get_account().get("cloudwatchRoleArn") or None


def domain_names(session: Session, region: str) -> frozenset[str]:
    """API Gateway's custom domain names in the region."""
    with session.asking("apigateway", region, "list the custom domain names") as apigateway:
        pages = apigateway.get_paginator("get_domain_names").paginate()
        return frozenset(item["domainName"] for page in pages for item in page.get("items", ()))


def unreserved_concurrency(session: Session, region: str) -> int:
    """Concurrent executions of Lambda that no function of the region has reserved for itself."""
    with session.asking("lambda", region, "read Lambda's settings") as functions:
        return int(functions.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"])


def function_names(session: Session, region: str) -> frozenset[str]:
    """Names of Lambda's functions in the region; they cannot be listed by how they begin."""
    with session.asking("lambda", region, "list the functions") as functions:
        pages = functions.get_paginator("list_functions").paginate()
        return frozenset(function["FunctionName"] for page in pages for function in page.get("Functions", ()))


def queue_names(session: Session, region: str, prefix: str) -> frozenset[str]:
    """Names of the queues in the region that begin with `prefix`, all where that is empty. A URL ends with the name."""
    with session.asking("sqs", region, "list the queues") as sqs:
        pages = sqs.get_paginator("list_queues").paginate(
            **({"QueueNamePrefix": prefix} if prefix else {}), PaginationConfig={"PageSize": _MOST_QUEUES}
        )
        return frozenset(url.rpartition("/")[2] for page in pages for url in page.get("QueueUrls", ()))
