"""Addresses of an app in the embedded AWS: names below `.localhost`, which curl and browsers take for this machine."""

from __future__ import annotations


def local_url(url: str, endpoint: str) -> str:
    """`https://eu-west-1.api.example.com/x` as `http://eu-west-1.api.example.com.localhost:4566/x`."""
    from urllib.parse import urlsplit

    wanted = urlsplit(url)
    return f"http://{wanted.hostname}.localhost:{urlsplit(endpoint).port}{wanted.path}"
