"""The API and the custom domain of the good assembly: what each of its regions has."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
TAGS = [{"Key": "app", "Value": "demo"}]
DOMAIN = "api.example.com"
REGIONAL_NAME = {"Fn::Sub": "${AWS::Region}." + DOMAIN}
ZONE = "Z0123456789ABCDEFGHIJ"


def method(resource: str, http_method: str, integration: Json) -> Json:
    return {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {
            "AuthorizationType": "NONE",
            "HttpMethod": http_method,
            "Integration": integration,
            "MethodResponses": [{"StatusCode": "200"}],
            "ResourceId": {"Ref": resource},
            "RestApiId": {"Ref": "Api"},
        },
    }


def dynamodb(action: str, *lines: str) -> Json:
    return {
        "Credentials": {"Fn::GetAtt": ["ApiRole", "Arn"]},
        "IntegrationHttpMethod": "POST",
        "IntegrationResponses": [
            {
                "StatusCode": "200",
                "ResponseTemplates": {
                    "application/json": {
                        "Fn::Join": [
                            "\n",
                            ["#set($status = 200)", "{}", "#set($context.responseOverride.status = $status)"],
                        ]
                    }
                },
            }
        ],
        "PassthroughBehavior": "NEVER",
        "RequestTemplates": {"application/json": {"Fn::Join": ["\n", list(lines)]}},
        "Type": "AWS",
        "Uri": {"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:dynamodb:action/" + action},
    }


def role() -> Json:
    statements = [
        {"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": [{"Fn::Sub": ARN + "demo-data"}]},
        {"Effect": "Allow", "Action": ["dynamodb:Query"], "Resource": [{"Fn::Sub": ARN + "demo-data/index/by_status"}]},
        {"Effect": "Allow", "Action": ["dynamodb:BatchGetItem"], "Resource": [{"Fn::Sub": ARN + "demo-control"}]},
    ]
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "apigateway.amazonaws.com"}}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Path": "/demo/",
            "Policies": [
                {"PolicyName": "tables", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}},
            ],
            "Tags": TAGS,
        },
    }


def path_part(part: str) -> Json:
    return {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {
            "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
            "PathPart": part,
            "RestApiId": {"Ref": "Api"},
        },
    }


def rest_api() -> Json:
    put = dynamodb(
        "PutItem",
        "#set($body = $input.path('$'))",
        '{"TableName": "demo-data", "Item": {"pk": {"S": "$util.escapeJavaScript($body.get(\'pk\'))"}}}',
    )
    keys = '{"Keys": [{"pk": {"S": "${stageVariables.region}"}}]}'
    health = dynamodb("BatchGetItem", f'{{"RequestItems": {{"demo-control": {keys}}}}}')
    return {
        "Api": {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {
                "DisableExecuteApiEndpoint": True,
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
                "Name": "demo",
                "Tags": TAGS,
            },
        },
        "DataResource": path_part("data"),
        "DataPost": method("DataResource", "POST", put),
        "HealthResource": path_part("health"),
        "HealthGet": method("HealthResource", "GET", health),
        "ApiRole": role(),
        "Deployment1234567890": {
            "Type": "AWS::ApiGateway::Deployment",
            "DependsOn": ["DataPost", "DataResource", "HealthGet", "HealthResource"],
            "Properties": {"RestApiId": {"Ref": "Api"}},
        },
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {
                "DeploymentId": {"Ref": "Deployment1234567890"},
                "RestApiId": {"Ref": "Api"},
                "StageName": "live",
                "Tags": TAGS,
                "Variables": {"region": {"Ref": "AWS::Region"}},
            },
        },
    }


def domain_name(name: str | Json) -> Json:
    return {
        "Type": "AWS::ApiGateway::DomainName",
        "Properties": {
            "DomainName": name,
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            "RegionalCertificateArn": {"Ref": "Certificate"},
            "SecurityPolicy": "TLS_1_2",
            "Tags": TAGS,
        },
    }


def mapping(domain: str) -> Json:
    return {
        "Type": "AWS::ApiGateway::BasePathMapping",
        "Properties": {
            "DomainName": {"Ref": domain},
            "RestApiId": {"Ref": "Api"},
            "Stage": {"Ref": "Stage"},
        },
    }


def regional_record(record_type: str) -> Json:
    return {
        "Type": "AWS::Route53::RecordSet",
        "Properties": {
            "AliasTarget": {
                "DNSName": {"Fn::GetAtt": ["RegionalDomain", "RegionalDomainName"]},
                "HostedZoneId": {"Fn::GetAtt": ["RegionalDomain", "RegionalHostedZoneId"]},
            },
            "HostedZoneId": ZONE,
            "Name": REGIONAL_NAME,
            "Type": record_type,
        },
    }


def custom_domain() -> Json:
    return {
        "Certificate": {
            "Type": "AWS::CertificateManager::Certificate",
            "Properties": {
                "DomainName": DOMAIN,
                "DomainValidationOptions": [
                    {"DomainName": DOMAIN, "HostedZoneId": ZONE},
                    {"DomainName": REGIONAL_NAME, "HostedZoneId": ZONE},
                ],
                "SubjectAlternativeNames": [REGIONAL_NAME],
                "Tags": TAGS,
                "ValidationMethod": "DNS",
            },
        },
        "GlobalDomain": domain_name(DOMAIN),
        "GlobalMapping": mapping("GlobalDomain"),
        "RegionalDomain": domain_name(REGIONAL_NAME) | {"DependsOn": ["GlobalDomain"]},
        "RegionalMapping": mapping("RegionalDomain"),
        "RegionalRecordA": regional_record("A"),
        "RegionalRecordAaaa": regional_record("AAAA"),
    }


def outputs() -> Json:
    return {
        "TargetDomainName": {"Value": {"Fn::GetAtt": ["GlobalDomain", "RegionalDomainName"]}},
        "TargetHostedZoneId": {"Value": {"Fn::GetAtt": ["GlobalDomain", "RegionalHostedZoneId"]}},
    }
