"""What holds for the comparison of any two assemblies: of real apps, and of any JSON."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.app.declarations import App
from generator.app.resolve import resolve
from generator.assembly.canonical import minified
from generator.assembly.model import Assembly, TemplateEntry
from generator.cloudformation.resource_types import resource_types
from generator.diff.compare import compare
from generator.diff.lists import IDENTITIES, SETS
from generator.diff.model import Diff, PropertyChange, path_text
from generator.diff.normal import encoded, normal
from generator.synthesis import synthesize
from tests.strategies import apps
from tests.support.apps import SHOP, assembled, patched
from tests.support.diff_cases import CASES, TEMPLATES

NAMES = [*sorted(IDENTITIES), *sorted(SETS), "Ref", "Fn::GetAtt", "Fn::Join", "Fn::Sub", "Fn::If", "a", "Key", "Region"]
TEXTS = [
    "a",
    "A.b",
    "${A}",
    "${A.b}",
    "${!A}",
    "${AWS::NoValue}",
    "AWS::NoValue",
    '{"a": [1]}',
    '{"Statement": []}',
    "x\ny",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.sampled_from(TEXTS),
)
KEYS = st.sampled_from(["eu-west-1", "b", {"Ref": "AWS::Region"}, {"Ref": "P"}])
LOOKUPS = st.tuples(st.sampled_from(["M", "N"]), KEYS, KEYS).map(lambda parts: {"Fn::FindInMap": [*parts]})
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=3)), inner, max_size=4),
        st.tuples(st.sampled_from(["Ref", "Fn::Sub", "Fn::Join", "Fn::GetAtt", "Fn::FindInMap"]), inner).map(
            lambda pair: dict([pair])
        ),
        LOOKUPS,
    ),
    max_leaves=12,
)
TYPES = st.one_of(st.sampled_from(sorted(resource_types())), JSON)
RESOURCES = st.fixed_dictionaries(
    {
        "Type": TYPES,
        "Properties": st.one_of(JSON, st.dictionaries(st.sampled_from(["Name", *NAMES]), JSON, max_size=4)),
    },
    optional={"DependsOn": JSON, "Condition": JSON, "DeletionPolicy": JSON, "Metadata": JSON},
)
ROWS = st.dictionaries(st.sampled_from(["eu-west-1", "us-east-1", "b"]), JSON, max_size=2)
MAPPINGS = st.dictionaries(
    st.sampled_from(["M", "N"]), st.one_of(st.dictionaries(st.sampled_from(["eu-west-1", "b"]), ROWS), JSON)
)
BODIES = st.one_of(
    st.fixed_dictionaries(
        {"Resources": st.dictionaries(st.sampled_from("ABC"), st.one_of(RESOURCES, JSON), max_size=3)},
        optional={"Outputs": JSON, "Description": JSON, "Parameters": JSON, "Mappings": st.one_of(MAPPINGS, JSON)},
    ),
    JSON,
)


def of(**bodies: Any) -> Assembly:
    """An assembly of these templates, in the order of their deployment."""
    return Assembly(
        app="shop",
        environment="prod",
        id="shop",
        account=None,
        regions=("eu-west-1", "us-east-1"),
        app_sha256="0" * 64,
        templates=tuple(
            TemplateEntry(
                name=name, body=bodies[name], deployed_as="stack", stack_name=f"shop-{name}", regions=("eu-west-1",)
            )
            for name in TEMPLATES
            if name in bodies
        ),
    )


ANY = st.one_of(
    st.none(),
    st.fixed_dictionaries({"main": BODIES}, optional={"secondary": BODIES, "dns": BODIES}).map(lambda b: of(**b)),
)


@settings(max_examples=15)
@given(apps())
def test_an_app_does_not_differ_from_itself(app: App) -> None:
    ours, theirs = (resolve(app).app for _ in range(2))

    assert ours is not None
    assert theirs is not None
    assert compare(synthesize(ours), synthesize(theirs)).is_empty


@given(ANY)
def test_nothing_differs_from_itself(assembly: Assembly | None) -> None:
    assert compare(assembly, deepcopy(assembly)).is_empty


@given(ANY, ANY)
def test_any_json_can_be_compared_and_the_result_is_json(before: Assembly | None, after: Assembly | None) -> None:
    copies = deepcopy((before, after))

    found = compare(before, after)

    assert (before, after) == copies
    assert minified(msgspec.to_builtins(found))
    assert compare(before, after) == found


@given(ANY, ANY)
def test_a_difference_is_told_whenever_and_only_when_normal_forms_differ(
    before: Assembly | None, after: Assembly | None
) -> None:
    assert compare(before, after).is_empty == (normal_bodies(before) == normal_bodies(after))


@given(ANY, ANY)
def test_the_other_way_round_added_and_removed_change_places(before: Assembly | None, after: Assembly | None) -> None:
    assert told(compare(after, before), is_swapped=True) == told(compare(before, after))


def test_pairs_can_be_turned_round_as_well() -> None:
    for pair in CASES:
        assert told(compare(pair.after, pair.before), is_swapped=True) == told(compare(pair.before, pair.after)), (
            pair.name
        )


@given(JSON, st.sampled_from(["", *NAMES]))
def test_a_normal_form_is_its_own(value: Any, name: str) -> None:
    copy = deepcopy(value)

    once = normal(value, name)

    assert encoded(normal(once, name)) == encoded(once)
    assert value == copy


@given(st.sampled_from([None, "none", "iam"]), st.permutations(["ap-southeast-2", "us-east-1"]))
def test_another_order_of_secondary_regions_changes_nothing_in_a_table(auth: str | None, secondary: list[str]) -> None:
    patch = {"regions": {"secondary": secondary}, "api": {"auth": auth}}

    found = compare(assembled(patched(SHOP, {"api": {"auth": auth}})), assembled(patched(SHOP, patch)))

    assert not found.resources


def normal_bodies(assembly: Assembly | None) -> Any:
    """Everything that a comparison looks at, in normal form, by template."""
    if assembly is None:
        return None
    return {entry.name: encoded(normal_body(entry.body)) for entry in assembly.templates}


def normal_body(body: Any) -> Any:
    """A body in which what says nothing is not there."""
    if not isinstance(body, dict):
        return ["", normal(body)]
    resources = body.get("Resources", {})
    sections = {
        name: {key: normal(entry, key) for key, entry in value.items()} if isinstance(value, dict) else [normal(value)]
        for name, value in body.items()
        if name != "Resources" or not isinstance(resources, dict)
    }
    found = resources if isinstance(resources, dict) else {}
    return [
        {name: value for name, value in sections.items() if value != {}},
        {name: normal_resource(raw) for name, raw in found.items()},
    ]


def normal_resource(raw: Any) -> Any:
    """A resource without an empty `DependsOn`; a lone one in a list, no properties as none."""
    if not isinstance(raw, dict):
        return [normal(raw)]
    known = {key: normal(value, key) for key, value in raw.items()}
    if isinstance(raw.get("Type"), str):
        known["Type"] = raw["Type"]
    depends_on = known.pop("DependsOn", [])
    if depends_on:
        known["DependsOn"] = depends_on if isinstance(depends_on, list) else [depends_on]
    known["Properties"] = normal(raw.get("Properties", {}))
    return known


def told(diff: Diff, *, is_swapped: bool = False) -> Any:
    """What a comparison says of both sides alike: kinds, names, paths and values; `is_swapped` turns them round."""
    kinds = {"added": "removed", "removed": "added"} if is_swapped else {}
    resources = []
    for change in diff.resources:
        names = (change.previous_logical_id or change.logical_id, change.logical_id)
        direct = [part for part in (*change.properties, *change.attributes) if not part.through]
        if change.kind == "modified" and not direct and change.previous_type is None:
            continue  # what replacements bring is the later template's own
        parts = sorted(part_told(part, is_swapped) for part in direct)
        resources.append(
            (kinds.get(change.kind, change.kind), names[::-1] if is_swapped else names, change.templates, parts)
        )
    sections = [
        (
            kinds.get(change.kind, change.kind),
            change.section,
            change.name,
            sorted(part_told(part, is_swapped) for part in change.changes),
        )
        for change in diff.sections
    ]
    return sorted(map(repr, resources)), sorted(map(repr, sections))


def part_told(part: PropertyChange, is_swapped: bool) -> tuple[str, str, str]:
    values = (repr(part.before), repr(part.after))
    return path_text(part.path), *(values[::-1] if is_swapped else values)
