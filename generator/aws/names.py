"""DNS queries, to the resolver that this machine uses."""

from __future__ import annotations

from typing import Any, Final

from generator.aws.dns import plain

LIFETIME: Final = 3.0
"""Seconds after which DNS counts as not to be asked."""

Resolver = Any


def name_servers(zone: str, resolver: Resolver | None = None, lifetime: float = LIFETIME) -> tuple[str, ...] | None:
    """The name servers that the public DNS knows for a zone; empty: nobody; `None`: DNS cannot be asked."""
    return _answers(zone, ("NS",), resolver, lifetime)


def addresses(name: str, resolver: Resolver | None = None, lifetime: float = LIFETIME) -> tuple[str, ...] | None:
    """The addresses, IPv4 and IPv6, of a name here and now; empty: none; `None`: DNS cannot be asked."""
    return _answers(name, ("A", "AAAA"), resolver, lifetime)


def _answers(name: str, types: tuple[str, ...], resolver: Resolver | None, lifetime: float) -> tuple[str, ...] | None:
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, Resolver

    found: set[str] = set()
    try:
        asked = resolver or Resolver()
        for type_ in types:
            try:
                found.update(plain(str(record)) for record in asked.resolve(f"{name}.", type_, lifetime=lifetime))
            except NoAnswer:
                continue
    except NXDOMAIN:
        return ()
    except (DNSException, OSError):
        return None
    return tuple(sorted(found))
