"""A flow file changed in places: one value, one row more or less, and everything else as somebody wrote it."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from smsbox.config.lines import KeyPath, entered
from smsbox.errors import SmsboxError

_NAME = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_NAMES = rf"(?:{_NAME.pattern})(?:[ \t]*\.[ \t]*(?:{_NAME.pattern}))*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_NAMES})[ \t]*\]\]?")
_KEY = re.compile(rf"[ \t]*({_NAMES})[ \t]*=[ \t]*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)


class NotByForm(SmsboxError):
    """The file says this in a way that cannot be changed in place, as in an inline table. Facts: `name`."""

    key = "dialog.not_by_form"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key: its whole path, and where its value stands."""

    path: KeyPath
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A table as it is written: from its header, with what is said above it, to the next one."""

    path: KeyPath
    start: int
    end: int
    entries: tuple[_Entry, ...]


def changed(source: str, wanted: Mapping[KeyPath, Any]) -> str:
    """`source` with each of these keys as wanted; None takes one out, or a table with all it has. A key that says the
    same already is not touched, a new one comes behind the others of its table. Raises NotByForm.
    """
    data = tomllib.loads(source)
    for path, value in wanted.items():
        found = _at(data, path)
        if found != value or type(found) is not type(value):
            source = _verified(_put(source, path, value), _with(data, path, value), path)
    return source


def with_rows(source: str, name: str, kept: Sequence[int], more: Sequence[Mapping[str, Any]]) -> str:
    """`source` with those of the tables `[[name]]` that are to be kept, by their places, and `more` behind them.
    Raises NotByForm.
    """
    data = tomllib.loads(source)
    rows = data.get(name, [])
    after = {**data, name: [*(rows[place] for place in kept), *map(dict, more)]}
    if not after[name]:
        del after[name]
    if after == data:
        return source
    blocks = [block for block in _blocks(source) if block.path[:1] == (name,)]
    last = max((block.end for block in blocks), default=len(source))
    written = "".join(f"\n[[{name}]]\n{_lines(row)}" for row in more)
    result = _inserted(source, last, written) if written else source
    for block in reversed(blocks):
        if len(block.path) > 1 and block.path[1] not in kept:
            result = result[: block.start] + result[block.end :]
    return _verified(result, after, (name,))


def _lines(row: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {written(value)}\n" for key, value in row.items())


def written(value: Any) -> str:
    """A value as TOML writes it, in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(written, value)) + "]"
    return repr(value)


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else written(name)


def _put(source: str, path: KeyPath, value: Any) -> str:
    """The text with that one key changed, or put in, or taken out."""
    blocks = _blocks(source)
    entry = next((each for block in blocks for each in block.entries if each.path == path), None)
    if entry is not None and value is not None:
        return source[: entry.start] + written(value) + source[entry.end :]
    if entry is not None:
        first = source.rfind("\n", 0, entry.start) + 1
        return source[:first] + source[_line_end(source, entry.end) :]
    if value is None:
        table = next((each for each in blocks if each.path == path), None)
        return source if table is None else source[: table.start] + source[table.end :]
    line = f"{_key(str(path[-1]))} = {written(value)}\n"
    block = next((each for each in blocks if each.path == path[:-1]), None)
    if block is None:
        header = ".".join(_key(str(step)) for step in path[:-1])
        return _inserted(source, len(source), f"\n[{header}]\n{line}")
    inside = [_line_end(source, each.end) for each in block.entries]
    return _inserted(source, inside[-1] if inside else _head_end(source, block), line)


def _inserted(source: str, at: int, text: str) -> str:
    before = source[:at]
    return before + ("\n" if before and not before.endswith("\n") else "") + text + source[at:]


def _head_end(source: str, block: _Block) -> int:
    """Behind the header of a table without keys; of the file itself, behind what is said above everything."""
    at = block.start
    while at < block.end and not (block.path and _HEADER.match(source, at)):
        at = _line_end(source, at)
    return _line_end(source, at) if at < block.end else at


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end + 1


def _blocks(source: str) -> list[_Block]:
    """The file from its beginning to its end: what stands above all tables, then each of them."""
    found: list[tuple[KeyPath, int]] = [((), 0)]
    entries: list[list[_Entry]] = [[]]
    counts: dict[KeyPath, int] = {}
    at = said = 0
    while at < len(source):
        if header := _HEADER.match(source, at):
            found.append((entered(_names(header[2]), header[1] == "[[", counts), said))
            entries.append([])
            at = said = _line_end(source, header.end())
        elif key := _KEY.match(source, at):
            end = _value_end(source, key.end())
            entries[-1].append(_Entry(found[-1][0] + _names(key[1]), key.end(), end))
            at = said = _line_end(source, end)
        else:
            comment = source[at : _line_end(source, at)].lstrip(" \t").startswith("#")
            at = _line_end(source, at)
            said = said if comment else at
    ends = [start for _, start in found[1:]] + [len(source)]
    return [
        _Block(path, start, end, tuple(keys)) for (path, start), end, keys in zip(found, ends, entries, strict=True)
    ]


def _names(dotted: str) -> tuple[str, ...]:
    """The names of a dotted key; a quoted one without its quotes."""
    return tuple(json.loads(name) if name[0] == '"' else name.strip("'") for name in _NAME.findall(dotted))


def _value_end(source: str, at: int) -> int:
    """Where the value that begins there ends: on its line, or where its last bracket closes."""
    depth, end = 0, at
    while at < len(source):
        letter = source[at]
        if quoted := _STRING.match(source, at):
            at = end = quoted.end()
            continue
        if letter == "#" or letter == "\n":
            if not depth:
                break
            at = _line_end(source, at)
            continue
        depth += (letter in "[{") - (letter in "]}")
        at += 1
        end = end if letter in " \t\r" else at
    return end


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _with(data: dict[str, Any], path: KeyPath, value: Any) -> dict[str, Any]:
    """`data` after the change, in place."""
    table: Any = data
    for step in path[:-1]:
        table = table.setdefault(step, {}) if isinstance(table, dict) else table[step]
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = deepcopy(value)
    return data


def _verified(source: str, data: Mapping[str, Any], path: KeyPath) -> str:
    """The text, when it says exactly what it has to."""
    try:
        said = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        said = {}
    if said != data:
        raise NotByForm(name=".".join(str(step + 1) if isinstance(step, int) else step for step in path))
    return source
