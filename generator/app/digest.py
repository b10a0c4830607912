"""The digest of a declaration: of what is said, however it is said.

msgspec leaves out a default only when it is the very same object, which depends on the reader and on the version of
Python. Here a key counts exactly when its value differs from the default, so a new key with a default changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct


def declaration_digest(declaration: Struct) -> str:
    """SHA-256 of the declaration as JSON with sorted keys, defaults left out."""
    return sha256(msgspec.json.encode(_said(declaration), order="sorted")).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, Struct):
        return _tag(value) | {name: _said(item) for name, item in _differing(value).items()}
    if isinstance(value, Mapping):
        return {key: _said(item) for key, item in value.items()}
    return [_said(item) for item in value] if isinstance(value, list | tuple) else value


def _tag(value: Struct) -> dict[str, Any]:
    config = value.__struct_config__
    return {} if config.tag_field is None else {config.tag_field: config.tag}


def _differing(value: Struct) -> dict[str, Any]:
    """The fields that are not what they would be anyway. Defaults are aligned with the last fields."""
    names, defaults = value.__struct_fields__, value.__struct_defaults__
    padding = (msgspec.NODEFAULT,) * (len(names) - len(defaults))
    return {
        name: getattr(value, name)
        for name, default in zip(names, (*padding, *defaults), strict=True)
        if default is msgspec.NODEFAULT or getattr(value, name) != _made(default)
    }


def _made(default: Any) -> Any:
    # A mutable default is kept as a factory.
    factory = getattr(default, "factory", None)
    return default if factory is None else factory()
