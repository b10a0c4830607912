"""Templates as CloudFormation takes them: in the call itself, or from the artifact bucket of the region."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from generator.aws.errors import is_code
from generator.aws.model import Template
from generator.aws.session import Session, is_amazon
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES, TEMPLATE_BYTES
from generator.cloudformation.names import artifact_bucket
from generator.cloudformation.template_text import template_text
from generator.errors import AwsError, Place


def template_argument(session: Session, body: Template, region: str) -> Mapping[str, str]:
    """`TemplateBody`, or `TemplateURL` after an upload to the region's bucket when it is too large for the call."""
    text = template_text(body)
    if len(text) <= INLINE_TEMPLATE_BYTES:
        return {"TemplateBody": text}
    if len(text) > TEMPLATE_BYTES:
        raise AwsError(
            f"{region}: a template has {len(text):,} bytes, and CloudFormation takes {TEMPLATE_BYTES:,}",
            "split the app into two",
            Place(operation="upload a template", region=region),
        )
    return {"TemplateURL": _uploaded(session, text.encode(), region)}


def _uploaded(session: Session, content: bytes, region: str) -> str:
    """The URL of the content, which is put there if it is not yet. The key is its digest: it never changes."""
    account = session.identity().account
    bucket = artifact_bucket(account, region)
    key = f"templates/{sha256(content).hexdigest()}.json"
    # A name that can be computed can be taken by somebody else, who would then read and answer with templates of his.
    owned = {"Bucket": bucket, "Key": key, "ExpectedBucketOwner": account}
    if not _exists(session, owned, region):
        try:
            with session.asking("s3", region, f"upload a template to bucket {bucket}") as s3:
                s3.put_object(Body=content, ContentType="application/json", **owned)
        except AwsError as error:
            if is_code(error, "NoSuchBucket"):
                raise AwsError(
                    error.message, "the stack multi-region-bootstrap makes it: deploy again", error.place
                ) from error
            raise
    url: str = session.client("s3", region).meta.endpoint_url
    return (
        f"https://{bucket}.s3.{region}.amazonaws.com/{key}" if is_amazon(url) else f"{url.rstrip('/')}/{bucket}/{key}"
    )


def _exists(session: Session, owned: Mapping[str, str], region: str) -> bool:
    try:
        with session.asking("s3", region, "look for an uploaded template") as s3:
            s3.head_object(**owned)
    except AwsError as error:
        # S3 answers 403 for a missing key to callers that may not list the bucket; the upload then tells what is wrong.
        if is_code(error, "404", "403", "NoSuchKey", "NotFound"):
            return False
        raise
    return True
