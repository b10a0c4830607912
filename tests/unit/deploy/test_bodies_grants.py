"""What roles may do before and after: what is taken, and the union that holds in between."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from generator.deploy.bodies.grants import is_narrower, with_grants
from generator.deploy.bodies.parts import resources_of
from generator.deploy.bodies.rights import missing
from tests.unit.deploy.templates import allow, body, ref, role

Json = Any

DENY = {"Effect": "Deny", "Action": ["iam:*"], "Resource": ["boundary"]}


def managed(*statements: Json) -> Json:
    """A managed policy."""
    return {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": list(statements)}}}


def trusted_by(*services: str) -> Json:
    """A role that these services may take on."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": list(services)}}
    return role(allow("db:Get", "a"), AssumeRolePolicyDocument={"Statement": [statement]})


def statements(found: Json, name: str = "Role") -> Json:
    """What the first policy of a role, or a managed policy, says."""
    properties = resources_of(found)[name]["Properties"]
    document = properties["Policies"][0]["PolicyDocument"] if "Policies" in properties else properties["PolicyDocument"]
    return document["Statement"]


def union(before: Json, after: Json) -> Json:
    """Both templates' grants in one, which has to fit."""
    found = with_grants(before, after)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (role(allow("db:Get", "a")), role(allow("db:Get", "a"))),
        (role(allow("db:Get", "a")), role(allow("db:Put db:Get", "b", "a"))),
        (role(allow("db:Get", "a"), allow("db:Get", "b")), role(allow("db:Get", "a", "b"))),
        (role({"Effect": "Allow", "Action": "db:Get", "Resource": "a"}), role(allow("db:Get", "a"))),
        (role(allow("db:Get", "a", Sid="Old")), role(allow("db:Get", "a", Sid="New"))),
        (role(DENY), role()),
        (trusted_by("one"), trusted_by("two", "one")),
        (managed(allow("db:Get", "a")), managed(allow("db:Get db:Put", "a"))),
        (role(ManagedPolicyArns=["one"]), role(ManagedPolicyArns=["two", "one"])),
    ],
    ids=["same", "wider", "joined", "lone", "renamed", "denied-less", "trust", "managed", "attached"],
)
def test_what_keeps_every_right_is_not_narrower(before: Json, after: Json) -> None:
    assert not is_narrower(body(Role=before), body(Role=after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (role(allow("db:Get db:Put", "a")), role(allow("db:Get", "a"))),
        (role(allow("db:Get", "a", "b")), role(allow("db:Get", "b"))),
        (role(allow("db:Get db:Put", "a")), role(allow("db:Get", "a"), allow("db:Put", "b"))),
        (role(allow("db:Get", "a")), role(allow("db:Get", "a", Condition={"Bool": {"aws:SecureTransport": True}}))),
        (role(allow("db:Get", "a")), role()),
        (trusted_by("one", "two"), trusted_by("one")),
        (managed(allow("db:Get", "a")), managed(allow("db:Put", "a"))),
        (role(ManagedPolicyArns=["one", "two"]), role(ManagedPolicyArns=["one"])),
    ],
    ids=["action", "resource", "pair", "condition", "all", "trust", "managed", "attached"],
)
def test_what_takes_a_right_is_narrower(before: Json, after: Json) -> None:
    assert is_narrower(body(Role=before), body(Role=after))


def test_a_role_or_policy_that_goes_is_narrower() -> None:
    assert is_narrower(body(Role=role(), Policy=managed()), body(Role=role()))


def test_a_union_adds_only_what_is_missing() -> None:
    before = body(Role=role(allow("db:Get db:Put", "a", "b")))
    after = body(Role=role(allow("db:Get db:Put", "a"), allow("db:Query", "c")))

    found = union(before, after)

    assert statements(found) == [
        allow("db:Get db:Put", "a"),
        allow("db:Query", "c"),
        allow("db:Get db:Put", "b"),
    ]


def test_what_was_allowed_stands_as_it_was_when_it_is_all() -> None:
    before = body(Role=role(allow("db:Get db:Put", "a", "b", Sid="Items")))

    found = union(before, body(Role=role(allow("db:Get", "b"), Description="new")))

    assert statements(found) == statements(before)
    assert resources_of(found)["Role"]["Properties"]["Description"] == "new"


def test_what_is_denied_now_is_denied_at_once() -> None:
    found = union(body(Role=role(allow("db:Get", "a"))), body(Role=role(DENY)))

    assert statements(found) == [DENY, allow("db:Get", "a")]


def test_what_is_no_longer_denied_is_denied_no_longer() -> None:
    found = union(body(Role=role(allow("db:Get", "a"), DENY)), body(Role=role(allow("db:Put", "a"))))

    assert statements(found) == [allow("db:Put", "a"), allow("db:Get", "a")]


def test_a_statement_leaves_its_name_behind() -> None:
    before, after = allow("db:Get", "a", Sid="Items"), allow("db:Put", "a", Sid="Items")

    assert statements(union(body(Role=role(before)), body(Role=role(after)))) == [after, allow("db:Get", "a")]


def test_a_policy_under_another_name_stands_beside_the_new_one() -> None:
    before, after = role(allow("db:Get", "a")), role(allow("db:Put", "a"))
    before["Properties"]["Policies"][0]["PolicyName"] = "old"

    found = union(body(Role=before), body(Role=after))

    assert [one["PolicyName"] for one in resources_of(found)["Role"]["Properties"]["Policies"]] == ["dynamodb", "old"]


def test_a_policy_whose_rights_moved_to_another_one_goes() -> None:
    before, after = role(allow("db:Get", "a"), allow("db:Put", "b")), role(allow("db:Get", "a"))
    before["Properties"]["Policies"].append(
        {"PolicyName": "more", "PolicyDocument": {"Statement": [allow("x:Y", "c")]}}
    )
    after["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].append(allow("x:Y", "c"))

    found = union(body(Role=before), body(Role=after))

    assert len(resources_of(found)["Role"]["Properties"]["Policies"]) == 1


def test_trust_and_attached_policies_are_joined_too() -> None:
    before, after = trusted_by("one"), trusted_by("two")
    before["Properties"]["ManagedPolicyArns"] = [ref("Old")]
    bodies = body(Role=before, Old=managed(allow("db:Get", "a"))), body(Role=after)

    found = resources_of(union(*bodies))

    trust = found["Role"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert [one["Principal"] for one in trust] == [{"Service": ["two"]}, {"Service": ["one"]}]
    assert found["Role"]["Properties"]["ManagedPolicyArns"] == [ref("Old")]
    assert found["Old"] == managed(allow("db:Get", "a"))


def test_a_role_that_goes_with_what_it_needs_is_not_kept() -> None:
    going = role(PermissionsBoundary=ref("Bucket"))

    assert with_grants(body(Role=going, Bucket={"Type": "AWS::S3::Bucket"}), body(Other=role())) is None


@pytest.mark.parametrize("make", [role, managed])
def test_a_union_that_iam_would_not_take_is_none(make: Any) -> None:
    before, after = (make(allow("db:Get", *(f"{name}{number:060}" for number in range(90)))) for name in "ab")

    assert with_grants(body(Role=before), body(Role=after)) is None


def test_rights_are_compared_one_by_one() -> None:
    one = {"Statement": [allow("a b", "x", "y")]}
    other = {"Statement": [allow("a", "x"), allow("b", "y")]}

    assert missing(other, one) == []
    assert missing(one, other) == [allow("a b", "y", "x")]


def test_what_is_given_is_not_changed() -> None:
    before, after = body(Role=role(allow("db:Get", "a"))), body(Role=role(allow("db:Put", "a"), DENY))
    copies = deepcopy((before, after))

    with_grants(before, after)

    assert (before, after) == copies
