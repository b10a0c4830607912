"""The deployed API answers real HTTP, in every region and under the name that customers use."""

from __future__ import annotations

import copy
from typing import Any

from tests.integration.local.aws import MAIN, NAME, SECONDARY, ZONE, Aws, compact, template, until
from tests.integration.local.example import REGIONS, deploy_example, deploy_main, deploy_regions

FAR = f"{SECONDARY[1]}.{NAME}"


def drain(aws: Aws, *regions: str) -> None:
    for region in regions:
        item = {"pk": {"S": region}, "drained": {"BOOL": True}}
        aws.client("dynamodb", region).put_item(TableName="global-application-control", Item=item)


def answering(aws: Aws) -> Any:
    return aws.http("GET", NAME, "/health").body["region"]


def checks(aws: Aws) -> dict[str, str]:
    """Region ─▶ id of its health check; the one that counts them is of no region."""
    listed = aws.client("route53").list_health_checks()["HealthChecks"]
    configs = {each["Id"]: each["HealthCheckConfig"] for each in listed}
    (counting,) = (config for config in configs.values() if config["Type"] == "CALCULATED")
    regional = {key: config for key, config in configs.items() if config["Type"] == "HTTPS"}
    assert sorted(counting["ChildHealthChecks"]) == sorted(regional)
    return {config["FullyQualifiedDomainName"].partition(".")[0]: key for key, config in regional.items()}


def integration_of_get(body: dict[str, Any]) -> dict[str, Any]:
    """The integration behind `GET /data/{pk}`, to be changed."""
    name = next(name for name in body["Resources"] if name.startswith("DataPk") and name.endswith("GetMethod"))
    found: dict[str, Any] = body["Resources"][name]["Properties"]["Integration"]
    return found


def test_what_is_written_in_one_region_is_read_in_another(aws: Aws) -> None:
    deploy_regions(aws)

    made = aws.http("POST", f"eu-west-1.{NAME}", "/data", {"name": 'it\'s "é"\n$x'})
    read = aws.http("GET", FAR, f"/data/{made.body['pk']}")

    assert made.status == 201
    assert read.status == 200
    assert read.body == {"pk": made.body["pk"], "name": 'it\'s "é"\n$x', "region": "eu-west-1"}


def test_the_shared_name_is_answered_by_the_first_region_that_is_well_main_first(aws: Aws) -> None:
    deploy_example(aws)

    seen = [answering(aws)]
    for region in REGIONS[:2]:
        drain(aws, region)
        seen.append(answering(aws))

    assert seen == list(REGIONS)


def test_where_no_region_is_well_the_first_answers(aws: Aws) -> None:
    deploy_example(aws)

    drain(aws, *REGIONS)

    assert aws.http("GET", NAME, "/health").body == {"status": "drained", "region": MAIN}


def test_without_records_the_shared_name_leads_nowhere(aws: Aws) -> None:
    deploy_regions(aws)

    assert aws.http("GET", NAME, "/health").status == 404
    assert aws.http("GET", FAR, "/health").status == 200


def test_a_region_whose_table_is_gone_is_unhealthy(aws: Aws) -> None:
    deploy_example(aws)
    here = aws.client("dynamodb")
    here.update_table(TableName="GlobalApplicationTable", DeletionProtectionEnabled=False)

    here.delete_table(TableName="GlobalApplicationTable")

    assert aws.http("GET", f"{MAIN}.{NAME}", "/health").status == 503
    assert answering(aws) == SECONDARY[0]


def test_health_checks_tell_what_their_region_answers(aws: Aws) -> None:
    deploy_example(aws)
    drain(aws, MAIN)
    route53 = aws.client("route53")

    seen = {}
    for region, check in checks(aws).items():
        told = route53.get_health_check_status(HealthCheckId=check)["HealthCheckObservations"]
        seen[region] = {observation["StatusReport"]["Status"].partition(":")[0] for observation in told}

    assert seen == {region: {"Failure" if region == MAIN else "Success"} for region in REGIONS}


def test_what_is_not_deployed_is_not_served_and_what_was_still_is(aws: Aws) -> None:
    deploy_main(aws, template("main"))
    gateway = aws.client("apigateway")
    api = gateway.get_rest_apis()["items"][0]["id"]
    paths = {each["path"]: each["id"] for each in gateway.get_resources(restApiId=api)["items"]}

    gateway.delete_method(restApiId=api, resourceId=paths["/data/{pk}"], httpMethod="GET")
    before = aws.http("GET", f"{MAIN}.{NAME}", "/data/x").body["error"]["message"]
    gateway.create_deployment(restApiId=api, stageName="live")
    after = aws.http("GET", f"{MAIN}.{NAME}", "/data/x").body["error"]["message"]

    assert before != after == "There is nothing at this path."


def test_an_api_answers_at_its_own_name(aws: Aws) -> None:
    deploy_main(aws, template("main"))
    name = f"{aws.client('apigateway').get_rest_apis()['items'][0]['id']}.execute-api.{MAIN}.amazonaws.com"

    answer = aws.http("GET", name, "/live/health")

    assert (answer.status, answer.body) == (200, {"status": "ok", "region": MAIN})
    assert aws.http("GET", name, "/other/health").status >= 400
    assert aws.http("GET", name.replace(MAIN, "eu-west-1"), "/live/health").status == 403


def test_a_deployment_that_is_gone_leaves_nothing_behind(aws: Aws) -> None:
    deploy_main(aws, template("main"))
    stack = aws.stack("main")["StackId"]

    aws.client("cloudformation").delete_stack(StackName="main")
    until(lambda: aws.stack(stack)["StackStatus"], lambda status: status == "DELETE_COMPLETE")

    assert aws.client("apigateway").get_rest_apis()["items"] == []
    from ministack.services.apigateway_v1 import _resources

    assert dict(_resources.all_items()) == {}


def api_role(aws: Aws) -> str:
    names = (role["RoleName"] for role in aws.client("iam").list_roles()["Roles"])
    return next(str(name) for name in names if name.startswith("main-ApiRole"))


def test_an_api_may_do_only_what_its_role_allows(aws: Aws) -> None:
    deploy_regions(aws)
    iam, role = aws.client("iam"), api_role(aws)
    policy = iam.list_role_policies(RoleName=role)["PolicyNames"][0]

    iam.delete_role_policy(RoleName=role, PolicyName=policy)

    assert aws.http("GET", f"{MAIN}.{NAME}", "/health").status == 503
    assert aws.http("GET", f"{MAIN}.{NAME}", "/data/x").status == 500
    assert aws.http("GET", FAR, "/health").status == 200


def test_an_api_may_do_only_what_its_permissions_boundary_allows(aws: Aws) -> None:
    deploy_main(aws, template("main"))
    iam = aws.client("iam")
    nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    boundary = iam.create_policy(PolicyName="nothing", PolicyDocument=compact(nothing))["Policy"]["Arn"]

    iam.put_role_permissions_boundary(RoleName=api_role(aws), PermissionsBoundary=boundary)

    assert aws.http("GET", f"{MAIN}.{NAME}", "/health").status == 503


def test_no_body_is_an_empty_object_to_a_model(aws: Aws) -> None:
    body = copy.deepcopy(template("main"))
    models = [each for each in body["Resources"].values() if each["Type"] == "AWS::ApiGateway::Model"]
    for model in models:
        model["Properties"]["Schema"] = {"type": "object"}
    deploy_main(aws, body)

    assert aws.http("POST", f"{MAIN}.{NAME}", "/data").status != 400


def test_a_template_that_is_wrong_answers_500_and_says_why(aws: Aws) -> None:
    body = copy.deepcopy(template("main"))
    integration_of_get(body)["RequestTemplates"]["application/json"] = "$input.nothing('x')"
    deploy_main(aws, body)

    answer = aws.http("GET", f"{MAIN}.{NAME}", "/data/x")

    assert answer.status == 500
    assert "no such function" in answer.body["error"]["message"]


def test_a_mock_runs_its_templates(aws: Aws) -> None:
    body = copy.deepcopy(template("main"))
    integration = integration_of_get(body)
    for key in ("Uri", "Credentials", "IntegrationHttpMethod"):
        del integration[key]
    answer = {"application/json": "{\"pk\": \"$input.params().get('path').get('pk')\"}"}
    integration |= {
        "Type": "MOCK",
        "RequestTemplates": {"application/json": '{"statusCode": 200}'},
        "IntegrationResponses": [{"StatusCode": "200", "ResponseTemplates": answer}],
    }
    deploy_main(aws, body)

    assert aws.http("GET", f"{MAIN}.{NAME}", "/data/x")[::2] == (200, {"pk": "x"})


def test_a_record_in_a_zone_that_nobody_made_fails(aws: Aws) -> None:
    properties = {"HostedZoneId": "ZNOBODY", "Name": NAME, "Type": "A", "TTL": "60", "ResourceRecords": ["192.0.2.1"]}
    record = {"Type": "AWS::Route53::RecordSet", "Properties": properties}

    assert aws.deploy("records", {"Resources": {"Record": record}})["StackStatus"] == "ROLLBACK_COMPLETE"


def test_preparing_a_zone_twice_keeps_its_records(aws: Aws) -> None:
    aws.local.prepare(ZONE, NAME)
    properties = {"HostedZoneId": ZONE, "Name": NAME, "Type": "A", "TTL": "60", "ResourceRecords": ["192.0.2.1"]}
    aws.deploy("records", {"Resources": {"Record": {"Type": "AWS::Route53::RecordSet", "Properties": properties}}})

    aws.local.prepare(ZONE, NAME)

    listed = aws.client("route53").list_resource_record_sets(HostedZoneId=ZONE)["ResourceRecordSets"]
    assert [record["Type"] for record in listed if record["Name"] == f"{NAME}."].count("A") == 1


def test_a_health_check_changes_in_place_where_route_53_can(aws: Aws) -> None:
    deploy_example(aws)
    body = template("dns")
    config = body["Resources"]["HealthCheckUsEast1"]["Properties"]["HealthCheckConfig"]
    targets = {each["ParameterKey"]: each["ParameterValue"] for each in aws.stack("dns")["Parameters"]}
    before = checks(aws)[MAIN]

    config["Inverted"] = True
    aws.deploy("dns", body, **targets)
    inverted, elsewhere = checks(aws)[MAIN], answering(aws)
    config["RequestInterval"] = 10
    aws.deploy("dns", body, **targets)

    assert inverted == before != checks(aws)[MAIN]
    assert len(checks(aws)) == len(REGIONS)
    assert elsewhere == SECONDARY[0]
