"""The embedded AWS: MiniStack in this process, on 127.0.0.1, with what a multi-region app needs and MiniStack lacks.

    found       `find(folder)`: the URL of the one that runs for a folder
    server      `serve(folder, port)`: one for as long as a context lasts; yields its `Local`
    remote      `Local`: what one can tell it, over HTTP: failures, faults, delay, reset, the requests that it got
    folder      one owner at a time, and the file in which the state is kept between runs
    border      MiniStack, imported: the version we know, each private name that we use, none of its settings
    state       everything that is deployed, to JSON and back
    extend      the only place where something of MiniStack is replaced, each name listed
    switches    failures, faults and delays asked for; the log of requests
    front       what comes in: our own paths, the apps' names, everything else for MiniStack
    names       a host name ─▶ the region that answers it, by the deployed records; health checks
    rest_api    deployments as snapshots, mapping templates, DynamoDB integrations
    processes   Lambda functions: their code, and the processes that run it
    tables      global tables with their replicas
    alarms      alarms on a formula
    web_acls    web ACLs in front of a stage
    stack_sets, instances      StackSets: what is asked, and what it does in the regions

`README.md` says how it behaves. Importing this package, `found` or `server` does not import MiniStack.
"""
