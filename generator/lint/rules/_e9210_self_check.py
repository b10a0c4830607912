"""E9210: a check does not ask for the name that depends on it [aws-facts 4.9]."""

from __future__ import annotations

from collections.abc import Iterator

from ._reading import Problem, Template, reference, spelled
from ._route53 import CHECK_API, TAGS, health_checks, normal, records
from ._rule import PackRule


class SelfCheck(PackRule):
    """A health check has a name of its own region, not that of the record that follows it."""

    id = "E9210"
    shortdesc = "A health check does not check the name of its own record"
    description = (
        "If the name that is checked equals the name of a record that uses the check, the checker is sent to whichever "
        "region DNS chooses and the results are unpredictable. Check a name that belongs to one region."
    )
    source_url = CHECK_API
    tags = TAGS
    advice = "check a name of that one region, such as <region>.<domain>"

    def problems(self, template: Template) -> Iterator[Problem]:
        """Each check that a record of the same name uses."""
        guarded: dict[str, set[str]] = {}
        for record in records(template):
            check_id = reference(record.properties.get("HealthCheckId"))
            if check_id is not None and record.name is not None and record.policy != "simple":
                guarded.setdefault(check_id, set()).add(record.name)
        for check, configuration in health_checks(template):
            name = spelled(configuration.get("FullyQualifiedDomainName"))
            if name is not None and normal(name) in guarded.get(check.name, ()):
                path = check.at("HealthCheckConfig", "FullyQualifiedDomainName")
                yield Problem(path, f"the record of {name} uses this check of {name}")
