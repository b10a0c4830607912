"""`make check`: the committed templates have no finding, of cfn-lint or of ours, not even an informational one."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from generator.assembly import store
from generator.findings import Finding
from generator.lint.runner import Linter

ROOT = Path(__file__).resolve().parent.parent


def findings(folder: Path) -> tuple[Finding, ...]:
    """What is found on the assembly in a folder `build/<environment>`."""
    return Linter().lint(store.read(folder.parent, folder.name), folder.relative_to(ROOT))


def main() -> int:
    """Prints every finding, and is 1 if there is one."""
    builds = [ROOT / store.FOLDER, *ROOT.glob(f"examples/*/{store.FOLDER}")]
    folders = sorted(build / environment for build in builds for environment in store.environments(build))
    # The largest files last longest: who begins with one of them last is waited for alone.
    folders.sort(key=lambda folder: -sum(file.stat().st_size for file in folder.iterdir()))
    # cfn-lint computes in Python: a process for each core.
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        found = [finding for each in workers.map(findings, folders) for finding in each]
    for finding in found:
        print(f"{finding.file}:{finding.line}: {finding.message} [{finding.id}]", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
