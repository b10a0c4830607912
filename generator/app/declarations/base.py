"""What all declarations share."""

from msgspec import Struct


class Declaration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Frozen, keywords only, and without its defaults when written out: a new key with a default changes no hash."""
