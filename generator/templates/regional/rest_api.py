"""The REST API and what a deployment of it snapshots: resources, methods, models, validator, gateway responses.

REGIONAL and dual stack [aws-facts 3.9]; the API has a security policy of its own, whose default would be TLS 1.0 [3.6];
the `execute-api` endpoint is closed unless asked for, because every region has a name of its own [0.2, 3.8].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from troposphere import AWSObject, GetAtt, Ref, Tags
from troposphere.apigateway import EndpointConfiguration, RequestValidator, Resource, RestApi

from generator.app.model import ResolvedApi, ResolvedApp
from generator.templates.context import why
from generator.templates.logical_ids import logical_id, path_names
from generator.templates.regional.answering import AnsweredMethod
from generator.templates.regional.authorizers import authorizers
from generator.templates.regional.gateway_responses import Guards, gateway_responses
from generator.templates.regional.methods import method, needs_validation
from generator.templates.regional.models import models
from generator.templates.regional.names import REQUEST_VALIDATOR, REST_API
from generator.templates.regional.security import security


def rest_api_parts(
    app: ResolvedApp, methods: Sequence[AnsweredMethod], tags: Mapping[str, str], paths: Iterable[str] = ()
) -> list[AWSObject]:
    """The API and everything that belongs to it, but the deployment, the stage and the role.

    `paths` are those of methods that somebody else makes.
    """
    return [
        rest_api(app.id, app.api, tags),
        *resources((*(method.path for method in methods), *paths)),
        *models(method.integration.body_schema for method in methods),
        *_validator(methods),
        *(method(answered, keeps_text=bool(app.api.binary_media_types)) for answered in methods),
        *authorizers(app),
        *gateway_responses(app.api.cors, guards(app, methods)),
    ]


def guards(app: ResolvedApp, methods: Iterable[AnsweredMethod]) -> Guards:
    """Who may refuse a request of these methods."""
    types = {method.authorization for method in methods}
    return Guards(iam="AWS_IAM" in types, authorizer="CUSTOM" in types, web_acl=bool(app.api.web_acl_arn))


def rest_api(name: str, api: ResolvedApi, tags: Mapping[str, str]) -> RestApi:
    """The API itself."""
    resource = RestApi(
        REST_API,
        Name=name,
        EndpointConfiguration=EndpointConfiguration(Types=["REGIONAL"], IpAddressType=api.ip_address_type),
        DisableExecuteApiEndpoint=not api.execute_api_endpoint,
        Tags=Tags(dict(tags)),
        Metadata=why("The same API in every region; each one reads and writes the replica beside it."),
        **security(api.security_policy),
    )
    if api.description is not None:
        resource.Description = api.description
    if api.binary_media_types:
        resource.BinaryMediaTypes = list(api.binary_media_types)
    if api.minimum_compression_size is not None:
        resource.MinimumCompressionSize = api.minimum_compression_size
    return resource


def resources(paths: Iterable[str]) -> list[Resource]:
    """A resource for every part of every path, each under its parent. The root is the API's own."""
    prefixes = {names[:length] for names in map(path_names, paths) for length in range(1, len(names) + 1)}
    return [_resource(names) for names in sorted(prefixes)]


def _resource(names: tuple[str, ...]) -> Resource:
    parent = Ref(logical_id(names[:-1], "Resource")) if names[:-1] else GetAtt(REST_API, "RootResourceId")
    return Resource(
        logical_id(names, "Resource"),
        RestApiId=Ref(REST_API),
        ParentId=parent,
        PathPart=names[-1],
        Metadata=why(f"Path /{'/'.join(names)}"),
    )


def _validator(methods: Iterable[AnsweredMethod]) -> list[RequestValidator]:
    if not any(needs_validation(method.integration) for method in methods):
        return []
    return [
        RequestValidator(
            REQUEST_VALIDATOR,
            RestApiId=Ref(REST_API),
            ValidateRequestBody=True,
            ValidateRequestParameters=True,
            Metadata=why("Wrong requests end here with a 400 that names the field, before they cost a read or write."),
        )
    ]
