"""Dates as operators write them in answers: `03.12`, `03.12.26`, `2026-12-03`, `03 грудня`, `3 декабря 2026`; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    ("січ", "янв", "sich", "yanv", "ianv", "jan"),
    ("лют", "фев", "liut", "lyut", "fev", "feb"),
    ("берез", "март", "berez", "mart", "mar"),
    ("квіт", "апр", "kvit", "apr"),
    ("трав", "май", "мая", "trav", "may"),
    ("черв", "июн", "cherv", "iyun", "jun"),
    ("лип", "июл", "lyp", "lip", "iyul", "jul"),
    ("серп", "авг", "serp", "avg", "aug"),
    ("верес", "сент", "veres", "sent", "sep"),
    ("жовт", "окт", "zhovt", "okt", "oct"),
    ("листопад", "ноя", "lystopad", "listopad", "noya", "nov"),
    ("груд", "дек", "hrud", "grud", "dek", "dec"),
)
"""The beginnings of the months' names in Ukrainian, Russian, transliterations of both, and English."""

_BY_NAME = {stem: number for number, stems in enumerate(_MONTHS, 1) for stem in stems}
_NAME = "|".join(sorted(_BY_NAME, key=len, reverse=True))

DATE = (
    r"(?<![\d.,*/-])(?:"
    r"(?P<y1>20\d\d)[-./](?P<m1>\d\d)[-./](?P<d1>\d\d)(?!\d)"
    r"|(?P<d2>\d{1,2})[./-](?P<m2>\d\d)(?:[./-](?P<y2>20\d\d|\d\d(?!\d)))?(?![\d])"
    rf"|(?P<d3>\d{{1,2}})[ -](?P<m3>{_NAME})[^\W\d_]*\.?(?:[ ,-]{{1,2}}(?P<y3>20\d\d)(?!\d))?"
    rf"|(?P<m4>{_NAME})[^\W\d_]*\.? (?P<d4>\d{{1,2}})(?!\d)(?:,? (?P<y4>20\d\d)(?!\d))?"
    r")"
)
"""One date in a lower-case text; groups y, m, d of one of the four forms."""

_DATE = re.compile(DATE)
_TILL = re.compile(r"\b(?:до|do|till|until|по|on|by|з|із|с|from|дата|date|data|оплат\w*|oplat\w*)\b[\s:–-]*\Z")
_LEAP_YEAR = date(2028, 1, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """A date between two places of a text."""

    start: int
    end: int
    day: date


def find(text: str, today: date | None) -> Iterator[Found]:
    """The dates in a lower-case `text`. One without a year is the nearest to `today`; without `today` it is none."""
    for match in _matches(text):
        day = of_match(match, today)
        if day is not None:
            yield Found(match.start(), match.end(), day)


def places(text: str) -> list[tuple[int, int]]:
    """Where dates stand in a lower-case `text`, also those without a year."""
    return [match.span() for match in _matches(text) if of_match(match, _LEAP_YEAR) is not None]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Of figures such as 12.10 only those which a word such as `до` makes a date; `December 3` at the end of a text
    may have been the 30th.
    """
    for match in _DATE.finditer(text):
        bare = match.group("d2") is not None and match.group("y2") is None
        if match.group("d4") in ("1", "2", "3") and match.end() == len(text):
            continue
        if not bare or _TILL.search(text[: match.start()]):
            yield match


def of_match(match: re.Match[str], today: date | None) -> date | None:
    """The date a match of DATE stands for, None when there is no such day."""
    groups = match.groupdict()
    form = next((number for number in "1234" if groups[f"d{number}"] is not None), None)
    if form is None:
        return None
    month, year = groups[f"m{form}"], groups[f"y{form}"]
    number = int(month) if month.isdigit() else _BY_NAME[month]
    day = int(groups[f"d{form}"])
    # A year of 20 is a 2026 that was cut off.
    if year is not None and year != "20":
        return _day(int(year) if len(year) == 4 else 2000 + int(year), number, day)
    return _nearest(number, day, today)


def _nearest(month: int, day: int, today: date | None) -> date | None:
    if today is None:
        return None
    around = (_day(today.year + each, month, day) for each in (-1, 0, 1))
    return min((each for each in around if each), key=lambda each: abs((each - today).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
