"""What AWS's own validator, cloudformation-validate, says of a template beyond what is known not to be a mistake."""

from __future__ import annotations

from pathlib import Path

from cloudformation_validate import RegoEngine  # type: ignore[import-untyped]

# Each with why it is not so: the rule, and what its text has to hold.
_EXPECTED = (
    # "This property cannot be changed later", said of almost every resource there is [aws-facts 11.14].
    ("I9001", ""),
    # "A hard-coded ARN": the ACL is the user's own and of no stack, so that there is nothing to refer to; and it is
    # another one in each region, which a parameter of the one template of all regions could not say.
    ("W9002", "Property 'WebACLArn' has a hardcoded ARN"),
)


def found(engine: RegoEngine, template: Path | bytes) -> list[str]:
    """What it says beyond the expected, one line each."""
    texts = [(item.rule_id, f"{item.rule_id} {item}") for item in engine.validate_template(template).diagnostics]
    return [text for rule, text in texts if not any(rule == known and part in text for known, part in _EXPECTED)]
