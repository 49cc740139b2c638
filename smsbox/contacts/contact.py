"""What is known of one customer, what a new one begins with, and how his data is written: names, dates, tags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.sms.fields import fold

LONGEST_NAME = 120
LONGEST_FIELD = 500
LONGEST_TAG = 60
LONGEST_NOTE = 4000
_BIRTHDAY = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
_NAME_MARK = "="


class State(IntEnum):
    """How far somebody has come with the shop; numbers are in the database."""

    LEAD = 0
    """Has not bought yet."""
    CUSTOMER = 1
    LAPSED = 2
    """Has bought, but not for long."""

    @property
    def text(self) -> str:
        """The state in words, English."""
        return _STATES[self]


_STATES = {State.LEAD: N_("lead"), State.CUSTOMER: N_("customer"), State.LAPSED: N_("lapsed")}


class Keep:
    """What is not to be changed; its only value is `KEEP`."""


KEEP: Final = Keep()


@dataclass(frozen=True, slots=True)
class Contact:
    """One customer. `number`: E.164, the one that is written to; `other_numbers` lead to him too. `birthday`:
    `YYYY-MM-DD`, or `MM-DD` when the year is not known. `fields` by folded name; `heard_at`: he last wrote or called.
    """

    id: int
    number: str
    name: str
    salutation: str
    language: str | None
    zone: str | None
    state: State
    birthday: str | None
    source_id: int | None
    import_id: int | None
    created_at: Micros
    changed_at: Micros
    heard_at: Micros | None
    bought_at: Micros | None
    fields: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    other_numbers: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """All numbers that lead to him, his main one first."""
        return (self.number, *self.other_numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Somebody who is not known yet. `origin`: where his fields come from (`import:7`, `staff:Olha`, `sms`)."""

    number: str
    name: str = ""
    salutation: str = ""
    language: str | None = None
    zone: str | None = None
    state: State = State.LEAD
    birthday: str | None = None
    source_id: int | None = None
    import_id: int | None = None
    bought_at: Micros | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    tags: Sequence[str] = ()
    other_numbers: Sequence[str] = ()
    note: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be different; `KEEP` leaves a value as it is, None or "" takes it away, also of `fields`."""

    number: str | Keep = KEEP
    name: str | Keep = KEEP
    salutation: str | Keep = KEEP
    language: str | Keep | None = KEEP
    zone: str | Keep | None = KEEP
    state: State | Keep = KEEP
    birthday: str | Keep | None = KEEP
    source_id: int | Keep | None = KEEP
    bought_at: Micros | Keep | None = KEEP
    fields: Mapping[str, str | None] = field(default_factory=dict)
    tags: Sequence[str] = ()
    without_tags: Sequence[str] = ()
    other_numbers: Sequence[str] = ()
    without_numbers: Sequence[str] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing known of a customer: since when, and from where (`import:7`, `staff:Olha`, `poll:3`, `sms`)."""

    name: str
    value: str
    at: Micros
    origin: str


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody of the shop has written down about a customer."""

    id: int
    at: Micros
    who: str
    text: str


class NumberTaken(SmsboxError):
    """The number leads to another customer already. Facts: `number`, `contact` (his id)."""

    key = "contacts.number_taken"
    exit_code = 65


class NoSuchContact(SmsboxError):
    """There is no customer with this id or number. Facts: `contact`."""

    key = "contacts.unknown"
    exit_code = 65


class BadBirthday(SmsboxError):
    """A text that is no day of a calendar. Facts: `text`."""

    key = "contacts.birthday"
    exit_code = 65


# ── how it is written

_UNWRITABLE = re.compile("[\x00-\x1f\ud800-\udfff]")


def tidy(text: str, most: int) -> str:
    """`text` in one line, without what no database takes, cut at `most` characters."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())[:most].strip()


def tag_of(text: str) -> str:
    """A tag as it is kept: small letters, no comma, no # in front."""
    return fold(tidy(text.replace(",", " "), LONGEST_TAG).lstrip("#"))


def birthday_of(text: str) -> str:
    """A birthday as it is kept in `Contact`: `YYYY-MM-DD` or `MM-DD`. Raises BadBirthday."""
    found = _BIRTHDAY.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = found.groups()
        date(int(year or _LEAP_YEAR), int(month), int(day))
    except ValueError as error:
        raise BadBirthday(text=text[:40]) from error
    return f"{year}-{month}-{day}" if year else f"{month}-{day}"


def birthday_row(birthday: str | None) -> str | None:
    """A birthday as it stands in its column: month and day first, so that an index finds the days to come."""
    if not birthday:
        return None
    known = birthday_of(birthday)
    return known if len(known) == len("MM-DD") else f"{known[5:]}-{known[:4]}"


def birthday_told(row: str | None) -> str | None:
    """What `birthday_row` made of it."""
    return row if row is None or len(row) == len("MM-DD") else f"{row[6:]}-{row[:5]}"


def words_of(name: str) -> tuple[str, ...]:
    """By what a name is found: each of its words, and behind a mark all of them in one order, which doubles share."""
    words = sorted(set(re.findall(r"[\w'’ʼ]+", fold(name))))
    return (*words, _NAME_MARK + " ".join(words)) if words else ()
