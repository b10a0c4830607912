"""The root of the declarations: `App`, one environment of an app as its user describes it."""

from typing import Annotated, Literal

from msgspec import Meta

from generator.app.declarations.authorizers import Auth, Authorizer
from generator.app.declarations.base import Declaration
from generator.app.declarations.functions import Function, FunctionSettings
from generator.app.declarations.names import (
    AccountId,
    AppName,
    AuthorizerKey,
    Description,
    DomainName,
    EnvironmentName,
    ExtensionName,
    FunctionKey,
    HeaderName,
    HealthPath,
    HostedZoneId,
    MediaType,
    Region,
    RequestPath,
    RouteKey,
    Suffix,
    TableKey,
    WebAclArn,
)
from generator.app.declarations.observability import Observability
from generator.app.declarations.routes import AnyRoute, Throttling
from generator.app.declarations.tables import Table, TableSettings, Tags

SecurityPolicy = Literal[
    "TLS_1_0",
    "TLS_1_2",
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_2021_06",
]
CheckerRegion = Literal[
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1",
]


class Domain(Declaration, frozen=True, kw_only=True):
    """The name that customers use, and `<region>.<name>` for each region."""

    name: Annotated[DomainName, Meta(description="Custom domain name of the API; may be the zone's apex.")]
    hosted_zone_id: Annotated[HostedZoneId, Meta(description="Public Route 53 hosted zone, in the same account.")]
    hosted_zone_name: Annotated[
        DomainName | None, Meta(description="Name of the zone. When given, `name` must lie in it.")
    ] = None
    security_policy: Annotated[
        SecurityPolicy, Meta(description="`SecurityPolicy` of the API and of both domain names.")
    ] = "TLS_1_2"
    execute_api_endpoint: Annotated[
        bool, Meta(description="Whether the API also answers at its `execute-api` address.")
    ] = False


class Regions(Declaration, frozen=True, kw_only=True):
    """Where the app runs. The main region's stack owns the tables; every region serves."""

    main: Annotated[Region, Meta(description="Region of the stack that owns the global tables.")]
    secondary: Annotated[tuple[Region, ...], Meta(description="The other regions.")] = ()

    @property
    def every(self) -> tuple[str, ...]:
        """The main region, then the others in the order of the file."""
        return (self.main, *self.secondary)


class Cors(Declaration, frozen=True, kw_only=True):
    """Cross-origin requests from browsers."""

    allow_origins: Annotated[
        tuple[str, ...], Meta(min_length=1, description='`["*"]`, or origins such as `https://app.example.com`.')
    ]
    allow_headers: Annotated[tuple[HeaderName, ...], Meta(description="`Access-Control-Allow-Headers`.")] = (
        "Content-Type",
        "Authorization",
        "X-Amz-Date",
        "X-Amz-Security-Token",
        "X-Amz-Region-Set",
    )
    allow_methods: Annotated[
        tuple[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"], ...] | None,
        Meta(description="`Access-Control-Allow-Methods`. Default: those of the path."),
    ] = None
    expose_headers: Annotated[tuple[HeaderName, ...], Meta(description="`Access-Control-Expose-Headers`.")] = ()
    allow_credentials: Annotated[bool, Meta(description="`Access-Control-Allow-Credentials`; not with `*`.")] = False
    max_age: Annotated[int, Meta(ge=0, le=86400, description="`Access-Control-Max-Age`, seconds.")] = 600


class Api(Declaration, frozen=True, kw_only=True):
    """The REST API, the same in every region."""

    description: Annotated[Description | None, Meta(description="`Description` of the `RestApi`.")] = None
    cors: Annotated[Cors | None, Meta(description="CORS headers and preflight answers. Default: none.")] = None
    auth: Annotated[
        Auth | None,
        Meta(
            description="Who may call every route that says nothing else: `none` asks nobody, `iam` wants a signature "
            "(of SigV4A, for it is good for all regions), or a key of `authorizers`. Default: none."
        ),
    ] = None
    authorizers: Annotated[
        dict[AuthorizerKey, Authorizer],
        Meta(max_length=10, description="Functions that decide who may call, for `auth` here and of routes."),
    ] = {}
    throttling: Annotated[
        Throttling | None, Meta(description="Limits of every method, per region. Default: the account's.")
    ] = None
    max_nesting: Annotated[
        int, Meta(ge=0, le=5, description="Levels of maps and lists in an answer; what lies deeper answers 500.")
    ] = 3
    ip_address_type: Annotated[
        Literal["dualstack", "ipv4"],
        Meta(description="`IpAddressType` of the API and of both domain names; with `ipv4` there are no AAAA records."),
    ] = "dualstack"
    minimum_compression_size: Annotated[
        int | None, Meta(ge=0, le=10485760, description="`MinimumCompressionSize`, bytes. Default: no compression.")
    ] = None
    binary_media_types: Annotated[
        tuple[MediaType, ...],
        Meta(
            description="`BinaryMediaTypes`, for functions and addresses: bodies of these types reach them whole, and "
            "their answers clients that name one first in `Accept`. DynamoDB's routes stay with JSON."
        ),
    ] = ()
    web_acl_arn: Annotated[
        dict[Region, WebAclArn],
        Meta(
            description="The web ACL (AWS WAF) of each region, there beforehand. It sees health checks too: put a rule "
            "first that allows `health.path`, or a rule that blocks a checker takes the region out of DNS."
        ),
    ] = {}
    routes: Annotated[dict[RouteKey, AnyRoute], Meta(min_length=1, description="`METHOD /path` and what answers it.")]


class Health(Declaration, frozen=True, kw_only=True):
    """How Route 53 decides whether a region gets traffic."""

    mode: Annotated[
        Literal["deep", "control", "shallow"],
        Meta(
            description="`deep` reads every table and the control row; `control` the control row only; "
            "`shallow` answers without a backend and cannot be drained."
        ),
    ] = "deep"
    path: Annotated[HealthPath, Meta(description="Path of the health route.")] = "/health"
    request_interval: Annotated[Literal[10, 30], Meta(description="`RequestInterval`, seconds.")] = 30
    failure_threshold: Annotated[int, Meta(ge=1, le=10, description="`FailureThreshold`.")] = 3
    checker_regions: Annotated[
        tuple[CheckerRegion, ...],
        Meta(min_length=3, max_length=8, description="`Regions`: where the checks come from."),
    ] = ("us-east-1", "eu-west-1", "ap-southeast-1", "sa-east-1")
    minimum_healthy_regions: Annotated[
        int, Meta(ge=1, description="With fewer healthy regions than this an alarm goes off.")
    ] = 1
    timeout: Annotated[
        int, Meta(ge=50, le=1900, description="`TimeoutInMillis` of the health integration; a checker waits about 2 s.")
    ] = 1500


class SmokeRequest(Declaration, frozen=True, kw_only=True):
    """A request that every region has to answer before customers are led to it. It is sent without a signature."""

    method: Annotated[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"], Meta(description="HTTP method.")]
    path: Annotated[RequestPath, Meta(description="Path, with a query string if need be; a route must answer it.")]
    status: Annotated[int, Meta(ge=200, le=599, description="HTTP status that the region has to answer with.")] = 200


class Deploy(Declaration, frozen=True, kw_only=True):
    """How the templates are rolled out."""

    region_order: Annotated[
        tuple[Region, ...],
        Meta(
            description="Secondary regions in the order in which they are changed; those left out come last. "
            "Default: as in `regions.secondary`."
        ),
    ] = ()
    region_concurrency: Annotated[
        Literal["sequential", "parallel"] | None,
        Meta(
            description="Whether secondary regions are changed one after the other, ending at the first that fails, "
            "or all at once; new ones ten at a time. Default: `parallel` where new, `sequential` for updates."
        ),
    ] = None
    smoke: Annotated[
        tuple[SmokeRequest, ...],
        Meta(max_length=20, description="Asked of every region by its own name, besides the health path."),
    ] = ()
    termination_protection: Annotated[
        bool, Meta(description="Termination protection of the stacks, those of the secondary regions left out.")
    ] = False


class Defaults(Declaration, frozen=True, kw_only=True):
    """What entries take when they leave it out."""

    table: Annotated[TableSettings, Meta(description="For every table.")] = TableSettings()
    function: Annotated[FunctionSettings, Meta(description="For every function.")] = FunctionSettings()


class App(Declaration, frozen=True, kw_only=True):
    """One environment of an app."""

    name: Annotated[AppName, Meta(description="Name of the app: prefix of stack names, default table names and roles.")]
    description: Annotated[Description | None, Meta(description="`Description` of the templates.")] = None
    domain: Annotated[
        Domain | None, Meta(description="Custom domain. May be left out only without secondary regions.")
    ] = None
    regions: Annotated[Regions, Meta(description="Where the app runs.")]
    tables: Annotated[dict[TableKey, Table], Meta(description="DynamoDB global tables.")] = {}
    api: Annotated[Api, Meta(description="The REST API.")]
    functions: Annotated[dict[FunctionKey, Function], Meta(description="Lambda functions.")] = {}
    migrations: Annotated[
        tuple[FunctionKey, ...],
        Meta(
            max_length=20,
            description="Functions that change data, in this order and in the main region only: each is called once "
            "for every version of its folder, after the tables and before the API changes. A failing one ends the "
            "roll-out. What it leaves has to suit the previous release too.",
        ),
    ] = ()
    health: Annotated[Health, Meta(description="Health route and Route 53 health checks.")] = Health()
    observability: Annotated[Observability, Meta(description="Alarms, logs, traces and the dashboard.")] = (
        Observability()
    )
    deploy: Annotated[Deploy, Meta(description="How the templates are rolled out.")] = Deploy()
    tags: Annotated[
        Tags,
        Meta(
            description=(
                "Tags of every resource that can carry them. A health check takes ten, `Name`, `app` and `environment` "
                "among them: of the others it has the first seven by name."
            )
        ),
    ] = {}
    extensions: Annotated[
        tuple[ExtensionName, ...],
        Meta(max_length=20, description="Functions of yours that add to the templates, as `file.py:function`."),
    ] = ()
    environment: Annotated[EnvironmentName, Meta(description="Name of the environment.")] = "default"
    suffix: Annotated[
        Suffix | None, Meta(description="Ends stack and table names. Default: `-<environment>`, none for `default`.")
    ] = None
    account: Annotated[
        AccountId | None, Meta(description="The only account that this environment may be deployed to.")
    ] = None
