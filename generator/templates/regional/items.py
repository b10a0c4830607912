"""An item of DynamoDB as plain JSON: a template that grows by one loop per level of maps and lists, not by two.

VTL cannot recurse, so the levels are unrolled. A map and a list share the loop of their level: over the names of the
one, over the members of the other. `faults` walks the same loops beforehand and finds what cannot be answered truly:
nothing can be taken back once it is printed.

Variables of level n: `$v` the typed value (`{"S": "…"}`), `$t` its type, `$c` its content, `$k` what its loop walks,
`$e` one of those.
"""

from __future__ import annotations

from typing import Final

from generator.templates.regional import vtl

TOO_DEEP: Final = "NestingTooDeep"
TOO_MANY: Final = "TooManyElements"
_COMMA: Final = "#if($foreach.hasNext),#end"
_BINARY: Final = '"$s"'


def faults(max_nesting: int, items: str | None = None) -> list[str]:
    """Lines that set `$code` to `TOO_DEEP` or `TOO_MANY` for what `rendered` cannot print truly, else to no text.

    They look at `$item`, or at every item of the list that the VTL reference `items` names.
    """
    lines = [
        _counted("item"),
        "#foreach($e0 in $item.keySet())#set($v1 = $item.get($e0))",
        *_faults_of_value(1, max_nesting),
        "#end",
    ]
    if items is not None:
        lines = [_counted(items), f"#foreach($item in ${items})", *lines, "#end"]
    return ["#set($code = '')", *lines]


def _counted(collection: str) -> str:
    return f"#if(${collection}.size() > {vtl.MAX_LOOP})#set($code = '{TOO_MANY}')#end"


def _faults_of_value(level: int, max_nesting: int) -> list[str]:
    lines = [
        _type_loop(level),
        f"#if($t{level}.replaceAll('[ML]|[SNB]S', '') == ''){_counted(f'c{level}')}#end",
        f"#if($t{level}.replaceAll('[ML]', '') == '')",
    ]
    if level > max_nesting:
        return [*lines, f"#set($code = '{TOO_DEEP}')", "#end#end"]
    return [
        *lines,
        f"#if($t{level} == 'M')#set($k{level} = $c{level}.keySet())#else#set($k{level} = $c{level})#end",
        *_member_loop(level, _faults_of_value(level + 1, max_nesting)),
        "#end#end",
    ]


def _type_loop(level: int) -> str:
    """One round: a typed value has one name, its type."""
    return f"#foreach($t{level} in $v{level}.keySet())#set($c{level} = $v{level}.get($t{level}))"


def _member_loop(level: int, body: list[str], name: str = "") -> list[str]:
    return [
        f"#foreach($e{level} in $k{level})#if($t{level} == 'M'){name}#set($v{level + 1} = $c{level}.get($e{level}))"
        f"#else#set($v{level + 1} = $e{level})#end",
        *body,
        "#end",
    ]


def rendered(max_nesting: int) -> list[str]:
    """Lines that print `$item`, in which `faults` found none, as a JSON object."""
    return [
        "{",
        f"#foreach($e0 in $item.keySet()){_name(0)}#set($v1 = $item.get($e0))",
        *_value(1, max_nesting),
        f"{_COMMA}#end",
        "}",
    ]


def _value(level: int, max_nesting: int) -> list[str]:
    type, content = f"$t{level}", f"$c{level}"
    lines = [
        _type_loop(level),
        f"#if({type} == 'S'){_quoted(content)}",
        f"#elseif({type} == 'N'){content}",
        f"#elseif({type} == 'BOOL'){content}",
        f"#elseif({type} == 'NULL')null",
        f"#elseif({type} == 'B')\"{content}\"",
        f"#elseif({type} == 'SS'){_set(content, _quoted('$s'))}",
        f"#elseif({type} == 'NS'){_set(content, '$s')}",
        f"#elseif({type} == 'BS'){_set(content, _BINARY)}",
    ]
    if level <= max_nesting:
        lines += [
            f"#else#if({type} == 'M'){{#set($k{level} = {content}.keySet())#else [#set($k{level} = {content})#end",
            *_member_loop(level, [*_value(level + 1, max_nesting), _COMMA], name=_name(level)),
            f"#if({type} == 'M')}}#else ]#end",
        ]
    return [*lines, "#end#end"]


def _set(content: str, member: str) -> str:
    return f"[#foreach($s in {content}){member}{_COMMA}#end]"


def _name(level: int) -> str:
    return f"{_quoted(f'$e{level}')}:"


def _quoted(reference: str) -> str:
    """A text of DynamoDB as a JSON string. It is there and a string, so the short form of `vtl.escaped` does."""
    return f'"$util.escapeJavaScript({reference}).replaceAll("\\\\\'", "\'")"'
