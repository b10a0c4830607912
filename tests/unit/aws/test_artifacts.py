from __future__ import annotations

import json
from hashlib import sha256

import pytest

from generator.aws.artifacts import template_argument
from generator.aws.session import Endpoint
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES, TEMPLATE_BYTES
from generator.errors import AccessError, AwsError
from tests.support.recording import FakeAws, Refusal

IDENTITY = {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/x", "UserId": "x"}
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
