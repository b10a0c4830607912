"""A mock route: API Gateway answers by itself."""

from __future__ import annotations

from generator.app.declarations import Cors
from generator.app.model import ResolvedRoute
from generator.templates.regional.actions.request import body_lines
from generator.templates.regional.integration import Integration, IntegrationResponse
from generator.templates.regional.preflight import MOCK_REQUEST, integration_headers, origin_lines


def mock(route: ResolvedRoute, cors: Cors | None) -> Integration:
    """The integration of a mock route; its body may read the request's parameters."""
    status = route.response.status or 200
    lines = [*(body_lines(route.response) or []), *origin_lines(cors)]
    response = IntegrationResponse(
        status=status,
        template="\n".join(lines) or None,
        headers={**route.response.headers, **integration_headers(cors)},
    )
    return Integration(
        type="MOCK",
        request_template=MOCK_REQUEST,
        responses=(response,),
        statuses=(status,),
        body_schema=route.body_schema,
        querystrings=route.querystrings,
        headers=route.headers,
    )
