"""Who may call: functions of the app that API Gateway asks before it answers, as a user declares them."""

from typing import Annotated, Literal

from msgspec import Meta

from generator.app.declarations.base import Declaration
from generator.app.declarations.names import FunctionKey

# A key of `api.authorizers`, besides the two that need none.
Auth = (
    Literal["none", "iam"]
    | Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9_]*$",
            max_length=64,
            extra={"words": "none, iam, or a key of `api.authorizers`"},
        ),
    ]
)
IdentitySource = Annotated[
    str,
    Meta(
        pattern=r"^\$(request\.(header|querystring)\.[A-Za-z0-9._-]{1,128}|context\.(?!authorizer\.)[A-Za-z.]{1,64})$",
        extra={"words": "$request.header.NAME, $request.querystring.NAME or $context.NAME"},
    ),
]


class Authorizer(Declaration, frozen=True, kw_only=True):
    """One `AWS::ApiGateway::Authorizer` in every region, which asks the function of its own region."""

    function: Annotated[
        FunctionKey,
        Meta(
            description="Key of the function that is asked; it answers with `principalId`, `policyDocument` and "
            "`context`, which routes read as `$context.authorizer.NAME`."
        ),
    ]
    type: Annotated[
        Literal["token", "request"],
        Meta(description="`Type`: the function gets one header (`token`), or all of the request but its body."),
    ] = "token"
    identity_source: Annotated[
        tuple[IdentitySource, ...],
        Meta(
            description="`IdentitySource`: a request that lacks one of these is answered 401 and the function not "
            "asked. One header for `token`; may be empty for a `request` whose `result_ttl` is 0."
        ),
    ] = ("$request.header.Authorization",)
    result_ttl: Annotated[
        int,
        Meta(
            ge=0,
            le=3600,
            description="`AuthorizerResultTtlInSeconds`: how long an answer also holds for other requests with the "
            "same `identity_source`, on every route of this authorizer.",
        ),
    ] = 0
