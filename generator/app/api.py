"""The REST API: its routes, who may call them, and what stands in front of it.

A188  media type that cannot be binary      A240  answer of an authorizer that is kept
A196  wrong authorizer                      A241  authorizer that nobody asks
A197  wrong address or header               A242  address without encryption
A198  web ACL missing, or elsewhere         A243  health checks at a web ACL
                                            A244  CORS headers of addresses
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.app.declarations import App
from generator.app.edge import check_media_types, resolve_web_acls
from generator.app.model import ResolvedApi, ResolvedDomain, ResolvedTable
from generator.app.report import Report
from generator.app.routing.authorizers import resolve_authorizers
from generator.app.routing.cors import check_cors
from generator.app.routing.http import advise_addresses
from generator.app.routing.routes import resolve_routes

DEFAULT_SECURITY_POLICY: Final = "TLS_1_2"


def resolve_api(
    app: App, domain: ResolvedDomain | None, tables: Mapping[str, ResolvedTable], report: Report
) -> ResolvedApi:
    """The API with everything spelled out that its declaration leaves to be derived."""
    check_cors(app.api.cors, report)
    check_media_types(app, report)
    advise_addresses(app, report)
    return ResolvedApi(
        description=app.api.description,
        cors=app.api.cors,
        throttling=app.api.throttling,
        minimum_compression_size=app.api.minimum_compression_size,
        binary_media_types=tuple(sorted(app.api.binary_media_types)),
        web_acl_arn=resolve_web_acls(app, report),
        authorizers=resolve_authorizers(app, report),
        # Without a domain the API has no other address.
        execute_api_endpoint=app.domain is None or app.domain.execute_api_endpoint,
        security_policy=DEFAULT_SECURITY_POLICY if domain is None else domain.security_policy,
        ip_address_type=app.api.ip_address_type,
        routes=resolve_routes(app, tables, report),
    )
