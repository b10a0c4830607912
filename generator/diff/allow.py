"""`--allow KIND[:SUBJECT]`: agreeing to a risky change, in one grammar for every command that asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.diff.model import GUARDS, Diff, Guard, Meaning
from generator.errors import UsageError


class Allowance(NamedTuple):
    """What is agreed to: one kind of risk, everywhere or for one subject only."""

    kind: Guard
    subject: str | None = None

    @property
    def text(self) -> str:
        """As the option has it."""
        return self.kind if self.subject is None else f"{self.kind}:{self.subject}"

    def covers(self, meaning: Meaning) -> bool:
        """Whether this agrees to a risky change."""
        return self.kind == meaning.guard and self.subject in (None, meaning.subject)


class Risk(NamedTuple):
    """A risky change, and the environment that it is in."""

    environment: str
    meaning: Meaning


def parsed(text: str) -> Allowance:
    """`replace:orders` as the allowance that it is; `UsageError` when there is no such kind, or an empty subject."""
    kind, colon, subject = text.partition(":")
    if kind not in GUARDS:
        raise UsageError(f'--allow knows no kind "{kind}"', _nearest(kind))
    if colon and not subject:
        raise UsageError(f'--allow "{text}" names no subject', f"write {kind} for all, or {kind}:SUBJECT for one")
    return Allowance(kind, subject if colon else None)


def risks(diffs: Iterable[Diff]) -> tuple[Risk, ...]:
    """Every change that a guard refuses unless it is agreed to."""
    return tuple(Risk(diff.environment, meaning) for diff in diffs for meaning in diff.risky)


def refused(diffs: Iterable[Diff], allowed: Sequence[Allowance]) -> tuple[Risk, ...]:
    """The risky changes that none of these covers."""
    return tuple(risk for risk in risks(diffs) if not any(each.covers(risk.meaning) for each in allowed))


def idle(diffs: Sequence[Diff], allowed: Iterable[Allowance]) -> tuple[Allowance, ...]:
    """Allowances that cover nothing: misspelled, or left over from an earlier change."""
    found = risks(diffs)
    return tuple(each for each in allowed if not any(each.covers(risk.meaning) for risk in found))


def value_of(meaning: Meaning) -> str:
    """What `--allow` has to say for a risky change: `replace:orders`."""
    return f"{meaning.guard}:{meaning.subject}" if meaning.subject else str(meaning.guard)


def flag(meaning: Meaning) -> str:
    """The option that agrees to a risky change, as one types it in a shell."""
    from shlex import quote

    return f"--allow {quote(value_of(meaning))}"


def flags(found: Iterable[Risk]) -> tuple[str, ...]:
    """The options that agree to these, each once; none for what can only be mended."""
    return tuple(dict.fromkeys(flag(risk.meaning) for risk in found if risk.meaning.guard is not None))


def _nearest(kind: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(kind, GUARDS, n=1)
    return f"write {near[0]}" if near else f"use one of {', '.join(GUARDS)}"
