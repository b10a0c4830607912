"""What a step raised ─▶ its result."""

from __future__ import annotations

from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from generator.deploy.model import StepResult
from generator.errors import AwsError, CredentialsError, Detached, GeneratorError

if TYPE_CHECKING:
    from generator.deploy.model import PlannedStep

INTERNAL_ERROR: Final = 4


def result_of(step: PlannedStep, error: BaseException | None) -> StepResult:
    """`done` without an error, `interrupted` when the user did not wait, otherwise `failed` with all that is known."""
    number = step.number
    match error:
        case None:
            return StepResult(number=number, outcome="done")
        case Detached():
            return StepResult(number=number, outcome="interrupted", reason="AWS goes on with it")
        case AwsError(place=place):
            return StepResult(
                number=number,
                outcome="failed",
                reason=error.message,
                advice=error.advice,
                region=place.region or step.step.region,
                resource=place.resource,
                exit_code=error.exit_code,
            )
        case GeneratorError():
            return StepResult(
                number=number,
                outcome="failed",
                reason=error.message,
                advice=error.advice,
                region=step.step.region,
                exit_code=error.exit_code,
            )
        case _:
            return StepResult(
                number=number,
                outcome="failed",
                reason=f"internal error: {type(error).__name__}: {error}{_origin(error)}",
                advice="this is a mistake in the tool: please report it",
                region=step.step.region,
                exit_code=INTERNAL_ERROR,
            )


def is_credentials(error: BaseException | None) -> bool:
    """Whether every other step will fail of the same."""
    return isinstance(error, CredentialsError)


def _origin(error: BaseException) -> str:
    """Where it was raised, by module and line: a traceback is not for users, and this is enough to find it."""
    frames = extract_tb(error.__traceback__)
    if not frames:
        return ""
    last = frames[-1]
    return f" ({last.name}, line {last.lineno} of {last.filename.replace(chr(92), '/').rsplit('/', 1)[-1]})"
