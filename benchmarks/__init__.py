"""What `build` costs, against the least it could cost and against a CDK app of the same content.

    apps.py      app files of any size: regions, routes, tables
    facts.py     the content of built templates as plain values, for the CDK app
    floor.py     the least: finished dictionaries, written as JSON
    cdk/         the same content as a CDK v2 app
    measure.py   CPU seconds and memory of processes, cases in turn
    __main__.py  runs all and prints Markdown: `python -m benchmarks --help`

Figures are ratios of medians taken in turn in one run: single times drift with the machine. Nothing here is a test.
"""
