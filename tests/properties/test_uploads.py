"""What is planned to need the artifact bucket is what is uploaded to it, and no other template."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.aws.artifacts import template_argument
from generator.cloudformation.limits import INLINE_TEMPLATE_BYTES
from generator.cloudformation.template_text import template_size
from generator.deploy.planning.situation import is_uploaded
from tests.support.recording import IDENTITY, FakeAws


@given(
    text=st.text(min_size=1, max_size=5),
    number=st.floats(allow_nan=False, allow_infinity=False),
    more=st.integers(-9, 9),
)
def test_a_template_is_planned_to_be_uploaded_if_and_only_if_it_is(text: str, number: float, more: int) -> None:
    aws = FakeAws()
    aws.on("GetCallerIdentity", IDENTITY)
    aws.on("HeadObject", {})
    room = INLINE_TEMPLATE_BYTES - template_size({"number": number, "pad": "", "text": ""})
    times, rest = divmod(room, template_size({text: 0}) - len('{"":0}'))
    body = {"number": number, "pad": "x" * max(0, rest + more), "text": text * times}

    argument = template_argument(aws.session, body, "eu-west-1")

    assert ("TemplateURL" in argument) == is_uploaded(body)
