"""E9603: policies say whom they trust."""

from __future__ import annotations

from collections.abc import Iterator

from ._iam import GUIDE, TAGS, allowing
from ._reading import Problem, Template
from ._rule import PackRule


class AnyPrincipal(PackRule):
    """A policy trusts a service, an account or a role, not everybody."""

    id = "E9603"
    shortdesc = "No policy trusts everybody"
    description = (
        "`Principal: *` without a condition allows every AWS account, and anonymous callers where they exist. The "
        "policy of a REST API may say it: without a policy everybody may call, and a Deny beside it narrows that."
    )
    source_url = GUIDE + "reference_policies_elements_principal.html"
    tags = TAGS
    advice = "name the principal, or add a condition"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each statement that anybody can use, and each NotPrincipal."""
        for statement in allowing(template):
            if "Condition" in statement.body or statement.resource_type == "AWS::ApiGateway::RestApi":
                continue
            for path, principal in statement.values("Principal"):
                if principal == "*":
                    yield Problem(path, "anybody is trusted")
            if "NotPrincipal" in statement.body:
                yield Problem((*statement.path, "NotPrincipal"), "everybody but a list of principals is trusted")
