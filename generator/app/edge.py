"""What stands at the edge of a region's API: its web ACL, and the media types that pass as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.app.declarations import App
from generator.app.report import Report, one_of

_JSON: Final = "application/json"


def resolve_web_acls(app: App, report: Report) -> Mapping[str, str]:
    """The ARN of each region's web ACL, of all regions or of none. Reports A198 and A243."""
    found, at = app.api.web_acl_arn, ("api", "web_acl_arn")
    if not found:
        return {}
    regions = app.regions.every
    if missing := [region for region in regions if region not in found]:
        message = f"the web ACL in {', '.join(missing)} is missing"
        report.error("A198", at, message, "name one for every region of the app: nothing else would stand there")
    for region, arn in sorted(found.items()):
        there, account = arn.split(":")[3:5]
        if region not in regions:
            report.error("A198", (*at, region), f"the app does not run in {region}", one_of(region, regions))
        elif there != region:
            message = f"{arn} is in {there}, and guards resources of that region only"
            report.error("A198", (*at, region), message, f"name one of {region}")
        elif app.account not in (None, account):
            message = f"{arn} is of the account {account}, and guards resources of that account only"
            report.error("A198", (*at, region), message, f"name one of {app.account}")
    if app.domain is not None:
        message = "web ACLs see health checks too, and a checker that is blocked takes its region out of DNS"
        advice = f"let the first rule of each allow requests whose path is {app.health.path}"
        report.info("A243", at, message, advice)
    return dict(sorted(found.items()))


def check_media_types(app: App, report: Report) -> None:
    """Reports media types that cannot be binary (A188)."""
    for index, name in enumerate(app.api.binary_media_types):
        at = ("api", "binary_media_types", index)
        if name == _JSON:
            report.error("A188", at, f"{name} has to stay text: mapping templates read it", "remove it")
        elif name in app.api.binary_media_types[:index]:
            report.error("A188", at, f"{name} is listed twice", "list it once")
