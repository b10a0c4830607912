from __future__ import annotations

import pytest

from tests.journeys.travel import APP, Traveller, with_regions

BY_NAME = "    global_secondary_indexes: {by_name: {partition_key: {name: name, type: S}}}\n"
INDEXED = APP.replace("api:\n", BY_NAME + "api:\n")
RENAMED = APP.replace("/things/{id}: ", "/things/{key}: ").replace("$request.path.id", "$request.path.key")


def test_three_regions_come_while_one_goes(traveller: Traveller) -> None:
    traveller.deploy(with_regions("eu-west-1"))

    traveller.deploy(with_regions("eu-north-1", "eu-central-1", "sa-east-1"), "--allow", "remove-region")
    written = traveller.call("POST", "sa-east-1", "/things", {"name": "far"})

    assert traveller.is_settled()
    assert traveller.call("GET", "eu-central-1", f"/things/{written.body['id']}").status == 200


def test_an_index_comes_and_goes(traveller: Traveller) -> None:
    traveller.deploy(with_regions("eu-west-1"))

    traveller.deploy(with_regions("eu-west-1", app=INDEXED))
    there = traveller.indexes("us-east-1", "shop-things"), traveller.indexes("eu-west-1", "shop-things")
    traveller.deploy(with_regions("eu-west-1"))

    assert there == (["by_name"], ["by_name"])
    assert traveller.indexes("us-east-1", "shop-things") == []
    assert traveller.is_settled()


def test_a_path_variable_is_renamed(traveller: Traveller) -> None:
    traveller.deploy(with_regions("eu-west-1"))
    written = traveller.call("POST", "us-east-1", "/things", {"name": "x"})
    traveller.write(with_regions("eu-west-1", app=RENAMED))

    refused = traveller.run("deploy", "--yes")
    done = traveller.run("deploy", "--yes", "--allow", "path-rename")

    assert refused.code == 3
    assert "--allow 'path-rename:" in refused.err
    assert done.code == 0, done.err
    assert traveller.call("GET", "eu-west-1", f"/things/{written.body['id']}").status == 200


def test_a_region_that_is_down_is_skipped_and_caught_up_with_later(traveller: Traveller) -> None:
    traveller.deploy(APP)
    traveller.local.fault("*", "ap-southeast-2", "cut", times=1000)

    other = APP.replace("made_in: $region", "made_in: $region, kind: new")
    traveller.write(other)
    skipping = traveller.run("deploy", "--yes", "--skip-region", "ap-southeast-2")
    behind = traveller.run("status", "--exit-code")
    traveller.local.fault("*", "ap-southeast-2", "cut", times=0)
    traveller.deploy(other)

    assert skipping.code == 0, skipping.err
    assert behind.code == 1
    assert traveller.is_settled()


@pytest.mark.parametrize("change", [5, 8])
def test_what_is_interrupted_goes_on_where_it_was(traveller: Traveller, change: int) -> None:
    traveller.write(APP)

    stopped = traveller.run("deploy", "--yes", interrupted_at=change)
    again = traveller.run("deploy", "--yes")

    assert stopped.code == 130, stopped.err
    assert again.code == 0, again.err
    assert traveller.is_settled()


def test_a_plan_is_carried_out_as_it_was_written_or_not_at_all(traveller: Traveller) -> None:
    traveller.write(with_regions("eu-west-1"))
    traveller.run("plan", "--out", "plan.json")

    done = traveller.run("deploy", "plan.json", "--yes")
    again = traveller.run("deploy", "plan.json", "--yes")

    assert done.code == 0, done.err
    assert traveller.is_settled()
    assert again.code == 3
    assert "plan" in again.err
