"""What extensions add: in every region alike, with the rights that it takes, and never over what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diff.meaning.parity import parity_meanings
from generator.lint.across import problems_across
from tests.support.apps import SHOP, assembled, bodies, resources
from tests.support.extensions import FIRST_LINE, extended, mistakes

UNEQUAL = "A149"
REGIONAL = 'def add(site):\n    if site.kind != "dns":\n        '


def refused(what: str, advice: str, id: str, line: int = 0, function: str = "add") -> str:
    place = f"extensions.py:{FIRST_LINE + line}"
    return f"{place}: error: extensions: extensions.py:{function} {what} [{id}]\n    {advice}"


def test_what_is_added_is_in_every_region_and_says_where_it_is_from(tmp_path: Path) -> None:
    found = extended(tmp_path, REGIONAL + 'topic(site, "Extra")')

    main, secondary = resources(found)["Extra"], resources(found, "secondary")["Extra"]
    assert main == secondary
    assert main["Metadata"]["com.aws.cloudformation.Context"]["why"] == "Added by the extension extensions.py:add."
    assert "Extra" not in resources(found, "dns")


def test_nothing_else_changes(tmp_path: Path) -> None:
    found, plain = extended(tmp_path, REGIONAL + 'topic(site, "Extra")'), assembled(SHOP)

    for name in ("main", "secondary", "dns"):
        kept = {key: one for key, one in resources(found, name).items() if key != "Extra"}
        assert kept == resources(plain, name)


def test_outputs_mappings_and_conditions_can_be_added(tmp_path: Path) -> None:
    source = """
        def add(site):
            site.template.add_output(Output("Out", Value="x"))
            site.template.add_mapping("Map", {"a": {"b": "c"}})
            site.template.add_condition("Cond", Equals(Ref("AWS::Region"), "x"))
        """

    for name in ("main", "secondary", "dns"):
        body = bodies(extended(tmp_path, source))[name]
        assert body["Outputs"]["Out"] == {"Value": "x"}
        assert body["Mappings"]["Map"] == {"a": {"b": "c"}}
        assert body["Conditions"]["Cond"] == {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}


@pytest.mark.parametrize(
    ("call", "section"),
    [
        ('add_parameter(Parameter("P", Type="String"))', "Parameters"),
        ('set_transform("AWS::Serverless-2016-10-31")', "Transform"),
        ('set_description("Mine.")', "Description"),
    ],
)
def test_other_sections_are_refused(tmp_path: Path, call: str, section: str) -> None:
    assert mistakes(tmp_path, f"def add(site):\n    site.template.{call}\n") == [
        refused(f"adds {section}", "add resources, outputs, mappings and conditions only", "A148")
    ]


@pytest.mark.parametrize(
    ("name", "of"),
    [("RestApi", "regional"), ("ItemsTable", "data"), ("RegionControlTable", "data")],
)
def test_a_logical_id_that_the_app_has_is_refused(tmp_path: Path, name: str, of: str) -> None:
    assert mistakes(tmp_path, REGIONAL + f'topic(site, "{name}")') == [
        refused(f"adds {name} to the resources, and the app has it already", "give it another logical id", "A179")
    ], of


def test_a_logical_id_of_the_dns_template_is_refused_there(tmp_path: Path) -> None:
    name = next(iter(resources(assembled(SHOP), "dns")))

    assert mistakes(tmp_path, f'def add(site):\n    if site.kind == "dns":\n        topic(site, "{name}")') == [
        refused(f"adds {name} to the resources, and the app has it already", "give it another logical id", "A179")
    ]


def test_two_extensions_cannot_add_the_same(tmp_path: Path) -> None:
    source = REGIONAL.replace("add", "one") + 'topic(site, "Extra")\n' + REGIONAL + 'topic(site, "Extra")\n'
    why = "adds Extra to the resources, and extensions.py:one adds one of that name too"

    assert mistakes(tmp_path, source, "one", "add") == [refused(why, "give it another logical id", "A179", line=3)]


@pytest.mark.parametrize(
    ("resource", "article", "advice"),
    [
        ('Deployment("D", RestApiId=site.rest_api)', "AWS::ApiGateway::Deployment", "leave it out"),
        ('method(RestApiId="x", ResourceId="y", HttpMethod="GET")', "AWS::ApiGateway::Method", "add it with site.add_"),
        ('Resource("P", RestApiId="x", ParentId="y", PathPart="z")', "AWS::ApiGateway::Resource", "add a method with"),
    ],
)
def test_parts_that_only_the_app_makes_are_refused(tmp_path: Path, resource: str, article: str, advice: str) -> None:
    source = REGIONAL + f'made = {resource}\n        made.title = "Mine"\n        site.template.add_resource(made)'

    (told,) = mistakes(tmp_path, source)

    assert f"adds Mine, an {article} [A148]\n    {advice}" in told


def test_a_global_table_belongs_into_the_app_file(tmp_path: Path) -> None:
    source = """
        from troposphere.dynamodb import GlobalTable, ReplicaSpecification

        def add(site):
            site.template.add_resource(GlobalTable("T", Replicas=[ReplicaSpecification(Region="eu-west-1")],
                                                   AttributeDefinitions=[], KeySchema=[]))
        """

    (told,) = mistakes(tmp_path, source)

    assert "adds T, an AWS::DynamoDB::GlobalTable [A148]\n    declare it under `tables`" in told


def test_what_is_in_main_alone_is_marked(tmp_path: Path) -> None:
    found = extended(tmp_path, 'def add(site):\n    if site.kind == "main":\n        topic(site, "Only")')

    assert resources(found)["Only"]["Metadata"]["MainRegionOnly"] is True
    assert "Only" not in resources(found, "secondary")


@pytest.mark.parametrize(("mark", "told"), [(True, 0), (False, 1)])
def test_lint_and_diff_know_by_the_mark_what_is_in_main_alone(tmp_path: Path, mark: bool, told: int) -> None:
    found = extended(tmp_path, 'def add(site):\n    if site.kind == "main":\n        topic(site, "Only")')
    resources(found)["Only"]["Metadata"]["MainRegionOnly"] = mark

    assert [problem.path for rule, problem in problems_across(found)] == [("Resources", "Only")] * told
    assert [meaning.subject for meaning in parity_meanings(None, found)] == ["Only"] * told


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('if site.kind == "secondary": topic(site, "T")', "adds T to secondary and not to main"),
        (
            'if site.kind != "dns": topic(site, "T").TopicName = site.kind',
            "adds T to main and to secondary, and not the ",
        ),
        (
            'if site.kind == "main": site.template.add_output(Output("O", Value="x"))',
            "adds O, one of the outputs, to main only",
        ),
        ('if site.kind == "main": site.add_method("GET /x", method())', "adds XGetMethod, a part of the API, to main "),
    ],
)
def test_regions_that_are_not_equal_are_refused(tmp_path: Path, source: str, what: str) -> None:
    (told,) = mistakes(tmp_path, f"def add(site):\n    {source}\n")

    assert what in told
    assert told.endswith(f" [{UNEQUAL}]\n    add the same to main and to secondary; regions differ by AWS::Region only")


def test_with_one_region_there_is_nothing_to_compare(tmp_path: Path) -> None:
    source = 'def add(site):\n    if site.kind == "main": site.template.add_output(Output("O", Value="x"))\n'

    found = extended(tmp_path, source, patch={"regions": {"secondary": None}})

    assert bodies(found)["main"]["Outputs"]["O"] == {"Value": "x"}


def test_the_same_code_gives_the_same_assembly(tmp_path: Path) -> None:
    source = REGIONAL + 'topic(site, "B"); topic(site, "A"); site.add_method("GET /x", method())'

    assert extended(tmp_path, source) == extended(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    [
        "site.add_method('GET /x', Method(None, AuthorizationType='NONE'))",
        "site.add_method('GET /x', method(Integration=If('C', MOCK, Ref('AWS::NoValue'))))",
        "MOCK.IntegrationResponses = [IntegrationResponse(StatusCode='200')]; site.add_method('GET /x', method())",
        "MOCK.RequestTemplates = {'application/json': Sub('${AWS::Region}')}; site.add_method('GET /x', method())",
        "role(site, AssumeRolePolicyDocument=If('C', trust('a'), trust('b')))",
        "role(site, AssumeRolePolicyDocument={'Statement': ['x']})",
        "role(site, AssumeRolePolicyDocument={'Statement': 'x'})",
        "role(site, Policies=If('C', [], Ref('AWS::NoValue')))",
        "role(site, Policies=[If('C', Ref('AWS::NoValue'), Ref('AWS::NoValue'))])",
        "role(site, Policies=[Policy(PolicyName='p', PolicyDocument={'Statement': Sub(['${X}', {'X': 'x'}])})])",
    ],
)
def test_what_the_app_file_would_say_otherwise_can_be_added(tmp_path: Path, source: str) -> None:
    role = """
def role(site, **more):
    site.template.add_resource(Role("R", **{"Path": site.role_path, "PermissionsBoundary": site.permissions_boundary,
                                            "AssumeRolePolicyDocument": trust("lambda.amazonaws.com"), **more}))
"""
    condition = 'site.template.add_condition("C", Equals("x", "y")); '

    assert mistakes(tmp_path, role + REGIONAL + condition + source) == []
