"""Asking before anything is changed."""

from __future__ import annotations

from generator.cli.console import Console
from generator.errors import UsageError

_YES = ("y", "yes")


def refuse_silence(console: Console, *, yes: bool) -> None:
    """`UsageError` when nobody can be asked and nobody has agreed; to be called before anything is tried."""
    if not yes and not console.is_interactive:
        raise UsageError("there is no terminal to ask on", "agree beforehand with --yes")


def agreed(console: Console, question: str, *, yes: bool) -> bool:
    """Whether a person, or `--yes`, agrees. Everything but a yes is a no."""
    return yes or console.ask(f"{question} [y/N]").lower() in _YES


def agreed_by_name(console: Console, question: str, name: str) -> bool:
    """Whether a person types this name, which nobody does in passing."""
    return console.ask(f"{question} Type {name} to agree:") == name
