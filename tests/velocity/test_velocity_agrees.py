"""The harness and real Velocity 1.x print the same, so what the other tests prove holds for the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.apigateway.gateway import rendered, strict_json
from tests.velocity.cases import jobs
from tests.velocity.engine import class_path, render_all

LIBRARIES = class_path()


@pytest.mark.skipif(LIBRARIES is None, reason="needs a JDK and the package `velocity` (see engine.py)")
def test_every_template_prints_the_same_in_real_velocity(tmp_path: Path) -> None:
    given = list(jobs())

    for job, real in zip(given, render_all(given, str(LIBRARIES), tmp_path), strict=True):
        printed, overrides = rendered(job.template, job.request, job.body)

        assert "error" not in real, (real, job)
        assert real["overrides"] == overrides, job
        assert real["output"].split() == printed.split() or strict_json(real["output"]) == strict_json(printed), job
