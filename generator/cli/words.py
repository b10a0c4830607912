"""How times, amounts and other people's texts are written on one line."""

from __future__ import annotations

_MINUTE = 60


def one_line(text: str) -> str:
    """Any text on a single line: white space joined, and escapes for what a terminal would obey or not show."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in joined)


def about(seconds: float) -> str:
    """An estimate as people say it: `40 s`, `5 min`, `2 h`, `2 h 15 min`."""
    if seconds < 2 * _MINUTE:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{minutes} min"] if minutes else parts)


def amount(count: int) -> str:
    """So many bytes, as people say it: `312 B`, `4.7 kB`, `12.0 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def clock(seconds: float) -> str:
    """A time that has passed, as on a watch: `0:07`, `12:40`, `1:02:03`."""
    minutes, rest = divmod(int(seconds), _MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
