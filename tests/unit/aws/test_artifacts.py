from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from generator.aws.artifacts import copy_asset, has_asset, template_argument, upload_asset
from generator.aws.session import Endpoint
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES, TEMPLATE_BYTES
from generator.errors import AccessError, AssemblyError, AwsError, ThrottlingError
from tests.support.recording import IDENTITY, FakeAws, Refusal

BUCKET = "multi-region-artifacts-123456789012-eu-west-1"


def sized(size: int) -> dict[str, str]:
    """A template whose minified text has this many bytes."""
    return {"Description": "x" * (size - len('{"Description":""}'))}


def aws_with_bucket(endpoint: Endpoint | None = None) -> FakeAws:
    aws = FakeAws(endpoint)
    aws.on("GetCallerIdentity", IDENTITY)
    aws.on("HeadObject", Refusal("404", "Not Found", 404))
    aws.on("PutObject", {})
    return aws


def test_a_template_that_fits_goes_with_the_call() -> None:
    aws = FakeAws()

    argument = template_argument(aws.session, {"b": 1, "a": [1, 2]}, "eu-west-1")

    assert argument == {"TemplateBody": '{"a":[1,2],"b":1}'}
    assert (
        len(template_argument(aws.session, sized(INLINE_TEMPLATE_BYTES), "eu-west-1")["TemplateBody"])
        == INLINE_TEMPLATE_BYTES
    )
    assert aws.calls == []


def test_text_that_is_not_ascii_comes_back_as_it_was_sent() -> None:
    text = template_argument(FakeAws().session, {"Description": "Größe €"}, "eu-west-1")["TemplateBody"]

    assert text.isascii()
    assert json.loads(text) == {"Description": "Größe €"}


def test_a_larger_template_goes_through_the_bucket_of_the_region() -> None:
    aws = aws_with_bucket()
    body = sized(INLINE_TEMPLATE_BYTES + 1)

    argument = template_argument(aws.session, body, "eu-west-1")

    content = json.dumps(body, separators=(",", ":")).encode()
    key = f"templates/{sha256(content).hexdigest()}.json"
    owned = {"Bucket": BUCKET, "Key": key, "ExpectedBucketOwner": "123456789012"}
    assert argument == {"TemplateURL": f"https://{BUCKET}.s3.eu-west-1.amazonaws.com/{key}"}
    assert aws.sent("HeadObject") == [owned]
    assert aws.sent("PutObject") == [owned | {"Body": content, "ContentType": "application/json"}]


def test_a_template_is_uploaded_once() -> None:
    aws = aws_with_bucket()
    aws.on("HeadObject", {})

    template_argument(aws.session, sized(INLINE_TEMPLATE_BYTES + 1), "eu-west-1")

    assert "PutObject" not in aws.operations


def test_callers_that_may_not_list_the_bucket_upload() -> None:
    aws = aws_with_bucket()
    aws.on("HeadObject", Refusal("403", "Forbidden", 403))

    template_argument(aws.session, sized(INLINE_TEMPLATE_BYTES + 1), "eu-west-1")

    assert "PutObject" in aws.operations


def test_an_endpoint_is_asked_by_path() -> None:
    aws = aws_with_bucket(Endpoint(url="http://127.0.0.1:4566/"))

    argument = template_argument(aws.session, sized(INLINE_TEMPLATE_BYTES + 1), "eu-west-1")

    assert argument["TemplateURL"].startswith(f"http://127.0.0.1:4566/{BUCKET}/templates/")


def test_without_the_bucket_it_is_said_who_makes_it() -> None:
    aws = aws_with_bucket()
    aws.on("PutObject", Refusal("NoSuchBucket", "The specified bucket does not exist", 404))

    with pytest.raises(AwsError, match=BUCKET) as caught:
        template_argument(aws.session, sized(INLINE_TEMPLATE_BYTES + 1), "eu-west-1")

    assert "multi-region-bootstrap" in caught.value.advice


def test_a_bucket_of_another_account_gets_nothing() -> None:
    aws = aws_with_bucket()
    aws.on("PutObject", Refusal("AccessDenied", "Access Denied", 403))

    with pytest.raises(AccessError):
        template_argument(aws.session, sized(INLINE_TEMPLATE_BYTES + 1), "eu-west-1")


def test_no_call_is_made_for_a_template_that_is_too_large() -> None:
    aws = FakeAws()

    with pytest.raises(AwsError, match="1,000,001 bytes, and CloudFormation takes 1,000,000"):
        template_argument(aws.session, sized(TEMPLATE_BYTES + 1), "eu-west-1")

    assert aws.calls == []


NAME = f"{'0' * 64}.zip"
OWNED = {"Bucket": BUCKET, "Key": f"assets/{NAME}", "ExpectedBucketOwner": "123456789012"}


@pytest.fixture
def package(tmp_path: Path) -> str:
    (tmp_path / NAME).write_bytes(b"zip")
    return str(tmp_path / NAME)


@pytest.mark.parametrize("code", ["404", "403", "NoSuchBucket"])
def test_a_package_that_cannot_be_seen_is_not_there(code: str) -> None:
    aws = aws_with_bucket()
    aws.on("HeadObject", Refusal(code, "", 404))

    assert not has_asset(aws.session, NAME, "eu-west-1")
    assert aws.sent("HeadObject") == [OWNED]


def test_a_package_that_is_there_is_seen() -> None:
    aws = aws_with_bucket()
    aws.on("HeadObject", {})

    assert has_asset(aws.session, NAME, "eu-west-1")


def test_a_region_that_refuses_to_tell_is_no_answer() -> None:
    aws = aws_with_bucket()
    aws.on("HeadObject", Refusal("SlowDown", "Please reduce your request rate", 503))

    with pytest.raises(ThrottlingError):
        has_asset(aws.session, NAME, "eu-west-1")


def test_a_package_is_put_under_its_name_unless_something_is_there(package: str) -> None:
    aws = aws_with_bucket()

    upload_asset(aws.session, package, "eu-west-1")

    (sent,) = aws.sent("PutObject")
    assert {name: value for name, value in sent.items() if name != "Body"} == {
        **OWNED,
        "ContentType": "application/zip",
        "IfNoneMatch": "*",
    }


def test_what_somebody_else_uploaded_meanwhile_stays(package: str) -> None:
    aws = aws_with_bucket()
    aws.on("PutObject", Refusal("PreconditionFailed", "At least one of the pre-conditions did not hold", 412))

    upload_asset(aws.session, package, "eu-west-1")

    assert aws.operations.count("PutObject") == 1


def test_an_upload_that_is_refused_is_told(package: str) -> None:
    aws = aws_with_bucket()
    aws.on("PutObject", Refusal("AccessDenied", "Access Denied", 403))

    with pytest.raises(AccessError, match=f"bucket {BUCKET}"):
        upload_asset(aws.session, package, "eu-west-1")


def test_a_package_that_is_gone_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match=NAME):
        upload_asset(aws_with_bucket().session, str(tmp_path / NAME), "eu-west-1")


def test_a_package_without_a_bucket_says_who_makes_it(package: str) -> None:
    aws = aws_with_bucket()
    aws.on("PutObject", Refusal("NoSuchBucket", "The specified bucket does not exist", 404))

    with pytest.raises(AwsError) as caught:
        upload_asset(aws.session, package, "eu-west-1")

    assert "multi-region-bootstrap" in caught.value.advice


def test_a_package_is_copied_from_the_bucket_of_another_region() -> None:
    aws = aws_with_bucket()
    aws.on("CopyObject", {})

    copy_asset(aws.session, NAME, "eu-west-1", "us-east-1")

    source = {"Bucket": "multi-region-artifacts-123456789012-us-east-1", "Key": OWNED["Key"]}
    assert aws.sent("CopyObject") == [{**OWNED, "CopySource": source, "ExpectedSourceBucketOwner": "123456789012"}]
