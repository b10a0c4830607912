from __future__ import annotations

from pathlib import Path

from tests.golden import Golden
from tests.journeys.travel import APP, Traveller, with_regions

EXPECTED = Path(__file__).parent / "expected"
REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")
DELETE = "    DELETE /things/{id}: {action: DeleteItem, table: things, key: {id: $request.path.id}}\n"
AGREED = ("--allow", "public-route", "--allow", "iam-wider")


def test_an_app_is_rolled_out_gains_a_region_and_loses_one(traveller: Traveller, golden: Golden) -> None:
    """The three main journeys; what is sent on each of them is a golden."""
    traveller.deploy(APP)
    first = traveller.sent()
    written = traveller.call("POST", "eu-west-1", "/things", {"name": "Zoë"})

    traveller.deploy(with_regions("eu-west-1", "ap-southeast-2", "eu-north-1"))
    gained = traveller.sent()
    read = [traveller.call("GET", region, f"/things/{written.body['id']}") for region in (*REGIONS, "eu-north-1")]
    settled = traveller.is_settled()
    traveller.sent()

    traveller.deploy(with_regions("ap-southeast-2", "eu-north-1"), "--allow", "remove-region:eu-west-1")
    lost = traveller.sent()

    assert written.status == 201
    assert [answer.body.get("made_in") for answer in read] == ["eu-west-1"] * 4
    assert settled
    assert traveller.is_settled()
    assert traveller.call("GET", "eu-west-1", f"/things/{written.body['id']}").status == 404
    assert traveller.call("GET", "eu-north-1", f"/things/{written.body['id']}").status == 200
    golden.check(EXPECTED / "first-deploy.txt", first)
    golden.check(EXPECTED / "region-added.txt", gained)
    golden.check(EXPECTED / "region-removed.txt", lost)


def test_a_route_comes_and_goes_in_every_region(traveller: Traveller) -> None:
    traveller.deploy(APP)
    before = deleting(traveller)

    traveller.deploy(APP + DELETE, *AGREED)
    there = deleting(traveller)
    traveller.deploy(APP)
    gone = deleting(traveller)

    assert there == ["There is no such item."] * 3
    assert before == gone == ["There is nothing at this path."] * 3
    assert traveller.is_settled()


def test_a_destroyed_app_leaves_its_tables_and_takes_them_up_again(traveller: Traveller) -> None:
    traveller.deploy(APP)
    written = traveller.call("POST", "us-east-1", "/things", {"name": "kept"})

    destroyed = traveller.run("destroy", "--yes")
    nobody = traveller.call("GET", "us-east-1", f"/things/{written.body['id']}")
    again = traveller.deploy(APP)
    read = traveller.call("GET", "eu-west-1", f"/things/{written.body['id']}")

    assert destroyed.code == 0, destroyed.err
    assert nobody.status == 404
    assert "shop-things" in again.err
    assert (read.status, read.body["name"]) == (200, "kept")
    assert traveller.is_settled()


def test_an_app_is_destroyed_with_its_data(traveller: Traveller) -> None:
    traveller.deploy(with_regions("eu-west-1"))

    unsaid = traveller.run("destroy", "--yes", "--allow", "delete-data")
    destroyed = traveller.run("destroy", "--yes", "--allow", "delete-data", "--confirm", "shop")

    assert unsaid.code == 2
    assert destroyed.code == 0, destroyed.err
    assert traveller.tables("us-east-1") == traveller.tables("eu-west-1") == []


def deleting(traveller: Traveller) -> list[str]:
    """What each region says to the removal of something that is not there."""
    answers = [traveller.call("DELETE", region, "/things/nothing") for region in REGIONS]
    return [answer.body["error"]["message"] for answer in answers]
