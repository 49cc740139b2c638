"""Makes letters out of rows: who gets which text, and for every row that gives none the reason; queues nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from smsbox.errors import SmsboxError
from smsbox.outbox import DestinationRefused, destination
from smsbox.sheets.rows import NUMBER, BadRow, Header, Row
from smsbox.sms.msisdn import BadNumber
from smsbox.sms.segments import BadText, TooLong, split
from smsbox.wording import MissingField, Person, Template
from smsbox.wording.person import TAG_COLUMNS

# What no SMS of a shop contains and a phone may choke on; line ends and tabs are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN = 40


class UnknownField(SmsboxError):
    """The text names a field that is no column and has no fallback. Facts: `field`, `columns`."""

    key = "sheets.unknown_field"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Letter:
    """What one row becomes: `recipient` in E.164, the finished `text`, and how many `segments` it takes."""

    line: int
    recipient: str
    text: str
    segments: int


@dataclass(frozen=True, slots=True)
class Rules:
    """How numbers are read (`country`, ISO 3166) and which may be written to (`allow`, beginnings in E.164)."""

    country: str
    allow: tuple[str, ...]


def check_fields(template: str, header: Header) -> None:
    """Raise BadTemplate, or UnknownField when every row would lack a field."""
    read = Template.parse(template)
    filled = Person(dict.fromkeys(header.fields, "x") | {NUMBER: "x"})
    asked = {place.name: place.written for place in read.places if place.fallback is None}
    asked |= {each.name: each.name for each in read.conditions if not each.tag}
    missing = [written for name, written in asked.items() if not filled.value(name)]
    if any(each.tag for each in read.conditions) and not set(TAG_COLUMNS) & set(header.fields):
        missing.append(TAG_COLUMNS[0])
    if missing:
        columns = ", ".join(dict.fromkeys((*header.fields, NUMBER)))
        raise UnknownField(field=missing[0], columns=columns)


def letters(rows: Iterable[Row | BadRow], template: str, rules: Rules) -> Iterator[Letter | BadRow]:
    """One letter or bad row for each row. A number that comes again is bad: nobody gets the same text twice in silence.

    Reasons: those of the rows, `number.*` (of BadNumber and DestinationRefused), `repeated`, `field`, `text.*`.
    Raises BadTemplate, and for a text without fields BadText and TooLong.
    """
    read = Template.parse(template)
    plain = None if read.personal else read.render(Person())
    if plain is not None:
        count_segments(plain)
    seen: set[int] = set()
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        number = _number(row, rules)
        if isinstance(number, BadRow):
            yield number
            continue
        if int(number) in seen:
            yield BadRow(row.line, "repeated", number)
            continue
        seen.add(int(number))
        yield _letter(row, number, read, plain)


def _number(row: Row, rules: Rules) -> str | BadRow:
    written = row.values[NUMBER]
    try:
        return destination(written, rules.country, rules.allow)
    except (BadNumber, DestinationRefused) as error:
        return BadRow(row.line, f"number.{error.facts['reason']}", written[:_SHOWN])


def _letter(row: Row, recipient: str, template: Template, plain: str | None) -> Letter | BadRow:
    try:
        text = template.render(Person.of_row(row.values)) if plain is None else plain
        return Letter(row.line, recipient, text, count_segments(text))
    except MissingField as error:
        return BadRow(row.line, "field", str(error.facts["field"])[:_SHOWN])
    except BadText as error:
        return BadRow(row.line, f"text.{error.facts['reason']}", "")
    except TooLong as error:
        return BadRow(row.line, "text.long", str(error.facts["segments"]))


@lru_cache(maxsize=16)
def count_segments(text: str) -> int:
    """How many SMS `text` takes. Raises BadText (also for `control` and `empty`, which could travel), TooLong."""
    if not text.strip():
        raise BadText(reason="empty", position=0)
    control = _CONTROL.search(text)
    if control:
        raise BadText(reason="control", position=control.start())
    return len(split(text).texts)
