"""Who is wanted: one frozen filter for lists, audiences and export, in JSON both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any

from smsbox.clock import Micros
from smsbox.contacts.contact import State, tag_of
from smsbox.errors import SmsboxError
from smsbox.sms.fields import fold

OPERATORS = (
    *("=", "!=", "one_of", "none_of", "has", "lacks", "contains", "before", "after", "at_least", "at_most"),
    *("older_than_days", "newer_than_days"),
)
"""What a field can be asked: the same or another value (or none), one or none of several with commas between, any value
at all or none, a part of it in whatever case, a day (`YYYY-MM-DD`) before or not before another, a number; learnt more
than so many days ago, or within them.
"""
WITHOUT_VALUE = ("has", "lacks")
MOST_DAYS = 36_500
NUMERIC = ("at_least", "at_most", "older_than_days", "newer_than_days")


class BadFilter(SmsboxError):
    """A filter that cannot be read. Facts: `problem`."""

    key = "contacts.filter"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class FieldTest:
    """What a field must be: `op` of `OPERATORS`. `within_days`: only what was learnt in so many days counts."""

    name: str
    op: str = "="
    value: str = ""
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.op not in OPERATORS or not isinstance(self.name, str) or not isinstance(self.value, str):
            raise BadFilter(problem=f"{self.name} {self.op} {self.value}")
        if self.within_days is not None and not (type(self.within_days) is int and 0 <= self.within_days <= MOST_DAYS):
            raise BadFilter(problem=f"{self.name} within_days {self.within_days}")
        if self.op in ("one_of", "none_of") and not self.values:
            raise BadFilter(problem=f"{self.name} {self.op}")
        if self.op in NUMERIC:
            try:
                number = float(self.value.replace(",", "."))
            except ValueError as error:
                raise BadFilter(problem=f"{self.name} {self.op} {self.value}") from error
            if not isfinite(number) or (self.op.endswith("_days") and not 0 <= number <= MOST_DAYS):
                raise BadFilter(problem=f"{self.name} {self.op} {self.value}")
        object.__setattr__(self, "name", fold(self.name))

    @property
    def values(self) -> tuple[str, ...]:
        """What is compared with, each as people spell it: КАВА, Кава and кава are one."""
        several = self.op in ("one_of", "none_of")
        given = [each.strip() for each in self.value.split(",")] if several else [self.value]
        spelt = (
            form
            for each in given
            if each or not several
            for form in (each, each.lower(), each.capitalize(), each.title(), each.upper())
        )
        return tuple(dict.fromkeys(spelt))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which customers; what is empty is not asked. All that is asked must hold.

    `states`; with any of `any_tags`, all of `all_tags`, none of `no_tags`; `fields`; `languages` ("": unknown),
    `sources`, `imports` by id; `birthday_days`: his birthday is today or in so many days; `text`: beginnings of words
    of his name, or digits of a number of his; heard from, bought since, bought before a moment; `not_bought_days`: has
    bought, but not for so long; `not_heard_days`: has not written or called for so long, or never. `consents`: states
    of `smsbox.consent`, 0 also for whom nothing is known; `topics`: has chosen one of them; `prefers_call`.
    `got_campaign`, `answered_campaign` by id, and the same with `not_`; `nothing_got_days`: got no campaign for so
    long. `holds_coupon`, `used_coupon` by id of the series: has one that is not used, or has used one. `everyone`: says
    that all are meant on purpose.
    """

    states: tuple[State, ...] = ()
    any_tags: tuple[str, ...] = ()
    all_tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()
    fields: tuple[FieldTest, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    imports: tuple[int, ...] = ()
    birthday_days: int | None = None
    text: str = ""
    heard_since: Micros | None = None
    bought_since: Micros | None = None
    bought_before: Micros | None = None
    not_bought_days: int | None = None
    consents: tuple[int, ...] = ()
    prefers_call: bool | None = None
    got_campaign: int | None = None
    answered_campaign: int | None = None
    not_got_campaign: int | None = None
    not_answered_campaign: int | None = None
    nothing_got_days: int | None = None
    not_heard_days: int | None = None
    topics: tuple[str, ...] = ()
    holds_coupon: int | None = None
    used_coupon: int | None = None
    everyone: bool = False

    def __post_init__(self) -> None:
        for name in ("any_tags", "all_tags", "no_tags"):
            object.__setattr__(self, name, tuple(tag for tag in map(tag_of, getattr(self, name)) if tag))

    @property
    def empty(self) -> bool:
        """Whether nothing is asked, so that everybody fits."""
        return not (set(self.as_plain()) - {"everyone"})

    def as_plain(self) -> dict[str, Any]:
        """What is asked, as JSON has it."""
        plain: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value is None or value in ("", ()) or (value is False and each.name == "everyone"):
                continue
            plain[each.name] = value
        if self.fields:
            plain["fields"] = [_test_plain(test) for test in self.fields]
        return plain

    def as_json(self) -> str:
        """The filter as it is kept in the database."""
        return json.dumps(self.as_plain(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Wanted:
        """The filter that `as_json` wrote. Raises BadFilter."""
        try:
            return cls.from_plain(json.loads(text))
        except ValueError as error:
            raise BadFilter(problem=str(error)[:200]) from error

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Wanted:
        """The filter that `as_plain` made. Raises BadFilter."""
        try:
            values: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
            }
            _sound(values)
            values["fields"] = tuple(FieldTest(**each) for each in values.get("fields", ()))
            values["states"] = tuple(State(each) for each in values.get("states", ()))
            return cls(**values)
        except (TypeError, ValueError, AttributeError) as error:
            raise BadFilter(problem=str(error)[:200]) from error


_WORDS = ("any_tags", "all_tags", "no_tags", "languages", "topics")
_NUMBERS = ("states", "sources", "imports", "consents")
_DAYS = ("birthday_days", "not_bought_days", "not_heard_days", "nothing_got_days")
_YES = ("prefers_call", "everyone")


def _sound(values: Mapping[str, Any]) -> None:
    """Whether each value is of its kind: a filter is also written by hand. Raises BadFilter."""
    for name, value in values.items():
        if name in _WORDS:
            sound = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
        elif name in _NUMBERS:
            sound = isinstance(value, tuple) and all(type(each) is int for each in value)
        elif name in _DAYS:
            sound = type(value) is int and 0 <= value <= MOST_DAYS
        elif name in _YES:
            sound = isinstance(value, bool)
        elif name == "fields":
            sound = isinstance(value, tuple) and all(isinstance(each, Mapping) for each in value)
        else:
            sound = isinstance(value, str) if name == "text" else type(value) is int and 0 <= value < 1 << 62
        if not sound and value is not None:
            raise BadFilter(problem=f"{name}: {value}"[:200])


def _test_plain(test: FieldTest) -> dict[str, Any]:
    plain = {"name": test.name, "op": test.op, "value": test.value, "within_days": test.within_days}
    return {name: value for name, value in plain.items() if value not in (None, "")}
