"""The updates of an API: what goes is removed first, rights are taken last."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from generator.deploy.bodies.parts import resources_of
from generator.deploy.bodies.rest import RestUpdate, rest_updates
from tests.unit.deploy.templates import allow, api, body, method, path, ref, role

ITEMS = path(None, "items")


def kinds(updates: list[RestUpdate]) -> list[str]:
    """The kind of each update."""
    return [update.kind for update in updates]


def clear(before: Any, after: Any) -> RestUpdate:
    """The first update, which removes what goes."""
    update = rest_updates(before, after)[0]
    assert update.kind == "clear"
    return update


def test_the_same_api_needs_no_update() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"))

    assert rest_updates(before, deepcopy(before)) == []


def test_an_order_of_creation_and_words_for_people_are_no_difference() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"))
    after = {**deepcopy(before), "Description": "new", "Metadata": {"a": 1}}
    after["Resources"]["D1"]["DependsOn"] = ["Items"]

    assert rest_updates(before, after) == []


def test_what_only_comes_needs_one_update() -> None:
    after = api("D2", Items=ITEMS, Get=method("Items"), Put=method("Items", "PUT"))

    updates = rest_updates(api("D1", Items=ITEMS, Get=method("Items")), after)

    assert [(update.kind, update.body) for update in updates] == [("rest", after)]


def test_a_method_that_goes_is_removed_while_the_old_snapshot_is_served() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"), Put=method("Items", "PUT"))
    after = api("D2", Items=ITEMS, Get=method("Items"))

    first, second = rest_updates(before, after)

    assert (first.kind, first.gone) == ("clear", ("Put",))
    assert set(resources_of(first.body)) == {"Api", "Stage", "D1", "Items", "Get"}
    assert resources_of(first.body)["D1"]["DependsOn"] == ["Get", "Items"]
    assert resources_of(first.body)["Stage"] == resources_of(before)["Stage"]
    assert (second.kind, second.body) == ("rest", after)


def test_a_lone_dependency_may_be_a_text() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"))
    before["Resources"]["D1"]["DependsOn"] = "Get"

    update = clear(before, api("D2", Items=ITEMS))

    assert resources_of(update.body)["D1"]["DependsOn"] == []


def test_a_renamed_path_variable_takes_everything_below_it_along() -> None:
    before = api("D1", Id=path(None, "{id}"), Below=path("Id", "orders"), Get=method("Below"))
    after = api("D2", Key=path(None, "{key}"), Under=path("Key", "orders"), Take=method("Under"))

    update = clear(before, after)

    assert update.gone == ("Below", "Get", "Id")


def test_a_path_that_is_renamed_in_place_is_made_anew_and_so_is_what_lies_below() -> None:
    before = api("D1", Id=path(None, "{id}"), Below=path("Id", "orders"), Get=method("Below"), Top=method("Id"))
    after = api("D2", Id=path(None, "{key}"), Below=path("Id", "orders"), Get=method("Below"), Top=method("Id"))

    assert clear(before, after).gone == ("Below", "Get", "Id", "Top")


def test_what_something_that_stays_refers_to_is_not_removed_yet() -> None:
    authorizer = {"Type": "AWS::ApiGateway::Authorizer", "Properties": {"RestApiId": ref("Api"), "Name": "a"}}
    before = api("D1", Items=ITEMS, Get=method("Items", AuthorizerId=ref("Login")), Login=authorizer)
    after = api("D2", Items=ITEMS, Get=method("Items"))

    assert kinds(rest_updates(before, after)) == ["rest"]


def test_what_is_needed_by_what_is_still_needed_stays_too() -> None:
    before = api("D1", A=path(None, "a"), B=path("A", "b"), Get=method("B"))
    before["Outputs"] = {"Url": {"Value": {"Fn::Sub": "${B}"}}}

    assert clear(before, api("D2", C=path(None, "c"))).gone == ("Get",)


def test_gateway_responses_go_first_too_and_models_do_not() -> None:
    response = {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {"RestApiId": ref("Api"), "ResponseType": "THROTTLED"},
    }
    model = {"Type": "AWS::ApiGateway::Model", "Properties": {"RestApiId": ref("Api"), "Name": "m"}}

    update = clear(api("D1", Items=ITEMS, Slow=response, Shape=model), api("D2", Items=ITEMS))

    assert update.gone == ("Slow",)


def test_an_api_that_is_made_anew_needs_no_clearing() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"))
    after = body(Other={"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "shop"}})

    assert kinds(rest_updates(before, after)) == ["rest"]


def test_without_a_snapshot_there_is_nothing_that_would_be_kept_in_it() -> None:
    before = body(
        Api={"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "shop"}}, Items=ITEMS, Get=method("Items")
    )

    assert kinds(rest_updates(before, api("D1", Items=ITEMS))) == ["rest"]


def test_rights_that_go_stay_until_the_stage_has_moved() -> None:
    before = api("D1", Items=ITEMS, Role=role(allow("db:Get db:Put", "a", "b")))
    after = api("D2", Items=ITEMS, Put=method("Items", "PUT"), Role=role(allow("db:Get", "a", "b", "c")))

    first, second = rest_updates(before, after)

    assert (first.kind, second.kind) == ("grow", "narrow")
    assert second.body == after
    (policy,) = resources_of(first.body)["Role"]["Properties"]["Policies"]
    assert policy["PolicyDocument"]["Statement"] == [
        allow("db:Get", "a", "b", "c"),
        allow("db:Put", "a", "b"),
    ]


def test_rights_that_only_come_need_one_update() -> None:
    before = api("D1", Items=ITEMS, Role=role(allow("db:Get", "a")))
    after = api("D2", Items=ITEMS, Role=role(allow("db:Get db:Put", "a", "b")))

    assert kinds(rest_updates(before, after)) == ["rest"]


def test_rights_that_come_are_given_by_an_update_that_comes_first_anyway() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"), Role=role(allow("db:Get", "a"), Path="/old/"))
    after = api("D2", Items=ITEMS, Role=role(allow("db:Get db:Put", "a"), Path="/new/"))

    update = clear(before, after)

    properties = resources_of(update.body)["Role"]["Properties"]
    (policy,) = properties["Policies"]
    assert policy["PolicyDocument"]["Statement"] == [allow("db:Get db:Put", "a")]
    assert properties["Path"] == "/old/"


def test_rights_to_what_is_not_there_yet_are_not_given_first() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"), Role=role(allow("db:Get", "a")))
    function = {"Type": "AWS::Lambda::Function", "Properties": {}}
    right = {"Effect": "Allow", "Action": ["lambda:Invoke"], "Resource": [ref("New")]}
    after = api("D2", Items=ITEMS, New=function, Role=role(allow("db:Get", "a"), right))

    assert resources_of(clear(before, after).body)["Role"] == resources_of(before)["Role"]


def test_only_rights_that_go_are_taken_at_once() -> None:
    before = api("D1", Items=ITEMS, Role=role(allow("db:Get", "a"), allow("db:Put", "a")))
    after = api("D1", Items=ITEMS, Role=role(allow("db:Get", "a")))

    assert kinds(rest_updates(before, after)) == ["narrow"]


def test_a_role_that_goes_stays_until_the_stage_has_moved() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"), Role=role(allow("db:Get", "a")))
    after = api("D2", Items=ITEMS, Get=method("Items", AuthorizationType="NONE"))

    first, second = rest_updates(before, after)

    assert (first.kind, second.kind) == ("grow", "narrow")
    assert resources_of(first.body)["Role"] == resources_of(before)["Role"]


def test_rights_that_do_not_fit_together_change_at_once() -> None:
    many = [
        f"arn:aws:dynamodb:eu-west-1:123456789012:table/{name}{number:03}" for number in range(110) for name in "ab"
    ]
    before = api("D1", Items=ITEMS, Role=role(allow("db:Get", *many[::2])))
    after = api("D2", Items=ITEMS, Role=role(allow("db:Get", *many[1::2])))

    assert kinds(rest_updates(before, after)) == ["rest"]


def test_a_first_api_needs_one_update() -> None:
    after = api("D1", Items=ITEMS)

    assert [(update.kind, update.body) for update in rest_updates({"Resources": {}}, after)] == [("rest", after)]


def test_what_is_given_is_not_changed() -> None:
    before = api("D1", Items=ITEMS, Get=method("Items"), Role=role(allow("db:Get", "a")))
    after = api("D2", Items=ITEMS, Role=role(allow("db:Put", "a")))
    copies = deepcopy((before, after))

    assert kinds(rest_updates(before, after)) == ["clear", "grow", "narrow"]

    assert (before, after) == copies
