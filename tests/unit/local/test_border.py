"""The border to MiniStack: each name that we use is what we take it for, and nothing else comes in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.local.border import load
from tests.unit.local.contract import CONTRACT
from tests.unit.local.used import shape, used_names

ROOT = Path(__file__).resolve().parents[3]


def python(code: str) -> str:
    """What a new interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def test_the_contract_names_all_that_is_used_and_nothing_else() -> None:
    assert used_names() == set(CONTRACT)


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_a_name_of_ministack_is_what_we_take_it_for(name: str) -> None:
    assert shape(name) == CONTRACT[name]


def test_a_process_that_serves_it_recurses_no_deeper_than_before() -> None:
    code = (
        "import sys; from generator.local.server import serve\n"
        "before = sys.getrecursionlimit()\n"
        "with serve(None): print(sys.getrecursionlimit() == before)"
    )

    assert python(code) == "True\n"


def test_nothing_of_it_is_imported_before_it_is_served() -> None:
    code = (
        "import sys, generator.local, generator.local.server, generator.local.found, generator.local.remote\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'ministack', 'hypercorn', 'airspeed'}))"
    )

    assert python(code) == "[]\n"


def test_another_version_is_refused_with_what_to_install() -> None:
    with pytest.raises(UsageError, match=r"MiniStack 1\.5\.34 is installed.*made for 1\.5\.33") as error:
        load(lambda _: "1.5.34")

    assert error.value.advice == 'pip install "multi-region-generator[local]"'


@pytest.mark.parametrize("module", ["ministack", "airspeed", "hypercorn"])
def test_what_is_missing_is_told_with_what_to_install(module: str) -> None:
    code = (
        f"import sys; sys.modules['{module}'] = None\n"
        "from generator.errors import UsageError\n"
        "from generator.local.server import serve\n"
        "try:\n"
        "    with serve(None): pass\n"
        "except UsageError as error: print(error.message.partition(':')[0], '|', error.advice)"
    )

    assert python(code) == (
        'the embedded AWS is not installed, or not whole | pip install "multi-region-generator[local]"\n'
    )
