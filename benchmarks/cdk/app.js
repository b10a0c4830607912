// The content of a built app (facts.json, see benchmarks/facts.py) written as one would write it with the CDK: constructs
// of the second level where there are such, three stacks: main, secondary (any region), dns.
//
//     node app.js FACTS.json OUTPUT_FOLDER
//
// CDK_VALIDATION=false leaves out its built-in linter.
"use strict";

const { readFileSync } = require("fs");
const cdk = require("aws-cdk-lib/core");
const acm = require("aws-cdk-lib/aws-certificatemanager");
const apigateway = require("aws-cdk-lib/aws-apigateway");
const dynamodb = require("aws-cdk-lib/aws-dynamodb");
const iam = require("aws-cdk-lib/aws-iam");
const route53 = require("aws-cdk-lib/aws-route53");
const targets = require("aws-cdk-lib/aws-route53-targets");

const ACCOUNT = "111111111111";
const TYPES = { S: dynamodb.AttributeType.STRING, N: dynamodb.AttributeType.NUMBER, B: dynamodb.AttributeType.BINARY };

const [factsPath, outdir] = process.argv.slice(2);
const facts = JSON.parse(readFileSync(factsPath, "utf8"));

const attribute = (key) => key && { name: key.name, type: TYPES[key.type] };
const inRegion = (resource) =>
  `arn:${cdk.Aws.PARTITION}:dynamodb:${cdk.Aws.REGION}:${cdk.Aws.ACCOUNT_ID}:table/${resource}`;
const pascal = (text) => text.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");

function addTables(stack) {
  for (const table of facts.tables) {
    const made = new dynamodb.TableV2(stack, table.id, {
      tableName: table.name,
      partitionKey: attribute(table.partition_key),
      sortKey: attribute(table.sort_key),
      billing: dynamodb.Billing.onDemand(),
      dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: table.ttl,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: table.deletion_protection,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
      tags: table.tags,
      replicas: facts.regions.slice(1).map((region) => ({ region, tags: table.tags })),
    });
    for (const index of table.indexes) {
      made.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: attribute(index.partition_key),
        sortKey: attribute(index.sort_key),
        projectionType: index.projection.type,
        nonKeyAttributes: index.projection.attributes,
      });
    }
  }
}

function addRole(stack) {
  const statements = facts.grants.map(
    ({ actions, resources }) => new iam.PolicyStatement({ actions, resources: resources.map(inRegion) }),
  );
  return new iam.Role(stack, "ApiRole", {
    assumedBy: new iam.ServicePrincipal("apigateway.amazonaws.com"),
    path: `/${facts.id}/`,
    inlinePolicies: { dynamodb: new iam.PolicyDocument({ statements }) },
  });
}

function integration(method, role) {
  const { type, action, template, responses, timeout } = method.integration;
  const options = {
    credentialsRole: type === "AWS" ? role : undefined,
    passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
    requestTemplates: { "application/json": template },
    timeout: timeout ? cdk.Duration.millis(timeout) : undefined,
    integrationResponses: responses.map((response) => ({
      statusCode: response.status,
      selectionPattern: response.pattern,
      responseParameters: response.headers,
      responseTemplates: { "application/json": response.template },
    })),
  };
  return type === "MOCK"
    ? new apigateway.MockIntegration(options)
    : new apigateway.AwsIntegration({ service: "dynamodb", action, integrationHttpMethod: "POST", options });
}

function addMethods(stack, api, role) {
  const validator = api.addRequestValidator("Validator", { validateRequestBody: true, validateRequestParameters: true });
  const models = Object.fromEntries(
    facts.models.map(({ name, schema }) => [name, api.addModel(name, { contentType: "application/json", schema })]),
  );
  for (const method of facts.methods) {
    api.root.resourceForPath(method.path).addMethod(method.method, integration(method, role), {
      authorizationType: method.auth,
      requestParameters: method.request_parameters,
      requestModels: method.model ? { $default: models[method.model] } : undefined,
      requestValidator: method.validated ? validator : undefined,
      methodResponses: method.responses.map((response) => ({
        statusCode: response.status,
        responseParameters: response.headers,
      })),
    });
  }
}

function addApi(stack) {
  const api = new apigateway.RestApi(stack, "Api", {
    restApiName: facts.id,
    endpointConfiguration: {
      types: [apigateway.EndpointType.REGIONAL],
      ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    },
    disableExecuteApiEndpoint: true,
    cloudWatchRole: false,
    deployOptions: { stageName: facts.stage.name, variables: facts.stage.variables },
  });
  addMethods(stack, api, addRole(stack));
  for (const response of facts.gateway_responses) {
    api.addGatewayResponse(pascal(response.type), {
      type: apigateway.ResponseType.of(response.type),
      statusCode: response.status,
      responseHeaders: response.headers,
      templates: { "application/json": response.template },
    });
  }
  return api;
}

function addDomain(stack, api) {
  const zone = route53.HostedZone.fromHostedZoneAttributes(stack, "Zone", {
    hostedZoneId: facts.domain.zone,
    zoneName: facts.domain.name,
  });
  const regionalName = `${cdk.Aws.REGION}.${facts.domain.name}`;
  const certificate = new acm.Certificate(stack, "Certificate", {
    domainName: facts.domain.name,
    subjectAlternativeNames: [regionalName],
    validation: acm.CertificateValidation.fromDns(zone),
  });
  const domain = (id, domainName) => {
    const made = new apigateway.DomainName(stack, id, {
      domainName,
      certificate,
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    made.addBasePathMapping(api, { stage: api.deploymentStage, attachToStage: true });
    return made;
  };
  const common = domain("Domain", facts.domain.name);
  const regional = domain("RegionalDomain", regionalName);
  regional.node.addDependency(common);
  const record = { zone, recordName: `${regionalName}.` };
  const target = route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(regional));
  new route53.ARecord(stack, "RegionalARecord", { ...record, target });
  new route53.AaaaRecord(stack, "RegionalAaaaRecord", { ...record, target });
  new cdk.CfnOutput(stack, "TargetDomainName", { value: common.domainNameAliasDomainName });
  new cdk.CfnOutput(stack, "TargetHostedZoneId", { value: common.domainNameAliasHostedZoneId });
}

function addDns(stack, region) {
  const suffix = pascal(region);
  const dnsName = new cdk.CfnParameter(stack, `TargetDomainName${suffix}`).valueAsString;
  const hostedZoneId = new cdk.CfnParameter(stack, `TargetHostedZoneId${suffix}`).valueAsString;
  const check = new route53.CfnHealthCheck(stack, `HealthCheck${suffix}`, {
    healthCheckConfig: {
      type: "HTTPS",
      port: 443,
      fullyQualifiedDomainName: `${region}.${facts.domain.name}`,
      resourcePath: facts.health.path,
      enableSni: true,
      requestInterval: facts.health.interval,
      failureThreshold: facts.health.threshold,
      regions: facts.health.regions,
    },
  });
  for (const type of ["A", "AAAA"]) {
    new route53.CfnRecordSet(stack, `${type}Record${suffix}`, {
      hostedZoneId: facts.domain.zone,
      name: facts.domain.name,
      type,
      region,
      setIdentifier: region,
      healthCheckId: check.ref,
      aliasTarget: { dnsName, hostedZoneId, evaluateTargetHealth: false },
    });
  }
}

function regionalParts(stack) {
  addDomain(stack, addApi(stack));
}

const app = new cdk.App({ outdir, analyticsReporting: false });
const main = new cdk.Stack(app, `${facts.id}-main`, { env: { account: ACCOUNT, region: facts.regions[0] } });
addTables(main);
regionalParts(main);
regionalParts(new cdk.Stack(app, `${facts.id}-secondary`));
const dns = new cdk.Stack(app, `${facts.id}-dns`, { env: { account: ACCOUNT, region: "us-east-1" } });
facts.regions.forEach((region) => addDns(dns, region));
for (const [key, value] of Object.entries(facts.tags)) cdk.Tags.of(app).add(key, value);
app.synth();
