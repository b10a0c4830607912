"""What customers and health checkers meet in the fake AWS."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple

from generator.aws.model import ControlRow, DeployedStack, HttpAnswer
from tests.support.fake_gateway import domain_names, mentions
from tests.support.fake_stacks import Stacks
from tests.support.fake_template import HEALTH_CHECK, Template


class Traffic(NamedTuple):
    """The APIs of all stacks, with what decides whether they answer: control rows (table ─▶ region ─▶ row), and the
    regions that are down."""

    stacks: Stacks
    rows: Mapping[str, Mapping[str, ControlRow]]
    down: Set[str]

    def answer(self, host: str) -> HttpAnswer | None:
        """What the API at this host answers: every table that its template speaks of has to be in its region."""
        for stack, template in self.stacks.apis():
            if stack.region in self.down or not _is_at(template, stack, host):
                continue
            body = str(stack.body)
            named = [group for group in self.stacks.tables.groups if mentions(body, group.name)]
            rows = [self.rows.get(group.name, {}).get(stack.region) for group in named]
            if any(row is not None and row.drained for row in rows):
                return HttpAnswer(status=503, body=f'{{"status": "drained", "region": "{stack.region}"}}')
            if not all(stack.region in group.replicas for group in named):
                return HttpAnswer(status=503, body=f'{{"status": "unavailable", "region": "{stack.region}"}}')
            return HttpAnswer(status=200, body=f'{{"status": "ok", "region": "{stack.region}"}}')
        return None

    def health(self, health_check_id: str) -> str:
        """What Route 53 says of a health check."""
        for template in self.stacks.templates():
            for name, properties in template.properties(HEALTH_CHECK):
                if template.reference(name) == health_check_id:
                    answer = self.answer(properties["HealthCheckConfig"]["FullyQualifiedDomainName"])
                    return "healthy" if answer is not None and answer.status == 200 else "unhealthy"
        return "unknown"


def _is_at(template: Template, stack: DeployedStack, host: str) -> bool:
    """Whether a stack's API answers at a host: a custom domain of its own, or an endpoint that it tells of."""
    urls = (url.removeprefix("https://").split("/", 1)[0] for url in stack.outputs.values())
    return host in domain_names(template) or host in urls
