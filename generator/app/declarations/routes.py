"""Routes as a user declares them: one class per kind. `ACTIONS` and `OTHERS` say what selects which."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from generator.app.declarations.authorizers import Auth
from generator.app.declarations.base import Declaration
from generator.app.declarations.names import (
    AttributeName,
    Description,
    FunctionKey,
    HeaderName,
    HttpUrl,
    IndexName,
    TableKey,
    ValueName,
)

# A value as written: a YAML scalar, an expression such as `$request.body.name`, or the long form, for example
# {N: $request.body.total, optional: true}. `generator.app.values` reads it.
Value = Any
Values = dict[ValueName, Value]
Item = dict[AttributeName, Value]


class Throttling(Declaration, frozen=True, kw_only=True):
    """Requests that one region lets through."""

    rate_limit: Annotated[float, Meta(gt=0, description="`ThrottlingRateLimit`: requests per second, sustained.")]
    burst_limit: Annotated[int, Meta(ge=1, le=2147483647, description="`ThrottlingBurstLimit`: requests at once.")]


class Response(Declaration, frozen=True, kw_only=True):
    """The answer of a successful request, where it is not the default one."""

    status: Annotated[int | None, Meta(ge=200, le=599, description="HTTP status.")] = None
    headers: Annotated[dict[HeaderName, str], Meta(description="Response headers with fixed values.")] = {}
    body: Annotated[
        Value,
        Meta(description="JSON body; strings may hold expressions except `$request.body`, which is gone by then."),
    ] = None


class Route(Declaration, frozen=True, kw_only=True):
    """What every kind of route has."""

    auth: Annotated[
        Auth | None,
        Meta(description="Who may call: `none`, `iam`, or a key of `api.authorizers`. Default: as `api.auth`."),
    ] = None
    throttling: Annotated[
        Throttling | None,
        Meta(description="Limits of this route; of `ANY`, for each method by itself. Default: as `api.throttling`."),
    ] = None
    description: Annotated[Description | None, Meta(description="For readers of the API's documentation.")] = None


class ActionRoute(Route, frozen=True, kw_only=True):
    """What every route that calls DynamoDB has."""

    table: Annotated[TableKey, Meta(description="Key of a table in `tables`.")]
    request_schema: Annotated[
        dict[str, Any] | None,
        Meta(description="JSON Schema (draft 4) that the body must satisfy besides the derived one."),
    ] = None
    response: Annotated[Response | None, Meta(description="Another answer than the default one.")] = None


class ItemRoute(ActionRoute, frozen=True, kw_only=True):
    """What every route that may answer with items has."""

    max_nesting: Annotated[
        int | None,
        Meta(ge=0, le=5, description="Levels of maps and lists in an answer. Default: as `api.max_nesting`."),
    ] = None


class GetItem(ItemRoute, frozen=True, kw_only=True, tag_field="action", tag="GetItem"):
    """Reads one item: 200 with the item, 404."""

    key: Annotated[Item, Meta(description="Every key attribute of the table.")]
    projection_expression: Annotated[str | None, Meta(description="Attributes to read.")] = None
    consistent_read: Annotated[bool, Meta(description="`ConsistentRead`, within this region.")] = False


class PutItem(ActionRoute, frozen=True, kw_only=True, tag_field="action", tag="PutItem"):
    """Writes one item: 201 (POST) or 200 with the key attributes, 409."""

    item: Annotated[Item, Meta(description="The attributes to write, every key attribute among them.")]
    overwrite: Annotated[
        bool | None,
        Meta(
            description="Whether an item with this key may be replaced. "
            "Default: true for PUT, false for POST, to be said for other methods."
        ),
    ] = None
    condition_expression: Annotated[str | None, Meta(description="`ConditionExpression`.")] = None
    values: Annotated[Values, Meta(description="Values of the expression, named without `:`.")] = {}


class UpdateItem(ItemRoute, frozen=True, kw_only=True, tag_field="action", tag="UpdateItem"):
    """Changes one item: 200 with the item, 404, 409."""

    key: Annotated[Item, Meta(description="Every key attribute of the table.")]
    update_expression: Annotated[str | None, Meta(description="`UpdateExpression`; this or `set`.")] = None
    set: Annotated[
        Item | None, Meta(description="Attributes to set; optional ones that are absent stay as they are.")
    ] = None
    condition_expression: Annotated[str | None, Meta(description="`ConditionExpression`.")] = None
    values: Annotated[Values, Meta(description="Values of the expressions, named without `:`.")] = {}
    upsert: Annotated[bool, Meta(description="Whether an absent item is created.")] = False
    return_values: Annotated[
        Literal["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"], Meta(description="`ReturnValues`.")
    ] = "ALL_NEW"


class DeleteItem(ItemRoute, frozen=True, kw_only=True, tag_field="action", tag="DeleteItem"):
    """Deletes one item: 204, 404, 409."""

    key: Annotated[Item, Meta(description="Every key attribute of the table.")]
    condition_expression: Annotated[str | None, Meta(description="`ConditionExpression`.")] = None
    values: Annotated[Values, Meta(description="Values of the expression, named without `:`.")] = {}
    return_values: Annotated[
        Literal["NONE", "ALL_OLD"], Meta(description="`ReturnValues`; with `ALL_OLD` the answer is 200 with the item.")
    ] = "NONE"


class Page(Declaration, frozen=True, kw_only=True):
    """How many items an answer holds; the client asks with `?limit=`."""

    default_limit: Annotated[int, Meta(ge=1, le=500, description="`Limit` when the client asks for none.")] = 25
    max_limit: Annotated[int, Meta(ge=1, le=500, description="The highest `limit` that a client may ask for.")] = 100


class Scan(ItemRoute, frozen=True, kw_only=True, tag_field="action", tag="Scan"):
    """Reads a table or index page by page: 200 with `items` and `cursor`."""

    index: Annotated[IndexName | None, Meta(description="Index to read instead of the table.")] = None
    filter_expression: Annotated[str | None, Meta(description="`FilterExpression`.")] = None
    projection_expression: Annotated[str | None, Meta(description="Attributes to read.")] = None
    values: Annotated[Values, Meta(description="Values of the expressions, named without `:`.")] = {}
    consistent_read: Annotated[bool, Meta(description="`ConsistentRead`, within this region.")] = False
    page: Annotated[Page, Meta(description="Size of a page.")] = Page()


class Query(Scan, frozen=True, kw_only=True, tag_field="action", tag="Query"):
    """Reads one partition of a table or index, page by page: 200 with `items` and `cursor`."""

    key_condition_expression: Annotated[str, Meta(description="`KeyConditionExpression`.")]
    scan_index_forward: Annotated[bool, Meta(description="`ScanIndexForward`: ascending by sort key.")] = True


class Mock(Route, frozen=True, kw_only=True):
    """Answers without any backend."""

    mock: Annotated[Response, Meta(description="The answer.")]


class FunctionRoute(Route, frozen=True, kw_only=True):
    """A function answers, by Lambda proxy integration: it gets the whole request and makes the whole answer."""

    function: Annotated[FunctionKey, Meta(description="Key of a function in `functions`.")]


class Http(Declaration, frozen=True, kw_only=True):
    """A public address that gets the request as it is, but for what is said here."""

    url: Annotated[
        HttpUrl,
        Meta(
            description="`Uri`. `${AWS::Region}`, `${AWS::AccountId}` and `${AWS::Partition}` are those of the stack, "
            "so that each region calls its own; behind the host, `${request.path.NAME}` is a variable of the route's "
            "path. The request's query string is appended."
        ),
    ]
    method: Annotated[
        Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "ANY"] | None,
        Meta(description="`IntegrationHttpMethod`; `ANY` is that of the request. Default: the route's."),
    ] = None
    headers: Annotated[
        dict[HeaderName, Value],
        Meta(
            description="Headers in place of the client's, each a fixed text or one expression, such as "
            "`$context.authorizer.principalId`. An absent one is not sent in its place, so an authorizer has to name "
            "what the address trusts every time."
        ),
    ] = {}
    timeout: Annotated[int, Meta(ge=50, le=29000, description="`TimeoutInMillis`.")] = 29000


class HttpRoute(Route, frozen=True, kw_only=True):
    """A public address answers, by HTTP proxy integration: it gets the request and makes the whole answer."""

    http: Annotated[Http, Meta(description="Which address.")]


# The selector decides the class before anything else is read, so one typo is one error.
ACTIONS: dict[str, type[ActionRoute]] = {
    "GetItem": GetItem,
    "PutItem": PutItem,
    "UpdateItem": UpdateItem,
    "DeleteItem": DeleteItem,
    "Query": Query,
    "Scan": Scan,
}
OTHERS: dict[str, type[Route]] = {"function": FunctionRoute, "http": HttpRoute, "mock": Mock}
AnyRoute = GetItem | PutItem | UpdateItem | DeleteItem | Query | Scan | FunctionRoute | HttpRoute | Mock
