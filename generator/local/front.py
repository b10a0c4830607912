"""What comes in, and who answers it: we ourselves, an app behind one of its names, or MiniStack as AWS."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs

from ministack.app import app
from msgspec import ValidationError, convert, to_builtins

from generator.local import names, state
from generator.local.folder import Folder
from generator.local.found import ROOT
from generator.local.names import Answer, Request
from generator.local.remote import Asked
from generator.local.switches import Failure, Fault, Switches

_SCOPE: Final = re.compile(r"Credential=[^/]+/[^/]+/([^/]+)/([^/]+)/")
_CHECK_STATUS: Final = re.compile(r"/[0-9-]+/healthcheck/([^/]+)/status")
_CUT: Final[Answer] = (200, {}, b"not sent")
_HERE: Final = ("127.0.0.1", "localhost")
"""A page in a browser can make it send requests to this machine, with its own `Origin` or under a name of its own."""

_LARGE: Final = 128 * 1024
"""Bytes of a request whose parameters are not remembered; an inline template stays below that, also encoded."""

_READING: Final = ("Describe", "GET ", "Get", "HEAD ", "List")
_FORBIDDING: Final = ("AccessDenied", "Expired", "InvalidClientTokenId", "SignatureDoesNotMatch", "Unrecognized")


class Front:
    """The ASGI application."""

    def __init__(self, switches: Switches, folder: Folder) -> None:
        self._switches = switches
        self._folder = folder
        self.has_changed = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request. What else there is (the start and end of the server) wants no answer."""
        if scope["type"] == "http":
            request = await _request(scope, receive)
            answer = await self._answer(scope["path"], request)
            if answer is None:
                await app(scope, _received(request.body), send)
            else:
                await _respond(send, answer)

    async def _answer(self, path: str, request: Request) -> Answer | None:
        """Our own answer; `None`: MiniStack is to answer."""
        name = request.headers.get("host", "").partition(":")[0].lower().removesuffix(".localhost")
        if names.is_ours(name):
            region, answer = await names.answer(name, request)
            operation = f"{request.method} {request.path}"
            self._note(Asked(service="execute-api", operation=operation, region=region))
            return answer
        if name not in _HERE or "origin" in request.headers:
            return names.told(403, f"{name} is not answered here, and AWS not to web pages: use 127.0.0.1")
        if path.startswith(f"{ROOT}/"):
            return self._told(path.removeprefix(f"{ROOT}/"), request.body)
        asked = _asked(request)
        self._note(asked)
        code = self._switches.fault(asked.operation, asked.region)
        if code is not None:
            return _refusal(code, asked.service, request)
        check = _CHECK_STATUS.fullmatch(path)
        return await names.check_status(check[1]) if check else None

    def _note(self, asked: Asked) -> None:
        self._switches.requests.append(asked)
        self.has_changed = self.has_changed or not asked.operation.startswith(_READING)

    def _told(self, what: str, body: bytes) -> Answer:
        try:
            answer = self._done(what, json.loads(body or b"{}"))
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            return names.told(400, f"{what}: {type(error).__name__}: {error}")
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()

    def _done(self, what: str, given: Mapping[str, Any]) -> object:
        self.has_changed = True
        match what:
            case "folder":
                return {"folder": self._folder.path and os.path.realpath(self._folder.path)}
            case "requests":
                return to_builtins(list(self._switches.requests))
            case "prepare":
                names.prepare(given["zone_id"], given["zone_name"])
            case "fail":
                self._switches.failures.append(convert(given, Failure))
            case "fault":
                self._switches.set_fault(convert(given, Fault))
            case "delay":
                self._switches.delay = float(given.get("seconds", self._switches.delay))
            case "reset":
                state.reset()
                self._switches.clear()
            case _:
                raise ValueError("unknown")
        return {"seconds": self._switches.delay}


async def _request(scope: Mapping[str, Any], receive: Any) -> Request:
    chunks, more = [], True
    while more:
        message = await receive()
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    return Request(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
        body=b"".join(chunks),
        query=parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True),
    )


def _received(body: bytes) -> Any:
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Mapping[str, Any]:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _asked(request: Request) -> Asked:
    """What a request asks AWS for, in whichever of AWS's protocols."""
    signed = _SCOPE.search(request.headers.get("authorization", ""))
    region, service = (signed[1], signed[2]) if signed else ("", "")
    target = request.headers.get("x-amz-target", "")
    parameters: Mapping[str, Any] = {name: values[-1] for name, values in request.query.items()}
    operation = f"{request.method} {request.path}"
    if target:
        operation, parameters = target.rpartition(".")[2], _json(request.body)
    elif request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        parameters = {name: values[-1] for name, values in form.items()}
        operation = parameters.get("Action", operation)
    elif "/operation/" in request.path:
        operation = request.path.rpartition("/")[2]
    kept = parameters if len(request.body) <= _LARGE else {}
    return Asked(service=service, operation=operation, region=region, parameters=kept)


def _json(body: bytes) -> Mapping[str, Any]:
    """What is no JSON object is for the service to refuse."""
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _refusal(code: str, service: str, request: Request) -> Answer:
    """An error of AWS's, in the protocol of the request."""
    if code == "cut":
        return _CUT
    status = 403 if code.startswith(_FORBIDDING) else 400
    text = f"asked to answer {code}"
    if service in ("s3", "route53") or "Action=" in request.body[:2000].decode("latin-1"):
        error = f"<Code>{escape(code)}</Code><Message>{escape(text)}</Message>"
        body = (
            f"<Error>{error}</Error>" if service == "s3" else f"<ErrorResponse><Error>{error}</Error></ErrorResponse>"
        )
        return status, {"Content-Type": "text/xml"}, body.encode()
    body = json.dumps({"__type": code, "message": text})
    return status, {"Content-Type": "application/x-amz-json-1.0", "x-amzn-errortype": code}, body.encode()


async def _respond(send: Any, answer: Answer) -> None:
    """Send an answer. `_CUT` is a promise that is not kept, so that the connection is closed."""
    status, headers, body = answer
    sent = {**headers, "Content-Length": len(body)}
    encoded = [(name.encode("latin-1"), str(value).encode("latin-1", "replace")) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    if answer is not _CUT:
        await send({"type": "http.response.body", "body": body, "more_body": False})
