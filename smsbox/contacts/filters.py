"""Who is wanted: one frozen filter for lists, audiences and export, in JSON both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from smsbox.clock import Micros
from smsbox.contacts.contact import State, tag_of
from smsbox.errors import SmsboxError
from smsbox.sms.fields import fold

OPERATORS = ("=", "!=", "has", "lacks", "contains", "before", "after", "at_least", "at_most", "older_than_days")
"""What a field can be asked: the same or another value (or none), any value at all or none, a part of it in whatever
case, a day (`YYYY-MM-DD`) before or not before another, a number; older than so many days.
"""
WITHOUT_VALUE = ("has", "lacks")


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
        if self.op not in OPERATORS:
            raise BadFilter(problem=self.op)
        if self.op in ("at_least", "at_most", "older_than_days"):
            try:
                float(self.value.replace(",", "."))
            except ValueError as error:
                raise BadFilter(problem=f"{self.name} {self.op} {self.value}") from error
        object.__setattr__(self, "name", fold(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which customers; what is empty is not asked. All that is asked must hold.

    `states`; with any of `any_tags`, all of `all_tags`, none of `no_tags`; `fields`; `languages` ("": unknown),
    `sources`, `imports` by id; `birthday_days`: his birthday is today or in so many days; `text`: beginnings of words
    of his name, or digits of a number of his; heard from, bought since, bought before a moment; `not_bought_days`: has
    bought, but not for so long. `consents`: states of `smsbox.consent`, 0 also for whom nothing is known;
    `prefers_call`; `got_campaign` and `answered_campaign` by id. `everyone`: says that all are meant on purpose.
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
            values["fields"] = tuple(FieldTest(**each) for each in values.get("fields", ()))
            values["states"] = tuple(State(each) for each in values.get("states", ()))
            return cls(**values)
        except (TypeError, ValueError, AttributeError) as error:
            raise BadFilter(problem=str(error)[:200]) from error


def _test_plain(test: FieldTest) -> dict[str, Any]:
    plain = {"name": test.name, "op": test.op, "value": test.value, "within_days": test.within_days}
    return {name: value for name, value in plain.items() if value not in (None, "")}
