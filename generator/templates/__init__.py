"""From a resolved app to CloudFormation templates, by way of troposphere objects.

    ResolvedApp ─▶ data/      tables                                       ┐
                ─▶ regional/  REST API, its role, custom domain            ├─▶ catalog: main, secondary, dns
                ─▶ dns/       health checks, latency records               ┘

A *part* is a pure function from small values to troposphere objects, so it can be used alone in a template of somebody
else's. A `Section` is what parts render to; `main` is *data* and *regional*, `secondary` is *regional*: the regions
cannot differ, because the regional section is made once.
"""
