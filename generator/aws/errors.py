"""botocore's exceptions ─▶ ours, at the border: whatever it raises leaves as an `AwsError` with a place and an advice.

Exceptions are told apart by name, those of AWS by code; what neither table knows is an `AwsError` and keeps AWS's text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from generator.aws.error_codes import (
    ACCESS_CODES,
    BUSY_CODES,
    CREDENTIALS_CODES,
    CREDENTIALS_EXCEPTIONS,
    FAULT_CODES,
    NETWORK_EXCEPTIONS,
    THROTTLING_CODES,
    UNKNOWN_TOKEN_CODES,
    WORDS_OF_A_RATE,
    WORDS_OF_THROTTLING,
)
from generator.errors import (
    AccessError,
    AwsError,
    BusyError,
    CredentialsError,
    NetworkError,
    Place,
    ThrottlingError,
)

_AGAIN: Final = "run the same command again: it goes on where it stopped"
_SIGN_IN: Final = "sign in (aws sso login, aws configure) or name a profile (--profile, AWS_PROFILE), then run again"
_PERMISSION: Final = "let the caller do it: `python -m generator plan --permissions` prints the policy that it needs"
_NOT_ENABLED: Final = (
    "enable the region for the account, or use credentials that are valid in all regions "
    "(session tokens of the global STS endpoint are not)"
)
_FORBIDDEN: Final = "a policy of the organization forbids it: have it changed, or leave the region out of the app file"

_CLOCK: Final = "set the clock of this machine, then run again"
_SECRET: Final = "check the secret access key and the clock of this machine, then run again"
_RENEW: Final = f"get new credentials (aws sso login, a new session), then {_AGAIN}"

_ADVICE: Final[Mapping[str, str]] = {
    "ProfileNotFound": "see the profiles that there are: aws configure list-profiles",
    "ConfigParseError": "correct the file that it names",
    "UnauthorizedSSOTokenError": "sign in again: aws sso login",
    "SSOTokenLoadError": "sign in: aws sso login",
    "TokenRetrievalError": "sign in again: aws sso login",
    "RequestExpired": _CLOCK,
    "RequestTimeTooSkewed": _CLOCK,
    "SignatureDoesNotMatch": _SECRET,
    "InvalidSignatureException": _SECRET,
    "ExpiredToken": _RENEW,
    "ExpiredTokenException": _RENEW,
    "OptInRequired": _NOT_ENABLED,
    "SubscriptionRequiredException": _NOT_ENABLED,
    "service control policy": _FORBIDDEN,
}
"""What helps in one case, where the advice of its kind would not."""

_KINDS: Final[tuple[tuple[Collection[str], type[AwsError], str], ...]] = (
    (ACCESS_CODES | {"service control policy"}, AccessError, _PERMISSION),
    (CREDENTIALS_CODES, CredentialsError, _SIGN_IN),
    (THROTTLING_CODES, ThrottlingError, f"wait a few minutes, then {_AGAIN}"),
    (BUSY_CODES, BusyError, f"wait until the other operation is through, then {_AGAIN}"),
    (FAULT_CODES, AwsError, f"it is AWS's own fault: {_AGAIN}"),
    (("LimitExceeded",), AwsError, "ask AWS for a higher quota, or delete what is not needed any more"),
)


@contextmanager
def translated(operation: str, region: str = "") -> Iterator[None]:
    """Raise what botocore raises inside as an `AwsError`. `operation` is a verb with its object: `read stack shop`."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except ClientError as error:
        raise _refused(error.response.get("Error", {}), operation, region) from error
    except (BotoCoreError, ResponseParserError) as error:
        raise _unasked(error, operation, region) from error


def is_passing(error: AwsError) -> bool:
    """Whether the same question may be answered a little later."""
    return isinstance(error, NetworkError | ThrottlingError) or error.place.code in FAULT_CODES


def is_code(error: AwsError, *codes: str) -> bool:
    """Whether AWS gave one of these reasons. The word `Exception` at the end of a code is not compared."""
    return error.place.code.removesuffix("Exception") in {code.removesuffix("Exception") for code in codes}


def says(error: AwsError, *words: str) -> bool:
    """Whether it is a `ValidationError` (the code that CloudFormation has for nearly everything) with these words."""
    return is_code(error, "ValidationError", "ValidationException") and any(text in error.message for text in words)


def remedy(*reasons: str) -> str:
    """What comes before trying again, when resources failed for these reasons: nothing but time, or a correction."""
    is_throttled = reasons and all(any(words in reason for words in WORDS_OF_THROTTLING) for reason in reasons)
    return "nothing is wrong with the template, AWS was asked too often: wait" if is_throttled else "correct the cause"


def _refused(answer: Mapping[str, Any], operation: str, region: str) -> AwsError:
    code, text = str(answer.get("Code", "")), str(answer.get("Message", "")).strip()
    place = Place(operation=operation, region=region, code=code)
    message = f"{_where(region)}could not {operation}: {text or 'AWS gives no reason'} ({code or 'no code'})"
    meaning = _meaning(code, text, region)
    for codes, kind, advice in _KINDS:
        if meaning in codes:
            return kind(message, _ADVICE.get(meaning, advice), place)
    return AwsError(message, "", place)


def _meaning(code: str, text: str, region: str) -> str:
    """AWS's code, or the one that says what is meant where AWS has one code for several things."""
    if code in UNKNOWN_TOKEN_CODES and _is_opt_in(region):
        return "OptInRequired"
    if code in ACCESS_CODES and "service control policy" in text:
        return "service control policy"
    if "LimitExceeded" in code and code not in THROTTLING_CODES:
        return "Throttling" if any(word in text for word in WORDS_OF_A_RATE) else "LimitExceeded"
    return code


def _unasked(error: Exception, operation: str, region: str) -> AwsError:
    name = type(error).__name__
    names = {ancestor.__name__ for ancestor in type(error).__mro__}
    place = Place(operation=operation, region=region, code=name)
    message = f"{_where(region)}could not {operation}: {str(error).strip() or name}"
    if names & CREDENTIALS_EXCEPTIONS:
        return CredentialsError(message, _ADVICE.get(name, _SIGN_IN), place)
    if names & NETWORK_EXCEPTIONS:
        return NetworkError(message, f"check the connection (and proxy settings), then {_AGAIN}", place)
    return AwsError(message, "", place)


def _where(region: str) -> str:
    return f"{region}: " if region else ""


def _is_opt_in(region: str) -> bool:
    from generator.cloudformation.regions import OPT_IN_REGIONS

    return region in OPT_IN_REGIONS
