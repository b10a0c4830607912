"""The drawing: what each example looks like, and that no name can break it. `make golden` draws anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.app.model import ResolvedApp
from generator.graph.functions import Called, Function, Queue, Schedule, Stream
from generator.graph.mermaid import mermaid
from generator.graph.picture import Picture, Record, Region, Table, picture_of
from generator.synthesis import synthesize
from tests.golden import Golden
from tests.support.apps import examples

CASES = Path(__file__).parents[2] / "cases" / "graph"
HOSTILE = [
    '"',
    "`b`",
    "end",
    "%%{init: {}}%%",
    "<img src=x>",
    "#quot;",
    "a --> b; click a",
    '"]\nsubgraph x',
    "${A}|",
    "\\",
]

PLAIN_LABEL = re.compile(r'[^"`<>{}|\\%\n]*')


def picture(name: str = "name", *, regions: int = 2, records: bool = True) -> Picture:
    """Each name in it is this one."""
    record = Record(types=("A",), check=None) if records else None
    called = Called(
        functions=(Function(name=name, routes=1, authorizes=True, migrates=True, uses_tables=True),),
        queues=(Queue(name=name, senders=(name,), from_api=True, takers=(name,)),),
        schedules=(Schedule(when=name, functions=(name,)),),
        streams=(Stream(table=name, functions=(name,)),),
    )
    routes = {"signed": 1, "authorized": 3, "public": 2}
    places = tuple(
        Region(name=f"r-{at}", is_main=at == 0, own_name=name, record=record, called=called, **routes)
        for at in range(regions)
    )
    table = Table(name=name, is_control=False, regions=tuple(region.name for region in places))
    return Picture(app="a", environment="e", shared_name=name if records else None, regions=places, tables=(table,))


@pytest.mark.parametrize(("name", "app"), list(examples()), ids=lambda value: value if isinstance(value, str) else "")
def test_examples_are_drawn_as_they_were_looked_at(name: str, app: ResolvedApp, golden: Golden) -> None:
    golden.check(CASES / f"{name}.mmd", mermaid(picture_of(synthesize(app))))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_more_than_a_label(name: str) -> None:
    labels = re.findall(r'"(.*?)"', mermaid(picture(name)))
    plain = mermaid(picture())

    assert len(mermaid(picture(name)).splitlines()) == len(plain.splitlines())
    assert len(labels) == len(re.findall(r'"(.*?)"', plain))
    assert all(PLAIN_LABEL.fullmatch(label.replace("<br>", "")) for label in labels)


def test_what_has_a_meaning_in_mermaid_is_written_by_its_number() -> None:
    routes = "1 signed route<br>3 authorized routes<br>2 public routes"

    assert f'["REST API<br>a#34;#35;#60;b<br>{routes}"]' in mermaid(picture('a"#<b'))


def test_a_region_without_a_record_is_called_directly() -> None:
    drawing = mermaid(picture(records=False))

    assert "  clients --> api_r_0\n" in drawing
    assert "dns" not in drawing.replace("classDef dns", "")


def test_replicas_meet_in_the_tables_that_they_are_of() -> None:
    drawing = mermaid(picture(regions=3))

    assert [line.strip() for line in drawing.splitlines() if line.endswith(" tables")] == [
        "data_r_0 <--> tables",
        "data_r_1 <--> tables",
        "data_r_2 <--> tables",
    ]


def test_one_region_shows_its_tables_and_replicates_nothing() -> None:
    drawing = mermaid(picture("orders", regions=1))

    assert 'data_r_0[("orders")]' in drawing
    assert "tables" not in drawing.split()


def test_every_node_that_an_arrow_touches_is_drawn() -> None:
    for _, app in examples():
        drawing = mermaid(picture_of(synthesize(app)))
        drawn = set(re.findall(r"^ *(?:subgraph )?(\w+)[\[(]", drawing, re.MULTILINE))
        touched = {node for line in drawing.splitlines() if "-->" in line for node in re.findall(r"\w+", line)}

        assert touched <= drawn
