"""The code of the examples' functions, and a table for it to work on."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

from tests.support.apps import ROOT


def code_of(example: str, name: str) -> ModuleType:
    """The code of a function, loaded as Lambda does: by the path of its file."""
    path = ROOT / "examples" / example / "functions" / name / "app.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Refused(Exception):
    """ConditionalCheckFailedException."""


class Table:
    """Answers scans with these pages; notes what is changed. Items whose partition key is in `busy` have changed
    meanwhile."""

    def __init__(self, *pages: Sequence[Mapping[str, Any]], busy: Sequence[str] = ()) -> None:
        self.pages = pages
        self.busy = busy
        self.starts: list[Any] = []
        self.put: list[Mapping[str, Any]] = []
        self.updates: list[dict[str, Any]] = []
        self.deleted: list[Mapping[str, Any]] = []
        self.meta = SimpleNamespace(
            client=SimpleNamespace(exceptions=SimpleNamespace(ConditionalCheckFailedException=Refused))
        )

    def scan(self, **asked: Any) -> dict[str, Any]:
        self.starts.append(asked.get("ExclusiveStartKey"))
        number = len(self.starts)
        more = {"LastEvaluatedKey": {"page": number}} if number < len(self.pages) else {}
        return {"Items": list(self.pages[number - 1]), **more}

    def put_item(self, **asked: Any) -> None:
        self.put.append(asked["Item"])

    def update_item(self, **asked: Any) -> None:
        self._refuse(asked["Key"])
        self.updates.append(asked)

    def delete_item(self, **asked: Any) -> None:
        self._refuse(asked["Key"])
        self.deleted.append(asked["Key"])

    def _refuse(self, key: Mapping[str, Any]) -> None:
        if next(iter(key.values())) in self.busy:
            raise Refused
