"""Collecting findings: what every rule of `generator.app.resolve` writes to, so that all mistakes are told at once.

A122  not one of `code` and `inline`          A126  variable that cannot be set
A123  runtime that cannot be used             A127  wrong layers
A124  handler that names nothing              A128  unknown function
A125  `$` that stacks do not know             A129  folder that cannot be packed

A130  `$` that starts nothing                 A159  wrong `request_schema`
A131  unknown part of a request               A160  wrong CORS setting
A132  unknown context variable                A161  wrong key of a table or index
A133  unknown path parameter                  A162  wrong projection of an index
A134  body where there is none                A163  table name too long, or taken
A135  value without a type, or with two       A164  replica where the app does not run
A136  literal that does not fit its type      A165  `ttl` that is no number
A137  type or emptiness of a key's value      A166  too many tags, or two of one name
A138  wrong `optional` or `default`           A170  unknown region
A139  wrong expiry                            A171  region named twice
A140  expression that cannot be read          A172  several regions without a domain
A141  expression and `values` disagree        A173  domain too long, or outside its zone
A143  filter on a key attribute               A174  TLS policy that no checker speaks
A144  update of a key attribute               A176  wrong health path
A145  attribute that an index does not hold   A177  checker region named twice
A146  not one of update_expression and set    A178  too many tables for deep health
A150  wrong path                              A180  table of two environments
A151  answer that cannot be sent              A181  domain name of two environments
A152  two variables side by side              A182  stacks of two environments
A153  path of the health route                A183  wrong order of regions
A154  too many resources of the API           A184  smoke request that cannot succeed
A155  unknown table or index                  A168  capacity that does not fit
A156  key attribute missing, or none          A169  strong consistency that cannot be
A157  options that exclude each other         A185  key of a replica missing, or elsewhere
A158  field of the body read as two types     A186  topic that an alarm cannot tell
                                              A187  more healthy regions than there are

A200  prefix of the hosted zone's id          A207  signatures of several regions
A201  main region us-east-1                   A208  conditions are local
A202  opt-in regions                          A209  several origins
A203  local secondary indexes                 A210  shallow health
A204  stream view type                        A211  old TLS
A205  Scan                                    A212  GET that writes
A206  public writes                           A213  path that API Gateway keeps
                                              A220  strong consistency cannot be changed
                                              A221  keys have to be there first
A230  runtime that AWS gives up               A233  CORS headers of functions
A231  requirement without a version           A234  longer than API Gateway waits
A232  name of one region
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from generator.app.phrases import nearest
from generator.findings import Finding, Severity

Place = tuple[str | int, ...]
_NAMED = 3


class Mistake(Exception):
    """Part of the app file cannot be read further; whoever knows its place reports it. Never leaves this package."""

    def __init__(self, id: str, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.id = id
        self.message = message
        self.advice = advice


class Report:
    """The findings of one environment, in the order in which the rules found them."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything so far; what differs in its place only, and is no more than good to know, once with all places."""
        places: dict[Finding, list[Place]] = {}
        for finding in self._findings:
            told = replace(finding, path=()) if finding.severity == "info" else finding
            places.setdefault(told, []).append(finding.path)
        return tuple(_at(finding, found) for finding, found in places.items())

    @property
    def failed(self) -> bool:
        """Whether there is an error among them."""
        return any(finding.severity == "error" for finding in self._findings)

    def has(self, id: str, place: Place) -> bool:
        """Whether this finding was reported at `place` or below."""
        return any(one.id == id and one.path[: len(place)] == place for one in self._findings)

    def error(self, id: str, place: Place, message: str, advice: str = "") -> None:
        """The app cannot be built. `place` is the path into the document."""
        self._add(id, "error", place, message, advice)

    def warning(self, id: str, place: Place, message: str, advice: str = "") -> None:
        """The app can be built, and should not be."""
        self._add(id, "warning", place, message, advice)

    def info(self, id: str, place: Place, message: str, advice: str = "") -> None:
        """Something that a person should know."""
        self._add(id, "info", place, message, advice)

    def mistake(self, place: Place, mistake: Mistake) -> None:
        """The error that `mistake` stands for."""
        self._add(mistake.id, "error", place, mistake.message, mistake.advice)

    def no_table(self, place: Place, key: str, tables: Iterable[str]) -> None:
        """A155: `key` is none of the tables."""
        self.error("A155", place, f"there is no table {key}", one_of(key, tuple(tables), "declare it under `tables`"))

    def no_function(self, place: Place, key: str, functions: Iterable[str]) -> None:
        """A128: `key` is none of the functions."""
        advice = one_of(key, tuple(functions), "declare it under `functions`")
        self.error("A128", place, f"there is no function {key}", advice)

    def _add(self, id: str, severity: Severity, place: Place, message: str, advice: str) -> None:
        self._findings.append(Finding(id=id, severity=severity, message=message, advice=advice, path=place))


def _at(finding: Finding, places: Sequence[Place]) -> Finding:
    first, *others = places
    if not others or finding.severity != "info":
        return replace(finding, path=first)
    named = ", ".join(".".join(map(str, place)) for place in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return replace(finding, path=first, message=f"{finding.message} (also at {named}{more})")


def one_of(word: str, words: Sequence[str], else_advice: str = "") -> str:
    """Advice that names the nearest of `words`, or all of them when nothing comes near, or `else_advice`."""
    near = nearest(word, words)
    if near is not None:
        return f"write {near}"
    if not words:
        return else_advice
    return f"use {words[0]}" if len(words) == 1 else f"use one of {', '.join(words)}"
