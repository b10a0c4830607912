"""Which requirements may be another version tomorrow."""

from __future__ import annotations

import pytest

from generator.assets.requirements import needs


def unpinned(text: str) -> tuple[str, ...]:
    """What is unpinned in a file that is alone in its folder."""
    return asked({"requirements.txt": text})[0]


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
        ("requests==${VERSION}", "requests==${VERSION}"),
        ("requests==2.${MINOR}", "requests==2.${MINOR}"),
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


def asked(files: dict[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """What is unpinned, and the paths of the files that are named, in a folder with these files."""
    found = needs(files.__getitem__, files.__contains__)
    return found.unpinned, [path for _, _, path in found.files]


def test_requirements_of_an_included_file_count_too() -> None:
    files = {"requirements.txt": "a\n-r deep/more.txt\n", "deep/more.txt": "b\nc==1\n-r../last.txt", "last.txt": "d"}

    assert asked(files) == (("a", "b", "d"), ["deep/more.txt", "last.txt"])


def test_a_constraint_pins_what_is_required_elsewhere() -> None:
    files = {
        "requirements.txt": "Some.Thing>1\nb\n--constraint=c.txt\n",
        "c.txt": "some-thing==2\nother==3\nb>1\n-r d.txt",
        "d.txt": "e",
    }

    assert asked(files) == (("b",), ["c.txt", "d.txt"])


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("-r ../shared.txt", "../shared.txt"),
        ("--requirement ../shared.txt", "../shared.txt"),
        ("-c/etc/pins.txt", "/etc/pins.txt"),
        ("-r deep/../../x.txt  # why", "../x.txt"),
        ("../wheels/a-1-py3-none-any.whl --hash=sha256:0f", "../wheels/a-1-py3-none-any.whl"),
        ("-e ../lib[extra]", "../lib"),
        ("./lib ; python_version < '3.14'", "lib"),
    ],
)
def test_files_are_named_with_their_path_in_the_folder(line: str, path: str) -> None:
    assert asked({"requirements.txt": line}) == ((), [path])


@pytest.mark.parametrize("line", ["./wheels/a.whl", "-e ./wheels/a.whl"])
def test_a_wheel_is_looked_for_in_the_folder_wherever_the_file_lies_that_names_it(line: str) -> None:
    """As pip does, which takes only files of requirements from beside the file that names them."""
    files = {"requirements.txt": "-r deep/more.txt", "deep/more.txt": f"{line}\n-c pins.txt"}

    assert asked(files) == ((), ["deep/more.txt", "wheels/a.whl", "deep/pins.txt"])


def test_what_an_address_answers_is_unpinned() -> None:
    assert asked({"requirements.txt": "-r https://example.com/r.txt\n"}) == (("https://example.com/r.txt",), [])


def test_files_that_include_each_other_are_read_once() -> None:
    files = {"requirements.txt": "-r other.txt\na", "other.txt": "-r requirements.txt\n-c other.txt\nb"}

    assert asked(files)[0] == ("b", "a")
