"""`local` and `--local`, with the real embedded AWS in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from tests.cli.apps import APP
from tests.cli.clouds import build

ROOT = Path(__file__).resolve().parents[2]
ENVIRON = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
PATIENCE = 30


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=False)


@contextmanager
def running(*arguments: str) -> Iterator[tuple[list[str], subprocess.Popen[str]]]:
    """`local` in a process of its own, until it is ready: the lines that it has printed, and the process."""
    command = [sys.executable, "-m", "generator", "local", "--port", "0", *arguments]
    with subprocess.Popen(command, env=ENVIRON, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield [process.stdout.readline().rstrip("\n") for _ in range(6)], process
        finally:
            process.kill()


def asked(url: str, host: str) -> str:
    with urlopen(Request(url, headers={"Host": host}), timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_it_tells_its_addresses_serves_what_is_deployed_and_keeps_it(here: Path) -> None:
    build(here)

    with running() as (lines, process):
        endpoint = lines[0].removeprefix("AWS endpoint  ")
        deployed = run("deploy", "--env", "prod", "--local", "--yes")
        health = asked(f"{endpoint}/health", "eu-central-1.api.example.com")
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=PATIENCE)

    port = endpoint.rpartition(":")[2]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", endpoint)
    assert lines[1:] == [
        f"prod: http://api.example.com.localhost:{port}",
        f"  eu-west-1: http://eu-west-1.api.example.com.localhost:{port}",
        f"  eu-central-1: http://eu-central-1.api.example.com.localhost:{port}",
        f"dev: http://api.dev.example.com.localhost:{port}",
        f"  eu-west-1: http://eu-west-1.api.dev.example.com.localhost:{port}",
    ]
    assert deployed.returncode == 0, deployed.stderr
    assert f"eu-central-1  http://eu-central-1.api.example.com.localhost:{port}\n" in deployed.stdout
    assert '"region": "eu-central-1"' in health
    assert process.returncode == 0
    assert talk.endswith("stopped; what is deployed is kept\n")
    after = run("status", "--env", "prod", "--local", "--exit-code")
    assert after.returncode == 0, after.stdout + after.stderr


def test_an_app_without_a_domain_has_its_address_when_it_is_deployed(here: Path) -> None:
    single = APP.partition("environments:")[0].replace("secondary: [eu-central-1]", "secondary: []")
    build(here, "\n".join(line for line in single.splitlines() if not line.startswith("domain:")) + "\n")

    done = run("deploy", "--local", "--yes")

    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"eu-west-1  http://\w+\.execute-api\.\S+localhost:4566\S*\n", done.stdout), done.stdout
