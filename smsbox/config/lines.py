"""Finds the line on which each key of a TOML text stands, since tomllib does not tell; and reads past syntax errors."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from smsbox.config.problems import Problem
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.settings import section

KeyPath = tuple[str | int, ...]
"""Names and, below arrays of tables, indexes: `("modem", 0, "name")`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_NAME = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]|[^"\'#\[\]{}]+|.', re.DOTALL)
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")
_MOST_ERRORS = 50
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
"""Signs nobody sees, as word processors and telephones put them into what is copied."""

_SYNTAX = frozenset(
    {
        N_("expected '=' after a key in a key/value pair"),
        N_("expected ']' at the end of a table declaration"),
        N_("expected ']]' at the end of an array declaration"),
        N_("expected newline or end of document after a statement"),
        N_("invalid initial character for a key part"),
        N_("invalid statement"),
        N_("invalid value"),
        N_("unclosed array"),
        N_("unclosed inline table"),
        N_("unterminated string"),
        N_("illegal character '\\n'"),
        N_("unescaped '\\' in a string"),
    }
)
"""What Python's tomllib says most often."""

SKIPPED = "smsbox-skipped-"
"""Tables whose names begin so stand for faulty headers and are not to be looked at."""


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every table header and key; of repeated keys the first. For texts tomllib accepts."""
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if not depth and not quote:
            if header := _HEADER.match(line):
                table = entered(_names(header.group(2)), header.group(1) == "[[", counts)
                found.setdefault(table, number)
                continue
            if key := _KEY.match(line):
                found.setdefault(table + _names(key.group(1)), number)
                line = line[key.end() :]
        depth, quote = _skip_value(line, depth, quote)
    return found


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _NAME.findall(dotted))


def entered(names: tuple[str, ...], repeated: bool, counts: dict[KeyPath, int]) -> KeyPath:
    """The path of a header, with the places of the tables of arrays on its way; `counts` are kept by the caller."""
    path: KeyPath = ()
    for position, name in enumerate(names):
        path += (name,)
        if repeated and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (counts[path],)
    return path


def _skip_value(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets and which triple quote are still open after `line`, a piece of a value."""
    if quote:
        _, closed, line = line.partition(quote)
        if not closed:
            return depth, quote
    for match in _TOKEN.finditer(line):
        token = match.group()
        if token in ('"""', "'''"):
            return _skip_value(line[match.end() :], depth, token)
        if token[0] == "#":
            break
        depth += (token in ("[", "{")) - (token in ("]", "}"))
    return max(depth, 0), ""


def parse(text: str) -> tuple[dict[str, Any], list[Problem], str]:
    """Read TOML; a line with a syntax error is noted and read past, so that one mistake hides no other.

    Returns the data, the syntax problems, and the text that was understood.
    """
    problems: list[Problem] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    while True:
        understood = "\n".join(lines) + "\n"
        try:
            return tomllib.loads(understood), problems, understood
        except tomllib.TOMLDecodeError as error:
            number = _error_line(str(error))
            problems.append(_syntax_problem(str(error), number, lines, understood))
            if number is None or len(problems) >= _MOST_ERRORS or not lines[number - 1].strip():
                return {}, problems, ""
            # What follows a faulty header must not fall into the table above it.
            lines[number - 1] = f"[{SKIPPED}{number}]" if lines[number - 1].lstrip().startswith("[") else ""


def _error_line(message: str) -> int | None:
    match = _AT_LINE.search(message)
    return int(match.group(1)) if match and match.group(1) else None


def _syntax_problem(message: str, number: int | None, lines: list[str], text: str) -> Problem:
    reason = _AT_LINE.sub("", message)
    reason = reason[:1].lower() + reason[1:]
    if number is None:
        return Problem("", len(lines), _told(reason))
    if "cannot overwrite" in reason or "cannot declare" in reason:
        return _twice(number, lines, text)
    unseen = _UNSEEN.search(lines[number - 1])
    if unseen:
        shown = _shown(_UNSEEN.sub("", lines[number - 1]))
        code = f"U+{ord(unseen[0]):04X}"
        said = Phrase(
            "a sign that cannot be seen ({code}) stands here: type the line anew: {shown}", code=code, shown=shown
        )
        return Problem("", number, said)
    shown = _shown(lines[number - 1])
    return Problem("", number, Phrase("not TOML: {reason}: {shown}", reason=_told(reason), shown=shown))


def _told(reason: str) -> str:
    if reason in _SYNTAX:
        return Phrase(reason)
    return Phrase(N_("this cannot be read; look for a missing quotation mark, bracket or equals sign, or type it anew"))


def _twice(number: int, lines: list[str], text: str) -> Problem:
    before = key_lines("\n".join(lines[:number]))
    header = _HEADER.match(lines[number - 1])
    if header:
        name = ".".join(_names(header.group(2)))
        first = next((line for path, line in before.items() if path[:1] == (name,)), None)
        advice = Phrase("write [[{name}]] with two brackets", name=name) if is_many(name) else Phrase("join them")
        said = Phrase("this table is written twice, first on line {first}; {advice}", first=first, advice=advice)
        return Problem(name, number, said)
    key = _KEY.match(lines[number - 1])
    name = key.group(1) if key else ""
    tables = [path for path, line in before.items() if line <= number and path[-1:] == (name,)]
    first = before[tables[-1]] if tables else None
    full = ".".join(str(step) for step in tables[-1] if isinstance(step, str)) if tables else name
    return Problem(full, number, Phrase("this key is written twice, first on line {first}; keep one", first=first))


def is_many(name: str) -> bool:
    """Whether the table `name` is written `[[name]]`."""
    declared = section(name)
    return declared is not None and declared.many


def _shown(line: str) -> str:
    """The failing line, shortened, its value hidden: a secret must not reach a log."""
    name, equals, _ = line.partition("=")
    return f"{name.strip()[:60]} = …" if equals else line.strip()[:60]
