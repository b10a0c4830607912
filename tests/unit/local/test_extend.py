"""What is replaced in MiniStack is put back."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from generator.local.border import load
from tests.unit.local.used import look_up, replaced_names


def registries() -> list[dict[str, Any]]:
    names = (
        "services.cloudformation._ACTION_HANDLERS",
        "services.cloudformation.changesets._IMPORT_LOOKUPS",
        "services.cloudformation.provisioners._RESOURCE_HANDLERS",
    )
    return [dict(look_up(name)) for name in names]


def test_everything_is_as_it_was_when_the_embedded_aws_has_stopped() -> None:
    load()
    extend, switches = import_module("generator.local.extend"), import_module("generator.local.switches")
    names = sorted(replaced_names())
    before = [look_up(name) for name in names], registries()

    with extend.extended(switches.Switches(), ""):
        during = [look_up(name) for name in names], registries()

    assert ([look_up(name) for name in names], registries()) == before
    assert not any(now is then for now, then in zip(during[0], before[0], strict=True))
    assert not any(now == then for now, then in zip(during[1], before[1], strict=True))
