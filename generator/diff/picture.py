"""A small Mermaid picture of one environment: its regions, DNS where that changes, and how much changes in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.diff.marks import clipped, visible
from generator.diff.model import Diff, Kind, ResourceChange, SectionChange
from generator.diff.summary import regions

_DNS: Final = "dns"
_MOST_REGIONS: Final = 40
_WORDS: Final[dict[Kind, str]] = {"added": "added", "removed": "removed", "modified": "changed", "moved": "changed"}
_UNSAFE: Final = re.compile(r"[^\w .,+~-]", re.ASCII)
# Both GitHub themes: dark text on light shapes.
_CLASSES: Final = {
    "added": "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    "removed": "fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4",
    "changed": "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    "same": "fill:#f6f8fa,stroke:#d1d9e0,color:#1f2328",
}


class _Node(NamedTuple):
    name: str
    title: str
    said: str
    look: str


def picture(diff: Diff) -> str:
    """The flowchart, without a fence; empty where there is nothing to see: one region and no DNS."""
    places = list(_regions(diff))[:_MOST_REGIONS]
    dns = _dns(diff)
    if len(places) + bool(dns) < 2:
        return ""
    nodes = ([dns] if dns else []) + places
    lines = ["flowchart LR"]
    lines += [f'  {node.name}["{_label(node.title)}<br/>{_label(node.said)}"]:::{node.look}' for node in nodes]
    if dns:
        lines.append(f"  {dns.name} --> {' & '.join(node.name for node in places)}")
    lines += [f"  classDef {look} {style}" for look, style in _CLASSES.items() if look in {each.look for each in nodes}]
    return "\n".join(lines)


def _regions(diff: Diff) -> Iterator[_Node]:
    main = (diff.regions_after or diff.regions_before)[:1]
    for number, (region, mark) in enumerate(regions(diff)):
        is_main = (region,) == main
        title = f"{region}, main" if is_main else region
        if mark == " ":
            said = _changes(diff, "main" if is_main else "secondary")
            yield _Node(f"r{number}", title, said or "no change", "changed" if said else "same")
        else:
            yield _Node(f"r{number}", title, *(("new", "added") if mark == "+" else ("removed", "removed")))


def _dns(diff: Diff) -> _Node | None:
    template = next((each for each in diff.templates if each.name == _DNS), None)
    if template is None:
        return None
    if template.kind in ("added", "removed"):
        return _Node(_DNS, "DNS", "new" if template.kind == "added" else "removed", template.kind)
    return _Node(_DNS, "DNS", _changes(diff, _DNS) or "settings", "changed")


def _changes(diff: Diff, template: str) -> str:
    """`1 added, 3 changed`: what happens to the resources and outputs of a template."""
    found = [_WORDS[change.kind] for change in _loud(diff) if template in change.templates]
    return ", ".join(f"{found.count(word)} {word}" for word in dict.fromkeys(_WORDS.values()) if word in found)


def _loud(diff: Diff) -> Iterator[ResourceChange | SectionChange]:
    yield from (each for each in diff.resources if not each.quiet)
    yield from (each for each in diff.sections if not each.quiet)


def _label(text: str) -> str:
    """Text that neither ends a label nor is markup in it."""
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", clipped(visible(text), 60))
