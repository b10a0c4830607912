"""The behaviour spec of the embedded AWS: behind each sentence stands a test that exists."""

from __future__ import annotations

import re

from tests.meta.sources import GENERATOR, TESTS, functions, source_files

SPEC = (GENERATOR / "local" / "README.md").read_text()
PROMISES = re.findall(r"^- (?:.+\n(?:  .+\n)*)", SPEC, re.MULTILINE)


def test_each_sentence_names_its_tests_and_they_exist() -> None:
    folders = (TESTS / "unit" / "local", TESTS / "integration" / "local")
    existing = {each.name for folder in folders for path in source_files(folder) for each in functions(path)}

    named = [re.findall(r"`(test_\w+)`", promise) for promise in PROMISES]

    assert len(PROMISES) > 50
    assert [promise for promise, tests in zip(PROMISES, named, strict=True) if not tests] == []
    assert {test for tests in named for test in tests} - existing == set()
