"""Runs cfn-lint and our rules over the templates of an assembly, in one process.

Loading cfn-lint and its rules costs more than linting a template, so a process does it once. The result depends on
the assembly alone: no `.cfnlintrc`, environment variable or working directory changes it. A template may switch a rule
on single templates off in its own `Metadata`, in plain sight of its reviewers; those across templates always hold.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from generator.assembly.manifest import BOOTSTRAP, MANIFEST_FILE, encoded, file_name, manifest_of
from generator.assembly.model import Assembly, TemplateEntry
from generator.findings import Finding, Severity, merged
from generator.lint.formats import RuleText
from generator.lint.positions import locate

Progress = Callable[[TemplateEntry], None]
_BY_LETTER: Final[Mapping[str, Severity]] = {"E": "error", "W": "warning", "I": "info"}


def _silent(entry: TemplateEntry) -> None:
    del entry


class Linter:
    """cfn-lint with all its rules and ours, informational ones included; the first of a process takes a second."""

    def __init__(self) -> None:
        self._runner = _runner()

    @property
    def rules(self) -> Mapping[str, RuleText]:
        """Title and description of every rule by id: cfn-lint's, the pack's and those across templates."""
        from generator.lint.across import RULES

        # Some of cfn-lint's own rules lack a text.
        loaded = self._runner.rules
        titles = {id_: rule.shortdesc or id_ for id_, rule in loaded.items()}
        texts = {id_: RuleText(title, loaded[id_].description or title) for id_, title in titles.items()}
        return texts | {rule.id: RuleText(rule.title, rule.description) for rule in RULES}

    def lint(
        self, assembly: Assembly, directory: Path | None = None, progress: Progress = _silent
    ) -> tuple[Finding, ...]:
        """Every finding on an assembly, ordered by file and line.

        `directory` is where its files lie (default `build/<environment>`): findings name them there. They are not
        read, for `generator.assembly.store` vouches that they hold what the assembly says. `progress` is told of each
        template before it is linted.
        """
        folder = directory or Path("build", assembly.environment)
        found: list[Finding] = []
        for entry in (*assembly.templates, *_shared(assembly)):
            progress(entry)
            found += self._findings(entry, folder)
        found += _findings_across(assembly, folder)
        return merged(found)

    def _findings(self, entry: TemplateEntry, folder: Path) -> Iterator[Finding]:
        for match in self._matches(entry):
            path = tuple(step if isinstance(step, int) else str(step) for step in getattr(match, "path", ()))
            line, column = locate(entry.body, path)
            yield Finding(
                id=match.rule.id,
                severity=_BY_LETTER[match.rule.id[0]],
                message=match.message,
                advice=getattr(match.rule, "advice", ""),
                path=path,
                file=_file(folder, entry.name),
                line=line,
                column=column,
                source=match.rule.source_url,
            )

    def _matches(self, entry: TemplateEntry) -> Iterator[Any]:
        from cfnlint.decode.utils import convert_dict  # type: ignore[import-untyped]
        from cfnlint.helpers import REGIONS  # type: ignore[import-untyped]

        # A region that cfn-lint does not know would stop it; the rules across templates report that.
        regions = [region for region in entry.regions if region in REGIONS]
        if regions:
            self._runner.config = _configuration(regions)
            yield from self._runner.validate_template(convert_dict(entry.body))


@cache
def _runner() -> Any:
    from cfnlint.runner import Runner  # type: ignore[import-untyped]

    from generator.lint.rules import RULES

    runner = Runner(_configuration([]))
    for rule in RULES:
        runner.rules.register(rule())
    return runner


def _shared(assembly: Assembly) -> tuple[TemplateEntry, ...]:
    """The bootstrap template as one of the assembly's: it is deployed to all of its regions."""
    bootstrap = assembly.bootstrap
    if bootstrap is None:
        return ()
    entry = TemplateEntry(
        name=BOOTSTRAP,
        body=bootstrap.body,
        deployed_as="stack",
        stack_name=bootstrap.stack_name,
        regions=assembly.regions,
        capabilities=bootstrap.capabilities,
    )
    return (entry,)


def _findings_across(assembly: Assembly, folder: Path) -> Iterator[Finding]:
    from generator.lint.across import problems_across
    from generator.lint.across.model import MANIFEST

    bodies = {entry.name: entry.body for entry in assembly.templates}
    # No line depends on what the digests are.
    bodies[MANIFEST] = json.loads(encoded(manifest_of(assembly, dict.fromkeys((*bodies, BOOTSTRAP), ""))))
    for rule, (template, path, message) in problems_across(assembly):
        line, column = locate(bodies[template], path)
        yield Finding(
            id=rule.id,
            severity=_BY_LETTER[rule.id[0]],
            message=message,
            advice=rule.advice,
            path=path,
            file=_file(folder, template),
            line=line,
            column=column,
            source=rule.source,
        )


def _configuration(regions: Sequence[str]) -> Any:
    """cfn-lint's configuration. Any config file, even an empty one, keeps it from looking for those of the user."""
    from cfnlint.config import ConfigMixIn  # type: ignore[import-untyped]

    return ConfigMixIn(["--config-file", os.devnull], regions=list(regions), include_checks=["I"])


def _file(folder: Path, template: str) -> str:
    if template == BOOTSTRAP:
        return (folder.parent / file_name(template)).as_posix()
    return (folder / (MANIFEST_FILE if template == "manifest" else file_name(template))).as_posix()
