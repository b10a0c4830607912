"""Hypothesis strategies for the `observability` section of an app."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from generator.app.declarations import Alarms, Observability

_TOPICS = (
    "arn:aws:sns:${AWS::Region}:123456789012:pager",
    "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:team_A-1",
)


def observabilities() -> st.SearchStrategy[Observability]:
    """What is watched, in any combination."""
    alarms = st.builds(
        Alarms,
        email=st.sampled_from([None, "team@example.com"]),
        topic_arns=st.lists(st.sampled_from(_TOPICS), unique=True).map(tuple),
        error_rate=st.sampled_from([0.1, 5.0, 100.0]),
        latency_p99=st.integers(1, 900_000),
        replication_latency=st.integers(1000, 3_600_000),
    )
    return st.builds(
        Observability,
        alarms=st.one_of(st.booleans(), alarms),
        dashboard=st.booleans(),
        access_logs=st.booleans(),
        log_retention=st.sampled_from([1, 90, 3653]),
        tracing=st.booleans(),
    )


def healthy_regions(regions: Sequence[str]) -> st.SearchStrategy[int]:
    """How many regions of these have to be healthy."""
    return st.integers(1, len(regions))
