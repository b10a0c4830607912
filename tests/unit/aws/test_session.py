from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from generator.aws.session import Endpoint, Session, boto_session, is_amazon
from generator.aws.waiting import Clock
from generator.errors import AwsError, CredentialsError, NetworkError, ThrottlingError
from tests.support.recording import IDENTITY, FakeAws, FakeClock, Refusal

CUT = EndpointConnectionError(endpoint_url="https://sts.amazonaws.com")
THROTTLED = Refusal("Throttling", "Rate exceeded")
FAULT = Refusal("503", status=503)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No AWS configuration but what a test sets."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return monkeypatch


def session_of(boto: Any, endpoint: Endpoint | None = None) -> Session:
    clock = FakeClock()
    return Session(boto, Clock(clock.sleep, clock.now), endpoint)


class CountingBoto:
    """Counts the clients that are made, and whether two are made at once."""

    region_name = None

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.configs: list[Any] = []
        self.at_work = 0
        self.most_at_work = 0

    def client(self, service: str, *, region_name: str, endpoint_url: str | None, config: Any) -> Any:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        self.made.append((service, region_name))
        self.configs.append(config)
        time.sleep(0.005)  # long enough for another thread to come in, were it let
        self.at_work -= 1
        return SimpleNamespace(meta=SimpleNamespace(endpoint_url=endpoint_url or f"https://{service}.amazonaws.com"))


def test_there_is_one_client_for_a_service_in_a_region_however_many_threads_ask() -> None:
    boto = CountingBoto()
    session = session_of(boto)

    with ThreadPoolExecutor(16) as threads:
        clients = set(map(id, threads.map(lambda _: session.client("cloudformation", "eu-west-1"), range(64))))
    session.client("cloudformation", "us-west-2")

    assert len(clients) == 1
    assert boto.made == [("cloudformation", "eu-west-1"), ("cloudformation", "us-west-2")]
    assert boto.most_at_work == 1


def test_a_client_retries_adaptively_and_does_not_wait_for_ever() -> None:
    boto = CountingBoto()

    session_of(boto).client("dynamodb", "eu-west-1")

    config = boto.configs[0]
    assert config.retries == {"mode": "adaptive", "total_max_attempts": 4}
    assert (config.connect_timeout, config.read_timeout) == (3, 60)
    assert config.max_pool_connections >= 16
    assert config.user_agent_extra == "multi-region-generator"


def test_who_is_calling_is_asked_quickly_for_it_comes_first() -> None:
    boto = CountingBoto()

    session_of(boto).client("sts", "eu-west-1")

    config = boto.configs[0]
    assert config.retries["total_max_attempts"] == 1
    assert 2 * config.connect_timeout <= 5


def test_no_region_of_the_environment_is_needed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AWS_ACCESS_KEY_ID", "x")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "y")

    client = session_of(boto_session(None, None)).client("cloudformation", "eu-west-1")

    assert client.meta.endpoint_url == "https://cloudformation.eu-west-1.amazonaws.com"


def test_the_standard_environment_may_name_another_endpoint(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AWS_ENDPOINT_URL", "http://localhost:4566")

    client = session_of(boto_session(None, None)).client("s3", "eu-west-1")

    assert client.meta.endpoint_url == "http://localhost:4566"
    assert client.meta.config.s3 == {"addressing_style": "path"}


def test_an_endpoint_that_is_no_url_is_the_users_mistake(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AWS_ENDPOINT_URL", "localhost")

    with pytest.raises(AwsError, match="Invalid endpoint: localhost") as caught:
        session_of(boto_session(None, None)).client("s3", "eu-west-1")

    assert "AWS_ENDPOINT_URL" in caught.value.advice


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_profile_that_does_not_exist_is_told_with_what_to_do(environment: pytest.MonkeyPatch, by: str) -> None:
    if by == "environment":
        environment.setenv("AWS_PROFILE", "nobody")

    with pytest.raises(CredentialsError, match="nobody") as caught:
        session_of(boto_session("nobody" if by == "option" else None, None)).identity()

    assert caught.value.advice == "see the profiles that there are: aws configure list-profiles"


def test_without_credentials_it_is_said_how_to_sign_in(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(CredentialsError, match="Unable to locate credentials") as caught:
        session_of(boto_session(None, None)).identity()

    assert "aws sso login" in caught.value.advice


def test_half_a_configuration_is_told(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[default]\naws_access_key_id = x\n")

    with pytest.raises(CredentialsError, match="Partial credentials"):
        session_of(boto_session(None, None)).identity()


def test_a_configuration_that_is_no_configuration_is_told(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[default\n")

    with pytest.raises(CredentialsError, match="config"):
        session_of(boto_session(None, None)).identity()


def test_an_endpoint_reads_nothing_of_the_users_configuration(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("AWS_PROFILE", "nobody")
    environment.setenv("HTTP_PROXY", "http://proxy.example:3128")
    (tmp_path / "config").write_text("[default\n")
    endpoint = Endpoint(url="http://127.0.0.1:1")

    client = session_of(boto_session(None, endpoint), endpoint).client("cloudformation", "eu-west-1")

    assert client.meta.endpoint_url == "http://127.0.0.1:1"
    assert client.meta.region_name == "eu-west-1"
    assert client.meta.config.proxies == {}


def test_who_is_calling_is_asked_once() -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", IDENTITY)

    assert aws.session.identity().account == "123456789012"
    assert aws.session.identity().arn == "arn:aws:iam::123456789012:user/x"
    assert len(aws.calls) == 1


@pytest.mark.parametrize("passing", [CUT, THROTTLED, FAULT])
def test_a_region_that_is_down_does_not_hide_who_is_calling(passing: Exception | Refusal) -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", passing, region="us-east-1")
    aws.on("GetCallerIdentity", IDENTITY, region="us-west-2")

    assert aws.session.identity().account == "123456789012"
    assert [call.region for call in aws.calls] == ["us-east-1", "us-west-2"]


def test_without_any_connection_nobody_is_calling() -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", CUT)
    aws.on("GetCallerIdentity", EndpointConnectionError(endpoint_url="https://sts.elsewhere"), region="us-west-2")

    with pytest.raises(NetworkError) as caught:
        aws.session.identity()

    assert caught.value.message == (
        "us-east-1: could not find out who is calling: "
        'Could not connect to the endpoint URL: "https://sts.amazonaws.com"'
    )
    assert [call.region for call in aws.calls] == ["us-east-1", "us-west-2"]


@pytest.mark.parametrize("own", [CUT, THROTTLED, FAULT])
def test_who_is_calling_is_asked_again_when_aws_is_only_slow_to_tell(own: Exception | Refusal) -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", own, own, IDENTITY, region="us-east-1")
    aws.on("GetCallerIdentity", THROTTLED, region="us-west-2")

    assert aws.session.identity().account == "123456789012"
    assert [call.region for call in aws.calls] == ["us-east-1", "us-west-2"] * 2 + ["us-east-1"]


@pytest.mark.parametrize(
    ("own", "kind", "code"), [(THROTTLED, ThrottlingError, "Throttling"), (FAULT, AwsError, "503")]
)
def test_who_is_calling_is_not_asked_for_ever(own: Refusal, kind: type[AwsError], code: str) -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", own)
    aws.on("GetCallerIdentity", CUT, region="us-west-2")

    with pytest.raises(kind) as caught:
        aws.session.identity()

    assert (caught.value.place.region, caught.value.place.code) == ("us-east-1", code)
    assert 5 <= aws.clock.time < 10


def test_a_second_region_that_does_not_know_the_caller_is_heard() -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", CUT, region="us-east-1")
    aws.on("GetCallerIdentity", Refusal("ExpiredToken", "The security token is expired"), region="us-west-2")

    with pytest.raises(CredentialsError):
        aws.session.identity()


def test_expired_credentials_are_not_asked_elsewhere() -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", Refusal("ExpiredToken", "The security token is expired"))

    with pytest.raises(CredentialsError):
        aws.session.identity()

    assert len(aws.calls) == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://s3.eu-west-1.amazonaws.com", True),
        ("http://localhost:4566", False),
        ("https://amazonaws.com.evil.example", False),
    ],
)
def test_amazons_own_hosts_are_known(url: str, expected: bool) -> None:
    assert is_amazon(url) is expected
