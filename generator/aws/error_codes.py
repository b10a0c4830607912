"""AWS's and botocore's names of what can go wrong, by what it means for us."""

from __future__ import annotations

from typing import Final

CREDENTIALS_EXCEPTIONS: Final = frozenset(
    {
        "ConfigNotFound",
        "ConfigParseError",
        "CredentialRetrievalError",
        "InvalidConfigError",
        "InvalidIMDSEndpointError",
        "InvalidIMDSEndpointModeError",
        "LoginError",
        "MetadataRetrievalError",
        "MissingDependencyException",
        "NoAuthTokenError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "ProfileNotFound",
        "RefreshWithMFAUnsupportedError",
        "SSOError",
        "TokenRetrievalError",
        "UnknownCredentialError",
        "UnknownTokenProviderError",
    }
)
"""botocore's exceptions (and bases of such) about finding credentials."""

NETWORK_EXCEPTIONS: Final = frozenset(
    {
        "ConnectionError",
        "HTTPClientError",
        "IncompleteReadError",
        "InvalidProxiesConfigError",
        "ResponseParserError",  # what answers is not AWS: a proxy, a captive portal
        "ResponseStreamingError",
    }
)
"""botocore's exceptions (and bases of such) for questions that got no answer, or a part of one."""

UNKNOWN_TOKEN_CODES: Final = frozenset(
    {"AuthFailure", "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException"}
)
"""What a region that is not enabled answers to good credentials [aws-facts 2.5], and any region to bad ones."""

CREDENTIALS_CODES: Final = UNKNOWN_TOKEN_CODES | {
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "UnrecognizedClient",
}

ACCESS_CODES: Final = frozenset(
    {
        "403",  # S3 answers HEAD without a body, so its code is the HTTP status
        "AccessDenied",
        "AccessDeniedException",
        "AccountProblem",
        "AllAccessDisabled",
        "AuthorizationError",
        "Forbidden",
        "NotAuthorized",
        "NotAuthorizedException",
        "OptInRequired",
        "SubscriptionRequiredException",
        "UnauthorizedAccess",
        "UnauthorizedOperation",
    }
)

THROTTLING_CODES: Final = frozenset(
    {
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)

WORDS_OF_A_RATE: Final = ("Rate exceeded", "simultaneous", "concurrent", "too many requests", "Too many requests")
"""DynamoDB's control plane says `LimitExceededException` when too much goes on at once; elsewhere it is a quota."""

WORDS_OF_THROTTLING: Final = (
    "HandlerErrorCode: Throttling",
    "PriorRequestNotComplete",
    "Rate exceeded",
    "Status Code: 429",
    "ThrottlingException",
    "Too Many Requests",
    "TooManyRequestsException",
)
"""In the reason of a resource that failed: CloudFormation had asked a service too often [aws-facts 4.23, 11.9]."""

BUSY_CODES: Final = frozenset(
    {
        "ConcurrentModification",
        "ConflictException",
        "InvalidChangeSetStatus",
        "InvalidChangeSetStatusException",
        "OperationIdAlreadyExistsException",
        "OperationInProgress",
        "OperationInProgressException",
        "ResourceInUseException",
        "StaleRequestException",
    }
)

FAULT_CODES: Final = frozenset(
    {
        "500",
        "502",
        "503",
        "504",
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "InternalServiceError",
        "ServiceUnavailable",
        "ServiceUnavailableException",
    }
)
"""AWS itself failed: the same call may succeed a little later."""
