from __future__ import annotations

from tests.journeys.travel import APP, Traveller


def test_a_region_that_fails_stops_neither_the_others_nor_the_next_try(traveller: Traveller) -> None:
    traveller.write(APP)
    traveller.local.fail("eu-west-1", "Certificate", reason="The zone is closed")

    failed = traveller.run("deploy", "--yes")
    served = traveller.call("GET", "us-east-1", "/health").status
    again = traveller.run("deploy", "--yes")

    assert failed.code == 1
    for said in ("eu-west-1", "Certificate", "The zone is closed"):
        assert said in failed.err
    assert served == 200
    assert again.code == 0, again.err
    assert traveller.is_settled()


def test_tables_outlive_a_main_stack_that_failed(traveller: Traveller) -> None:
    traveller.write(APP)
    traveller.local.fail("us-east-1", "Certificate", reason="The zone is closed")

    failed = traveller.run("deploy", "--yes")
    again = traveller.run("deploy", "--yes")

    assert failed.code == 1
    assert "us-east-1" in failed.err and "Certificate" in failed.err
    assert again.code == 0, again.err
    assert traveller.is_settled()


def test_expired_credentials_end_it_with_a_word_on_what_to_do(traveller: Traveller) -> None:
    traveller.write(APP)
    traveller.local.fault("ExecuteChangeSet", "us-east-1", "ExpiredToken")

    failed = traveller.run("deploy", "--yes")
    again = traveller.run("deploy", "--yes")

    assert failed.code == 4
    assert "credentials" in failed.err
    assert again.code == 0, again.err


def test_a_connection_that_is_cut_and_a_busy_service_are_asked_again(traveller: Traveller) -> None:
    traveller.write(APP)
    traveller.local.fault("DescribeStacks", "eu-west-1", "cut")
    traveller.local.fault("CreateChangeSet", "us-east-1", "Throttling")

    done = traveller.run("deploy", "--yes")

    assert done.code == 0, done.err
    assert traveller.is_settled()
