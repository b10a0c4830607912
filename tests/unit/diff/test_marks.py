"""Spans, and what is different between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diff.marks import Mark, clipped, hunks, marked, visible
from tests.support import hostile

lines = st.lists(st.sampled_from(["a", "b", "c", "", "  x"]), max_size=12).map("\n".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 漢字 😀", "plain é 漢字 😀"),
        ("\x1b[31m", "\\u001b[31m"),
        ("a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"),
        ("user\u202egnp.exe", "user\\u202egnp.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ud83d", "\\ud83d"),
        ("\x7f\x9b", "\\u007f\\u009b"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(hostile.texts)
def test_what_is_visible_is_one_line_that_any_terminal_takes(text: str) -> None:
    shown = visible(text)

    assert shown.encode().decode() == shown
    assert not set(shown) & set("\n\r\t\x1b\x07\x00\u2028\u202e")
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("", 0, "")]
)
def test_what_is_too_long_ends_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown


def test_words_that_are_different_are_marked_inside_the_text() -> None:
    spans = marked("action/GetItem in eu-west-1", "action/Query in eu-west-1", elide=False)

    assert spans is not None
    assert "".join(span.text for span in spans) == "action/[-GetItem-]{+Query+} in eu-west-1"
    assert [span.style for span in spans if span.style != "plain"] == ["removed", "added"]


def test_texts_with_little_in_common_are_not_mixed() -> None:
    assert marked("arn:aws:iam::one", "something else entirely", elide=True) is None


def test_long_runs_that_are_in_both_are_shortened() -> None:
    spans = marked("a" * 100 + " old " + "b" * 100, "a" * 100 + " new " + "b" * 100, elide=True)

    assert spans is not None
    text = "".join(span.text for span in spans)
    assert text == "…" + "a" * 23 + " [-old-]{+new+} " + "b" * 23 + "…"


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_texts_hold_both_sides(before: str, after: str) -> None:
    spans = marked(before, after, elide=False)

    if spans is not None:
        old = "".join(
            span.text[2:-2] if span.style == "removed" else span.text for span in spans if span.style != "added"
        )
        new = "".join(
            span.text[2:-2] if span.style == "added" else span.text for span in spans if span.style != "removed"
        )
        assert (old, new) == (visible(before), visible(after))


def test_lines_are_compared_with_two_around() -> None:
    before = "\n".join("abcdefghij")
    after = before.replace("e", "E")

    assert list(hunks(before, after)) == [
        None,
        (" ", "c"),
        (" ", "d"),
        ("-", "e"),
        ("+", "E"),
        (" ", "f"),
        (" ", "g"),
        None,
    ]


def test_a_final_newline_is_a_difference() -> None:
    assert list(hunks("a", "a\n")) == [(" ", "a"), ("+", "")]


@given(lines, lines)
def test_hunks_hold_every_line_that_is_different(before: str, after: str) -> None:
    shown = [part for part in hunks(before, after) if part is not None]

    assert count(shown, "-") - count(shown, "+") == len(before.split("\n")) - len(after.split("\n"))
    assert bool(count(shown, "-") + count(shown, "+")) == (before != after)


def count(shown: list[tuple[Mark, str]], wanted: str) -> int:
    return sum(mark == wanted for mark, _ in shown)


def test_texts_of_many_lines_do_not_take_forever() -> None:
    before = "\n".join(f"#set($x{number} = 1)" for number in range(6_000))
    after = "\n".join(f"#set($y{number} = 1)" for number in range(6_000))

    assert len(list(hunks(before, after))) == 12_000
