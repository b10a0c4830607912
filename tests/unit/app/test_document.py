"""Reading YAML: positions, bounds, and no input that harms."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.app.reading.compose import MAX_ALIASES, MAX_NODES
from generator.app.reading.document import MAX_BYTES, Document, read_document
from generator.app.reading.nodes import MAX_DEPTH, Node, entries, find, to_plain


def plain(text: str) -> object:
    """The value of a document without mistakes."""
    document = read_document(text.encode())
    assert document.findings == ()
    assert document.root is not None
    return to_plain(document.root)


def ids(document: Document) -> list[str]:
    return [finding.id for finding in document.findings]


def test_values_and_keys_know_where_they_were_written() -> None:
    root = read_document(b"name: shop\nregions:\n  main: eu-west-1\n  secondary:\n    - us-east-1\n").root
    assert root is not None

    regions = find(root, ("regions",))
    assert (regions.line, regions.column, *regions.key_place) == (3, 3, 2, 1)
    assert find(root, ("regions", "main")).place == (3, 9)
    assert find(root, ("regions", "secondary", 0)).place == (5, 7)


def test_a_map_is_shown_at_its_key_and_a_scalar_at_itself() -> None:
    assert Node({}, 3, 5, 2, 1).place == (2, 1)
    assert Node("x", 3, 5, 2, 1).place == (3, 5)
    assert Node({}, 3, 5).place == (3, 5)


def test_find_gives_the_nearest_node_above_what_is_not_there() -> None:
    root = read_document(b"a:\n  b: [1]\n").root
    assert root is not None

    assert find(root, ("a", "c", "d")) is entries(root)["a"]
    assert find(root, ("a", "b", 7)).value == find(root, ("a", "b")).value
    assert find(root, ("a", "b", "x")) is find(root, ("a", "b"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("404: x\nyes: y\n~: z\n1.0: f\n", {"404": "x", "yes": "y", "~": "z", "1.0": "f"}),
        ("a: 'no'\nb: \"12\"\nc: no\n", {"a": "no", "b": "12", "c": "no"}),
        ("a: |\n  two\n  lines\nb: >-\n  one\n  line\n", {"a": "two\nlines\n", "b": "one line"}),
        ("a: &x {b: [1]}\nc: *x\nd: *x\n", {"a": {"b": [1]}, "c": {"b": [1]}, "d": {"b": [1]}}),
        ("&k a: *k\n", {"a": "a"}),
        ('{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        ("\ufeffa: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
        ("'<<': 1\n", {"<<": 1}),
    ],
)
def test_documents(text: str, value: object) -> None:
    assert plain(text) == value


def test_an_alias_has_the_place_of_its_value_and_its_own_key() -> None:
    root = read_document(b"a: &x 5\nb: *x\n").root
    assert root is not None

    alias = entries(root)["b"]
    assert (alias.place, alias.key_place, alias.written) == ((1, 4), (2, 1), "5")


def test_a_duplicate_key_names_both_lines_and_the_first_value_stays() -> None:
    document = read_document(b"a: 1\nb: 2\na: {c: 3}\n")

    assert [(f.id, f.line, f.message) for f in document.findings] == [("A103", 3, 'the key "a" is already on line 1')]
    assert document.root is not None
    assert to_plain(document.root) == {"a": 1, "b": 2}


def test_mistakes_that_leave_a_tree_are_all_told() -> None:
    document = read_document(b"a: !Ref x\na: 1\n<<: {c: 1}\nd: 1e999\n")

    assert ids(document) == ["A104", "A103", "A105", "A109"]
    assert document.root is not None


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1])
def test_depth_is_bounded_and_the_bound_itself_is_allowed(depth: int) -> None:
    document = read_document(b"[" * depth + b"]" * depth)

    assert ids(document) == ([] if depth == MAX_DEPTH else ["A102"])


def test_depth_counts_what_an_alias_brings() -> None:
    half = MAX_DEPTH // 2 + 1
    nested = "[" * half + "{}" + "]" * half
    document = read_document(f"a: &a {nested}\nb: {'[' * half}*a{']' * half}\n".encode())

    assert ids(document) == ["A102"]


def test_aliases_are_bounded() -> None:
    assert ids(read_document(b"a: &a x\nb: [" + b"*a, " * MAX_ALIASES + b"]\n")) == []
    assert ids(read_document(b"a: &a x\nb: [" + b"*a, " * (MAX_ALIASES + 1) + b"]\n")) == ["A102"]


LAUGHS = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "brackets": b"[" * 100_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "questions": b"? " * 100_000,
    "laughs": LAUGHS.encode(),
    "huge": b"a: " + b"x" * MAX_BYTES,
    "wide": b"[" + b"a," * (MAX_NODES + 1) + b"]",
    "long number": b"a: " + b"9" * 900_000,
    "long float": b"a: 0." + b"9" * 900_000,
    "binary": bytes(range(256)) * 100,
    "zeros": b"\0" * 100_000,
    "anchors": b"a: &" + b"a" * 900_000,
    "unknown keys": "".join(f"key{number}: {number}\n" for number in range(40_000)).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_judged_at_once(name: str) -> None:
    before = time.process_time()

    document = read_document(HOSTILE[name])

    assert document.findings or document.root
    assert time.process_time() - before < 1


def test_the_largest_file_is_still_read() -> None:
    text = b"a: b\n#"

    assert ids(read_document(text.ljust(MAX_BYTES, b"x"))) == []
    assert ids(read_document(text.ljust(MAX_BYTES + 1, b"x"))) == ["A102"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_a_finding(raw: bytes) -> None:
    document = read_document(raw)

    assert document.root is not None or document.findings
    assert all(f.severity == "error" and f.message and f.id.startswith("A10") for f in document.findings)


@given(st.text(alphabet="ab:-[]{},'\"&*!|>%@`?# \n\t~<0.9", max_size=60))
def test_any_yaml_like_text_is_a_tree_or_a_finding_inside_of_the_text(text: str) -> None:
    document = read_document(text.encode())

    assert document.root is not None or document.findings
    for finding in document.findings:
        assert 1 <= finding.line <= text.count("\n") + 2


# Without what YAML reads otherwise: control characters, and line breaks that JSON does not know.
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_categories=["Cc", "Zl", "Zp"]))
SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXT


@given(st.recursive(SCALARS, st.lists, max_leaves=20))
def test_json_is_read_as_it_is(value: object) -> None:
    text = json.dumps({"value": value}, ensure_ascii=False)

    assert plain(text) == {"value": value}
