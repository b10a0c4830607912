"""An example as it is committed, rolled out to an embedded AWS by the command line; and what its functions log."""

from __future__ import annotations

import gc
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.local.remote import Local
from tests.integration.local.aws import ROOT, Aws
from tests.journeys.travel import Traveller


@contextmanager
def rolled_out(local: Local, folder: Path, example: str, *flags: str) -> Iterator[Aws]:
    """The example below `folder`; nothing is built anew, and all is forgotten afterwards."""
    app = folder / example
    shutil.copytree(ROOT / "examples" / example, app, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(app)
        done = Traveller(local, app).run("deploy", "--yes", *flags)
    assert done.code == 0, done.err
    yield Aws(local)
    local.reset()
    gc.collect()


def logged(aws: Aws, function: str, region: str) -> list[str]:
    """What a function of a region has logged, by its name in logical ids."""
    logs = aws.client("logs", region)
    groups = [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]]
    (group,) = (name for name in groups if re.search(rf"/{function}([0-9A-F]{{8}})?FunctionLogGroup$", name))
    return [event["message"] for event in logs.filter_log_events(logGroupName=group)["events"]]
