"""Values of a route in a request template: parts of an expression become references, values become typed attributes.

A request parameter is read from the one place that the app file names: `$input.params('x')` would fall from the path to
the query string to the headers. Every text of the client goes through `vtl.escaped`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from generator.app.values import (
    OF_AUTHORIZER,
    BodyField,
    ContextVariable,
    ExpiresAfterDays,
    Expression,
    Header,
    ListValue,
    Literal,
    MapValue,
    Part,
    PathParameter,
    QueryString,
    Region,
    Scalar,
    SetValue,
    UniqueId,
    Value,
)
from generator.templates.regional import vtl

_REFUSED = "{}"
"""An attribute that DynamoDB refuses, whatever it is part of."""
SECONDS_PER_DAY = 86_400
REGION = "${stageVariables.region}"
UNIQUE_ID = "$!{context.extendedRequestId.replaceAll('[^A-Za-z0-9]', '-')}"
"""An id that the caller cannot choose [aws-facts 11.1]; empty, so refused by DynamoDB as a key, if there were none."""


def text(expression: Expression) -> str:
    """The expression as the content of a JSON string."""
    return "".join(map(_part_text, expression))


def _part_text(part: Part) -> str:
    match part:
        case Literal(text=text):
            return vtl.json_text(text)
        case Region():
            return REGION
        case UniqueId():
            return UNIQUE_ID
        case _:
            return vtl.escaped(reference(part))


def unescaped(expression: Expression) -> str:
    """The expression as the content of an interpolated VTL string. Its literals must be free of `"`, `$` and `#`."""
    return "".join(_part_unescaped(part) for part in expression)


def _part_unescaped(part: Part) -> str:
    match part:
        case Literal(text=text):
            return text
        case Region():
            return REGION
        case UniqueId():
            return UNIQUE_ID
        case _:
            return f"$!{{{reference(part)}}}"


def reference(part: PathParameter | QueryString | Header | BodyField | ContextVariable) -> str:
    """The VTL reference of a part, without its `$`; `prologue` defines the variables that it uses."""
    match part:
        case PathParameter(name=name):
            return _path_variable(name)
        case QueryString(name=name):
            return f"querystring.get({vtl.string(name)})"
        case Header(name=name):
            return _header_variable(name)
        case BodyField(path=path):
            return "body" + "".join(f".get({vtl.string(name)})" for name in path)
        case ContextVariable(name=name):
            return f"context.{name}"


def presence(expression: Iterable[Part]) -> tuple[str, ...]:
    """VTL conditions which hold together when the request has every part of the expression."""
    conditions = dict.fromkeys(_part_presence(part) for part in expression)
    return tuple(condition for condition in conditions if condition)


def _part_presence(part: Part) -> str:
    match part:
        case QueryString(name=name):
            return f"$querystring.keySet().contains({vtl.string(name)})"
        case Header(name=name):
            return f"$has_{_header_variable(name)}"
        case BodyField(path=(*parents, name)):
            return f"${reference(BodyField(tuple(parents)))}.keySet().contains({vtl.string(name)})"
        case ContextVariable(name=name) if part.can_be_absent:
            return f"$context.authorizer.keySet().contains({vtl.string(name.removeprefix(OF_AUTHORIZER))})"
        case _:
            return ""


def attribute(value: Value) -> str:
    """The value as a typed attribute of DynamoDB's JSON, such as `{"S": "…"}`, on one line."""
    match value:
        case Scalar():
            return vtl.choose(_wanted_of_authorizer(value), given_or_default(value, _typed), _REFUSED)
        case SetValue():
            return f'{{"{value.type}": {_set(value.members)}}}'
        case ListValue(members=members):
            entries = [vtl.Entry(conditions(member), attribute(member)) for member in members]
            return f'{{"L": [{vtl.joined(entries)}]}}'
        case MapValue(members=members):
            return f'{{"M": {{{vtl.joined(attributes(members))}}}}}'
        case ExpiresAfterDays(days=days):
            return f'{{"N": "${{expires_after_{days}_days}}"}}'


def _wanted_of_authorizer(value: Scalar) -> tuple[str, ...]:
    """VTL conditions for what the authorizer had to say: without it, `TENANT#` would be a tenant that all share."""
    if value.optional or value.default is not None:
        return ()
    return presence([part for part in value.expression if isinstance(part, ContextVariable)])


def given_or_default(value: Scalar, typed: Callable[[str, Expression], str]) -> str:
    """What the request gives, or else the default, either written by `typed` from its type and expression."""
    given = typed(value.type, value.expression)
    if value.default is None:
        return given
    return vtl.choose(presence(value.expression), given, typed(value.type, (Literal(value.default),)))


def _typed(type: str, expression: Expression) -> str:
    rendered = f'"{text(expression)}"'
    if type == "NULL":
        rendered = "true"
    elif type == "BOOL":
        rendered = boolean(expression, otherwise=rendered)
    return f'{{"{type}": {rendered}}}'


def boolean(expression: Expression, otherwise: str) -> str:
    """JSON `true` or `false`; `otherwise` for a text that is neither: DynamoDB refuses it as a BOOL."""
    if len(expression) != 1 or isinstance(expression[0], Region | UniqueId):
        return otherwise
    part = expression[0]
    if isinstance(part, Literal):
        return part.text
    value = vtl.as_string(reference(part))
    return f"#if({value} == 'true') true #elseif({value} == 'false') false #else {otherwise} #end"


def _set(members: tuple[Expression, ...] | BodyField) -> str:
    """A longer array than `#foreach` may walk becomes an empty set, which DynamoDB refuses, rather than a cut one."""
    if not isinstance(members, BodyField):
        return "[" + ", ".join(f'"{text(member)}"' for member in members) + "]"
    array = f"${reference(members)}"
    texts = f'#foreach($member in {array})"{vtl.escaped("member")}"#if($foreach.hasNext), #end#end'
    return f"[#if({array}.size() > {vtl.MAX_LOOP}) #else {texts} #end]"


def conditions(value: Value) -> tuple[str, ...]:
    """VTL conditions which hold together when the value is present; none for a value that always is."""
    match value:
        case Scalar(optional=True, default=None, expression=expression):
            return presence(expression)
        case SetValue(optional=True, members=BodyField() as field):
            return presence((field,))
        case _:
            return ()


def attributes(values: Mapping[str, Value], prefix: str = "") -> list[vtl.Entry]:
    """Members `"name": {typed}` of a JSON object, sorted by name, what may be absent behind what is always there."""
    entries = [
        vtl.Entry(conditions(value), f"{vtl.json_string(prefix + name)}: {attribute(value)}")
        for name, value in sorted(values.items())
    ]
    return sorted(entries, key=lambda entry: bool(entry.conditions))


def prologue(values: Iterable[Value]) -> list[str]:
    """The lines that define what the references of these values use."""
    leaves = [leaf for value in values for leaf in _leaves(value)]
    days = sorted({leaf.days for leaf in leaves if isinstance(leaf, ExpiresAfterDays)})
    return [*parameter_lines([leaf for leaf in leaves if not isinstance(leaf, ExpiresAfterDays)]), *map(_expiry, days)]


def parameter_lines(parts: Iterable[Part]) -> list[str]:
    """The lines that define what the references of these parts use."""
    parts = list(parts)
    paths = sorted({part.name for part in parts if isinstance(part, PathParameter)})
    headers = sorted({part.name.lower() for part in parts if isinstance(part, Header)})
    return [*_sources(parts), *map(_path, paths), *chain.from_iterable(map(_header, headers))]


def _sources(parts: Sequence[Part]) -> Iterator[str]:
    kinds = {type(part) for part in parts}
    if PathParameter in kinds:
        yield "#set($path = $input.params().get('path'))"
    if QueryString in kinds:
        yield "#set($querystring = $input.params().get('querystring'))"
    if Header in kinds:
        yield "#set($header = $input.params().get('header'))"
    if BodyField in kinds:
        yield "#set($body = $input.path('$'))"


def _path(name: str) -> str:
    """API Gateway decodes query strings but not paths. The decoder is one for forms, where a plus is a blank."""
    encoded = f"$path.get({vtl.string(name)}).replaceAll('[+]', '%2B')"
    return f"#set(${_path_variable(name)} = $util.urlDecode({encoded}))"


def _header(name: str) -> Iterator[str]:
    """Names of headers come in any case: each is compared with `name`."""
    variable = _header_variable(name)
    pattern = "".join(c if c.isalnum() else f"\\x{ord(c):02x}" for c in name)
    yield f"#set($has_{variable} = false)"
    yield f"#foreach($name in $header.keySet())#if($name.replaceAll('(?i)^{pattern}$', '') == '')"
    yield f"#set($has_{variable} = true)#set(${variable} = $header.get($name))"
    yield "#end#end"


def _expiry(days: int) -> str:
    """DynamoDB's TTL wants seconds; the context gives milliseconds."""
    return f"#set($expires_after_{days}_days = $context.requestTimeEpoch / 1000 + {days * SECONDS_PER_DAY})"


def _path_variable(name: str) -> str:
    return f"path_{name}" if re.fullmatch("[A-Za-z0-9_]+", name) else f"path0_{_coded(name)}"


def _header_variable(name: str) -> str:
    name = name.lower()
    return f"header_{name.replace('-', '_')}" if re.fullmatch("[a-z0-9-]+", name) else f"header0_{_coded(name)}"


def _coded(name: str) -> str:
    """What is left of any name in a VTL identifier, another one for another name."""
    return "".join(c if c.isalnum() and c.isascii() else f"_{ord(c):x}_" for c in name)


def _leaves(value: Value) -> Iterator[Part | ExpiresAfterDays]:
    match value:
        case Scalar(expression=expression):
            yield from expression
        case SetValue(members=members):
            yield from (members,) if isinstance(members, BodyField) else chain.from_iterable(members)
        case ListValue(members=members):
            for member in members:
                yield from _leaves(member)
        case MapValue(members=members):
            for member in members.values():
                yield from _leaves(member)
        case ExpiresAfterDays():
            yield value
