"""Rows of a table made into people: numbers, names, birthdays; what cannot be used is named with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros
from smsbox.contacts import tag_of
from smsbox.contacts.contact import LONGEST_FIELD, LONGEST_NAME, LONGEST_NOTE, tidy
from smsbox.intake import values
from smsbox.intake.met import Met
from smsbox.intake.names import Name, beside, calm, name_of, nobody, titled
from smsbox.intake.numbers import numbers_of
from smsbox.intake.plan import Meaning, Plan
from smsbox.sheets.rows import LONGEST_CELL, MOST_ROWS, BadRow, SheetRefused

T = TypeVar("T")

_SHOWN = 40
_TOTAL = re.compile(r"(?:усього|всього|разом|підсумок|итого|всего|razem|suma|total)\b", re.IGNORECASE)
_NAMES = (Meaning.NAME, Meaning.FIRST, Meaning.LAST)
_LONGEST_SHOWN, _MOST_SHOWN = 200, 40

PARTS = {
    "uk": ("ім'я", "по батькові", "прізвище"),
    "ru": ("имя", "отчество", "фамилия"),
    "pl": ("imię", "drugie imię", "nazwisko"),
    "en": ("first name", "middle name", "last name"),
}
"""What the fields with the parts of a name are called, by the language of the shop's customers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """By what cells are understood: `country` of numbers, `zone` and `today` of days, `parts` as in `PARTS`."""

    country: str
    zone: ZoneInfo
    today: date
    parts: tuple[str, str, str] = PARTS["uk"]


@dataclass(frozen=True, slots=True)
class Person:
    """What one row says. `agreed` None: there is no column that says so, and a blank or
    unclear cell of one is no consent; `agreed_on` an ISO 8601 day; `bought`: noon of that day;
    `wrong`: values that were left out, as reason and piece.
    """

    line: int
    numbers: tuple[str, ...]
    name: str = ""
    salutation: str = ""
    state: int | None = None
    birthday: str | None = None
    language: str | None = None
    bought: Micros | None = None
    note: str = ""
    agreed: bool | None = None
    agreed_on: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be used: `reason` a word, `value` the offending piece, and its `cells`; `same_as`: the row that
    it repeats, 0 where it does not.
    """

    line: int
    reason: str
    value: str
    cells: tuple[str, ...] = ()
    same_as: int = 0


Line = tuple[int, Sequence[str]]


def people(lines: Iterable[Line | BadRow], plan: Plan, by: Reading, seen: Met | None = None) -> Iterator[Person | Bad]:
    """One person or bad row for each row below the header but the blank ones. Raises SheetRefused beyond MOST_ROWS."""
    seen = seen or Met()
    count = 0
    for item in lines:
        line, cells = (item.line, None) if isinstance(item, BadRow) else item
        if line <= plan.header or (cells is not None and not any(cell.strip() for cell in cells)):
            continue
        count += 1
        if count > MOST_ROWS:
            raise SheetRefused(path="", reason="rows", detail=f"> {MOST_ROWS}")
        if isinstance(item, BadRow):
            yield Bad(line, item.reason, item.value)
        else:
            yield _once(person(line, item[1], plan, by), item[1], seen)


def _once(found: Person | Bad, cells: Sequence[str], seen: Met) -> Person | Bad:
    """A row whose first number stands further up already is a double; a second one may be that of a family or an
    office: it stays with whom it was named first.
    """
    if isinstance(found, Bad):
        return found
    first, *others = found.numbers
    earlier = seen.line_of(int(first))
    if earlier is not None:
        return Bad(found.line, "repeated", first, shown(cells), earlier)
    own = [each for each in others if int(each) not in seen]
    if len(own) < len(others):
        shared = tuple(("shared", each) for each in others if int(each) in seen)
        found = replace(found, numbers=(first, *own), wrong=(*found.wrong, *shared))
    seen.keep(map(int, found.numbers), found.line)
    return found


def person(line: int, cells: Sequence[str], plan: Plan, by: Reading) -> Person | Bad:
    """What one row says, or why it says nothing."""
    bad = _torn(line, cells, plan)
    if bad is not None:
        return bad
    row = _Row(cells, plan, by)
    numbers, reason, value = row.numbers()
    if not numbers:
        reason = "heading" if reason == "empty" and _is_heading(cells, plan) else f"number.{reason}"
        return Bad(line, reason, value, shown(cells))
    fields = row.fields()
    name = row.name(fields)
    return Person(
        line,
        numbers,
        tidy(name, LONGEST_NAME),
        tidy(row.text(Meaning.SALUTATION), LONGEST_NAME),
        row.read(Meaning.STATE, lambda text: int(values.state(text))),
        row.read(Meaning.BIRTHDAY, lambda text: values.birthday(text, by.today)),
        row.read(Meaning.LANGUAGE, values.language),
        row.read(Meaning.BOUGHT, lambda text: _noon(values.day(text, by.today), by.zone)),
        "\n".join(filter(None, (row.text(Meaning.NOTE), row.aside)))[:LONGEST_NOTE],
        bool(row.read(Meaning.CONSENT, values.yes)) if plan.at(Meaning.CONSENT) else None,
        row.read(Meaning.CONSENT_AT, lambda text: values.day(text, by.today).isoformat()) or "",
        fields,
        tuple(dict.fromkeys(filter(None, map(tag_of, values.tags(row.text(Meaning.TAGS)))))),
        tuple(row.wrong),
    )


def _torn(line: int, cells: Sequence[str], plan: Plan) -> Bad | None:
    """A row that cannot be a row: what stands beyond the columns, and cells no table has."""
    beyond = next((cell for cell in cells[len(plan.columns) :] if cell.strip()), None)
    if beyond is not None:
        return Bad(line, "cells", beyond[:_SHOWN], shown(cells))
    for cell in cells:
        if len(cell) > LONGEST_CELL:
            return Bad(line, "long", cell[:_SHOWN], shown(cells))
        if "\0" in cell:
            return Bad(line, "nul", cell.replace("\0", "\ufffd")[:_SHOWN], shown(cells))
        if "\ufffd" in cell:
            return Bad(line, "encoding", cell[:_SHOWN], shown(cells))
    return None


def _is_heading(cells: Sequence[str], plan: Plan) -> bool:
    """Whether a row without a number is none of a person: a total, or a group that stands alone outside of names."""
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    if _TOTAL.match(cells[filled[0]].strip()):
        return True
    named = {at for meaning in _NAMES for at in plan.at(meaning)}
    return len(filled) == 1 and len(plan.columns) > 2 and not named & set(filled)


def shown(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row that cannot be used, so that it can be mended and read again."""
    return tuple(cell.replace("\0", "\ufffd")[:_LONGEST_SHOWN] for cell in cells[:_MOST_SHOWN])


def _noon(day: date, zone: ZoneInfo) -> Micros:
    return int(datetime.combine(day, time(12), zone).timestamp()) * SECOND


@lru_cache(maxsize=4)
def _places(plan: Plan) -> Mapping[Meaning, Sequence[int]]:
    """Where the columns of each meaning are: looked for once for a table, not for each of its rows."""
    return {meaning: plan.at(meaning) for meaning in Meaning}


class _Row:
    """The cells of one row by their meanings; `wrong` gathers what is left out, `aside` what stood beside a name."""

    def __init__(self, cells: Sequence[str], plan: Plan, by: Reading) -> None:
        self._plan, self._by, self._places = plan, by, _places(plan)
        self._cells = [cells[at].strip() if at < len(cells) else "" for at in range(len(plan.columns))]
        self.wrong: list[tuple[str, str]] = []
        self.aside = ""

    def text(self, meaning: Meaning) -> str:
        """What stands in the columns of that meaning."""
        return " ".join(filter(None, (self._cells[at] for at in self._places[meaning])))

    def read(self, meaning: Meaning, as_what: Callable[[str], T]) -> T | None:
        """A value, None for a blank cell and for one that cannot be used."""
        text = self.text(meaning)
        if not text:
            return None
        try:
            return as_what(text)
        except values.BadValue as error:
            self.wrong.append((error.reason, text[:40]))
            return None

    def numbers(self) -> tuple[tuple[str, ...], str, str]:
        """All numbers, or why there is none, and the piece."""
        first = numbers_of(self.text(Meaning.NUMBER), self._by.country)
        others = [
            numbers_of(self._cells[at], self._by.country) for at in self._places[Meaning.OTHER] if self._cells[at]
        ]
        found = dict.fromkeys(number for each in (first, *others) for number in each.numbers)
        if not found:
            return (), *first.wrong[0]
        pieces = [piece for each in (first, *others) for piece in each.wrong if piece[0] != "empty"]
        self.wrong += [(f"number.{reason}", piece) for reason, piece in pieces]
        return tuple(found), "", ""

    def fields(self) -> dict[str, str]:
        """Fields of their own, blank ones left out."""
        found = {self._plan.columns[at].name: self._cells[at] for at in self._places[Meaning.FIELD]}
        return {name: tidy(value, LONGEST_FIELD) for name, value in found.items() if name and value}

    def name(self, fields: dict[str, str]) -> str:
        """What he is called; the parts of it go into `fields`."""
        said = (Meaning.FIRST, Meaning.PATRONYMIC, Meaning.LAST)
        whole, self.aside = beside(self.text(Meaning.NAME))
        if whole and nobody(whole):
            self.wrong.append(("name", whole[:40]))
            whole = ""
        parts = Name(*(" ".join(map(titled, self.text(each).split())) for each in said))
        if not parts.whole:
            parts = name_of(whole) or Name()
        if not parts.whole:
            return calm(whole)
        if sum(map(bool, (parts.first, parts.patronymic, parts.last))) > 1:
            for name, part in zip(self._by.parts, (parts.first, parts.patronymic, parts.last), strict=True):
                if part:
                    fields.setdefault(name, tidy(part, LONGEST_FIELD))
        return parts.whole
