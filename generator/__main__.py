"""`python -m generator`, and the script that an installation has for it."""

import sys

from generator.cli.early import Early


def start() -> int:
    """Run the command of this process; returns its exit code. Ctrl-C may come while all else is imported."""
    early = Early()
    from generator.cli.main import main

    return main(early)


if __name__ == "__main__":
    sys.exit(start())
