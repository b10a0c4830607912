"""Measures and prints Markdown: `python -m benchmarks`. Takes some minutes; leave the machine alone meanwhile."""

from __future__ import annotations

import argparse
import json
import marshal
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.apps import Size, app_file
from benchmarks.facts import content, facts
from benchmarks.measure import Case, Cost, Failed, medians, run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TUTORIAL = Size(regions=3, routes=4, tables=1)
GROWTH = (
    ("regions", [Size(regions=count) for count in (3, 12, 30)]),
    ("routes", [Size(routes=count) for count in (5, 25, 50, 100)]),
    ("tables", [Size(routes=20, tables=count) for count in (1, 4, 10, 20)]),
)
GENERATOR = (sys.executable, "-m", "generator")
# Where the time of `build` goes: what it imports of others, and what it imports of all, its own modules among them.
LIBRARIES = (
    "import awacs.aws, awacs.sts, click, hashlib, json, msgspec, yaml",
    "import troposphere.apigateway, troposphere.certificatemanager, troposphere.dynamodb, troposphere.iam",
    "import troposphere.route53",
)
MODULES = ("import generator.app.loader, generator.assembly.store, generator.cli.build, generator.synthesis",)


def main() -> int:
    """Runs what the command line asks for; 1 when a measured command fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="counted runs of each case (default 11)")
    parser.add_argument("--only", choices=("compare", "growth", "planning"), help="one part of it")
    options = parser.parse_args()
    try:
        with TemporaryDirectory() as folder:
            # Byte code is written, whatever this process was told, but not into the source tree.
            os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/byte-code"
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            if options.only in (None, "compare"):
                print("\n".join(compared(Path(folder), options.rounds)), flush=True)
            if options.only in (None, "growth"):
                print("\n".join(grown(Path(folder), options.rounds)), flush=True)
            if options.only in (None, "planning"):
                print("\n".join(planned(options.rounds)), flush=True)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def compared(folder: Path, rounds: int) -> Iterator[str]:
    """`build`, and `build` with `lint`, against the floor and against CDK."""
    # Nobody would write all the alarms with CDK; without them both say the same.
    app = _built(folder / "compared", TUTORIAL, watched=False)
    _write_floor(app)
    missing = _missing_for_cdk()
    cases = [
        Case("interpreter alone", [_python("pass")], app),
        Case("floor", [(sys.executable, str(HERE / "floor.py"), "finished", ".")], app),
        Case("libraries alone", [_python(*LIBRARIES)], app),
        Case("all modules alone", [_python(*LIBRARIES, *MODULES)], app, _path()),
        *_generator_cases(app),
        *([] if missing else _cdk_cases(app)),
    ]
    costs = medians(cases, rounds)
    yield f"`build`: {TUTORIAL.regions} regions, {TUTORIAL.routes} routes, {TUTORIAL.tables} table; {rounds} rounds\n"
    yield from _table(("case", "CPU s", "peak MiB"), ((name, *_cells(cost)) for name, cost in costs.items()))
    yield ""
    yield from _ratios(costs)
    yield f"\nCDK: {missing}\n" if missing else f"\nCDK: {_same_content(app)}\n"


def grown(folder: Path, rounds: int) -> Iterator[str]:
    """`build` for apps of growing size, one table for each direction."""
    for direction, sizes in GROWTH:
        apps = {size: _built(folder / f"{direction}-{number}", size, watched=True) for number, size in enumerate(sizes)}
        cases = [Case(_label(size), [(*GENERATOR, "build")], app, _path()) for size, app in apps.items()]
        costs = medians(cases, rounds)
        yield f"\nGrowth over {direction}\n"
        yield from _table(
            ("app", "CPU s", "peak MiB", "main.template.json, bytes"),
            ((_label(size), *_cells(costs[_label(size)]), f"{_bytes(app):,}") for size, app in apps.items()),
        )


def planned(rounds: int) -> Iterator[str]:
    """Planning a roll-out, in this process; goal: under a second for 30 regions and 20 tables."""
    # Not at the top: a child's peak memory starts at that of this process.
    from benchmarks.planning import rows

    yield "\nPlanning\n"
    yield from _table(
        ("plan", "steps", "CPU s", "times writing its templates", "calls to read"),
        (
            (row.what, str(row.steps), f"{row.seconds:.3f}", f"{row.seconds / row.floor:.1f}", str(row.calls))
            for row in rows(rounds)
        ),
    )


def _python(*statements: str) -> tuple[str, str, str]:
    return (sys.executable, "-c", "; ".join(statements))


def _generator_cases(app: Path) -> list[Case]:
    build, lint = (*GENERATOR, "build"), (*GENERATOR, "lint")
    return [Case("build", [build], app, _path()), Case("build + lint", [build, lint], app, _path())]


def _cdk_cases(app: Path) -> list[Case]:
    command = ("node", str(HERE / "cdk" / "app.js"), str(app / "facts.json"), str(app / "cdk.out"))
    return [
        Case("CDK without its linter", [command], HERE / "cdk", {"CDK_VALIDATION": "false"}),
        Case("CDK with its linter", [command], HERE / "cdk"),
    ]


def _missing_for_cdk() -> str:
    if which("node") is None:
        return "not measured, for there is no `node`"
    if not (HERE / "cdk" / "node_modules" / "aws-cdk-lib").is_dir():
        return "not measured, for its modules are missing: run `npm ci` in benchmarks/cdk"
    return ""


def _ratios(costs: Mapping[str, Cost]) -> Iterator[str]:
    """The goals, each with what was measured."""
    goals = (
        ("build", "floor", 7.0),
        ("build", "CDK without its linter", 0.4),
        ("build + lint", "CDK with its linter", 0.4),
    )
    rows = [
        (f"{case} / {other}", f"{costs[case].cpu / costs[other].cpu:.2f}", f"at most {goal:g}")
        for case, other, goal in goals
        if case in costs and other in costs
    ]
    yield from _table(("ratio of CPU", "measured", "goal"), [*rows, _memory_row(costs["build"])])


def _memory_row(cost: Cost) -> tuple[str, str, str]:
    return ("peak memory of build, MiB", f"{cost.memory:.0f}", "under 60")


def _built(folder: Path, size: Size, *, watched: bool) -> Path:
    """A folder with an app of that size, built."""
    folder.mkdir(parents=True)
    (folder / "app.yaml").write_text(app_file(size, watched=watched), encoding="utf-8")
    run(Case("build", [(*GENERATOR, "build")], folder, _path()))
    return folder


def _write_floor(app: Path) -> None:
    """What the floor and CDK start from: the finished dictionaries, and their content as facts."""
    files = {path.name: _json(path) for path in sorted((app / "build" / "default").glob("*.template.json"))}
    (app / "finished").write_bytes(marshal.dumps(files))
    content_of = facts(files["main.template.json"], files["dns.template.json"])
    (app / "facts.json").write_text(json.dumps(content_of), encoding="utf-8")


def _same_content(app: Path) -> str:
    """Whether CDK's templates hold as many resources of each type as ours, and where not."""
    notes = []
    for name in ("main", "secondary", "dns"):
        ours = content(_json(app / "build" / "default" / f"{name}.template.json"))
        theirs = content(_json(app / "cdk.out" / f"benchmark-{name}.template.json"))
        theirs.pop("AWS::CDK::Metadata", None)
        kinds = sorted(kind for kind in ours | theirs if ours[kind] != theirs[kind])
        notes += [f"{name}: {kind} {ours[kind]} here, {theirs[kind]} there" for kind in kinds]
    return "; ".join(notes) or "the same number of resources of each type in every template"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _path() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT)}


def _label(size: Size) -> str:
    tables = "1 table" if size.tables == 1 else f"{size.tables} tables"
    return f"{size.regions} regions, {size.routes} routes, {tables}"


def _bytes(app: Path) -> int:
    return (app / "build" / "default" / "main.template.json").stat().st_size


def _cells(cost: Cost) -> tuple[str, str]:
    return (f"{cost.cpu:.3f}", f"{cost.memory:.0f}")


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    sys.exit(main())
