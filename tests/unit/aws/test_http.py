from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from generator.aws.http import LONGEST_BODY, request
from generator.aws.model import HttpAnswer
from generator.aws.session import Endpoint
from generator.errors import NetworkError


class _Region(BaseHTTPRequestHandler):
    """Answers as a region might, and what it was asked."""

    def _reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        match self.path:
            case "/down":
                self._reply(503, b'{"status": "down"}')
            case "/elsewhere":
                self._reply(302, b"", Location="/")
            case "/large":
                self._reply(200, b"x" * (2 * LONGEST_BODY))
            case "/binary":
                self._reply(200, b"\xff\xfe")
            case "/cut":
                self.close_connection = True
            case "/half" | "/half-error":
                self._reply(200 if self.path == "/half" else 500, b"", **{"Content-Length": "10"})
                self.close_connection = True
            case _:
                told = f"{self.command} {self.path} {self.headers['Host']} {self.headers.get('Content-Length')}"
                self._reply(200, told.encode())

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Region) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_a_good_answer_is_an_answer(url: str) -> None:
    answer = request("GET", f"{url}/health?a=b")

    assert answer == HttpAnswer(status=200, body=f"GET /health?a=b {url.removeprefix('http://')} None")


def test_a_request_without_a_body_says_so(url: str) -> None:
    assert request("POST", f"{url}/items").body.endswith(" 0")


def test_a_path_may_hold_any_letter(url: str) -> None:
    assert " /caf%C3%A9/a%20b%2Fc " in request("GET", f"{url}/café/a b%2Fc").body


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/down", HttpAnswer(status=503, body='{"status": "down"}')),
        ("/elsewhere", HttpAnswer(status=302, body="")),
        ("/binary", HttpAnswer(status=200, body="\ufffd\ufffd")),
    ],
)
def test_every_status_is_an_answer_and_no_redirect_is_followed(url: str, path: str, answer: HttpAnswer) -> None:
    assert request("GET", url + path) == answer


def test_a_long_body_is_cut(url: str) -> None:
    assert len(request("GET", f"{url}/large").body) == LONGEST_BODY


@pytest.mark.parametrize("path", ["/cut", "/half", "/half-error"])
def test_half_an_answer_is_none(url: str, path: str) -> None:
    with pytest.raises(NetworkError, match=f"GET {url}{path}: no answer: "):
        request("GET", url + path)


def test_the_host_that_was_asked_for_reaches_the_endpoint(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    answer = request("GET", "https://eu-west-1.api.example.com/health", Endpoint(url=url))

    assert answer.body == "GET /health eu-west-1.api.example.com None"


def test_a_certificate_is_verified_or_there_is_no_answer(url: str) -> None:
    with pytest.raises(NetworkError):
        request("GET", url.replace("http://", "https://"))


@pytest.mark.parametrize("wrong", ["not a url", "http://", "http://[::1", "gopher://x", "file:///etc/hostname", ""])
def test_what_is_no_url_has_no_answer(wrong: str) -> None:
    with pytest.raises(NetworkError):
        request("GET", wrong)


def test_nobody_there_is_no_answer() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    with pytest.raises(NetworkError, match="refused") as caught:
        request("GET", f"http://127.0.0.1:{port}/")

    assert caught.value.advice


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()

        with pytest.raises(NetworkError, match="timed out"):
            request("GET", f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.05)
