"""Where the embedded AWS listens, who owns its folder, and what outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from generator.errors import UsageError
from generator.files import read_bytes
from generator.local.found import ask, find
from generator.local.remote import Local
from generator.local.server import HOST, serve
from tests.integration.local.aws import MAIN, NAME, ROOT, Aws, compact, until
from tests.integration.local.example import deploy_example

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
SERVE = """
import logging, sys
logs = logging.getLogger()
before = [*logs.handlers], logs.level
from generator.local.server import serve
with serve(sys.argv[1]) as local:
    print(local.url, flush=True)
    sys.stdin.read()
assert before == (logs.handlers, logs.level)
"""


@contextmanager
def in_another_process(folder: Path) -> Iterator[tuple[Local, subprocess.Popen[str]]]:
    """One that runs until the context ends. It says nothing and leaves the process's logging as it was."""
    command = [sys.executable, "-c", SERVE, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:  # type: ignore[call-overload]
        yield Local(process.stdout.readline().strip()), process
        said, complaints = process.communicate("")
        assert (said, complaints) == ("", "")


def listening_addresses() -> set[str]:
    """The addresses on which this process listens, as the kernel lists them."""
    mine = {os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == "0A" and f"socket:[{rest[5]}]" in mine:
                raw = bytes.fromhex(local.partition(":")[0])
                words = [raw[at : at + 4][::-1] for at in range(0, len(raw), 4)]
                found.add(socket.inet_ntop(family, b"".join(words)))
    return found


def test_settings_of_another_ministack_mean_nothing_here() -> None:
    code = (
        "import os\n"
        "from generator.local.border import load\n"
        "load()\n"
        "from ministack import app\n"
        "from ministack.core import persistence\n"
        "assert (app.AUTH, persistence.PERSIST_STATE, app._MINISTACK_HOST) == (False, False, 'localhost')\n"
        "assert os.environ['AUTH'] == 'true'"
    )
    settings = {"AUTH": "true", "PERSIST_STATE": "1", "MINISTACK_HOST": "elsewhere"}

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=settings, check=True)


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="only Linux tells")
def test_nothing_listens_but_on_the_loopback_address() -> None:
    with serve(None) as local:
        Aws(local).client("sts").get_caller_identity()

        assert listening_addresses() == {HOST} == {"127.0.0.1"}
    assert listening_addresses() == set()


def test_a_port_can_be_chosen_and_has_to_be_free() -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(UsageError, match=f"port {port}") as error, serve(None, port):
            pass
    assert "--port" in error.value.advice

    with serve(None, port) as local:
        assert (local.port, local.url) == (port, f"http://{HOST}:{port}")


def test_a_process_has_room_for_one_at_a_time_and_each_begins_with_nothing() -> None:
    from ministack import app

    with serve(None) as first:
        Aws(first).client("sns").create_topic(Name="topic")
        with pytest.raises(UsageError, match="already"), serve(None):
            pass

    with serve(None) as second:
        assert Aws(second).client("sns").list_topics()["Topics"] == []
    assert app._MAIN_LOOP is None


def test_everything_deployed_is_there_in_the_next_process(tmp_path: Path) -> None:
    with serve(str(tmp_path)) as local:
        aws = Aws(local)
        aws.client("s3").create_bucket(Bucket="bucket")
        aws.client("s3").put_object(Bucket="bucket", Key="é", Body=b"\xff\x00")
        deploy_example(aws)
        made = aws.http("POST", NAME, "/data", {"name": "kept"}).body["pk"]

    with in_another_process(tmp_path) as (local, _):
        aws = Aws(local)

        assert aws.http("GET", f"eu-west-1.{NAME}", f"/data/{made}").body["name"] == "kept"
        assert aws.http("GET", NAME, "/health").body == {"status": "ok", "region": MAIN}
        assert {each["Status"] for each in aws.instances().values()} == {"CURRENT"}
        assert aws.client("s3").get_object(Bucket="bucket", Key="é")["Body"].read() == b"\xff\x00"
        assert aws.operate("update_stack_set", UsePreviousTemplate=True, **_as_before(aws))["Status"] == "SUCCEEDED"
        # MiniStack tells its log of a failure like this one, and nobody else.
        local.fail(MAIN, "Topic")
        assert aws.deploy("failing", TOPIC)["StackStatus"] == "ROLLBACK_COMPLETE"


def _as_before(aws: Aws) -> dict[str, object]:
    shown = aws.client("cloudformation").describe_stack_set(StackSetName="set")["StackSet"]
    return {name: shown[name] for name in ("AdministrationRoleARN", "ExecutionRoleName", "Capabilities")}


def test_what_has_begun_is_finished_before_it_stops(tmp_path: Path) -> None:
    with serve(str(tmp_path)) as local:
        local.delay = 0.1
        Aws(local).client("cloudformation").create_stack(StackName="stack", TemplateBody=compact(TOPIC))

    with serve(str(tmp_path)) as local:
        assert Aws(local).stack("stack")["StackStatus"] == "CREATE_COMPLETE"


def test_a_folder_has_one_owner_that_is_found_and_listens_to_others_until_it_is_killed(tmp_path: Path) -> None:
    assert find(str(tmp_path)) is None

    with in_another_process(tmp_path) as (local, process):
        assert find(str(tmp_path)) == local.url
        with pytest.raises(UsageError, match="another embedded AWS"), serve(str(tmp_path)):
            pass
        local.fault("*", "*", "Throttling")
        Local(str(find(str(tmp_path)))).reset()
        Aws(local).client("sns").create_topic(Name="topic")
        until(lambda: b'"topic' in _state(tmp_path), bool)
        process.send_signal(signal.SIGKILL)

    assert find(str(tmp_path)) is None
    with serve(str(tmp_path)) as local:
        assert len(Aws(local).client("sns").list_topics()["Topics"]) == 1


def _state(folder: Path) -> bytes:
    return read_bytes(folder / "state.json") or b""


def test_the_folder_keeps_itself_out_of_git(tmp_path: Path) -> None:
    folder = tmp_path / ".multi-region" / "local"

    with serve(str(folder)):
        assert (folder / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '"\xe9"',
        "{}",
        '{"format": 2}',
        '{"format": 1, "ministack": "1.5.33", "services": {"nothing": {}}}',
        '{"format": 1, "ministack": "1.5.33", "services": {"sns": []}, "objects": [], "stack_sets": 5}',
    ],
)
def test_a_state_that_is_not_ours_is_refused_with_the_folder_to_delete(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)

    with pytest.raises(UsageError, match="not the state of an embedded AWS") as error, serve(str(tmp_path)):
        pass

    assert error.value.advice == f"delete the folder {tmp_path}"
    assert (tmp_path / "state.json").read_text() == content
    with serve(None) as local:
        assert Aws(local).client("sns").list_topics()["Topics"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/_multi_region/reset", "/?Action=ListTopics", "/bucket"])
def test_a_web_page_can_neither_use_aws_nor_the_switches(path: str, headers: dict[str, str]) -> None:
    with serve(None) as local:
        Aws(local).client("sns").create_topic(Name="topic")
        for method in ("GET", "POST", "OPTIONS"):
            request = Request(local.url + path, data=b"{}", headers=headers, method=method)

            with pytest.raises(HTTPError) as error, urlopen(request):
                pass

            with error.value:
                assert error.value.status == 403
        assert len(Aws(local).client("sns").list_topics()["Topics"]) == 1


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("nothing", b"{}"),
        ("fail", b"{}"),
        ("fail", b"["),
        ("fail", b'{"region": "us-east-1", "logical_id": "A", "times": 1, "reason": "", "step": "destroy"}'),
        ("fault", b"[]"),
        ("delay", b'{"seconds": "x"}'),
    ],
)
def test_a_switch_that_does_not_exist_is_told(what: str, body: bytes) -> None:
    with serve(None) as local, pytest.raises(HTTPError) as error:
        ask(local.url, what, body)

    with error.value:
        assert (error.value.status, what in error.value.read().decode()) == (400, True)


def test_a_request_that_is_no_json_is_for_the_service_to_refuse() -> None:
    headers = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}
    with serve(None) as local, pytest.raises(HTTPError) as error:
        urlopen(Request(local.url, data=b"{", headers=headers))

    with error.value:
        assert error.value.status == 400
        assert "SerializationException" in error.value.read().decode()


def test_forgetting_leaves_the_files_of_another_ministack_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bucket").mkdir()
    monkeypatch.setenv("S3_PERSIST", "1")
    monkeypatch.setenv("S3_DATA_DIR", str(tmp_path))

    with serve(None) as local:
        local.reset()

    assert (tmp_path / "bucket").exists()


def test_it_is_there_in_a_moment() -> None:
    started = time.monotonic()
    with serve(None):
        pass

    assert time.monotonic() - started < 3
