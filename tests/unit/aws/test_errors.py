from __future__ import annotations

import inspect
from typing import Any

import botocore.exceptions
import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from generator.aws.errors import is_code, is_passing, remedy, says, translated
from generator.errors import (
    AccessError,
    AwsError,
    BusyError,
    CredentialsError,
    NetworkError,
    ThrottlingError,
)

CREDENTIALS = {
    "ConfigNotFound",
    "ConfigParseError",
    "CredentialRetrievalError",
    "InfiniteLoopConfigError",
    "InvalidConfigError",
    "InvalidIMDSEndpointError",
    "InvalidIMDSEndpointModeError",
    "LoginAuthorizationCodeError",
    "LoginError",
    "LoginInsufficientPermissions",
    "LoginRefreshRequired",
    "LoginTokenLoadError",
    "MetadataRetrievalError",
    "MissingDependencyException",
    "NoAuthTokenError",
    "NoCredentialsError",
    "PartialCredentialsError",
    "ProfileNotFound",
    "RefreshWithMFAUnsupportedError",
    "SSOError",
    "SSOTokenLoadError",
    "TokenRetrievalError",
    "UnauthorizedSSOTokenError",
    "UnknownCredentialError",
    "UnknownTokenProviderError",
}
NETWORK = {
    "ConnectTimeoutError",
    "ConnectionClosedError",
    "ConnectionError",
    "EndpointConnectionError",
    "HTTPClientError",
    "IncompleteReadError",
    "InvalidProxiesConfigError",
    "ProxyConnectionError",
    "ReadTimeoutError",
    "ResponseStreamingError",
    "SSLError",
}
OTHERS = """
    AliasConflictParameterError ApiVersionNotFoundError AwsChunkedWrapperError BaseEndpointResolverError BotoCoreError
    CapacityNotAvailableError ChecksumError DataNotFoundError EndpointProviderError EndpointResolutionError
    EndpointVariantError FlexibleChecksumError InvalidChecksumConfigError InvalidDNSNameError InvalidDefaultsMode
    InvalidEndpointConfigurationError InvalidEndpointDiscoveryConfigurationError InvalidExpressionError
    InvalidHostLabelError InvalidMaxRetryAttemptsError InvalidRegionError InvalidRetryConfigurationError
    InvalidRetryModeError InvalidS3AddressingStyleError InvalidS3UsEast1RegionalEndpointConfigError
    InvalidSTSRegionalEndpointsConfigError MD5UnavailableError MissingParametersError NoRegionError
    OperationNotPageableError PaginationError ParamValidationError RangeError ServiceNotInRegionError
    StubAssertionError StubResponseError UnStubbedResponseError UnknownClientMethodError UnknownEndpointError
    UnknownEndpointResolutionBuiltInName UnknownFIPSEndpointError UnknownKeyError UnknownParameterError
    UnknownRegionError UnknownServiceError UnknownServiceStyle UnknownSignatureVersionError UnseekableStreamError
    UnsupportedOutpostResourceError UnsupportedS3AccesspointConfigurationError UnsupportedS3ArnError
    UnsupportedS3ConfigurationError UnsupportedS3ControlArnError UnsupportedS3ControlConfigurationError
    UnsupportedServiceProtocolsError UnsupportedSignatureVersionError ValidationError WaiterConfigError WaiterError
"""
EXPECTED: dict[str, type[AwsError]] = (
    dict.fromkeys(CREDENTIALS, CredentialsError)
    | dict.fromkeys(NETWORK, NetworkError)
    | dict.fromkeys(OTHERS.split(), AwsError)
)
RAISED: dict[str, Any] = {
    name: class_
    for name, class_ in vars(botocore.exceptions).items()
    if inspect.isclass(class_)
    and issubclass(class_, botocore.exceptions.BotoCoreError)
    and class_.__module__ == "botocore.exceptions"
}


def refused(code: str, message: str = "AWS says so", region: str = "eu-west-1") -> AwsError:
    with pytest.raises(AwsError) as caught, translated("read stack shop", region):
        raise ClientError({"Error": {"Code": code, "Message": message}}, "DescribeStacks")
    return caught.value


def test_every_exception_of_botocore_has_been_thought_of() -> None:
    assert set(RAISED) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(RAISED))
def test_an_exception_of_botocore_is_told_as_what_it_means(name: str) -> None:
    exception = RAISED[name].__new__(RAISED[name])

    with pytest.raises(AwsError) as caught, translated("read stack shop", "eu-west-1"):
        raise exception

    assert type(caught.value) is EXPECTED[name]
    assert caught.value.message.startswith("eu-west-1: could not read stack shop: ")
    assert caught.value.place.code == name
    assert caught.value.__cause__ is exception


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ExpiredToken", CredentialsError),
        ("ExpiredTokenException", CredentialsError),
        ("InvalidClientTokenId", CredentialsError),
        ("UnrecognizedClientException", CredentialsError),
        ("SignatureDoesNotMatch", CredentialsError),
        ("RequestExpired", CredentialsError),
        ("AccessDenied", AccessError),
        ("AccessDeniedException", AccessError),
        ("UnauthorizedOperation", AccessError),
        ("OptInRequired", AccessError),
        ("Throttling", ThrottlingError),
        ("ThrottlingException", ThrottlingError),
        ("TooManyRequestsException", ThrottlingError),
        ("RequestLimitExceeded", ThrottlingError),
        ("PriorRequestNotComplete", ThrottlingError),
        ("OperationInProgressException", BusyError),
        ("ResourceInUseException", BusyError),
        ("StaleRequestException", BusyError),
        ("InternalFailure", AwsError),
        ("LimitExceededException", AwsError),
        ("SomethingNew", AwsError),
        ("", AwsError),
    ],
)
def test_a_code_of_aws_is_told_as_what_it_means(code: str, kind: type[AwsError]) -> None:
    error = refused(code)

    assert type(error) is kind
    assert error.place == ("read stack shop", "eu-west-1", code, "")


def test_a_refusal_names_region_operation_and_what_aws_said() -> None:
    text = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: dynamodb:Scan on resource: shop"

    error = refused("AccessDenied", text)

    assert error.message == f"eu-west-1: could not read stack shop: {text} (AccessDenied)"
    assert "plan --permissions" in error.advice


def test_a_region_that_is_not_enabled_does_not_look_like_wrong_credentials() -> None:
    error = refused("InvalidClientTokenId", region="eu-south-1")

    assert type(error) is AccessError
    assert "enable the region" in error.advice


def test_a_ban_by_the_organization_is_not_answered_with_a_policy_for_the_caller() -> None:
    error = refused("AccessDenied", "… with an explicit deny in a service control policy")

    assert "organization" in error.advice


@pytest.mark.parametrize(
    ("message", "kind"),
    [("Subscriber limit exceeded: too many simultaneous operations", ThrottlingError), ("2000 stacks", AwsError)],
)
def test_a_limit_is_a_rate_or_a_quota_as_the_words_say(message: str, kind: type[AwsError]) -> None:
    assert type(refused("LimitExceededException", message)) is kind


def test_an_answer_without_any_reason_is_told_as_well() -> None:
    with pytest.raises(AwsError, match="could not ask: AWS gives no reason") as caught, translated("ask"):
        raise ClientError({}, "Ask")

    assert caught.value.place.region == ""


def test_other_exceptions_are_bugs_and_stay_what_they_are() -> None:
    with pytest.raises(KeyError), translated("read stack shop"):
        raise KeyError("Stacks")


@pytest.mark.parametrize(
    ("code", "passing"), [("Throttling", True), ("ServiceUnavailable", True), ("AccessDenied", False), ("X", False)]
)
def test_some_errors_pass_by_themselves(code: str, passing: bool) -> None:
    assert is_passing(refused(code)) is passing


def test_codes_are_compared_without_their_ending() -> None:
    assert is_code(refused("ChangeSetNotFoundException"), "ChangeSetNotFound")
    assert says(refused("ValidationError", "Stack x does not exist"), "does not exist")
    assert not says(refused("AccessDenied", "does not exist"), "does not exist")


def test_an_answer_that_is_not_of_aws_is_no_connection() -> None:
    """A proxy or a captive portal answers in its own words, and botocore's error about that is none of its family."""
    with pytest.raises(NetworkError, match="no element found") as caught, translated("read stack shop", "eu-west-1"):
        raise ResponseParserError("no element found: line 1, column 0")

    assert "proxy" in caught.value.advice


@pytest.mark.parametrize(
    ("reasons", "is_throttled"),
    [
        (["Resource handler returned message: Rate exceeded (HandlerErrorCode: Throttling)"], True),
        (["PriorRequestNotComplete: the request was rejected", "Too Many Requests"], True),
        (["Rate exceeded", "The domain is taken"], False),
        (["Invalid value for ThrottlingRateLimit (HandlerErrorCode: InvalidRequest)"], False),
        ([], False),
    ],
)
def test_only_throttling_needs_no_correction(reasons: list[str], is_throttled: bool) -> None:
    assert (remedy(*reasons) != "correct the cause") is is_throttled
