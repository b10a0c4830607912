"""Clients by service and region, from the standard AWS environment or for one endpoint; and who is calling."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from msgspec import Struct

from generator.aws.errors import is_passing, translated
from generator.aws.model import Identity
from generator.aws.waiting import Clock, persist
from generator.errors import AwsError, NetworkError

Client = Any
Boto = Any

ATTEMPTS: Final = 4
"""Few, for a region that is down is asked several things, and who waits for something asks again by himself."""

CONNECT_TIMEOUT: Final = 3
READ_TIMEOUT: Final = 60
CONNECTIONS: Final = 32
HOME: Final = "us-east-1"
"""Where the one region of Route 53 and of the account service is, and STS always answers."""

_STS_ELSEWHERE: Final = "us-west-2"
_FIRST: Final = "sts"
"""Asked before anything else, in two regions in turn, so that it is soon seen when there is no connection."""

_FIRST_CONNECT_TIMEOUT: Final = 2
_FIRST_READ_TIMEOUT: Final = 10
_FIRST_PATIENCE: Final = 5.0
"""Seconds for which it is asked again when AWS does answer, only not the question."""


class Endpoint(Struct, frozen=True, kw_only=True):
    """An AWS that is not Amazon's: all services at one URL, like the embedded AWS."""

    url: str


class Session:
    """What every topic is given: clients, the clock, and whether this is Amazon's AWS.

    `attempts` is how often botocore asks before it gives up; a throttled or unanswered call is asked again, ever later.
    """

    def __init__(self, boto: Boto, clock: Clock, endpoint: Endpoint | None = None, attempts: int = ATTEMPTS) -> None:
        self.clock = clock
        self.endpoint = endpoint
        self._boto = boto
        self._attempts = attempts
        self._clients: dict[tuple[str, str], Client] = {}
        self._lock = Lock()
        self._identity: Identity | None = None

    @contextmanager
    def asking(self, service: str, region: str, operation: str) -> Iterator[Client]:
        """A client of `service` in `region`; what it raises leaves as an `AwsError` about `operation`."""
        with translated(operation, region):
            yield self.client(service, region)

    def client(self, service: str, region: str) -> Client:
        """The one client of a service in a region. Making one is not thread safe, using one is."""
        with self._lock:
            known = self._clients.get((service, region))
            if known is None:
                known = self._clients[service, region] = self._made(service, region)
            return known

    def identity(self) -> Identity:
        """Who is calling, found out once. STS answers in every region: one that fails is passed over.

        Without a connection to either of two regions that ends at once, with the `NetworkError` of the caller's own.
        """
        if self._identity is None:
            self._identity = self._asked_identity()
        return self._identity

    def _asked_identity(self) -> Identity:
        with translated("read the AWS configuration"):
            own = self._boto.region_name or HOME
        elsewhere = HOME if own != HOME else _STS_ELSEWHERE
        return persist(
            self.clock,
            lambda: self._identity_in_either(own, elsewhere),
            when=lambda error: is_passing(error) and not isinstance(error, NetworkError),
            seconds=_FIRST_PATIENCE,
        )

    def _identity_in_either(self, own: str, elsewhere: str) -> Identity:
        try:
            return self._identity_in(own)
        except AwsError as error:
            if not is_passing(error):
                raise
            try:
                return self._identity_in(elsewhere)
            except NetworkError:
                raise error from error.__cause__

    def _identity_in(self, region: str) -> Identity:
        with self.asking("sts", region, "find out who is calling") as sts:
            answer = sts.get_caller_identity()
        return Identity(account=answer["Account"], arn=answer["Arn"])

    def _made(self, service: str, region: str) -> Client:
        url = self.endpoint.url if self.endpoint else None
        try:
            config = self._config(service)
            client = self._boto.client(service, region_name=region, endpoint_url=url, config=config)
            if service == "s3" and not is_amazon(client.meta.endpoint_url):
                config = self._config(service, s3={"addressing_style": "path"})  # nobody resolves <bucket>.localhost
                client = self._boto.client(service, region_name=region, endpoint_url=url, config=config)
        except ValueError as error:
            raise AwsError(f"AWS cannot be asked: {error}", "correct AWS_ENDPOINT_URL, or unset it") from error
        return client

    def _config(self, service: str, **more: Any) -> Any:
        from botocore.config import Config

        is_first = service == _FIRST
        if self.endpoint:
            more["proxies"] = {}  # no proxy of the environment reaches our own loopback address
        return Config(
            retries={"mode": "adaptive", "total_max_attempts": 1 if is_first else self._attempts},
            connect_timeout=_FIRST_CONNECT_TIMEOUT if is_first else CONNECT_TIMEOUT,
            read_timeout=_FIRST_READ_TIMEOUT if is_first else READ_TIMEOUT,
            max_pool_connections=CONNECTIONS,
            user_agent_extra="multi-region-generator",
            **more,
        )


def is_amazon(url: str) -> bool:
    """Whether a URL is one of Amazon's own."""
    from urllib.parse import urlsplit

    return (urlsplit(url).hostname or "").endswith(".amazonaws.com")


def boto_session(profile: str | None, endpoint: Endpoint | None) -> Boto:
    """boto3's session: as the environment and `profile` say, or with invented credentials for an endpoint.

    The latter reads no configuration of the user: a profile that does not exist is nothing to the embedded AWS.
    Raises `CredentialsError` for a profile that does not exist.
    """
    import boto3
    from botocore.session import Session as BotocoreSession

    if endpoint is None:
        with translated("read the AWS configuration"):
            return boto3.Session(profile_name=profile)
    nothing = (None, None, os.devnull, None)
    bare = BotocoreSession({"profile": (None, None, None, None), "config_file": nothing, "credentials_file": nothing})
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", botocore_session=bare)
