"""Who runs for a folder is believed only when it answers and says so itself."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from generator.local.found import RUNNING, find


@contextmanager
def answering(text: str) -> Iterator[int]:
    """A server that says this to everyone; its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def announce(folder: Path, content: object) -> None:
    (folder / RUNNING).write_text(content if isinstance(content, str) else json.dumps(content))


def test_the_one_that_says_it_is_ours_is_found_whatever_a_proxy_would_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    link = tmp_path / "link"
    link.symlink_to(tmp_path, target_is_directory=True)
    with answering(json.dumps({"folder": os.path.realpath(tmp_path)})) as port:
        announce(tmp_path, {"port": port, "pid": 1})

        assert find(str(tmp_path)) == find(str(link)) == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("text", ['{"folder": "/somewhere/else"}', '{"folder": null}', "[]", "hello", ""])
def test_somebody_else_at_that_port_is_not_ours(tmp_path: Path, text: str) -> None:
    with answering(text) as port:
        announce(tmp_path, {"port": port})

        assert find(str(tmp_path)) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", {"port": None}, {"port": "x"}, {"port": 1}, {"port": -1}])
def test_a_file_that_says_nothing_or_lies_is_no_server(tmp_path: Path, content: object) -> None:
    announce(tmp_path, content)

    assert find(str(tmp_path)) is None


def test_no_folder_is_no_server(tmp_path: Path) -> None:
    assert find(str(tmp_path / "nothing")) is None
