"""Text made harmless for Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from generator.diff.marks import visible
from generator.diff.markup import code, fenced, folded, prose
from tests.support import hostile


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain: text, 1.5 (x) GET /a/{b}-c", "plain: text, 1.5 (x) GET /a/{b}-c"),
        ("<b>|`*_", "&#60;b&#62;&#124;&#96;&#42;&#95;"),
        ("@me", "@&#8203;me"),
        ("see #12", "see &#35;&#8203;12"),
        ("https://x", "https:&#8203;//x"),
        ("www.x", "www&#8203;.x"),
        ("GH-1", "GH&#8203;-1"),
        ("at 4404d3ad", "at 4404d3&#8203;ad"),
        ("a\nb", "a&#92;u000ab"),
    ],
)
def test_prose_is_nothing_but_text(text: str, safe: str) -> None:
    assert prose(text) == safe


@pytest.mark.parametrize(
    ("text", "span"), [("a|b", "`a|b`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", ""), ("  ", ""), (" a", "`  a `")]
)
def test_a_code_span_holds_its_text(text: str, span: str) -> None:
    assert code(text) == span


@given(hostile.texts)
def test_a_code_span_ends_where_its_text_ends(text: str) -> None:
    span = code(text)

    if span:
        ticks = re.match("`+", span)
        assert ticks is not None
        inner = span[len(ticks[0]) : -len(ticks[0])]
        assert ticks[0] not in re.findall("`+", inner)
        assert inner.strip() == visible(text).strip()


@given(hostile.texts)
def test_a_fence_is_longer_than_any_in_its_content(text: str) -> None:
    block = fenced("diff", text)
    fence = block.partition("diff")[0]

    assert len(fence) >= 3
    assert fence not in text
    assert block == f"{fence}diff\n{text}\n{fence}"


def test_a_fence_grows_with_those_in_its_content() -> None:
    assert fenced("diff", "```\n````") == "`````diff\n```\n````\n`````"


def test_what_is_folded_opens_with_its_title() -> None:
    assert folded("a <b>", "content") == ("<details><summary>a &#60;b&#62;</summary>\n\ncontent\n\n</details>")
