"""Which requirements may be another version tomorrow."""

from __future__ import annotations

import pytest

from generator.assets.requirements import unpinned


@pytest.mark.parametrize(
    "line",
    [
        "requests==2.32.3",
        "requests == 2.32.3 ; python_version < '3.14'",
        "requests[socks]===2.32.3",
        "requests==2.32.3 --hash=sha256:0f",
        "requests @ https://example.com/requests.whl#sha256=0f",
        "./vendored/thing-1.0-py3-none-any.whl",
        "# requests",
        "",
        "   ",
        "-r other.txt",
        "--index-url https://example.com/simple",
        "requests \\\n  --hash=sha256:0f",
    ],
)
def test_one_version_or_one_digest_is_pinned(line: str) -> None:
    assert unpinned(f"{line}\n") == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("requests", "requests"),
        ("requests>=2  # newest", "requests>=2"),
        ("requests==2.*", "requests==2.*"),
        ("requests~=2.32", "requests~=2.32"),
        ("requests @ git+https://example.com/requests@main", "requests @ git+https://example.com/requests@main"),
        ("-e git+https://example.com/requests", "-e git+https://example.com/requests"),
        ("requests \\\n  ; python_version < '3.14'", "requests ; python_version < '3.14'"),
    ],
)
def test_all_else_is_not(line: str, told: str) -> None:
    assert unpinned(f"boto3==1.0\n{line}\n") == (told,)


def test_all_are_told_in_the_order_of_the_file() -> None:
    assert unpinned("b\r\na\r\nc==1\r\n") == ("b", "a")
