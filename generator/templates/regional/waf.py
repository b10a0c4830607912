"""The web ACL in front of a region's stage. It is the user's own, and there beforehand: only the association is ours.

Each region has one of its own, so the template holds all of them and looks up its region's. A checker that the ACL
blocks takes the region out of DNS, which no template can see to: a finding says so.
"""

from __future__ import annotations

from typing import Final

from troposphere import FindInMap, Ref, Sub
from troposphere.wafv2 import WebACLAssociation

from generator.app.model import ResolvedApp
from generator.templates.context import why
from generator.templates.regional.names import REST_API, STAGE
from generator.templates.section import Section, rendered

ASSOCIATION: Final = "WebAclAssociation"
MAPPING: Final = "WebAcls"
_ARN: Final = "Arn"


def web_acl(app: ResolvedApp) -> Section:
    """The association, and the mapping that it reads."""
    stage = f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::/restapis/${{{REST_API}}}/stages/${{{STAGE}}}"
    association = WebACLAssociation(
        ASSOCIATION,
        ResourceArn=Sub(stage),
        WebACLArn=FindInMap(MAPPING, Ref("AWS::Region"), _ARN),
        Metadata=why(
            "The web ACL of this region filters what reaches the API.",
            "It lets the health path through: a checker that it blocks takes the region out of DNS.",
        ),
    )
    by_region = {region: {_ARN: arn} for region, arn in app.api.web_acl_arn.items()}
    return Section(resources=rendered([association]), mappings={MAPPING: by_region})
