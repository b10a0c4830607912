"""What a user installs: every file that the code needs, in versions that are known to work together."""

from __future__ import annotations

import re
from configparser import ConfigParser

from tests.meta.sources import GENERATOR, ROOT

PIN = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*")


def setup() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements() -> list[str]:
    sections = (setup()["options"]["install_requires"], setup()["options.extras_require"]["dev"])
    return [line for text in sections for line in text.split("\n") if line]


def pins() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_every_pin_is_a_name_and_a_version_and_nothing_else() -> None:
    assert [line for line in pins() if not PIN.fullmatch(line)] == []
    assert pins() == sorted(pins())


def test_every_requirement_is_pinned() -> None:
    pinned = {line.partition("==")[0] for line in pins()}
    required = {normalized(re.split(r"[<>=!~ ;]", line)[0]) for line in requirements()}

    assert required - pinned == set()


def test_every_runtime_requirement_has_a_lower_and_an_upper_bound() -> None:
    lines = [line for line in setup()["options"]["install_requires"].split("\n") if line]

    assert [line for line in lines if not re.fullmatch(r"[\w-]+>=[\d.]+,<\d+", line)] == []


def test_every_file_that_is_not_python_is_packaged() -> None:
    packaged = {
        path
        for package, patterns in setup()["options.package_data"].items()
        for pattern in patterns.split()
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    present = {
        path
        for path in GENERATOR.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    }

    assert present - packaged == set()


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in GENERATOR.rglob("*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_a_plain_install_builds_outside_of_our_output_folder() -> None:
    assert setup()["build"]["build_base"].startswith(".cache/")


def test_git_keeps_what_was_built() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()

    assert [line for line in ignored if "build" in line and not line.startswith("#")] == []
