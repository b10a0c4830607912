"""Functions outlive the process that served them, in the state of their own folder."""

from __future__ import annotations

import gc
from pathlib import Path

from generator.local.server import serve
from tests.integration.local.aws import Aws
from tests.integration.local.functions import REGION, put, said, template
from tests.support.pipes import LEAVES_PIPES

pytestmark = LEAVES_PIPES


def test_functions_are_there_with_their_code_in_the_next_process(tmp_path: Path) -> None:
    with serve(str(tmp_path)) as first:
        aws = Aws(first)
        put(aws, {"index.py": "def handler(event, context):\n    return event\n"})
        aws.deploy("app", template(), REGION)
    with serve(str(tmp_path)) as second:
        kept = said(Aws(second), {"a": 1})

    assert kept == {"a": 1}
    gc.collect()
