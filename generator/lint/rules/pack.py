"""The door for `cfn-lint --append-rules generator/lint/rules`.

cfn-lint loads every file of that folder whose name starts with a letter or digit as a module of its own, outside any
package. This is the only such file: it loads the folder as a package, so that the rules can share code wherever the
folder lies and whether or not the generator is installed, and offers the rules as its own members.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_NAME = "multi_region_rule_pack"
_FOLDER = Path(__file__).parent


def _load() -> dict[str, type]:
    spec = spec_from_file_location(_NAME, _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)])
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load the rules in {_FOLDER}")
    package = module_from_spec(spec)
    sys.modules[_NAME] = package
    spec.loader.exec_module(package)
    return {rule.__name__: rule for rule in package.RULES}


globals().update(_load())
