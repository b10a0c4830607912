"""The app file that `init` writes: small, complete, and every part of it explained."""

STARTER = """\
# yaml-language-server: $schema=./app.schema.json
#
# One serverless API, active in several AWS regions. After a change:
#
#     python -m generator build      writes CloudFormation templates to build/
#     python -m generator lint       judges them
#     python -m generator deploy     rolls them out; with --local a rehearsal on this machine, without an account
#
# An editor that knows the YAML language server completes and explains every key, by app.schema.json.

# Starts the name of every stack, and of every table that has no `table_name`.
name: my-application

# Clients use `name`; each region also answers at `<region>.<name>`. The hosted zone is a public one of Route 53,
# in the same AWS account. An app with a single region can go without a domain.
domain:
  name: api.example.com
  hosted_zone_id: Z0123456789ABCDEFGHIJ

# The main region's stack owns the tables; every region serves, reads and writes.
regions:
  main: us-west-2
  secondary: [eu-west-1]

# DynamoDB global tables: one replica per region. Point-in-time recovery and deletion protection are on unless said
# otherwise.
tables:
  notes:
    partition_key: {name: id, type: S}
    ttl: expires_at

api:
  # Answers to browsers on other origins. Leave it out when no browser calls the API.
  cors:
    allow_origins: ["*"]

  # `none`: public. `iam`: callers sign their requests (SigV4A) and need the permission to call the API.
  auth: none

  # Requests per second, for each method in each region.
  throttling: {rate_limit: 100, burst_limit: 200}

  # `METHOD /path`, and the DynamoDB action that answers it. A value is fixed, or one of these:
  #   $request.path.NAME   $request.querystring.NAME   $request.header.NAME   $request.body.NAME
  #   $region              the region that serves the request
  #   $unique_id           an id that the caller cannot choose
  # What the request lacks is answered with 400, unless the value is `optional` or has a `default`.
  routes:
    POST /notes:
      action: PutItem
      table: notes
      item:
        id: $unique_id
        text: $request.body.text
        title: {S: $request.body.title, optional: true}
        written_in: $region
        expires_at: {expires_after_days: 30}
    GET /notes/{id}:
      action: GetItem
      table: notes
      key: {id: $request.path.id}
    DELETE /notes/{id}:
      action: DeleteItem
      table: notes
      key: {id: $request.path.id}

# The same app, several times: what an environment says replaces what stands above. The names of its stacks and tables
# end with `suffix`: a hyphen and the environment's name, unless it says otherwise.
environments:
  prod: {suffix: ""}
  dev:
    domain: {name: api.dev.example.com}
    regions: {secondary: []}
    tables: {notes: {deletion_protection: false}}
"""
