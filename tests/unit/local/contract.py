"""What every name of MiniStack that we use has to be: its signature, else its type.."""

from __future__ import annotations

CONTRACT = {
    "app.SERVICE_HANDLERS": "dict",
    "app._MAIN_LOOP": "NoneType",
    "app._build_persistence_save_dict": "()",
    "app._get_module": "(name)",
    "app._reset_all_state": "()",
    "app._state_map": "dict",
    "app.app": "(scope, receive, send)",
    "core.iam_actions.dynamodb_resource_arns": "(body, region, account_id)",
    "core.iam_evaluator.EvalContext": "type",
    "core.iam_evaluator._gather_role_policies": "(role_name, account_id)",
    "core.iam_evaluator._permissions_boundary": "(store, name, account_id)",
    "core.iam_evaluator.evaluate": "(ctx, policies, *limits)",
    "core.lambda_runtime._worker_class_for": "(config)",
    "core.persistence._json_default": "(obj)",
    "core.persistence._json_object_hook": "(obj)",
    "core.responses.AccountRegionScopedDict": "type",
    "core.responses.get_account_id": "()",
    "core.responses.get_region": "()",
    "core.responses.get_request_client_ip": "()",
    "core.responses.now_iso": "()",
    "core.responses.request_scope": "(account_id, region)",
    "services.apigateway_v1._authorize_request_v1": (
        "(api_id, stage_name, method_obj, method, request_path, resource, headers, body, query_params, path_params, "
        "stage, owner_account_id, owner_region)"
    ),
    "services.apigateway_v1._check_request_validation": "(method_obj, api_id, request, headers, body, query_params)",
    "services.apigateway_v1._check_throttle": "(stage, api_id, stage_name, resource_path, http_method, key)",
    "services.apigateway_v1._create_deployment": "(api_id, data)",
    "services.apigateway_v1._create_domain_name": "(data)",
    "services.apigateway_v1._create_request_validator": "(api_id, data)",
    "services.apigateway_v1._delete_deployment": "(api_id, deployment_id)",
    "services.apigateway_v1._delete_request_validator": "(api_id, validator_id)",
    "services.apigateway_v1._domain_names": "AccountRegionScopedDict",
    "services.apigateway_v1._execute_in_scope": (
        "(request, api_id, stage_name, method, path, headers, body, query_params, owner_account_id, owner_region)"
    ),
    "services.apigateway_v1._gateway_error_response": "(error, request)",
    "services.apigateway_v1._gw_error": "(response_type, message)",
    "services.apigateway_v1._invoke_lambda_custom_v1": (
        "(integration, api_id, stage_name, stage, resource, request_path, method, headers, body, "
        "query_params, path_params, owner_account_id=None, owner_region=None, binary_media_types=None, "
        "authorizer_context=None, caller_identity=None)"
    ),
    "services.apigateway_v1._invoke_mock_v1": "(integration)",
    "services.apigateway_v1._match_greedy_fallback": "(api_id, segments, http_method)",
    "services.apigateway_v1._match_resource_tree": "(api_id, segments)",
    "services.apigateway_v1._models": "AccountRegionScopedDict",
    "services.apigateway_v1._request_validators": "AccountRegionScopedDict",
    "services.apigateway_v1._resources": "AccountRegionScopedDict",
    "services.apigateway_v1._rest_apis": "AccountRegionScopedDict",
    "services.apigateway_v1._select_service_integration_response": "(integration, backend_status)",
    "services.apigateway_v1.find_domain_scope": "(domain_name)",
    "services.apigateway_v1.handle_execute": "(api_id, stage_name, method, path, headers, body, query_params)",
    "services.apigateway_v1.resolve_base_path_mapping": "(domain_name, path)",
    "services.apigateway_v1.stages_for_api": "(api_id)",
    "services.cloudformation._ACTION_HANDLERS": "dict",
    "services.cloudformation._stack_events": "AccountRegionScopedDict",
    "services.cloudformation._stacks": "AccountRegionScopedDict",
    "services.cloudformation.changesets._IMPORT_LOOKUPS": "dict",
    "services.cloudformation.custom_resource._gateway_url": "()",
    "services.cloudformation.changesets._table_import_problem": "(name)",
    "services.cloudformation.engine._parse_template": "(template_body)",
    "services.cloudformation.handlers._capabilities_enforced": "()",
    "services.cloudformation.handlers._resolve_stack": "(stack_name)",
    "services.cloudformation.helpers._error": "(code, message, status=400)",
    "services.cloudformation.helpers._extract_members": "(params, prefix)",
    "services.cloudformation.helpers._extract_string_members": "(params, prefix)",
    "services.cloudformation.helpers._p": "(params, key, default='')",
    "services.cloudformation.helpers._resolve_document": "(params, body_key, url_key, label)",
    "services.cloudformation.helpers._resolve_template": "(params)",
    "services.cloudformation.helpers._xml": "(status, root_tag, inner)",
    "services.cloudformation.provisioners._NAME_SEED": "ContextVar",
    "services.cloudformation.provisioners._RESOURCE_HANDLERS": "dict",
    "services.cloudformation.provisioners._apigw_method_create": "(logical_id, props, stack_name)",
    "services.cloudformation.provisioners._cw_metric_alarm_record": "(name, props)",
    "services.cloudformation.provisioners._ddb_attrs": "(table)",
    "services.cloudformation.provisioners._ddb_update": (
        "(physical_id, old_props, new_props, stack_name, logical_id=None)"
    ),
    "services.cloudformation.provisioners._physical_name": (
        "(stack_name, logical_id, lowercase=False, max_len=128, seeded=True)"
    ),
    "services.cloudformation.stacks._delete_resource": (
        "(resource_type, physical_id, props, stack_name=None, logical_id=None)"
    ),
    "services.cloudformation.stacks._provision_resource": "(resource_type, logical_id, props, stack_name)",
    "services.cloudformation.stacks._runs_on_worker_thread": "(resource_type)",
    "services.cloudformation.stacks._update_resource": (
        "(resource_type, physical_id, old_props, new_props, stack_name, logical_id=None, old_attrs=None)"
    ),
    "services.dynamodb._apply_replica_updates": "(name, table, updates)",
    "services.dynamodb._create_replica": "(name, table, region)",
    "services.dynamodb._create_table": "(data)",
    "services.dynamodb._delete_table": "(data)",
    "services.dynamodb._replica_group": "(table)",
    "services.dynamodb._set_replica_group": "(name, regions)",
    "services.dynamodb._table_description": "(name)",
    "services.dynamodb._tables": "AccountRegionScopedDict",
    "services.dynamodb._update_table": "(data)",
    "services.dynamodb._update_ttl": "(data)",
    "services.dynamodb.error_response_json": (
        "(code, message, status=400, extra=None, message_key='message', content_type='application/x-amz-json-1.0')"
    ),
    "services.iam._roles": "AccountScopedDict",
    "services.lambda_svc._externalize_code_zip": "(func, referenced)",
    "services.lambda_svc._fetch_code_from_s3": "(bucket, key, version_id=None)",
    "services.lambda_svc._get_account_settings": "()",
    "services.lambda_svc._prune_orphan_code_blobs": "(referenced)",
    "services.route53._default_records": "(zone_name)",
    "services.route53._hc_id": "()",
    "services.route53._health_checks": "AccountScopedDict",
    "services.route53._records": "AccountScopedDict",
    "services.route53._tags": "AccountScopedDict",
    "services.route53._zones": "AccountScopedDict",
    "services.s3._buckets": "AccountScopedDict",
}
