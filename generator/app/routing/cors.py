"""Cross-origin settings: what browsers refuse, and what API Gateway cannot do."""

from __future__ import annotations

import re

from generator.app.declarations import Cors
from generator.app.phrases import shown
from generator.app.report import Report

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.ASCII)
_PLACE = ("api", "cors")


def check_cors(cors: Cors | None, report: Report) -> None:
    """Reports wrong origins and names, and wildcards with credentials (A160); advises on several origins (A209)."""
    if cors is None:
        return
    for index, origin in enumerate(cors.allow_origins):
        _check_origin(cors, index, origin, report)
    for key in ("allow_headers", "expose_headers"):
        for index, name in enumerate(getattr(cors, key)):
            if "'" in name:
                message = f"{shown(name)} cannot be listed: API Gateway writes the list between quotes"
                report.error("A160", (*_PLACE, key, index), message, "remove it")
    if cors.allow_credentials:
        for key in ("allow_origins", "allow_headers", "expose_headers"):
            if "*" in getattr(cors, key):
                message = "browsers refuse `*` together with `allow_credentials`"
                report.error("A160", (*_PLACE, key), message, "name each one, or remove `allow_credentials`")
    if len(cors.allow_origins) > 1:
        message = "with several origins, API Gateway's own errors (such as 403 and 429) carry no CORS header"
        report.info("A209", (*_PLACE, "allow_origins"), message, "name one origin if browsers must read them")


def _check_origin(cors: Cors, index: int, origin: str, report: Report) -> None:
    place = (*_PLACE, "allow_origins", index)
    if origin == "*":
        if len(cors.allow_origins) > 1:
            report.error("A160", place, '"*" stands beside other origins', 'write ["*"], or name each origin')
    elif not _ORIGIN.fullmatch(origin):
        report.error(
            "A160", place, f'"{origin}" is no origin', "write it as https://app.example.com, lower case, no path"
        )
    elif origin in cors.allow_origins[:index]:
        report.error("A160", place, f'"{origin}" is listed twice', "name each origin once")
