"""What an extension sees and can ask for: the API, tables, routes."""

from __future__ import annotations

from pathlib import Path

import pytest
from troposphere import Ref

from generator.errors import UsageError
from generator.extensions.site import Asked, Site
from tests.support.apps import SHOP, assembled, resolved, resources
from tests.support.extensions import extended, mistakes
from tests.support.policies import STACK, matches, physical

REGIONAL = 'def add(site):\n    if site.kind != "dns":\n        '
CORS = {"api": {"cors": {"allow_origins": ["*"]}}}


def site(kind: str = "main") -> Site:
    return Site(resolved(SHOP), kind, Asked())  # type: ignore[arg-type]


def test_it_knows_the_api_and_the_replica_beside_it() -> None:
    found = site("secondary")

    assert (found.rest_api, found.stage) == (Ref("RestApi"), Ref("LiveStage"))
    arn = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/shop-items"
    assert found.table_arn("items").to_dict() == {"Fn::Sub": arn}
    assert found.role_path == "/shop/"
    assert found.tags == {"app": "shop", "environment": "default"}


@pytest.mark.parametrize("ask", ["rest_api", "stage"])
def test_dns_has_no_api(ask: str) -> None:
    with pytest.raises(UsageError, match="the dns template has no"):
        getattr(site("dns"), ask)


def test_dns_has_no_table_beside_it_and_nobody_has_one_that_is_not_declared() -> None:
    with pytest.raises(UsageError, match="the dns template has no table"):
        site("dns").table_arn("items")
    with pytest.raises(UsageError, match='there is no table "itmes"'):
        site().table_arn("itmes")


def test_a_name_is_the_apps_and_the_stacks_and_within_what_the_arns_are_about() -> None:
    name = physical(site().name("Jobs").to_dict())

    assert name == f"shop_Jobs-{STACK}"
    (arn,) = site().arns("states", "stateMachine:")
    assert arn == "arn:${AWS::Partition}:states:*:${AWS::AccountId}:stateMachine:shop_*"
    assert site("dns").arns("sns") == ("arn:${AWS::Partition}:sns:*:${AWS::AccountId}:shop_*",)
    assert matches(arn, arn.replace("shop_*", name))
    assert site("secondary").name("Jobs").to_dict() == site("main").name("Jobs").to_dict()
    assert len(physical(site().name("J" * 200).to_dict())) == 64


@pytest.mark.parametrize("what", ["jobs", "Jobs_", "Jobs-1", ""])
def test_a_name_that_one_of_the_apps_own_could_have_is_refused(what: str) -> None:
    with pytest.raises(UsageError, match=f'"{what}" cannot be part of a name'):
        site().name(what)


def test_a_method_enters_the_api_and_its_deployment(tmp_path: Path) -> None:
    found = extended(tmp_path, REGIONAL + 'site.add_method("POST /jobs/{id}", method())')

    before, after = resources(assembled(SHOP)), resources(found)
    (made,) = [name for name in after if name not in before and after[name]["Type"].endswith("::Method")]
    properties = after[made]["Properties"]
    path = after[properties["ResourceId"]["Ref"]]["Properties"]
    assert (properties["HttpMethod"], properties["RestApiId"]) == ("POST", {"Ref": "RestApi"})
    assert path["PathPart"] == "{id}"
    assert after[path["ParentId"]["Ref"]]["Properties"]["PathPart"] == "jobs"
    (deployment,) = resources(found, of_type="::Deployment")
    assert deployment not in before
    assert {made, properties["ResourceId"]["Ref"]} <= {*after[deployment]["DependsOn"]}
    assert after == resources(found, "secondary") | resources(found, of_type="::GlobalTable")


def test_a_change_of_the_method_makes_a_new_deployment(tmp_path: Path) -> None:
    one = extended(tmp_path, REGIONAL + 'site.add_method("POST /jobs", method())')
    other = extended(tmp_path, REGIONAL + 'site.add_method("POST /jobs", method(ApiKeyRequired=True))')

    assert resources(one, of_type="::Deployment").keys() != resources(other, of_type="::Deployment").keys()


def test_models_of_the_api_enter_the_deployment_and_those_of_another_do_not(tmp_path: Path) -> None:
    source = """
        def add(site):
            if site.kind != "dns":
                site.template.add_resource(Model("Mine", RestApiId=site.rest_api, ContentType="application/json"))
                site.template.add_resource(Model("Other", RestApiId="abc", ContentType="application/json"))
        """

    ((_, deployment),) = resources(extended(tmp_path, source), of_type="::Deployment").items()

    assert "Mine" in deployment["DependsOn"]
    assert "Other" not in deployment["DependsOn"]


def test_a_method_at_the_root_and_on_a_path_that_is_there_needs_no_new_resource(tmp_path: Path) -> None:
    source = REGIONAL + 'site.add_method("GET /", method()); site.add_method("PUT /items", method(title="Mine"))'

    found = extended(tmp_path, source.replace('method(title="Mine")', "method()"))

    paths = resources(found, of_type="ApiGateway::Resource").keys()
    assert paths == resources(assembled(SHOP), of_type="ApiGateway::Resource").keys()
    assert resources(found)["GetMethod"]["Properties"]["ResourceId"] == {"Fn::GetAtt": ["RestApi", "RootResourceId"]}


def test_with_cors_the_path_has_a_preflight_that_knows_the_method(tmp_path: Path) -> None:
    source = REGIONAL + 'site.add_method("POST /jobs", method()); site.add_method("PUT /items", method())'

    found = resources(extended(tmp_path, source, patch=CORS))

    assert "JobsOptionsMethod" in found
    assert "PUT" in str(found["ItemsOptionsMethod"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('"GET /items", method()', "GET /items is a route of the app file"),
        ('"GET /health", method()', "/health is the path of the health route"),
        ('"GET /items/{name}", method()', "{name} stands where DELETE /items/{id} has {id}, and API Gateway takes one"),
        ('"FETCH /items", method()', '"FETCH /items" is no route'),
        ('"GET items", method()', '"GET items" is no route'),
        ('"GET /a//b", method()', "/a//b has an empty part"),
        ('"GET /x", method(HttpMethod="PUT")', 'the method of GET /x says "HttpMethod"'),
        ('"GET /x", Method(None, Integration=MOCK)', "the method of GET /x does not say who may call"),
        (
            '"GET /x", method()); site.add_method("GET /x", Method("B", AuthorizationType="NONE")',
            "GET /x is added twice",
        ),
    ],
)
def test_a_route_that_cannot_be_is_refused(tmp_path: Path, call: str, message: str) -> None:
    (told,) = mistakes(tmp_path, REGIONAL + f"site.add_method({call})")

    assert f"extensions.py:add fails on the main template: {message}" in told


def test_the_preflight_of_the_app_is_not_an_extensions_to_make(tmp_path: Path) -> None:
    source = REGIONAL + 'site.add_method("OPTIONS /items", method())'

    (told,) = mistakes(tmp_path, source, patch=CORS)

    assert "OPTIONS /items is the preflight that `api.cors` makes" in told
    assert mistakes(tmp_path, source) == []


def test_two_extensions_cannot_have_paths_that_exclude_each_other(tmp_path: Path) -> None:
    source = """
        def one(site):
            if site.kind != "dns":
                site.add_method("GET /jobs/{id}", method())

        def other(site):
            if site.kind != "dns":
                site.add_method("GET /jobs/{name}", method())
        """

    (told,) = mistakes(tmp_path, source, "one", "other")

    assert "extensions.py:other adds a route that cannot be: {name} stands where GET /jobs/{id} has {id}" in told
