from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from generator.aws.names import addresses, name_servers

Records = Mapping[tuple[str, str], tuple[str, ...]]

KNOWN: Records = {
    ("example.com.", "NS"): ("ns-2.awsdns.org.", "NS-1.awsdns.com."),
    ("api.example.com.", "A"): ("192.0.2.7", "192.0.2.1"),
    ("api.example.com.", "AAAA"): ("2001:db8::1",),
    ("v4.example.com.", "A"): ("192.0.2.9",),
}


def _answer(wire: bytes) -> bytes:
    query = dns.message.from_wire(wire)
    question = query.question[0]
    answer = dns.message.make_response(query)
    name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
    if values := KNOWN.get((name, kind)):
        answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *values))
    elif name.startswith("broken"):
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif name not in {known for known, _ in KNOWN}:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer.to_wire()


@contextmanager
def _serving(answer: Callable[[bytes], bytes]) -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                wire, client = server.recvfrom(512)
                if wire == b"stop":
                    return
                server.sendto(answer(wire), client)

        thread = Thread(target=serve)
        thread.start()
        yield int(server.getsockname()[1])
        server.sendto(b"stop", server.getsockname())
        thread.join()


@pytest.fixture(scope="module")
def resolver() -> Iterator[dns.resolver.Resolver]:
    with _serving(_answer) as port:
        ours = dns.resolver.Resolver(configure=False)
        ours.nameservers = ["127.0.0.1"]
        ours.port = port
        yield ours


def test_the_name_servers_of_a_zone_are_those_that_dns_knows(resolver: dns.resolver.Resolver) -> None:
    assert name_servers("example.com", resolver) == ("ns-1.awsdns.com", "ns-2.awsdns.org")


def test_the_addresses_of_a_name_are_of_both_kinds(resolver: dns.resolver.Resolver) -> None:
    assert addresses("api.example.com", resolver) == ("192.0.2.1", "192.0.2.7", "2001:db8::1")
    assert addresses("v4.example.com", resolver) == ("192.0.2.9",)


@pytest.mark.parametrize("zone", ["nowhere.example.com", "api.example.com"], ids=["no name", "no such record"])
def test_a_zone_that_nobody_delegates_has_no_name_servers(resolver: dns.resolver.Resolver, zone: str) -> None:
    assert name_servers(zone, resolver) == ()


@pytest.mark.parametrize("zone", ["broken.example.com", "a..b", "x" * 64 + ".com"])
def test_what_dns_cannot_say_is_not_known(resolver: dns.resolver.Resolver, zone: str) -> None:
    assert name_servers(zone, resolver) is None


def test_a_dns_that_does_not_answer_is_not_waited_for() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        alone = dns.resolver.Resolver(configure=False)
        alone.nameservers = ["127.0.0.1"]
        alone.port = silent.getsockname()[1]

        assert name_servers("example.com", alone, lifetime=0.05) is None
