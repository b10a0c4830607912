"""Limits that AWS sets, each with its source. Where AWS writes "KB" or "MB" without saying of which kind, the decimal
one is taken: it is the smaller, so what passes here passes there."""

# CloudFormation [aws-facts 2.20; AWS CloudFormation User Guide, "Understand CloudFormation quotas"]
TEMPLATE_BYTES = 1_000_000  # "1 MB", uploaded to S3
INLINE_TEMPLATE_BYTES = 51_200  # `TemplateBody`
RESOURCES = 500
TEMPLATE_DESCRIPTION_BYTES = 1_024

# API Gateway [aws-facts 11.9; API Gateway Developer Guide, "Quotas for REST APIs"]
API_RESOURCES = 300
MAPPING_TEMPLATE_BYTES = 300_000  # "300 KB"
MODEL_BYTES = 400_000  # "400 KB"

# DynamoDB [aws-facts 11.5; DynamoDB Developer Guide, "Quotas"]
PROJECTED_ATTRIBUTES = 100  # named by all indexes of a table together
BATCH_GET_KEYS = 100
DEEP_HEALTH_TABLES = BATCH_GET_KEYS - 1  # one key is the control table's row
RECOVERY_DAYS = 35  # the most, and what a table has unless it says otherwise [`schema` RecoveryPeriodInDays]

# IAM [aws-facts 11.12]; white space is not counted
INLINE_POLICY_CHARACTERS = 10_240  # of all policies in a role together
MANAGED_POLICY_CHARACTERS = 6_144
ROLE_NAME_CHARACTERS = 64
TRUST_POLICY_CHARACTERS = 2_048

# ACM [ACM API reference, RequestCertificate: the first domain name becomes the common name]
CERTIFICATE_DOMAIN_NAME = 64

# Tags of one resource, `aws:` ones not counted
TAGS = 50
