"""What a diff compares with when it is `--against deployed`: the templates that AWS has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.against import Base

if TYPE_CHECKING:
    from generator.assembly.model import Assembly
    from generator.cli.process import Process, Target


def deployed_base(process: Process, assembly: Assembly, chosen: Target) -> Base:
    """The environment as it is deployed, which may be not at all. Raises an `AwsError`."""
    from generator.cli.prospect import refuse_other_account
    from generator.deploy.control import Control
    from generator.deploy.deployed_assembly import deployed_assembly
    from generator.deploy.state import read

    with process.connect(chosen, Control()) as connection:
        deployed = read(connection.cloud, assembly)
    refuse_other_account(assembly, deployed)
    found = deployed_assembly(assembly, deployed)
    words = f"what is deployed in account {deployed.identity.account}"
    notes = [f"{region} could not be read: {why}" for region, why in sorted(deployed.unread.items())]
    if found is None:
        notes.append(f"{assembly.id} is not deployed: everything is shown as added")
    return Base(
        words=words,
        commit=None,
        assemblies={} if found is None else {assembly.environment: found},
        notes=tuple(notes),
    )
