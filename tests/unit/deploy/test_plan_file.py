from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.assembly.model import FromOutput
from generator.deploy.model import (
    AwaitIndexes,
    AwaitReplicas,
    AwaitReplication,
    AwaitTtl,
    Budget,
    Check,
    CreateInstances,
    DeleteInstances,
    DeleteStack,
    DeleteStackSet,
    DeleteTable,
    DeployStackSet,
    Drain,
    Plan,
    Probe,
    Restore,
    SmokeTest,
    Step,
    UploadAssets,
)
from generator.deploy.plan_file import decoded, encoded
from generator.errors import AssemblyError
from tests.support.plans import plan, stack, step

LATE = FromOutput(template="secondary", region="us-east-1", output="TargetDomainName")
ORDERED = (("main", "app-main"), ("dns", "app-dns"))
EVERY_KIND: tuple[Step, ...] = (
    replace(stack(), parameters={"A": "plain", "B": LATE}, imports={"T": {"TableName": "t"}}),
    DeployStackSet(region="eu-west-1", stack_set_name="s", body={"Resources": {"ü": {}}}, regions=("us-east-1",)),
    UploadAssets(region="us-east-1", assets=("a.zip", "b.zip"), copies={"b.zip": "eu-west-1"}),
    CreateInstances(region="eu-west-1", stack_set_name="s", regions=("us-east-1",)),
    DeleteInstances(region="eu-west-1", stack_set_name="s", regions=("us-east-1",)),
    DeleteStackSet(region="eu-west-1", stack_set_name="s"),
    DeleteStack(region="eu-west-1", template="main", stack_name="m"),
    AwaitReplicas(region="eu-west-1", tables=("t",), regions=("us-east-1",)),
    AwaitIndexes(region="eu-west-1", regions=("eu-west-1",), indexes={"t": ("i",)}, gone={"t": ("j",)}),
    SmokeTest(region="us-east-1", url=LATE, probes=(Probe(method="GET", path="/health", status=200),)),
    SmokeTest(region="us-east-1", url="https://x", probes=()),
    Drain(region="us-east-1", table="t", via="eu-west-1"),
    Restore(region="us-east-1", table="t", via="eu-west-1"),
    AwaitTtl(region="us-east-1", seconds=90),
    AwaitReplication(region="us-east-1", tables=("t",), towards=("eu-west-1",)),
    DeleteTable(region="eu-west-1", table="t", regions=("eu-west-1",)),
)


def whole() -> Plan:
    steps = (step(number, what, *range(1, number)) for number, what in enumerate(EVERY_KIND, start=1))
    check = Check(id="P101", outcome="warning", text="é", advice="do")
    return replace(
        plan(*steps, checks=(check,)),
        budget=Budget(detection=90, ttl=60, checks_per_month=10**7),
        notes=("a note",),
        skipped=("us-east-1",),
    )


def test_what_is_read_is_what_was_written() -> None:
    assert decoded(encoded(whole()), "plan.json") == whole()


def test_every_kind_of_step_is_in_that_test() -> None:
    from typing import get_args

    assert {type(one) for one in EVERY_KIND} == set(get_args(Step))


def test_the_same_plan_has_the_same_bytes() -> None:
    one, other = (replace(whole(), stack_names=dict(names)) for names in (ORDERED, reversed(ORDERED)))

    assert encoded(one) == encoded(other)
    assert encoded(decoded(encoded(one), "plan.json")) == encoded(one)
    assert encoded(whole()).endswith(b"}\n")


def edited(**changes: Any) -> bytes:
    return json.dumps({**json.loads(encoded(whole())), **changes}).encode()


def without(key: str) -> bytes:
    document = json.loads(encoded(whole()))
    del document[key]
    return json.dumps(document).encode()


DAMAGES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "plan.json is no plan: "),
    "not JSON": (b"steps:\n", "plan.json is no plan: "),
    "not UTF-8": (b'{"version": "\xff"}', "plan.json is no plan: "),
    "a list": (b"[]", "plan.json is no plan: "),
    "something else": (b'{"schema_version": 1}', "plan.json is no plan: it has no version"),
    "a later version": (edited(version=2), "plan.json has version 2, not 1"),
    "a version that is text": (edited(version="1"), "plan.json has version '1', not 1"),
    "a key is missing": (without("account"), "plan.json is damaged: "),
    "an unknown kind": (edited(steps=[{"kind": "reboot"}]), "plan.json is damaged: "),
    "too deep": (b'{"version": 1, "checks": ' + b"[" * 100_000, "plan.json is "),
    "numbers": (
        edited(steps=[{**json.loads(encoded(whole()))["steps"][0], "number": 7}]),
        "plan.json is damaged: step 1 has the number 7",
    ),
    "needs": (
        edited(steps=[{**json.loads(encoded(whole()))["steps"][0], "needs": [1]}]),
        "plan.json is damaged: step 1 needs one that does not come before it",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_no_plan_is_told_with_what_to_do(name: str) -> None:
    content, message = DAMAGES[name]

    with pytest.raises(AssemblyError) as caught:
        decoded(content, "plan.json")

    assert caught.value.message.startswith(message)
    assert caught.value.advice.startswith("make a new one with plan --out")


def cut(at: int, byte: bytes) -> bytes:
    """A plan with a few bytes replaced."""
    content = encoded(whole())
    return content[: at % len(content)] + byte + content[at % len(content) + len(byte) :]


@given(st.binary(max_size=200) | st.builds(cut, st.integers(0, 5000), st.binary(max_size=3)))
def test_no_bytes_end_in_another_error(content: bytes) -> None:
    try:
        decoded(content, "plan.json")
    except AssemblyError as error:
        assert error.advice
