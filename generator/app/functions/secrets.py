"""Secrets among environment variables: build/ is committed, and whoever may read a function's configuration sees them.

A245  secret in the templates
"""

from __future__ import annotations

import re
from typing import Final

from generator.app.report import Place, Report

# At the end: what follows makes it something about the secret, as _ARN and _NAME do.
_NAME: Final = re.compile(
    r"(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)$", re.IGNORECASE
)
# An ARN, what CloudFormation looks up or fills in, the path of a parameter, or a switch.
_NO_SECRET: Final = re.compile(
    r"arn:.*|.*(\{\{resolve:|\$\{AWS::).*|(/[\w.+=@-]+){2,}|\s*|true|false|yes|no|on|off|[0-9]{1,4}",
    re.IGNORECASE | re.DOTALL,
)
_ACCESS_KEY: Final = re.compile(r"(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])")
_PRIVATE_KEY: Final = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")


def advise_secret(name: str, value: str, place: Place, report: Report) -> None:
    """Warns of a variable that looks like a secret by its name, or by its value whatever its name (A245).

    The value is in no message: they are in logs too.
    """
    if _ACCESS_KEY.search(value):
        message = "the value looks like an access key of AWS, and stands in build/ for all to read"
        advice = "disable that key, and remove it here: a function has the rights of its role, see `statements`"
        report.warning("A245", place, message, advice)
    elif _PRIVATE_KEY.search(value) or (_NAME.search(name) and not _NO_SECRET.fullmatch(value)):
        message = f"{name} looks like a secret, and its value stands in build/ for all to read"
        advice = (
            "keep it in Secrets Manager, replicated to every region, and read it at run time: "
            f"write its name here, as {name}_NAME"
        )
        report.warning("A245", place, message, advice)
