"""Fields of the form of a flow: what each shows of a value of the file, and which value is made of what was typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_LIST = re.compile("[,;\n]")
_WHOLE = re.compile("-?[0-9]{1,12}")


class Sort(StrEnum):
    """How a field looks and what it is read as."""

    TEXT = "text"
    LONG = "long"
    WORDS = "words"
    LINES = "lines"
    WHOLE = "whole"
    SUM = "sum"
    FLAG = "flag"
    CHOICE = "choice"
    MOMENT = "moment"
    DAY = "day"
    SPAN = "span"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the file, by its `key` (`price`, `hours.monday`). `usual` is meant where the file says nothing;
    `choices`: what may be chosen, each with its word for people; `first`: asked before the rows;
    `lone`: its table goes with it, since an empty one would say something, too.
    """

    key: str
    label: str
    hint: str = ""
    sort: Sort = Sort.TEXT
    usual: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    first: bool = False
    lone: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands below its table."""
        return tuple(self.key.split("."))


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables `[[key]]`: each a row of the form; `counted`: answers are counted by its title, or by its `key`."""

    key: str
    legend: str
    fields: tuple[Field, ...]
    hint: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a kind: beside what all have, its own values and rows."""

    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()


LONGEST = {Sort.LONG: 600, Sort.LINES: 2000, Sort.WORDS: 600, Sort.MOMENT: 30, Sort.DAY: 20, Sort.WHOLE: 20}
"""Characters a field takes; 300 where nothing is said."""


def shown(field: Field, value: Any) -> str:
    """What stands in the field for a value of the file (None: the file says nothing)."""
    value = field.usual if value is None else value
    if value is None:
        return ""
    if field.sort is Sort.FLAG:
        return "yes" if value is True else ""
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()[:10] if isinstance(value, datetime.date) else value.isoformat("minutes")
    if isinstance(value, (list, tuple)):
        return ("\n" if field.sort is Sort.LINES else ", ").join(map(str, value))
    return str(value)


def typed(field: Field, text: str, before: Any) -> Any:
    """The value of what was typed; None takes it out of the file. `before`: what the file says now – it stays word for
    word where the field says the same. What cannot be read becomes a text, and the reader of flows tells of it.
    """
    if _same(text, shown(field, before)):
        return before
    text = text.strip()
    if field.sort is Sort.FLAG:
        return text == "yes"
    if not text:
        return None
    return _READ.get(field.sort, str)(text)


def _same(one: str, other: str) -> bool:
    return one.split("\n") == other.split("\n") or one.strip() == other.strip()


def _words(text: str) -> list[str]:
    return [each.strip() for each in _LIST.split(text) if each.strip()]


def _lines(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n") if each.strip()]


def _whole(text: str) -> Any:
    bare = text.replace(" ", "").replace("\u00a0", "")
    return int(bare) if _WHOLE.fullmatch(bare) else text


def _moment(text: str) -> Any:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text


def _day(text: str) -> Any:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _span(text: str) -> str:
    """`30m` of "30 хв", `2h` of "2 години"; else what was typed."""
    said = _SPAN.fullmatch(text)
    unit = said and next((unit for unit, begins in _UNITS if said[2].casefold().startswith(begins)), "")
    return f"{said[1]}{unit}" if said and unit else text


def _days(text: str) -> list[str]:
    """Days as people write them, `25.12.2026` or `31.12.2026-02.01.2027`, as the file has them."""
    text = _FROM_TO.sub("..", text)
    return _words(_DATE.sub(lambda of: f"{of[3] + '-' if of[3] else ''}{int(of[2]):02}-{int(of[1]):02}", text))


def _hours(text: str) -> str:
    """`9:00-18:00` of "9-18", "9.00 - 18.00"; words, such as for a day off, as they are."""
    return _HOUR.sub(lambda of: f"{of[1]}:{of[2] or '00'}", text)


_SPAN = re.compile(r"([0-9]{1,6})\s*([^\W\d_]+)\.?")
_UNITS = (
    ("m", ("m", "хв", "мин")),
    ("h", ("h", "г", "ч")),
    ("d", ("d", "д", "с")),
    ("w", ("w", "t", "т", "н")),
)
"""How words for a time begin, in the languages of the page; seconds are written as in the file."""
_DATE = re.compile(r"\b([0-3]?[0-9])\.([01]?[0-9])(?:\.([0-9]{4}))?\b\.?(?!\.[0-9])")
_FROM_TO = re.compile(r"(?<=[0-9])\s*(?:\s-\s|[–—]|-(?=[0-9]{1,2}\.[0-9]))\s*(?=[0-9])")
_HOUR = re.compile(r"(?<![0-9:.])([0-9]{1,2})(?:\.([0-9]{2}))?(?![0-9:.])")

_READ = {
    Sort.WORDS: _words,
    Sort.LINES: _lines,
    Sort.WHOLE: _whole,
    Sort.SUM: _whole,
    Sort.MOMENT: _moment,
    Sort.DAY: _day,
    Sort.SPAN: _span,
    Sort.DAYS: _days,
    Sort.HOURS: _hours,
}


def within(table: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at that place of a table; None where there is none."""
    value: Any = table
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
