"""Numbers of a spreadsheet as texts: digits as they stand for, days and hours where the format of the cell shows such.

Sources: ECMA-376-1 18.8.30 (formats), 18.17.4 (days as numbers); the 29th of February 1900, which there was not,
has the number 60.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

_EXACT = 2**53
"""Beyond it a floating-point number no longer stands for one whole number."""
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DAY_MS = 86_400_000
_EPOCH, _EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
_NO_DAY = 60
_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_BUILT_IN_SPAN = 46
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_SPAN = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]?")


class Shown(Enum):
    """As what a number is shown."""

    NUMBER = 0
    MOMENT = 1
    SPAN = 2


def shown(code: int, form: str | None) -> Shown:
    """As what the format `code` shows numbers; `form`: how the file describes it, if it does."""
    if form is None:
        if code == _BUILT_IN_SPAN:
            return Shown.SPAN
        return Shown.MOMENT if code in _BUILT_IN else Shown.NUMBER
    plain = _LITERAL.sub("", form).partition(";")[0]
    if _SPAN.search(plain):
        return Shown.SPAN
    letters = _BRACKETS.sub("", plain).casefold()
    return Shown.MOMENT if any(each in letters for each in "dmyhs") and letters != "general" else Shown.NUMBER


def written(value: str, how: Shown = Shown.NUMBER, *, since_1904: bool = False) -> str:
    """The number that is written so in a file; what is none stays as it is."""
    if _NUMBER.fullmatch(value) is None:
        return value
    return text(float(value), how, since_1904=since_1904)


def text(number: float, how: Shown = Shown.NUMBER, *, since_1904: bool = False) -> str:
    """380500000001.0 is 380500000001, a day is ISO 8601; a day or a span no calendar has stays a number."""
    try:
        if how is Shown.SPAN:
            return str(timedelta(milliseconds=round(number * _DAY_MS)))
        if how is Shown.MOMENT and number >= 0:
            return _moment(number, since_1904)
    except (OverflowError, ValueError):
        pass
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    return str(number)


def _moment(number: float, since_1904: bool) -> str:
    epoch = _EPOCH_1904 if since_1904 else _EPOCH
    if not since_1904 and number < _NO_DAY:
        epoch += timedelta(days=1)
    at = epoch + timedelta(milliseconds=round(number * _DAY_MS))
    return str(at.time()) if number < 1 else day_or_moment(at)


def day_or_moment(at: datetime) -> str:
    """A day as one, without its midnight."""
    return at.date().isoformat() if at.time() == time() else str(at)


def iso(value: str) -> str:
    """A day, an hour or a moment as ISO 8601 has it ("2024-05-01T10:30:00"); what is none stays as it is."""
    for read in (date.fromisoformat, time.fromisoformat):
        try:
            return str(read(value))
        except ValueError:
            pass
    try:
        return day_or_moment(datetime.fromisoformat(value))
    except ValueError:
        return value
