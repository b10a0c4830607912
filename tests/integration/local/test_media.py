"""The example media in three regions of an embedded AWS, rolled out by the command line and called over HTTP."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest

from generator.cloudformation.names import ASSET_PREFIX, artifact_bucket
from generator.local.remote import Local
from tests.integration.local.aws import ACCOUNT, ROOT, Aws, until
from tests.integration.local.rights import GIVEN, READ, WRITE, allowed, policies_of_functions
from tests.integration.local.rolled_out import logged, rolled_out
from tests.support.pipes import LEAVES_PIPES
from tests.support.policies import VALUES, documents

pytestmark = LEAVES_PIPES

MEDIA = ROOT / "examples" / "media"
NAME = "media.example.com"
MAIN, NEAR, FAR = REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2")
PHOTOS = "/albums/summer/photos"


@pytest.fixture(scope="module")
def media(served: Local, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    with rolled_out(served, tmp_path_factory.mktemp("app"), "media") as aws:
        yield aws


@cache
def token(user: str) -> str:
    """What the example's own authorizer takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISSUER", NAME)
        signed = runpy.run_path(str(MEDIA / "functions" / "authorize" / "app.py"))["signature"](user)
    return f"Bearer {user}.{signed}"


def assets_of(name: str) -> set[str]:
    """Keys of the packages that a template asks for."""
    text = (MEDIA / "build" / "default" / f"{name}.template.json").read_text()
    return set(re.findall(rf"{ASSET_PREFIX}[0-9a-f]{{64}}\.zip", text))


def in_bucket(aws: Aws, region: str) -> set[str]:
    asked = {"Bucket": artifact_bucket(ACCOUNT, region), "Prefix": ASSET_PREFIX}
    return {entry["Key"] for entry in aws.client("s3", region).list_objects_v2(**asked)["Contents"]}


def runs(aws: Aws, function: str, region: str) -> int:
    """How often a function ran in a region, by its log."""
    return sum(message.startswith("START ") for message in logged(aws, function, region))


def test_the_code_of_what_runs_in_a_region_is_in_its_own_bucket(media: Aws) -> None:
    everything, regional = assets_of("main"), assets_of("secondary")

    assert len(everything) == len(list((MEDIA / "functions").iterdir()))
    assert len(regional) == len(("authorize", "photos", "thumbnail"))
    assert {region: in_bucket(media, region) for region in REGIONS} == {MAIN: everything, NEAR: regional, FAR: regional}


def test_the_migration_ran_once_in_the_main_region_and_every_region_knows_it(media: Aws) -> None:
    assert runs(media, "AddTitles", MAIN) == 1
    for region in REGIONS:
        asked = {"TableName": "media-control", "Key": {"pk": {"S": "migration#add_titles"}}}
        assert len(media.client("dynamodb", region).get_item(**asked)["Item"]["versions"]["SS"]) == 1


ACCESS: dict[str, dict[str, str]] = {
    "Authorize": {},
    "Photos": {"media-photos": "write"},
    "Thumbnail": {"media-photos": "read_write"},
    "Count": {"media-counts": "write"},
    "Tidy": {"media-counts": "read_write"},
    "AddTitles": {"media-albums": "read_write"},
}
"""What each function is given in the app file."""

MAIN_ONLY = {"Count", "Tidy", "AddTitles"}


@pytest.mark.parametrize("region", REGIONS)
def test_a_function_may_do_what_access_gives_with_the_local_replica_and_nothing_else(media: Aws, region: str) -> None:
    policies = policies_of_functions(media, region)
    places = list(product(("media-photos", "media-counts", "media-albums", "media-control"), REGIONS))

    found = {
        (function, *place): allowed(media, policies[function], table(*place))
        for function, place in product(policies, places)
    }

    assert policies.keys() == (ACCESS.keys() if region == MAIN else ACCESS.keys() - MAIN_ONLY)
    assert found == {
        (function, name, where): GIVEN[ACCESS[function].get(name, "") if where == region else ""]
        for function, (name, where) in product(policies, places)
    }


def table(name: str, region: str) -> str:
    return f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}"


def test_indexes_come_along_with_their_table_each_by_its_name(media: Aws) -> None:
    """The media have none, so this is a policy as another example has it built."""
    template = ROOT / "examples" / "everything" / "build" / "prod" / "main.template.json"
    role = json.loads(template.read_text())["Resources"]["ApiFunctionRole"]
    policies = list(documents(role, {**VALUES, "AWS::Region": NEAR, "AWS::AccountId": ACCOUNT}))

    def may(*place: str) -> set[str]:
        return allowed(media, policies, table(*place))

    assert may("EverythingItems", NEAR) == READ | WRITE
    assert may("everything-ledger", NEAR) == READ
    for index in ("by_kind", "by_title"):
        assert {"dynamodb:Query", "dynamodb:Scan"} <= may(f"EverythingItems/index/{index}", NEAR) <= READ | WRITE
        assert may(f"EverythingItems/index/{index}", MAIN) == set()
    assert may("EverythingItems/index/by_owner", NEAR) == set()
    assert may("EverythingItems/stream/1", NEAR) == set()


def test_who_has_no_token_or_a_wrong_one_is_refused(media: Aws) -> None:
    sent: tuple[dict[str, str], ...] = ({}, {"Authorization": f"{token('ann')}0"})
    for region, headers in product(REGIONS[:2], sent):
        answer = media.http("POST", f"{region}.{NAME}", PHOTOS, {"title": "A beach"}, **headers)
        assert answer.status == 401
    assert photos(media, MAIN) == {}


def photos(aws: Aws, region: str) -> dict[str, dict[str, str]]:
    """Id ─▶ photo, as a region's API answers."""
    answer = aws.http("GET", f"{region}.{NAME}", PHOTOS, Authorization=token("ann"))
    assert answer.status == 200
    return {photo["photo_id"]: photo for photo in answer.body["items"]}


def test_a_photo_is_worked_on_where_it_was_posted_read_elsewhere_and_counted_once(media: Aws) -> None:
    posted = {}
    for region in (NEAR, FAR):
        host = f"{region}.{NAME}"
        answer = media.http("POST", host, PHOTOS, {"title": f"From {region}"}, Authorization=token("ann"))
        assert answer.status == 201, answer
        posted[answer.body["photo_id"]] = region

    def made() -> dict[str, str]:
        return {key: photo["thumbnail"] for key, photo in photos(media, MAIN).items()}

    def counted() -> Any:
        path = "/albums/summer/count"
        return media.http("GET", f"{FAR}.{NAME}", path, Authorization=token("ann")).body.get("photos", 0)

    assert until(made, lambda found: "wanted" not in found.values()) == posted
    assert {key: photo["uploaded_in"] for key, photo in photos(media, NEAR).items()} == posted
    assert until(counted, lambda count: count >= len(posted)) == len(posted)
    ran = until(lambda: [runs(media, "Thumbnail", region) for region in REGIONS], lambda seen: sum(seen) >= len(posted))
    assert ran == [0, 1, 1]
