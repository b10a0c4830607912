"""Every rule of the pack finds what is wrong in its bad templates, nothing in its good ones, and says it exactly so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lint import across
from generator.lint.reference import Entry, entries, page
from generator.lint.rules import RULES
from generator.lint.rules._reading import Template
from generator.lint.rules._rule import PackRule
from tests.golden import Golden
from tests.unit.lint import sample

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "cases" / "lint"
GOOD = sorted(FOLDER.glob("*/good*.json"))
BAD = sorted(FOLDER.glob("*/bad*.json"))
EVERY_ID = [rule.id for rule in RULES]


def case_name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def said_about(path: Path) -> str:
    """What all rules say about a template that is deployed in us-east-1."""
    template = Template(json.loads(path.read_text(encoding="utf-8")), ("us-east-1",))
    return "".join(
        f"{rule.id} {'.'.join(map(str, place))}: {message}\n"
        for rule in RULES
        for place, message in rule().problems(template)
    )


@pytest.mark.parametrize("path", GOOD, ids=case_name)
def test_a_good_template_breaks_no_rule(path: Path) -> None:
    broken = [line for line in said_about(path).splitlines() if line.startswith(path.parent.name)]

    assert broken == []


@pytest.mark.parametrize("path", BAD, ids=case_name)
def test_a_bad_template_is_told_exactly_what_is_wrong(path: Path, golden: Golden) -> None:
    said = said_about(path)

    assert path.parent.name in said
    golden.check(path.with_suffix(".txt"), said)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_good_and_a_bad_template(rule: type[PackRule]) -> None:
    assert (FOLDER / rule.id / "good.json").exists()
    assert (FOLDER / rule.id / "bad.json").exists()


def test_every_case_belongs_to_a_rule() -> None:
    assert {path.name for path in FOLDER.iterdir()} <= {entry.id for entry in entries()}
    assert {path.with_suffix(".json") for path in FOLDER.glob("*/bad*.txt")} == set(BAD)


def test_ids_are_well_formed_ordered_and_used_once() -> None:
    ids = [entry.id for entry in entries()]

    assert all(re.fullmatch(r"[EWI]9\d{3}", id_) for id_ in ids)
    assert len({id_[1:] for id_ in ids}) == len(ids)
    assert sorted(EVERY_ID, key=lambda id_: id_[1:]) == EVERY_ID
    assert [rule.id for rule in across.RULES] == sorted(rule.id for rule in across.RULES)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_rule_says_what_why_and_where_it_is_written(entry: Entry) -> None:
    assert entry.title and not entry.title.endswith(".")
    assert entry.description.endswith(".")
    assert entry.advice[0].islower() and not entry.advice.endswith(".")
    assert entry.source.startswith("https://docs.aws.amazon.com/")


def test_the_page_of_rules_is_current(golden: Golden) -> None:
    golden.check(ROOT / "docs" / "rules.md", page())


def test_the_good_assembly_breaks_no_rule() -> None:
    for entry in sample.assembly().templates:
        for rule in RULES:
            assert list(rule().problems(Template(entry.body, entry.regions))) == []


def keys_in(value: object) -> set[str]:
    """Every key of every map in a JSON value."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


KEYS = st.sampled_from(sorted(set().union(*(keys_in(entry.body) for entry in sample.assembly().templates))))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["AWS", "Allow", "*", "#if($x", "HTTPS", "us-east-1", "$!{a.b(", "PROVISIONED"])
)
TYPES = st.sampled_from(
    [
        "AWS::DynamoDB::GlobalTable",
        "AWS::Route53::RecordSet",
        "AWS::Route53::RecordSetGroup",
        "AWS::Route53::HealthCheck",
        "AWS::ApiGateway::Method",
        "AWS::ApiGateway::Deployment",
        "AWS::ApiGateway::DomainName",
        "AWS::IAM::Role",
    ]
)
ANY_JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))
RESOURCE = st.fixed_dictionaries({"Type": TYPES, "Properties": ANY_JSON | st.dictionaries(KEYS, ANY_JSON, max_size=5)})
TEMPLATE = st.fixed_dictionaries({"Resources": st.dictionaries(st.text(max_size=3), RESOURCE | ANY_JSON, max_size=4)})


@given(TEMPLATE | st.fixed_dictionaries({"Resources": ANY_JSON}))
def test_no_template_makes_a_rule_raise(body: dict[str, object]) -> None:
    template = Template(body, ("us-east-1",))

    for rule in RULES:
        list(rule().problems(template))
