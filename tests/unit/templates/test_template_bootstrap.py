"""The bootstrap template: the same for everybody, retained, closed to the public."""

from __future__ import annotations

import re
from typing import Any

from generator.assembly.canonical import digest, minified
from generator.cloudformation import limits
from generator.cloudformation.references import unresolved
from generator.synthesis import synthesize
from generator.templates.bootstrap import STACK_NAME, VERSION, bootstrap
from tests.support.apps import SHOP, assembly_of, examples, patched
from tests.support.policies import ACCOUNT, spelled

# The digest of each version ever released: who changes the template makes a new version of it.
VERSIONS = {1: "826ad7dccf1dd448f6f352d08dabd484ee8b0d6b0a8b44d20bec28eb1612a1fc"}


def properties(logical_id: str) -> Any:
    return bootstrap()["Resources"][logical_id]["Properties"]


def test_a_changed_template_is_a_new_version() -> None:
    assert digest(minified(bootstrap())) == VERSIONS[VERSION]
    assert max(VERSIONS) == VERSION


def test_it_is_the_same_for_every_app() -> None:
    found = [synthesize(app).bootstrap for _, app in examples()]

    assert all(one == found[0] for one in found)
    assert found[0] is not None
    assert (found[0].stack_name, found[0].version) == (STACK_NAME, VERSION)
    assert found[0].capabilities == ("CAPABILITY_IAM",)


def test_nothing_of_an_app_or_a_region_is_in_it() -> None:
    named = assembly_of(patched(SHOP, {"name": "peculiar", "tags": {"team": "odd"}})).bootstrap

    assert named is not None
    assert "peculiar" not in str(named.body)
    assert not re.findall(r"[a-z]{2}-[a-z]+-\d", str(named.body))


def test_everything_outlives_the_stack_and_a_first_create_that_fails_leaves_nothing() -> None:
    policies = {
        (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) for resource in bootstrap()["Resources"].values()
    }

    assert policies == {("RetainExceptOnCreate", "Retain")}


def test_the_bucket_is_named_by_account_and_region_and_closed() -> None:
    bucket = spelled(properties("ArtifactBucket"))

    assert bucket["BucketName"] == f"multi-region-artifacts-{ACCOUNT}-eu-west-1"
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert bucket["BucketEncryption"]
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Status"] == "Enabled"
    assert rule.keys() >= {"NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"}
    # What is current stays: a stack may be rolled back to it.
    assert not [key for key in rule if key.startswith("Expiration")]


def test_nobody_reaches_the_bucket_without_tls() -> None:
    (statement,) = properties("ArtifactBucketPolicy")["PolicyDocument"]["Statement"]

    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(statement["Resource"]) == 2


def test_what_belongs_to_the_whole_region_is_ours_unless_it_is_said_to_be_theirs() -> None:
    found = bootstrap()
    conditional = {name for name, resource in found["Resources"].items() if "Condition" in resource}

    assert found["Parameters"]["ApiGatewayAccount"]["Default"] == "ours"
    assert found["Parameters"]["ApiGatewayAccount"]["AllowedValues"] == ["ours", "theirs"]
    assert conditional == {"ApiGatewayLogRole", "ApiGatewayAccountSettings"}
    # A template that keeps what it made has nothing left to say when it is theirs.
    assert not [output for output in found["Outputs"].values() if "Condition" in output]


def test_no_name_of_iam_is_fixed() -> None:
    role = properties("ApiGatewayLogRole")

    assert "RoleName" not in role
    assert role["Path"] == f"/{STACK_NAME}/"


def test_it_tells_its_version_and_the_bucket() -> None:
    assert {name: output["Value"] for name, output in bootstrap()["Outputs"].items()} == {
        "Version": str(VERSION),
        "BucketName": {"Ref": "ArtifactBucket"},
    }


def test_every_reference_resolves_and_the_template_is_deployed_inline() -> None:
    assert unresolved(bootstrap()) == ()
    assert len(minified(bootstrap())) <= limits.INLINE_TEMPLATE_BYTES
