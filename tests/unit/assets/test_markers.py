"""Markers are those of the runtime, whichever Python and machine run the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.markers import default_environment

from generator.assets.install import Installation, install
from generator.assets.platforms import markers
from generator.errors import SourceError
from tests.unit.assets.wheels import make_requiring_wheel, make_wheel

CONDITIONS = {
    "older": "python_version < '3.13'",
    "newer": "python_version >= '3.13'",
    "arm": "platform_machine == 'aarch64'",
    "intel": "platform_machine == 'x86_64'",
    "linux": "sys_platform == 'linux' and platform_system == 'Linux' and os_name == 'posix'",
    "other_system": "sys_platform == 'win32' or sys_platform == 'darwin'",
    "cpython": "platform_python_implementation == 'CPython' and implementation_name == 'cpython'",
    "first_of_its_line": "python_full_version <= '3.11.0' and implementation_version <= '3.11.0'",
    "some_kernel": "platform_release >= '5' or platform_version >= '5'",
    "asked_and_older": "extra == 'more' and python_version < '3.13'",
    "asked_and_newer": "extra == 'more' and python_version >= '3.13'",
    "not_asked": "extra == 'less'",
}
ALWAYS = {"top", "linux", "cpython"}


def installed(folder: Path, runtime: str, architecture: str) -> set[str]:
    """Names of what is installed of the requirements that lie in the folder."""
    (folder / "site").mkdir()
    wanted = Installation(folder=str(folder), target=str(folder / "site"), runtime=runtime, architecture=architecture)
    install(wanted, lambda _: None)
    return {path.stem for path in (folder / "site").glob("*.py")}


@pytest.mark.parametrize(
    ("runtime", "architecture", "differing"),
    [
        ("python3.11", "x86_64", {"older", "intel", "first_of_its_line", "asked_and_older"}),
        ("python3.12", "arm64", {"older", "arm", "asked_and_older"}),
        ("python3.13", "arm64", {"newer", "arm", "asked_and_newer"}),
    ],
)
def test_what_a_requirement_requires_is_that_of_the_runtime(
    tmp_path: Path, runtime: str, architecture: str, differing: set[str]
) -> None:
    for name in CONDITIONS:
        make_wheel(tmp_path / "wheels", name, {f"{name}.py": ""})
    requires = [f"{name} ; {condition}" for name, condition in CONDITIONS.items()]
    make_requiring_wheel(tmp_path / "wheels", "top", requires)
    (tmp_path / "requirements.txt").write_text("--no-index\n--find-links ./wheels\ntop[more]==1.0\n")

    assert installed(tmp_path, runtime, architecture) == ALWAYS | differing


@pytest.mark.parametrize(("runtime", "version"), [("python3.11", "1.0"), ("python3.13", "2.0")])
def test_a_line_of_the_file_holds_for_the_runtime(tmp_path: Path, runtime: str, version: str) -> None:
    for one in ("1.0", "2.0"):
        make_wheel(tmp_path / "wheels", "answers", {"answers.py": f"version = '{one}'\n"}, version=one)
    lines = ("answers==1.0 ; python_version < '3.13'", "answers==2.0 ; python_version >= '3.13'")
    (tmp_path / "requirements.txt").write_text("\n".join(("--no-index", "--find-links ./wheels", *lines)))

    assert installed(tmp_path, runtime, "arm64") == {"answers"}
    assert (tmp_path / "site" / "answers.py").read_text() == f"version = '{version}'\n"


FAKE_PIP = {
    "__init__.py": "",
    "__main__.py": "import sys\nfrom pathlib import Path\nPath('site', 'ran.py').write_text(sys.argv[1])\n",
    "_vendor/__init__.py": "",
    "_vendor/packaging/__init__.py": "",
}
DEAF = """
class Marker:
    def __init__(self, text):
        self.text = text

    def evaluate(self):
        return self.text == "{is_so}"
"""


def deaf_pip(folder: Path, is_so: str) -> str:
    """A pip that looks markers up where nobody can tell it anything; `is_so` is what is true there. Where it lies."""
    for name, text in {**FAKE_PIP, "_vendor/packaging/markers.py": DEAF.format(is_so=is_so)}.items():
        path = folder / "elsewhere" / "pip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(folder / "elsewhere")


@pytest.mark.parametrize(("runtime", "goes_on"), [("python3.12", True), ("python3.13", False)])
def test_a_pip_that_cannot_be_told_installs_only_where_it_need_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str, goes_on: bool
) -> None:
    is_so = "python_version == '3.12' and sys_platform == 'linux' and platform_machine == 'x86_64'"
    monkeypatch.setenv("PYTHONPATH", deaf_pip(tmp_path, is_so))

    if goes_on:
        assert installed(tmp_path, runtime, "x86_64") == {"ran"}
        assert (tmp_path / "site" / "ran.py").read_text() == "install"
        return
    with pytest.raises(SourceError) as caught:
        installed(tmp_path, runtime, "x86_64")
    assert caught.value.message.startswith("this pip cannot be told the markers of python3.13 on x86_64")
    assert "run with the Python of python3.13 on Linux on x86_64" in caught.value.advice


def test_no_marker_is_left_to_the_machine() -> None:
    told = markers("python3.13", "arm64")

    assert told.keys() == default_environment().keys()
    assert {told["python_full_version"], told["implementation_version"]} == {"3.13.0"}
