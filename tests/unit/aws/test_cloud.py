from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from inspect import getmembers, isfunction, signature

import pytest

from generator.aws.cloud import AwsCloud, Endpoint, connect
from generator.deploy.cloud import Cloud
from generator.errors import CredentialsError
from tests.support.recording import FakeAws, FakeClock


def takes(cloud: Cloud) -> Cloud:
    """mypy sees here that ours is one."""
    return cloud


def connected() -> AwsCloud:
    clock = FakeClock()
    return connect(endpoint=Endpoint(url="http://127.0.0.1:1"), sleep=clock.sleep, now=clock.now)


def test_it_is_the_cloud_that_a_roll_out_asks() -> None:
    def public(class_: type) -> dict[str, Callable[..., object]]:
        return {name: method for name, method in getmembers(class_, isfunction) if not name.startswith("_")}

    ours, wanted = public(AwsCloud), public(Cloud)

    takes(connected())
    assert set(ours) == set(wanted)
    assert [
        name for name in ours if list(signature(ours[name]).parameters) != list(signature(wanted[name]).parameters)
    ] == []


def test_its_clock_is_the_one_that_it_was_given() -> None:
    cloud = connected()

    cloud.sleep(7.0)

    assert cloud.now() == 7.0


def test_an_endpoint_is_known_to_no_public_dns() -> None:
    aws = FakeAws(Endpoint(url="http://127.0.0.1:1"))
    zone = {"Id": "/hostedzone/Z1", "Name": "example.com.", "CallerReference": "x"}
    aws.on("ListHostedZonesByName", {"HostedZones": [zone], "IsTruncated": False, "MaxItems": "20"})
    aws.on("GetHostedZone", {"HostedZone": zone, "DelegationSet": {"NameServers": ["ns-1.awsdns.com"]}})
    cloud = AwsCloud(aws.session)

    assert cloud.name_servers("example.com") == ("ns-1.awsdns.com",)
    assert cloud.addresses("api.example.com") is None


def test_a_profile_that_does_not_exist_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    clock = FakeClock()

    with pytest.raises(CredentialsError, match="nobody"):
        connect(profile="nobody", sleep=clock.sleep, now=clock.now)


def test_boto3_is_loaded_only_when_somebody_connects() -> None:
    code = "import sys, generator.aws.cloud; print({'boto3', 'botocore', 'dns'} & set(sys.modules) or 'none')"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told == "none\n"
