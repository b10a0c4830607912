"""Lambda functions as a user declares them, in every region or in one, with the rights of their own region only."""

from typing import Annotated, Literal

from msgspec import Meta

from generator.app.declarations.base import Declaration
from generator.app.declarations.events import AnyEvent, RunIn
from generator.app.declarations.names import (
    INTEGER,
    ActionName,
    EventKey,
    Handler,
    LayerArn,
    LogRetention,
    QueueKey,
    Region,
    Runtime,
    SourceFolder,
    TableKey,
    VariableName,
)

Architecture = Literal["x86_64", "arm64"]
Access = Literal["read", "write", "read_write"]
Environment = dict[VariableName, str]
Layers = dict[Region, Annotated[tuple[LayerArn, ...], Meta(max_length=5)]]

# CloudFormation takes 4 MB; what a template has room for is told when it is made.
INLINE_CHARACTERS = 4_194_304


class Statement(Declaration, frozen=True, kw_only=True):
    """What a function is allowed besides `access`."""

    actions: Annotated[
        tuple[ActionName, ...], Meta(min_length=1, description="IAM actions by name, without wildcards.")
    ]
    resources: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=2048)], ...],
        Meta(
            min_length=1,
            description="ARNs. `${AWS::Region}`, `${AWS::AccountId}` and `${AWS::Partition}` are those of the stack. "
            "`lint` refuses `*` (E9602), unless no resource can be named for any of the statement's actions, such as "
            "`rekognition:DetectLabels`.",
        ),
    ]


class FunctionSettings(Declaration, frozen=True, kw_only=True):
    """What `defaults.function` may say for all functions."""

    runtime: Annotated[
        Runtime | None, Meta(description="`Runtime`, such as `python3.13`. Default: none, it has to be said.")
    ] = None
    memory_size: Annotated[int, Meta(ge=128, le=10240, description="`MemorySize`, megabytes.")] = 128
    timeout: Annotated[
        int, Meta(ge=1, le=900, description="`Timeout`, seconds. API Gateway waits for an answer 29 s at most.")
    ] = 3
    architecture: Annotated[Architecture, Meta(description="`Architectures`; not every region has `arm64`.")] = "x86_64"
    environment: Annotated[
        Environment,
        Meta(
            description="Environment variables. `${AWS::Region}`, `${AWS::AccountId}` and `${AWS::Partition}` are "
            "those of the stack; a literal `$` is `$$`. Tables of `access` are `TABLE_<KEY>` already. What stands here "
            "stands in the templates too: of a secret write the name in Secrets Manager."
        ),
    ] = {}
    layers: Annotated[
        Layers, Meta(description="ARNs of layer versions, a list for each region: a layer is used in its own region.")
    ] = {}
    tracing: Annotated[
        bool | None, Meta(description="Active tracing with X-Ray. Default: as `observability.tracing`.")
    ] = None
    log_retention: Annotated[
        LogRetention | None,
        Meta(description="`RetentionInDays` of the function's log group. Default: as `observability.log_retention`."),
    ] = None


class Function(FunctionSettings, frozen=True, kw_only=True):
    """One `AWS::Lambda::Function`, in every region unless it says otherwise, with a role and a log group of its own."""

    handler: Annotated[
        Handler,
        Meta(
            description="`Handler`: file and function; of inline code the file is `index`. In Python and Node.js the "
            "file has to be in the folder, unless layers or `requirements.txt` may bring it along."
        ),
    ]
    code: Annotated[
        SourceFolder | None,
        Meta(
            description="Folder with the code, relative to the app file; this or `inline`. A `requirements.txt` in it "
            "is installed by `deploy`, with the files that it names and that are in the folder too; files that "
            "`.lambdaignore` names are left out."
        ),
    ] = None
    inline: Annotated[
        str | None,
        Meta(
            min_length=1,
            max_length=INLINE_CHARACTERS,
            description="The code itself, of one file; for runtimes of Node.js and Python only.",
        ),
    ] = None
    reserved_concurrency: Annotated[
        int | None,
        Meta(
            ge=0,
            le=INTEGER,
            description="`ReservedConcurrentExecutions`, per region; 0 switches a function off that is no migration. "
            "Default: the account's pool.",
        ),
    ] = None
    access: Annotated[
        dict[TableKey, Access],
        Meta(description="What it may do with items of tables, and of their indexes, in its own region."),
    ] = {}
    statements: Annotated[
        tuple[Statement, ...], Meta(max_length=20, description="What it may do besides, as statements of IAM.")
    ] = ()
    run_in: Annotated[
        RunIn | None,
        Meta(
            description="Whether it is in every region or in the main one only; has to be said where there are "
            "`events`. Routes and authorizers need `every_region`, `migrations` need `main_region`. "
            "Default: `every_region`."
        ),
    ] = None
    events: Annotated[
        dict[EventKey, AnyEvent], Meta(max_length=20, description="What calls it besides the API, each with a name.")
    ] = {}
    send_to: Annotated[
        tuple[QueueKey, ...],
        Meta(
            max_length=20,
            description="Queues of `events` of any function that it may send messages to; the URL of each, in its own "
            "region, is `QUEUE_<NAME>`.",
        ),
    ] = ()
