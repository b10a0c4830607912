"""Logical ids of the things that a region has one of. Other ids are made from the user's names by `logical_ids`."""

from __future__ import annotations

from typing import Final

REST_API: Final = "RestApi"
REQUEST_VALIDATOR: Final = "RequestValidator"
ROLE: Final = "ApiRole"
STAGE: Final = "LiveStage"
CERTIFICATE: Final = "Certificate"
GLOBAL_DOMAIN_NAME: Final = "GlobalDomainName"
REGIONAL_DOMAIN_NAME: Final = "RegionalDomainName"

STAGE_NAME: Final = "live"
