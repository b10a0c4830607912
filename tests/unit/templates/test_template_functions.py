"""Functions in the templates: what they are made of, what they may do, and who calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.app.loader import load
from generator.synthesis import synthesize
from tests.support.apps import FUNCTION, HELLO, SHOP, assembly_of, bodies, patched, resources
from tests.support.policies import ACCOUNT
from tests.unit.templates.resize import RESIZE, ROUTED, with_function


def properties(document: Mapping[str, Any], name: str = "ResizeFunction") -> Any:
    return resources(assembly_of(document))[name]["Properties"]


def test_a_function_has_a_role_and_a_log_group_of_its_own_in_every_region() -> None:
    found = bodies(assembly_of(RESIZE))

    names = {"ResizeFunction", "ResizeFunctionRole", "ResizeFunctionLogGroup"}
    for template in ("main", "secondary"):
        assert {name for name in found[template]["Resources"] if name.startswith("Resize")} == names
    assert found["main"]["Resources"]["ResizeFunction"] == found["secondary"]["Resources"]["ResizeFunction"]


def test_everything_that_is_not_said_is_written_out() -> None:
    found = properties(RESIZE)

    assert {key: value for key, value in found.items() if key not in ("Role", "Tags", "LoggingConfig")} == {
        "FunctionName": "shop_resize",
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Code": {"ZipFile": "handler = print"},
        "Architectures": ["x86_64"],
        "MemorySize": 128,
        "Timeout": 3,
        "TracingConfig": {"Mode": "Active"},
    }
    assert found["LoggingConfig"] == {"LogGroup": {"Ref": "ResizeFunctionLogGroup"}}
    assert properties(RESIZE, "ResizeFunctionLogGroup")["RetentionInDays"] == 90


def test_logs_and_traces_are_as_observability_says_unless_the_function_does() -> None:
    document = patched(RESIZE, {"observability": {"tracing": False, "log_retention": 7}})
    own = patched(document, {"functions": {"resize": {"tracing": True, "log_retention": 14}}})

    assert properties(document)["TracingConfig"] == {"Mode": "PassThrough"}
    assert properties(document, "ResizeFunctionLogGroup")["RetentionInDays"] == 7
    assert properties(own)["TracingConfig"] == {"Mode": "Active"}
    assert properties(own, "ResizeFunctionLogGroup")["RetentionInDays"] == 14


def test_inline_code_stands_line_by_line_and_as_it_was_written() -> None:
    found = properties(with_function(inline="def handler(e, c):\n    return '${AWS::Region} ${x}'\n    # ${y}\n"))

    escaped = {"Fn::Sub": ["    return '${Dollar}{AWS::Region} ${Dollar}{x}'", {"Dollar": "$"}]}
    assert found["Code"] == {"ZipFile": {"Fn::Join": ["\n", ["def handler(e, c):", escaped, "    # ${y}", ""]]}}


def test_the_code_of_a_folder_is_in_the_bucket_of_the_region_and_in_the_manifest() -> None:
    document = with_function(inline=None, code=HELLO)
    assembly = assembly_of(document)

    (asset,) = assembly.assets
    assert properties(document)["Code"] == {
        "S3Bucket": {"Fn::Sub": "multi-region-artifacts-${AWS::AccountId}-${AWS::Region}"},
        "S3Key": f"assets/{asset.name}",
    }
    assert (asset.source, asset.runtime, asset.architecture) == (HELLO, "python3.13", "x86_64")


def test_functions_of_one_folder_share_its_asset_unless_they_need_another_package() -> None:
    same = {**FUNCTION, "inline": None, "code": HELLO}
    document = patched(SHOP, {"functions": {"a1": same, "b1": same, "c1": {**same, "architecture": "arm64"}}})

    assets = assembly_of(document).assets

    assert [asset.architecture for asset in sorted(assets, key=lambda one: one.architecture)] == ["arm64", "x86_64"]
    assert [asset.name for asset in assets] == sorted({asset.name for asset in assets})


def test_the_folder_is_relative_to_the_app_file(tmp_path: Any) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text("handler = print\n")
    (tmp_path / "app.yaml").write_text(
        "name: shop\nregions: {main: eu-west-1}\n"
        "functions: {a1: {handler: index.handler, runtime: python3.13, code: code}}\n"
        "api: {routes: {GET /: {function: a1}}}\n"
    )
    file = load(tmp_path / "app.yaml")

    (app,) = file.resolve_all().apps

    assert synthesize(app) == synthesize(file.app("default"), file.folder)
    assert synthesize(app).assets[0].source == "code"


def test_variables_hold_the_names_of_tables_and_what_the_user_wrote() -> None:
    document = with_function(
        access={"items": "read"}, environment={"URL": "https://x.${AWS::Region}.example", "PRICE": "5 $$", "L": None}
    )

    assert properties(document)["Environment"] == {
        "Variables": {
            "PRICE": "5 $",
            "TABLE_ITEMS": "shop-items",
            "URL": {"Fn::Sub": "https://x.${AWS::Region}.example"},
        }
    }


def test_each_region_has_layers_of_its_own() -> None:
    layers = {region: [f"arn:aws:lambda:{region}:{ACCOUNT}:layer:tools:1"] for region in ("eu-west-1", "us-east-1")} | {
        "ap-southeast-2": []
    }
    found = bodies(assembly_of(with_function(layers=layers)))

    for template in ("main", "secondary"):
        assert found[template]["Mappings"] == {
            "Layers": {region: {"ResizeFunction": arns} for region, arns in layers.items()}
        }
        assert found[template]["Resources"]["ResizeFunction"]["Properties"]["Layers"] == {
            "Fn::FindInMap": ["Layers", {"Ref": "AWS::Region"}, "ResizeFunction"]
        }


def test_an_app_without_layers_has_no_mapping() -> None:
    assert "Mappings" not in bodies(assembly_of(RESIZE))["main"]


def test_a_route_hands_the_request_to_the_function_as_it_is() -> None:
    methods = resources(assembly_of(ROUTED), of_type="Method")

    (found,) = [one["Properties"] for one in methods.values() if one["Properties"]["HttpMethod"] == "ANY"]
    assert found["Integration"] == {
        "Type": "AWS_PROXY",
        "IntegrationHttpMethod": "POST",
        "Uri": {
            "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
            "${ResizeFunction.Arn}/invocations"
        },
    }
    assert "MethodResponses" not in found
    assert found["AuthorizationType"] == "AWS_IAM"


def test_one_permission_for_each_function_that_this_api_calls_and_no_other_api() -> None:
    again = {"GET /a": {"function": "resize"}, "POST /b": {"function": "resize"}}
    document = patched(ROUTED, {"api": {"routes": again}, "functions": {"idle": FUNCTION}})

    found = resources(assembly_of(document), of_type="Lambda::Permission")

    assert {name: one["Properties"] for name, one in found.items()} == {
        "ResizeFunctionPermission": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Fn::GetAtt": ["ResizeFunction", "Arn"]},
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${RestApi}/*"},
        }
    }


def deployment(document: Mapping[str, Any]) -> str:
    (name,) = resources(assembly_of(document), of_type="Deployment")
    return name


def test_a_new_deployment_comes_with_the_route_and_not_with_the_code() -> None:
    assert deployment(ROUTED) != deployment(RESIZE)
    assert deployment(patched(ROUTED, {"functions": {"resize": {"inline": "handler = repr"}}})) == deployment(ROUTED)


def test_preflight_of_a_path_with_functions_stays_with_the_api() -> None:
    document = patched(ROUTED, {"api": {"cors": {"allow_origins": ["*"]}}})

    methods = resources(assembly_of(document), of_type="Method").values()

    (found,) = [
        one["Properties"]["Integration"]["Type"]
        for one in methods
        if one["Properties"]["HttpMethod"] == "OPTIONS"
        and one["Properties"].get("RequestParameters") == {"method.request.path.proxy": True}
    ]
    assert found == "MOCK"


def test_logical_ids_of_functions_never_meet_those_of_others() -> None:
    keys = ("api", "access", "access_logs", "heartbeat", "rest", "live", "a_b", "ab", "layers")
    document = patched(SHOP, {"functions": dict.fromkeys(keys, FUNCTION)})

    assert len(resources(assembly_of(document), of_type="Lambda::Function")) == len(keys)
