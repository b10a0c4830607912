"""pip for which the markers (`; python_version < "3.12"`) of another platform hold. A script: nothing of ours is there.

pip has options for the wheels of another platform and none for its markers: those it looks up in the Python that runs
it [pypa/pip#10050, #11664]. Where it does so is private, and pex takes the same way. So pip is asked first: one that
looks elsewhere some day still installs where its Python is like the other platform, and nothing anywhere else.
"""

from __future__ import annotations

import json
import runpy
import sys
from typing import Final

NOT_TOLD: Final = "pip looks markers up in this Python only"
"""What it ends with when pip could not be told."""

_DECISIVE: Final = ("python_version", "sys_platform", "platform_machine")


def run_pip(markers: str) -> None:
    """As `python -m pip`, with the arguments of this process. `markers` is a JSON object of all those of PEP 508."""
    from pip._vendor.packaging import markers as looked_up

    told = json.loads(markers)
    looked_up.default_environment = told.copy
    if not looked_up.Marker(" and ".join(f"{name} == '{told[name]}'" for name in _DECISIVE)).evaluate():
        raise SystemExit(NOT_TOLD)
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run_pip(sys.argv.pop(1))
