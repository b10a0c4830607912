"""One description of a serverless API in, CloudFormation templates that run it active-active in several regions out.

    app.yaml ─▶ app ─▶ templates ─▶ assembly = build/ ─▶ lint · diff · graph
                                          └────────────▶ deploy: state ─▶ plan ─▶ execute ─▶ AWS, or the embedded AWS

    app         reads and checks what the user wrote: `App` (one environment), resolved to `ResolvedApp`
    templates   makes troposphere objects of it: the tables, the API of every region, DNS
    extensions  runs what the user adds to the templates in Python
    synthesis   puts them together: `synthesize(app) -> Assembly`
    assembly    plain JSON, written to and read from `build/`; the same bytes for the same app, on any machine
    lint        judges an assembly: cfn-lint, our own rules, rules across templates
    diff        compares two assemblies: what changes, what CloudFormation makes of it, what it means across regions
    graph       draws an assembly: who is served where, what runs there, and where the data goes
    deploy      an assembly and what is deployed ─▶ a plan of steps, shown or carried out
    aws         all that is asked of AWS, the only boto3
    local       the embedded AWS, for rehearsals; `velocity` executes its mapping templates
    in_lambda   code of ours that runs in Lambda: its text is part of the templates

Beside them: `cli` with one file per verb, `cloudformation` with what CloudFormation itself is, `findings` and `errors`
with what people are told, and `files`, through which all is written. Only `deploy` asks AWS, through `aws`. In Python:

    from generator import load, synthesize

    for template in synthesize(load("app.yaml").app("prod")).templates:
        print(template.name, len(template.body["Resources"]))

Names are imported when they are first used, so that `import generator` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.app.declarations import (
        Alarms,
        Api,
        App,
        Authorizer,
        Autoscaling,
        Cors,
        CustomerKey,
        Defaults,
        DeleteItem,
        Deploy,
        Domain,
        Function,
        FunctionRoute,
        FunctionSettings,
        GetItem,
        GlobalSecondaryIndex,
        Health,
        Http,
        HttpRoute,
        Key,
        LocalSecondaryIndex,
        Mock,
        Observability,
        Page,
        PointInTimeRecovery,
        Projection,
        Provisioned,
        PutItem,
        Query,
        QueueEvent,
        Regions,
        Replica,
        Response,
        Scan,
        ScheduleEvent,
        SmokeRequest,
        Statement,
        StreamEvent,
        Table,
        TableSettings,
        Throttling,
        UpdateItem,
    )
    from generator.app.loader import load
    from generator.assembly.model import Assembly
    from generator.extensions.site import Site
    from generator.synthesis import synthesize

__all__ = [
    "Alarms",
    "Api",
    "App",
    "Assembly",
    "Authorizer",
    "Autoscaling",
    "Cors",
    "CustomerKey",
    "Defaults",
    "DeleteItem",
    "Deploy",
    "Domain",
    "Function",
    "FunctionRoute",
    "FunctionSettings",
    "GetItem",
    "GlobalSecondaryIndex",
    "Health",
    "Http",
    "HttpRoute",
    "Key",
    "LocalSecondaryIndex",
    "Mock",
    "Observability",
    "Page",
    "PointInTimeRecovery",
    "Projection",
    "Provisioned",
    "PutItem",
    "Query",
    "QueueEvent",
    "Regions",
    "Replica",
    "Response",
    "Scan",
    "ScheduleEvent",
    "Site",
    "SmokeRequest",
    "Statement",
    "StreamEvent",
    "Table",
    "TableSettings",
    "Throttling",
    "UpdateItem",
    "load",
    "synthesize",
]

_HOME: Final = {
    "Assembly": "generator.assembly.model",
    "Site": "generator.extensions.site",
    "load": "generator.app.loader",
    "synthesize": "generator.synthesis",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "generator.app.declarations")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
