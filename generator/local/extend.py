"""The only place where something of MiniStack is replaced or added, each name listed, and put back afterwards."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import apigateway_v1, cloudformation, dynamodb, lambda_svc
from ministack.services.cloudformation import changesets, custom_resource, handlers, helpers, provisioners, stacks

from generator.local import alarms, instances, names, processes, rest_api, stack_sets, tables, web_acls
from generator.local.switches import Switches


@contextmanager
def extended(switches: Switches, url: str) -> Iterator[None]:
    """MiniStack with our extensions, for as long as the context lasts. `url` is where it listens."""
    replaced = [(module, name, getattr(module, name)) for module, name, _ in _replacements(switches, url)]
    added = [(registry, key, registry.get(key)) for registry, key, _ in _additions(switches)]
    for module, name, replacement in _replacements(switches, url):
        setattr(module, name, partial(replacement, getattr(module, name)))
    for registry, key, addition in _additions(switches):
        registry[key] = addition
    try:
        yield
    finally:
        for module, name, original in replaced:
            setattr(module, name, original)
        for registry, key, before in added:
            registry.pop(key) if before is None else registry.update({key: before})


def _replacements(switches: Switches, url: str = "") -> tuple[tuple[ModuleType, str, Any], ...]:
    """Module, name, and the function that takes its place: it is given the original first."""
    return (
        (apigateway_v1, "_authorize_request_v1", rest_api.authorized),
        (apigateway_v1, "_check_request_validation", rest_api.validated),
        (apigateway_v1, "_check_throttle", lambda *_: None),
        (apigateway_v1, "_create_deployment", rest_api.deployed),
        (apigateway_v1, "_create_domain_name", rest_api.named),
        (apigateway_v1, "_delete_deployment", rest_api.undeployed),
        (apigateway_v1, "_execute_in_scope", rest_api.execute),
        (apigateway_v1, "_gateway_error_response", rest_api.gateway_error),
        (apigateway_v1, "_invoke_lambda_custom_v1", rest_api.invoked),
        (apigateway_v1, "_invoke_mock_v1", rest_api.mocked),
        (apigateway_v1, "_match_greedy_fallback", rest_api.matched),
        (apigateway_v1, "_match_resource_tree", rest_api.matched),
        (apigateway_v1, "find_domain_scope", names.domain_scope),
        (custom_resource, "_gateway_url", lambda _: url),
        (dynamodb, "_apply_replica_updates", tables.replica_updates),
        (dynamodb, "_table_description", tables.described),
        (handlers, "_capabilities_enforced", lambda _: True),
        (helpers, "_resolve_document", instances.document),
        (lambda_runtime, "_worker_class_for", partial(processes.worker_class, url)),
        (lambda_svc, "_externalize_code_zip", processes.kept_whole),
        (lambda_svc, "_fetch_code_from_s3", processes.code),
        (lambda_svc, "_get_account_settings", processes.account_settings),
        (lambda_svc, "_prune_orphan_code_blobs", processes.kept_all),
        (provisioners, "_apigw_method_create", rest_api.method_created),
        (provisioners, "_cw_metric_alarm_record", alarms.recorded),
        (provisioners, "_physical_name", names.physical_name),
        (stacks, "_delete_resource", switches.deleted),
        (stacks, "_provision_resource", switches.created),
        (stacks, "_runs_on_worker_thread", switches.blocks),
        (stacks, "_update_resource", switches.updated),
    )


def _additions(switches: Switches) -> tuple[tuple[MutableMapping[str, Any], str, Any], ...]:
    """Registry, key, and what stands there."""
    types = provisioners._RESOURCE_HANDLERS
    method = "AWS::ApiGateway::Method"
    create = partial(rest_api.method_created, types[method]["create"])
    validator = {"create": rest_api.validator_created, "delete": rest_api.validator_deleted}
    check = {"create": names.check_created, "update": names.check_updated, "delete": names.check_deleted}
    table = {
        "create": partial(tables.create, lambda: switches.delay),
        "update": partial(tables.update, lambda: switches.delay),
        "delete": tables.delete,
        "import": tables.adopt,
    }
    return (
        (types, method, {**types[method], "create": create}),
        (types, "AWS::ApiGateway::RequestValidator", validator),
        (types, "AWS::DynamoDB::GlobalTable", table),
        (types, "AWS::Route53::HealthCheck", check),
        (types, "AWS::WAFv2::WebACLAssociation", {"create": web_acls.associated, "delete": web_acls.disassociated}),
        (changesets._IMPORT_LOOKUPS, "AWS::DynamoDB::GlobalTable", tables.IMPORT),
        *((cloudformation._ACTION_HANDLERS, name, answer) for name, answer in stack_sets.actions().items()),
    )


for _module, _name, _ in _replacements(Switches()):
    getattr(_module, _name)  # what is missing is told at import, as of the names that are imported
