"""The artifact bucket of a region: templates that are too large for a call, and packages, the code of functions.

Keys are made of what lies there, so what is under one never changes. A name that can be computed can be taken by
somebody else, who would then read, and answer with things of his: every call says whose bucket it has to be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from generator.aws.errors import is_code
from generator.aws.model import Template
from generator.aws.session import Session, is_amazon
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES, TEMPLATE_BYTES
from generator.cloudformation.names import ASSET_PREFIX, artifact_bucket
from generator.cloudformation.template_text import template_text
from generator.errors import AssemblyError, AwsError, Place

# S3 answers 403 for a missing key to callers that may not list the bucket; the upload then tells what is wrong.
_NOT_THERE = ("404", "403", "NoSuchBucket", "NoSuchKey", "NotFound")
_THERE_BY_NOW = ("PreconditionFailed", "412")


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


def has_asset(session: Session, name: str, region: str) -> bool:
    """Whether the bucket, if there is one, has a package of this name."""
    return _exists(session, _owned(session, f"{ASSET_PREFIX}{name}", region), region, "look for a package")


def upload_asset(session: Session, path: str, region: str) -> None:
    """Put the package at this path into the bucket, under its own name; one that is there by now stays."""
    owned = _owned(session, f"{ASSET_PREFIX}{os.path.basename(path)}", region)
    try:
        with (
            open(path, "rb") as content,
            _writing(),
            session.asking("s3", region, f"upload a package to bucket {owned['Bucket']}") as s3,
        ):
            s3.put_object(Body=content, ContentType="application/zip", IfNoneMatch="*", **owned)
    except FileNotFoundError as error:
        raise AssemblyError(f"{path} is gone", "deploy again: the package is made anew") from error
    except AwsError as error:
        if not is_code(error, *_THERE_BY_NOW):
            raise


def copy_asset(session: Session, name: str, region: str, source: str) -> None:
    """Put the package of this name into the bucket from that of the region `source`."""
    owned = _owned(session, f"{ASSET_PREFIX}{name}", region)
    there = _owned(session, owned["Key"], source)
    origin = {"Bucket": there["Bucket"], "Key": there["Key"]}
    operation = f"copy a package from {source} to bucket {owned['Bucket']}"
    with _writing(), session.asking("s3", region, operation) as s3:
        s3.copy_object(CopySource=origin, ExpectedSourceBucketOwner=there["ExpectedBucketOwner"], **owned)


def _owned(session: Session, key: str, region: str) -> dict[str, str]:
    account = session.identity().account
    return {"Bucket": artifact_bucket(account, region), "Key": key, "ExpectedBucketOwner": account}


def _uploaded(session: Session, content: bytes, region: str) -> str:
    """The URL of the content, which is put there if it is not yet."""
    owned = _owned(session, f"templates/{sha256(content).hexdigest()}.json", region)
    bucket, key = owned["Bucket"], owned["Key"]
    if not _exists(session, owned, region, "look for an uploaded template"):
        with _writing(), session.asking("s3", region, f"upload a template to bucket {bucket}") as s3:
            s3.put_object(Body=content, ContentType="application/json", **owned)
    url: str = session.client("s3", region).meta.endpoint_url
    return (
        f"https://{bucket}.s3.{region}.amazonaws.com/{key}" if is_amazon(url) else f"{url.rstrip('/')}/{bucket}/{key}"
    )


def _exists(session: Session, owned: Mapping[str, str], region: str, operation: str) -> bool:
    try:
        with session.asking("s3", region, operation) as s3:
            s3.head_object(**owned)
    except AwsError as error:
        if is_code(error, *_NOT_THERE):
            return False
        raise
    return True


@contextmanager
def _writing() -> Iterator[None]:
    """Say who makes the bucket when there is none."""
    try:
        yield
    except AwsError as error:
        if is_code(error, "NoSuchBucket"):
            advice = "the stack multi-region-bootstrap makes it: deploy again"
            raise AwsError(error.message, advice, error.place) from error
        raise
