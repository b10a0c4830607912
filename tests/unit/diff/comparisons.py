"""Hand-made diffs for what renders them, and any diff at all."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from generator.diff.allow import Risk
from generator.diff.model import (
    GUARDS,
    RISKS,
    Diff,
    Meaning,
    PropertyChange,
    ResourceChange,
    SectionChange,
    TemplateChange,
)
from generator.diff.summary import Comparison
from tests.support import hostile

NOTHING = Diff(environment="dev", kind="modified", regions_before=("eu-west-1",), regions_after=("eu-west-1",))

KEY_CHANGED = Meaning(
    kind="table-key-changed",
    subject="orders",
    risk="risky",
    text="the key of table orders changes",
    advice="make a new table and copy the items",
    guard="replace",
    resources=("OrdersTable",),
)
REPLICA_ADDED = Meaning(
    kind="replicas-added", subject="eu-north-1", risk="notable", text="every table gets a replica", updates=2
)
DEPLOYED = Meaning(kind="api-deployed", subject="", risk="quiet", text="the API is deployed anew")

TABLE = ResourceChange(
    kind="modified",
    templates=("main",),
    logical_id="OrdersTable",
    type="AWS::DynamoDB::GlobalTable",
    properties=(
        PropertyChange(path=("KeySchema", "[0]", "AttributeName"), before="id", after="key", impact="conditionally"),
        PropertyChange(path=("Replicas", "[eu-north-1]"), after={"Region": "eu-north-1"}),
    ),
    replacement="conditionally",
    fate="retained",
)
METHOD = ResourceChange(
    kind="modified",
    templates=("main", "secondary"),
    logical_id="OrdersGetMethod",
    type="AWS::ApiGateway::Method",
    properties=(
        PropertyChange(
            path=("Integration", "RequestTemplates", "application/json"),
            before='{\n"TableName": "orders",\n"Limit": 10\n}',
            after='{\n"TableName": "orders",\n"Limit": 20\n}',
            form="lines",
        ),
        PropertyChange(
            path=("Integration", "Uri"),
            before={"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:dynamodb:action/GetItem"},
            after={"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:dynamodb:action/Query"},
        ),
    ),
)
CHECK = ResourceChange(
    kind="added",
    templates=("dns",),
    logical_id="HealthCheckEuNorth1",
    type="AWS::Route53::HealthCheck",
    properties=(PropertyChange(path=("HealthCheckConfig",), after={"Port": 443, "Type": "HTTPS"}),),
    attributes=(PropertyChange(path=("Metadata",), after={"com.aws.cloudformation.Context": {"why": "Watches it."}}),),
)
DEPLOYMENT = ResourceChange(
    kind="moved",
    templates=("main", "secondary"),
    logical_id="Deployment2",
    previous_logical_id="Deployment1",
    type="AWS::ApiGateway::Deployment",
    replacement="always",
    fate="destroyed",
    quiet=True,
)
URL = SectionChange(
    kind="removed",
    templates=("main", "secondary"),
    section="Outputs",
    name="Url",
    changes=(PropertyChange(path=(), before={"Value": {"Ref": "Api"}}),),
)
CHANGED = Diff(
    environment="prod",
    kind="modified",
    regions_before=("eu-west-1", "us-east-1"),
    regions_after=("eu-west-1", "eu-north-1"),
    settings=(PropertyChange(path=("account",), before=None, after="123456789012"),),
    templates=(
        TemplateChange(
            name="main",
            kind="modified",
            stack_name="shop-main",
            regions_before=("eu-west-1",),
            regions_after=("eu-west-1",),
        ),
        TemplateChange(
            name="secondary",
            kind="modified",
            stack_name="shop-secondary",
            regions_before=("us-east-1",),
            regions_after=("eu-north-1",),
        ),
        TemplateChange(
            name="dns",
            kind="modified",
            stack_name="shop-dns",
            regions_before=("us-east-1",),
            regions_after=("us-east-1",),
        ),
    ),
    resources=(METHOD, DEPLOYMENT, TABLE, CHECK),
    sections=(URL,),
    meanings=(KEY_CHANGED, REPLICA_ADDED, DEPLOYED),
)
ADDED = Diff(
    environment="new",
    kind="added",
    regions_after=("eu-west-1",),
    templates=(TemplateChange(name="main", kind="added", stack_name="shop-new-main", regions_after=("eu-west-1",)),),
    resources=(
        replace(CHECK, templates=("main",), logical_id="A"),
        replace(CHECK, templates=("main",), logical_id="B", type="AWS::IAM::Role"),
    ),
)


def comparison(*diffs: Diff, refused: tuple[Risk, ...] | None = None) -> Comparison:
    return Comparison(
        app="app.yaml",
        wanted="app.yaml as it is now",
        against="build/ at 4404d3ad (the merge base with main)",
        commit="4404d3ad" * 5,
        diffs=diffs,
        refused=refused,
    )


HOSTILE_MARKDOWN = (
    "```\n# out\n```",
    "`````",
    "`",
    " ` ",
    "a|b\\|c",
    "</summary></details><script>alert(1)</script>",
    "<!-- ",
    "--> <b>",
    "@somebody and @org/team",
    "#1, GH-1, org/repository#1",
    "https://example.com www.example.com a@example.com",
    "0123456789abcdef0123456789abcdef01234567",
    "[text](https://example.com) ![image](x)",
    "**bold** _it_ ~~no~~ $x$",
    "1. one",
    "# heading",
    "- item\n\n    code",
    "line\\",
    "&lt;b&gt; &#64;somebody",
    'x"]:::added\n  click r0 "https://example.com"',
)

_short = [text for text in hostile.TEXTS if len(text) < 100]
_usual = ["eu-west-1", "main", "secondary", "dns", "orders", "GET /orders/{id}"]
_words = st.sampled_from([*_short, *_usual, *HOSTILE_MARKDOWN])
_names = st.lists(_words, max_size=3, unique=True).map(tuple)
_values = st.sampled_from(
    [
        UNSET,
        None,
        True,
        1,
        "a\nb",
        *_short,
        *HOSTILE_MARKDOWN,
        {"Ref": "A"},
        {"Fn::GetAtt": [1]},
        ["```", {"|": "</details>"}],
    ]
)
_kinds = st.sampled_from(["added", "removed", "modified", "moved"])
_replacements = st.sampled_from(["never", "conditionally", "always"])
_fates = st.sampled_from([None, "destroyed", "retained", "snapshot"])


def _property(path: tuple[str, ...], values: tuple[object, object], impact: str, through: tuple[str, ...]) -> object:
    form = "lines" if all(isinstance(value, str) for value in values) else "value"
    return PropertyChange(path=path, before=values[0], after=values[1], form=form, impact=impact, through=through)  # type: ignore[arg-type]


_properties = st.lists(
    st.builds(_property, _names, st.tuples(_values, _values), _replacements, _names), max_size=3
).map(tuple)
_meanings = st.builds(
    Meaning,
    kind=st.just("stack-renamed"),
    subject=_words,
    risk=st.sampled_from(RISKS),
    text=_words,
    advice=_words,
    guard=st.sampled_from([None, *GUARDS]),
    updates=st.sampled_from([None, 1, 5]),
)
_resources = st.builds(
    ResourceChange,
    kind=_kinds,
    templates=_names.filter(bool),
    logical_id=_words,
    type=_words,
    previous_logical_id=st.none() | _words,
    previous_type=st.none() | _words,
    properties=_properties,
    attributes=_properties,
    replacement=_replacements,
    fate=_fates,
    quiet=st.booleans(),
)
_sections = st.builds(
    SectionChange,
    kind=_kinds,
    templates=_names.filter(bool),
    section=_words,
    name=_words,
    changes=_properties,
    quiet=st.booleans(),
)
_templates = st.builds(
    TemplateChange,
    name=_words,
    kind=_kinds,
    stack_name=_words,
    regions_before=_names,
    regions_after=_names,
    changes=_properties,
)
diffs = st.builds(
    Diff,
    environment=_words,
    kind=st.sampled_from(["added", "removed", "modified"]),
    regions_before=_names,
    regions_after=_names,
    settings=_properties,
    templates=st.lists(_templates, max_size=2).map(tuple),
    resources=st.lists(_resources, max_size=3).map(tuple),
    sections=st.lists(_sections, max_size=2).map(tuple),
    meanings=st.lists(_meanings, max_size=3).map(tuple),
)
comparisons = st.lists(diffs, max_size=2).map(lambda found: comparison(*found))
"""Anything that the model can hold, hostile texts everywhere."""
