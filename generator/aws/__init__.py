"""The only part that calls AWS: its services in our words and our types, split by topic.

Whatever botocore raises leaves as one of the `AwsError`s of `generator.errors`.

    cloud       all that `generator.deploy` asks of AWS, each method one line into a topic
    model       what is deployed, as plain values: stacks, StackSets, tables, records
    session     clients by service and region, from the standard AWS environment; who is calling
    errors      botocore's exceptions ─▶ ours; error_codes: AWS's names of what can go wrong
    waiting     asking again until it is done, with a clock that is given

    stacks ─▶ events ─▶ following ─▶ changes          a plain stack: read, followed, deployed by change set, deleted
    stack_sets ─▶ regional_trails ─▶ operations ─▶ instances ─▶ stack_set_changes      the same for a StackSet
    artifacts, tables, control_rows, dns, metrics, account                              one topic each
    http, names                    the two ways of asking the outside: a request to a region's own name, a DNS query

An endpoint other than AWS's (`AWS_ENDPOINT_URL`, the embedded AWS) is the session's affair; nobody else knows.
"""
