"""From a resolved app to CloudFormation templates, by way of troposphere objects.

    ResolvedApp ─▶ data/      tables                                       ┐
                ─▶ regional/  REST API, its role, custom domain            ├─▶ catalog: roles, main, secondary, dns
                ─▶ dns/       health checks, latency records               │
                ─▶ roles/     who may make all of that, and no more        ┘
    of nothing  ─▶ bootstrap  what every region has once, for all apps

A *part* is a pure function from small values to troposphere objects, so it can be used alone in a template of somebody
else's. A `Section` is what parts render to; `main` is *data* and *regional*, `secondary` is *regional*: the regions
cannot differ, because the regional section is made once.
"""
