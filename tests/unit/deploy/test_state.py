from __future__ import annotations

from collections import Counter
from threading import Barrier

import pytest
from msgspec.structs import replace

from generator.aws.model import ControlRow, DeployedRecord, Quota, StackStatus
from generator.deploy.asking import NOT_ENABLED
from generator.deploy.deployed import Deployed
from generator.deploy.state import SKIPPED, read
from generator.errors import AccessError, CredentialsError, NetworkError
from tests.support.apps import SHOP, assembled, patched
from tests.support.fake_calls import Call
from tests.support.fake_cloud import FakeCloud
from tests.support.rolled_out import rolled_out, world
from tests.unit.deploy.read_apps import MAIN, SECOND, THIRD, in_regions, shop


def test_nothing_is_there_before_the_first_deploy() -> None:
    deployed = read(world(shop()), shop())

    assert (deployed.roles, deployed.main, deployed.secondary, deployed.dns) == (None, None, None, None)
    assert (deployed.tables, deployed.bootstrap, deployed.control, deployed.records) == ({}, {}, {}, ())
    assert deployed.unread == {}
    assert deployed.zone is not None
    assert deployed.delegation == deployed.zone.name_servers


def test_everything_is_there_afterwards() -> None:
    deployed = read(rolled_out(shop()), shop())

    assert deployed.main is not None
    assert deployed.roles is not None
    assert deployed.dns is not None
    assert deployed.secondary is not None
    assert {region: one.status for region, one in deployed.secondary.instances.items()} == {
        SECOND: "CURRENT",
        THIRD: "CURRENT",
    }
    assert list(deployed.tables) == ["shop-control", "shop-items"]
    assert set(deployed.bootstrap) == {MAIN, SECOND, THIRD}
    assert len(deployed.records) == 6


def test_what_is_read_does_not_depend_on_the_order_of_the_answers() -> None:
    cloud = rolled_out(shop())

    assert read(cloud, shop(), workers=1) == read(cloud, shop(), workers=16)


def test_questions_are_asked_at_the_same_time() -> None:
    cloud = rolled_out(shop())
    both = Barrier(2, timeout=60)

    def meet(call: Call) -> None:
        if call.method == "table":
            both.wait()

    cloud.before = meet

    assert len(read(cloud, shop()).tables) == 2


def count(*secondary: str, tables: int = 1, first: bool = False) -> Counter[str]:
    more = {f"t{number}": {"partition_key": {"name": "id", "type": "S"}} for number in range(1, tables)}
    assembly = assembled(patched(SHOP, {"regions": {"secondary": list(secondary)}, "tables": more}))
    cloud = world(assembly) if first else rolled_out(assembly)
    read(cloud, assembly)
    return Counter(call.method for call in cloud.reads)


def test_another_region_costs_one_call_and_another_table_one() -> None:
    few, many = count("us-east-1", "us-west-2"), count("us-east-1", "us-west-2", "eu-central-1")

    assert many - few == Counter({"stack": 1})
    assert count("us-east-1", "us-west-2", tables=3) - few == Counter({"table": 2})
    assert few.total() == 16


def test_a_first_deploy_costs_four_more_per_region() -> None:
    few, many = (count(*regions, first=True) for regions in (("us-east-1",), ("us-east-1", "us-west-2")))

    assert many - few == Counter({"stack": 2, "domain_names": 1, "log_role": 1, "table_names": 1})
    assert few["table_names"] == 1


def test_nothing_is_changed() -> None:
    cloud = rolled_out(shop())

    read(cloud, shop())

    assert cloud.calls == []


def test_a_region_that_does_not_answer_is_told_and_the_rest_is_read() -> None:
    cloud = rolled_out(shop())
    cloud.down.add(THIRD)

    deployed = read(cloud, shop())

    assert deployed.unread == {THIRD: f"{THIRD} does not answer"}
    assert deployed.secondary is not None
    assert deployed.secondary.instances[THIRD].stack is None
    assert deployed.secondary.instances[SECOND].stack is not None
    assert set(deployed.bootstrap) == {MAIN, SECOND}


def test_without_the_main_region_its_rows_are_read_elsewhere_and_nothing_counts_as_foreign() -> None:
    cloud = rolled_out(shop())
    cloud.put_control_row("shop-control", MAIN, ControlRow(region=THIRD, drained=True, by="somebody"))
    cloud.down.add(MAIN)

    deployed = read(cloud, shop())

    assert deployed.unread == {MAIN: f"{MAIN} does not answer"}
    assert deployed.main is None
    assert set(deployed.control) == {THIRD}
    assert (deployed.foreign_tables, deployed.foreign_domains) == ({}, {})


def test_without_us_east_1_the_zone_is_not_read() -> None:
    assembly = in_regions("us-west-2")
    cloud = rolled_out(assembly)
    cloud.fail_next("zone", "", NetworkError("Route 53 does not answer"))

    deployed = read(cloud, assembly)

    assert deployed.unread == {"us-east-1": "Route 53 does not answer"}
    assert (deployed.zone, deployed.delegation) == (None, None)
    assert deployed.main is not None


def test_a_skipped_region_is_asked_nothing() -> None:
    cloud = rolled_out(shop())
    cloud.down.add(THIRD)

    deployed = read(cloud, shop(), skip=frozenset({THIRD}))

    assert deployed.unread == {THIRD: SKIPPED}
    assert not [call for call in cloud.reads if call.region == THIRD]


def test_a_region_that_is_not_enabled_is_asked_nothing() -> None:
    cloud = FakeCloud(regions=frozenset({MAIN, SECOND}))

    deployed = read(cloud, shop())

    assert deployed.unread == {THIRD: NOT_ENABLED}
    assert deployed.enabled_regions == {MAIN, SECOND}


def test_an_opt_in_region_that_does_not_know_the_caller_is_not_enabled() -> None:
    """What AWS answers there when it may not be asked which regions are enabled."""
    assembly = in_regions("af-south-1")
    cloud = FakeCloud(regions=frozenset({MAIN, SECOND}))
    cloud.fail_next("enabled_regions", "", AccessError("not allowed"))

    deployed = read(cloud, assembly)

    assert deployed.unread == {"af-south-1": NOT_ENABLED}
    assert deployed.enabled_regions == frozenset()


def test_an_app_elsewhere_is_read_while_us_east_1_does_not_tell_which_regions_are_enabled() -> None:
    assembly = in_regions("us-west-2")
    cloud = rolled_out(assembly)
    cloud.down.add("us-east-1")

    deployed = read(cloud, assembly)

    assert deployed.enabled_regions == frozenset()
    assert deployed.unread == {"us-east-1": "us-east-1 does not answer"}
    assert deployed.main is not None
    assert deployed.secondary is not None


def test_a_skipped_region_is_not_asked_for_the_stack_of_its_instance() -> None:
    deployed = read(rolled_out(shop()), shop(), skip=frozenset({SECOND}))

    assert deployed.secondary is not None
    assert deployed.secondary.instances[SECOND].stack is None
    assert deployed.secondary.instances[THIRD].stack is not None


def test_an_instance_in_a_region_that_is_not_enabled_any_more_keeps_no_other_from_being_read() -> None:
    assembly = in_regions("af-south-1")
    cloud = rolled_out(assembly)
    cloud.regions -= {"af-south-1"}

    deployed = read(cloud, assembly)

    assert deployed.unread == {"af-south-1": NOT_ENABLED}
    assert deployed.secondary is not None
    assert deployed.secondary.instances["af-south-1"].stack is None


@pytest.mark.parametrize("method", ["identity", "enabled_regions", "stack", "table", "zone"])
def test_credentials_that_are_not_valid_end_it_at_once(method: str) -> None:
    cloud = rolled_out(shop())
    regions = {"stack": MAIN, "table": MAIN}
    cloud.fail_next(method, regions.get(method, ""), CredentialsError("expired"))

    with pytest.raises(CredentialsError):
        read(cloud, shop())


def test_an_older_bootstrap_stack_is_to_be_made_again() -> None:
    assembly = shop()
    assert assembly.bootstrap is not None
    newer = replace(assembly, bootstrap=replace(assembly.bootstrap, version=assembly.bootstrap.version + 1))

    deployed = read(rolled_out(assembly), newer)

    assert set(deployed.log_roles) == {MAIN, SECOND, THIRD}


def test_a_region_that_goes_is_read_as_well() -> None:
    cloud = rolled_out(shop())

    deployed = read(cloud, in_regions(SECOND))

    assert THIRD in deployed.bootstrap
    assert deployed.secondary is not None
    assert THIRD in deployed.secondary.instances


def test_a_table_that_goes_is_read_as_well() -> None:
    bigger = assembled(patched(SHOP, {"tables": {"old": {"partition_key": {"name": "id", "type": "S"}}}}))

    deployed = read(rolled_out(bigger), shop())

    assert "shop-old" in deployed.tables


def test_a_stack_that_never_came_to_be_is_read_and_has_nothing() -> None:
    cloud = rolled_out(shop(), until="roles")
    main = next(entry for entry in shop().templates if entry.name == "main")
    stacks = cloud.world.stacks
    stacks[MAIN, "shop-main"] = replace(
        stacks[MAIN, "shop-roles"], name="shop-main", body=main.body, status=StackStatus("ROLLBACK_COMPLETE")
    )

    deployed: Deployed = read(cloud, shop())

    assert deployed.main is not None
    assert [call for call in cloud.reads if call.method == "domain_names"]


def test_an_app_without_a_domain_asks_nothing_of_route_53() -> None:
    assembly = assembled(patched(SHOP, {"domain": None, "regions": {"secondary": None}}))
    cloud = rolled_out(assembly)

    deployed = read(cloud, assembly)

    assert not {"zone", "records", "quotas", "name_servers", "domain_names"} & {call.method for call in cloud.reads}
    assert (deployed.zone, deployed.records, deployed.quotas) == (None, (), ())


def test_records_and_quotas_are_told_as_they_are() -> None:
    cloud = world(shop())
    cloud.world.foreign_records.append(DeployedRecord(name="api.example.com", type="CNAME", target="old.example.com"))
    cloud.limits = (Quota(name="health checks", limit=200, used=3),)

    deployed = read(cloud, shop())

    assert [record.type for record in deployed.records] == ["CNAME"]
    assert deployed.quotas == cloud.limits


def test_the_reasons_are_whole_sentences_of_the_error_but_for_the_region() -> None:
    cloud = rolled_out(shop())
    cloud.fail_next("stack", THIRD, AccessError(f"{THIRD}: us is not allowed to cloudformation:DescribeStacks"))

    unread = read(cloud, shop()).unread

    assert unread[THIRD] == "us is not allowed to cloudformation:DescribeStacks"
