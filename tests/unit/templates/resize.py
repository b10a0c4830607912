"""The shop with a function: as bare as it can be, called by a route, and with keys of its own."""

from __future__ import annotations

from typing import Any

from tests.support.apps import FUNCTION, SHOP, Document, patched

RESIZE: Document = patched(SHOP, {"functions": {"resize": FUNCTION}})
ROUTED: Document = patched(RESIZE, {"api": {"routes": {"ANY /images/{proxy+}": {"function": "resize"}}}})


def with_function(**changes: Any) -> Document:
    """The function, changed."""
    found: Document = patched(RESIZE, {"functions": {"resize": changes}})
    return found
