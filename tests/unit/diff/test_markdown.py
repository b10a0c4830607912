"""The comment on a pull request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

from generator.diff.allow import Risk
from generator.diff.markdown import MOST_BYTES, markdown, marker
from generator.diff.model import PropertyChange
from generator.diff.summary import Comparison
from tests.golden import Golden
from tests.unit.diff.comparisons import (
    ADDED,
    CHANGED,
    HOSTILE_MARKDOWN,
    KEY_CHANGED,
    METHOD,
    NOTHING,
    comparison,
    comparisons,
)

EXPECTED = Path(__file__).parent / "expected"
FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$\n?", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
GITHUB_LIMIT = 65_536


def outside_of_code(comment: str) -> str:
    """What is left for a Markdown reader to make something of."""
    return CODE.sub("CODE", FENCE.sub("FENCE\n", comment))


def test_a_comment_has_the_summary_first_and_the_details_folded(golden: Golden) -> None:
    golden.check(EXPECTED / "comment.md", markdown(comparison(CHANGED, NOTHING, ADDED)) + "\n")


def test_without_differences_the_comment_says_so() -> None:
    assert markdown(comparison(NOTHING)).splitlines()[2] == "### No change in production"


@pytest.mark.parametrize(
    ("refused", "headline"),
    [
        (None, "### What changes in production: 1 risky"),
        ((), "### What changes in production: 1 risky, all agreed to"),
        ((Risk("prod", KEY_CHANGED),), "### What changes in production: 1 risky, 1 not agreed to"),
    ],
)
def test_the_headline_says_what_is_still_to_be_agreed_to(refused: tuple[Risk, ...] | None, headline: str) -> None:
    assert markdown(comparison(CHANGED, refused=refused)).splitlines()[2] == headline


def test_the_first_line_is_the_same_for_every_comment_on_an_app_file() -> None:
    assert markdown(comparison(CHANGED)).splitlines()[0] == marker("app.yaml")
    assert markdown(comparison(NOTHING)).splitlines()[0] == marker("app.yaml")
    assert marker("a/app.yaml") != marker("b/app.yaml")


@pytest.mark.parametrize("path", ["--> <b>", "a--b", "x\ny"])
def test_the_first_line_stays_a_comment(path: str) -> None:
    found = marker(path)

    assert (found.count("--"), found.count(">"), found.count("\n")) == (2, 1, 0)


def test_environments_that_change_alike_share_their_details() -> None:
    comment = markdown(comparison(CHANGED, replace(CHANGED, environment="stage")))

    assert "<summary>prod, stage: all regions</summary>" in comment
    assert comment.count("<summary>") == 4


def test_details_are_cut_and_the_summary_is_not() -> None:
    large = PropertyChange(path=("X",), before="\n".join(map(str, range(40_000))), after="", form="lines")
    risks = tuple(replace(KEY_CHANGED, subject=f"table{number}") for number in range(20))
    diff = replace(CHANGED, resources=(replace(METHOD, properties=(large,)), *CHANGED.resources), meanings=risks)

    comment = markdown(comparison(diff))

    assert len(comment.encode()) <= MOST_BYTES < GITHUB_LIMIT
    assert all(f"`--allow replace:table{number}`" in comment for number in range(20))
    assert re.search(r"\d+ lines of details are cut", comment)
    assert comment.count("<details>") == comment.count("</details>") > 0


@pytest.mark.parametrize("text", ["é" * 5_000, "`" * 5_000, "<|@" * 5_000, "x"])
def test_a_comment_is_never_too_long_for_github(text: str) -> None:
    risks = tuple(replace(KEY_CHANGED, subject=f"{text}{number}", text=text, advice=text) for number in range(400))
    change = replace(METHOD, logical_id=text, properties=(PropertyChange(path=(text,), before="", after=text),))
    diffs = [
        replace(CHANGED, environment=f"{number}{text}", meanings=(), regions_after=("eu-west-1", f"region-{number}"))
        for number in range(250)
    ]

    comment = markdown(comparison(replace(CHANGED, meanings=risks, resources=(change,) * 20), *diffs))

    assert len(comment.encode()) <= MOST_BYTES < GITHUB_LIMIT
    assert re.search(r"… and \d+ more of this kind", comment)
    assert re.search(r"… and \d+ more environments", comment)


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN)
def test_no_content_leaves_its_place(text: str) -> None:
    meaning = replace(KEY_CHANGED, subject=text, text=text, advice=text)
    change = replace(METHOD, logical_id=text, type=text, properties=(PropertyChange(path=(text,), after=text),))
    usual = markdown(comparison(replace(CHANGED, meanings=(KEY_CHANGED,), resources=(replace(METHOD, properties=()),))))

    diff = replace(
        CHANGED, environment=text, meanings=(meaning,), resources=(change,), regions_after=("eu-west-1", text)
    )
    comment = outside_of_code(markdown(comparison(diff)))

    assert structure(comment) == structure(outside_of_code(usual))


def structure(comment: str) -> list[str]:
    """The kind of each line: what it begins with, its tags, its pipes."""
    return [
        " ".join([line[:2] if line[:1] in "#*-|<F" else "text", *re.findall(r"</?\w+>?", line), "|" * line.count("|")])
        for line in comment.splitlines()
        if line
    ]


@given(comparisons)
def test_any_comparison_is_a_comment_that_is_safe_and_fits(shown: Comparison) -> None:
    comment = markdown(shown)
    prose = outside_of_code(comment)

    assert len(comment.encode()) <= MOST_BYTES
    assert not re.search(r"@\w|(?<!&)#\d|https?://|\bwww\.|\bGH-\d|\b[0-9a-f]{7,}", prose)
    assert set(re.findall(r"<[^>]*>", prose.partition("\n")[2])) <= {
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<br>",
    }
    assert prose.count("<details>") == prose.count("</details>") == prose.count("FENCE") - pictures(comment)


def pictures(comment: str) -> int:
    return sum(language == "mermaid" for _, language, _ in FENCE.findall(comment))
