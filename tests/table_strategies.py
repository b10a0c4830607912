"""Hypothesis strategies for tables, with every setting that they can have together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

from generator.app.declarations import (
    Autoscaling,
    CustomerKey,
    GlobalSecondaryIndex,
    Key,
    LocalSecondaryIndex,
    PointInTimeRecovery,
    Projection,
    Provisioned,
    Replica,
    Table,
)
from generator.app.declarations.tables import Billing
from generator.cloudformation.regions import STRONG_REGION_SETS
from tests.route_strategies import KEY_TYPES

_Chosen = TypeVar("_Chosen")
TAGS = st.dictionaries(
    st.sampled_from(["team", "cost", "Stage", "data:class"]), st.sampled_from(["a", "b c", ""]), max_size=3
)

_SCALING = st.builds(
    Autoscaling,
    min=st.integers(1, 5),
    max=st.integers(7, 9),
    target=st.integers(20, 90),
    seed=st.one_of(st.none(), st.integers(5, 7)),
)


_ON_DEMAND: st.SearchStrategy[Billing] = st.just("on_demand")
_BILLINGS = st.one_of(_ON_DEMAND, st.builds(Provisioned, read=_SCALING, write=_SCALING))


def maybe(strategy: st.SearchStrategy[_Chosen]) -> st.SearchStrategy[_Chosen | None]:
    """`None`, or one of `strategy`."""
    return st.one_of(st.none(), strategy)


def keys(name: str) -> st.SearchStrategy[Key]:
    """A key attribute of this name, of any type."""
    return st.builds(Key, name=st.just(name), type=st.sampled_from(KEY_TYPES))


@st.composite
def tables(draw: st.DrawFn, regions: Sequence[str]) -> Table:
    """A table with up to three global secondary indexes, perhaps a local one, and any settings."""
    indexes = draw(st.lists(st.sampled_from(["by_status", "by-date", "by.x"]), max_size=3, unique=True))
    sort_key = draw(maybe(keys("sk")))
    recovery = st.one_of(st.booleans(), st.builds(PointInTimeRecovery, days=st.integers(1, 35)))
    capacity = draw(_capacities())
    return Table(
        table_name=draw(maybe(st.just("Named.Table"))),
        partition_key=draw(keys(draw(st.sampled_from(["pk", "customer-id", "status"])))),
        sort_key=sort_key,
        global_secondary_indexes={name: draw(_indexes(position)) for position, name in enumerate(indexes)},
        **draw(_consistencies(regions, is_sorted=sort_key is not None)),
        **capacity,
        encryption=draw(_encryptions(regions)),
        contributor_insights=draw(maybe(st.booleans())),
        table_class=draw(st.sampled_from(["STANDARD", "STANDARD_INFREQUENT_ACCESS"])),
        point_in_time_recovery=draw(recovery),
        deletion_protection=draw(st.booleans()),
        tags=draw(TAGS.map(_one_case)),
        replicas=draw(_overrides(regions, capacity["billing"])),
    )


@st.composite
def _capacities(draw: st.DrawFn) -> dict[str, Any]:
    """How a table is billed, with ceilings where it is on demand."""
    billing = draw(_BILLINGS)
    if billing != "on_demand":
        return {"billing": billing}
    ceilings = maybe(st.integers(1, 1000))
    return {"billing": billing, "max_read_request_units": draw(ceilings), "max_write_request_units": draw(ceilings)}


@st.composite
def _consistencies(draw: st.DrawFn, regions: Sequence[str], is_sorted: bool) -> dict[str, Any]:
    """Strong consistency where the regions allow it, or what it excludes."""
    witnesses = _witnesses(regions)
    if draw(st.booleans()) and witnesses:
        return {"consistency": "strong", "witness": draw(st.sampled_from(witnesses)) or None}
    has_local = is_sorted and draw(st.booleans())
    local = {"by_price": LocalSecondaryIndex(sort_key=draw(keys("price")))} if has_local else {}
    return {"ttl": draw(maybe(st.just("expires_at"))), "local_secondary_indexes": local}


@st.composite
def _overrides(draw: st.DrawFn, regions: Sequence[str], billing: Billing) -> dict[str, Replica]:
    """What one of the replicas may have of its own."""
    capacities = st.none() if billing == "on_demand" else maybe(_SCALING)
    return {
        region: Replica(
            deletion_protection=False,
            contributor_insights=False,
            read_capacity=draw(capacities),
            tags={"team": "other"},
        )
        for region in draw(st.lists(st.sampled_from(list(regions)), max_size=1))
    }


def _witnesses(regions: Sequence[str]) -> list[str]:
    """Regions that may be the witness of a strongly consistent table; "" where none is needed, none where no table can
    be strongly consistent."""
    sets = [allowed for allowed in STRONG_REGION_SETS if allowed.issuperset(regions)]
    if not sets or len(regions) not in (2, 3):
        return []
    return [""] if len(regions) == 3 else sorted(sets[0] - set(regions))


def _encryptions(regions: Sequence[str]) -> st.SearchStrategy[Any]:
    arns = {region: f"arn:aws:kms:{region}:123456789012:key/mrk-1" for region in regions}
    kms_keys = st.sampled_from(["alias/app", arns, {**arns, regions[0]: "alias/other"}])
    return st.one_of(st.sampled_from(["aws_owned", "aws_managed"]), st.builds(CustomerKey, kms_key=kms_keys))


@st.composite
def _indexes(draw: st.DrawFn, position: int) -> GlobalSecondaryIndex:
    # Every index has key attributes of its own, so that no attribute gets two types.
    projection = st.sampled_from(
        [Projection(), Projection(type="KEYS_ONLY"), Projection(type="INCLUDE", attributes=("total", "currency"))]
    )
    return GlobalSecondaryIndex(
        partition_key=draw(keys(f"g{position}")),
        sort_key=draw(maybe(keys(f"h{position}"))),
        projection=draw(projection),
    )


def _one_case(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key != "Stage" or "stage" not in tags}
