from __future__ import annotations

import pytest

from generator.aws.model import Progress
from generator.deploy.model import StepResult
from generator.deploy.observer import OneVoice
from tests.support.plans import Log, stack, step

STEP = step(1, stack())
DONE = StepResult(number=1, outcome="done")


def test_everything_is_passed_on_until_it_is_closed() -> None:
    log = Log()
    voice = OneVoice(log)

    voice.started(STEP)
    voice.progress(STEP, Progress(region="eu-west-1", status="CREATE_IN_PROGRESS"))
    voice.ended(STEP, DONE)
    voice.close()
    voice.ended(STEP, DONE)

    assert log.events == ["started 1", "progress 1", "done 1"]


def test_an_observer_that_has_failed_is_told_nothing_more_and_its_error_comes_at_the_end() -> None:
    def fail(what: str, number: int) -> None:
        raise OSError(what)

    log = Log(fail)
    voice = OneVoice(log)

    voice.started(STEP)
    voice.ended(STEP, DONE)

    assert (log.events, voice.has_failed) == (["started 1"], True)
    with pytest.raises(OSError, match="started"):
        voice.close()
