"""What a region's stack tells: the targets that the DNS template needs, and where the API answers."""

from __future__ import annotations

from troposphere import GetAtt, Output, Sub

from generator.app.model import ResolvedDomain
from generator.templates.regional.custom_domain import regional_name
from generator.templates.regional.names import GLOBAL_DOMAIN_NAME, REST_API, STAGE

TARGET_DOMAIN_NAME = "TargetDomainName"
TARGET_HOSTED_ZONE_ID = "TargetHostedZoneId"


def outputs(domain: ResolvedDomain | None, *, execute_api_endpoint: bool) -> list[Output]:
    """The targets of `<domain>` (known only after deployment) and the API's addresses in this region."""
    found: list[Output] = []
    if domain is not None:
        found += _targets()
        found.append(
            Output("RegionalUrl", Description="The API in this region.", Value=Sub(f"https://{_text(domain)}"))
        )
    if execute_api_endpoint:
        url = f"https://${{{REST_API}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{STAGE}}}"
        found.append(Output("ExecuteApiUrl", Description="The API in this region, without a domain.", Value=Sub(url)))
    return found


def _targets() -> list[Output]:
    return [
        Output(
            TARGET_DOMAIN_NAME,
            Description="What an alias record of the API's name in this region points at.",
            Value=GetAtt(GLOBAL_DOMAIN_NAME, "RegionalDomainName"),
        ),
        Output(
            TARGET_HOSTED_ZONE_ID,
            Description="Hosted zone of that target.",
            Value=GetAtt(GLOBAL_DOMAIN_NAME, "RegionalHostedZoneId"),
        ),
    ]


def _text(domain: ResolvedDomain) -> str:
    text: str = regional_name(domain).data["Fn::Sub"]
    return text
