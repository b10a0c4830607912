"""One HTTP request, as a client of the app would make it."""

from __future__ import annotations

from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Final
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPErrorProcessor, OpenerDirector, ProxyHandler, Request, build_opener

from generator.aws.model import HttpAnswer
from generator.aws.session import Endpoint
from generator.errors import NetworkError, Place

TIMEOUT: Final = 5.0
LONGEST_BODY: Final = 64 * 1024

_SAFE: Final = ":/?#[]@!$&'()*+,;=%~"


class _AnyStatus(HTTPErrorProcessor):
    """Every status is an answer, a redirect as well: the smoke test asks for a status."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


def request(method: str, url: str, endpoint: Endpoint | None = None, timeout: float = TIMEOUT) -> HttpAnswer:
    """What `url` answers, whatever its status; the certificate is verified, no redirect followed, the body cut.

    With an endpoint the request goes there over plain HTTP, with the host that was asked for in its header. Raises
    `NetworkError` when there is no answer.
    """
    try:
        asked = _request(method, url, endpoint)
        with _opener(endpoint).open(asked, timeout=timeout) as answer:
            return HttpAnswer(status=answer.status, body=_text(answer))
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise NetworkError(
            f"{method} {url}: no answer: {reason or type(error).__name__}",
            "check that the name is in DNS and that nothing between here and there blocks the connection",
            Place(operation=f"{method} {url}"),
        ) from error


def _request(method: str, url: str, endpoint: Endpoint | None) -> Request:
    plain = quote(url, safe=_SAFE)
    headers = {"User-Agent": "multi-region-generator", "Accept": "application/json"}
    parts = urlsplit(plain)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("this is no URL of a web server")  # urllib would open a file as well
    if endpoint is None:
        return Request(plain, method=method, headers=headers)
    there = parts._replace(scheme="http", netloc=urlsplit(endpoint.url).netloc)
    return Request(there.geturl(), method=method, headers=headers | {"Host": parts.netloc})


def _opener(endpoint: Endpoint | None) -> OpenerDirector:
    # No proxy of the environment reaches our own loopback address.
    return build_opener(_AnyStatus, ProxyHandler({})) if endpoint else build_opener(_AnyStatus)


def _text(answer: HTTPResponse) -> str:
    body = answer.read(LONGEST_BODY)
    if answer.length and len(body) < LONGEST_BODY:
        raise IncompleteRead(body, answer.length)  # which `read` with a limit does not
    return body.decode("utf-8", "replace")
