"""What is to be done with a file: how it is read, what each column means, and what counts as consent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from smsbox.contacts import State
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_


class Meaning(StrEnum):
    """What a column holds; the values are words of the plan and of the command line."""

    NOTHING = ""
    NUMBER = "number"
    OTHER = "other"
    NAME = "name"
    FIRST = "first"
    PATRONYMIC = "patronymic"
    LAST = "last"
    BIRTHDAY = "birthday"
    SALUTATION = "salutation"
    LANGUAGE = "language"
    STATE = "state"
    TAGS = "tags"
    NOTE = "note"
    BOUGHT = "bought"
    CONSENT = "consent"
    CONSENT_AT = "consent_at"
    FIELD = "field"

    @property
    def text(self) -> str:
        """What it is called on the page, English."""
        return _MEANINGS[self]


_MEANINGS = {
    Meaning.NOTHING: N_("– leave out –"),
    Meaning.NUMBER: N_("Telephone number"),
    Meaning.OTHER: N_("Another number of the same person"),
    Meaning.NAME: N_("Whole name"),
    Meaning.FIRST: N_("First name"),
    Meaning.PATRONYMIC: N_("Patronymic"),
    Meaning.LAST: N_("Surname"),
    Meaning.BIRTHDAY: N_("Birthday"),
    Meaning.SALUTATION: N_("Salutation"),
    Meaning.LANGUAGE: N_("Language"),
    Meaning.STATE: N_("Lead, customer or lapsed"),
    Meaning.TAGS: N_("Tags"),
    Meaning.NOTE: N_("Note"),
    Meaning.BOUGHT: N_("Day of the last purchase"),
    Meaning.CONSENT: N_("Agreed to advertising: yes or no"),
    Meaning.CONSENT_AT: N_("Day of the consent"),
    Meaning.FIELD: N_("A field of its own"),
}


class Known(StrEnum):
    """What becomes of people who are customers already."""

    REPLACE = "replace"
    FILL = "fill"
    SKIP = "skip"

    @property
    def text(self) -> str:
        """In words, English."""
        return _KNOWN[self]


_KNOWN = {
    Known.REPLACE: N_("The file is right: take over what it says"),
    Known.FILL: N_("Only fill in what is empty"),
    Known.SKIP: N_("Leave them as they are"),
}


class BadPlan(SmsboxError):
    """An import cannot be done so. Facts: `reason`: `number` (no column with numbers), `numbers` (several),
    `evidence` (a consent that nobody could prove), `day` (of the consent: none, or in the future).
    """

    key = "intake.bad_plan"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Column:
    """What the column means; `name`: what a field made of it is called."""

    meaning: Meaning
    name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """By what the people of a file have agreed: `when` (ISO 8601 day, "" when a column says it), `how` (a paper form at
    the till), and the `words` they saw.
    """

    when: str
    how: str
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`encoding`, `delimiter`, `sheet`: how the file is read, "" for what was found out; `header`: the line that names
    the columns, 0 for none; `state`, `tags`: what everybody in it becomes, and gets.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int = 0
    columns: tuple[Column, ...] = ()
    known: Known = Known.REPLACE
    state: State = State.CUSTOMER
    tags: tuple[str, ...] = ()
    evidence: Evidence | None = None

    def as_json(self) -> str:
        """For the database."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    def at(self, meaning: Meaning) -> list[int]:
        """The places of the columns with that meaning."""
        return [place for place, column in enumerate(self.columns) if column.meaning is meaning]

    def check(self, today: date) -> None:
        """Raise BadPlan when it cannot be done so."""
        numbers = len(self.at(Meaning.NUMBER))
        if numbers != 1:
            raise BadPlan(reason="numbers" if numbers else "number")
        if self.evidence is None:
            return
        if not self.evidence.how.strip() or not self.evidence.words.strip():
            raise BadPlan(reason="evidence")
        if not self.evidence.when and not self.at(Meaning.CONSENT_AT):
            raise BadPlan(reason="day")
        if self.evidence.when and date.fromisoformat(self.evidence.when) > today:
            raise BadPlan(reason="day")


def from_json(text: str) -> Plan:
    """What `as_json` wrote."""
    raw: Mapping[str, Any] = json.loads(text)
    plan = Plan(**{name: raw[name] for name in ("encoding", "delimiter", "sheet", "header") if name in raw})
    return replace(
        plan,
        columns=tuple(Column(Meaning(each["meaning"]), each["name"]) for each in raw.get("columns", ())),
        known=Known(raw.get("known", plan.known)),
        state=State(raw.get("state", plan.state)),
        tags=tuple(raw.get("tags", ())),
        evidence=Evidence(**raw["evidence"]) if raw.get("evidence") else None,
    )
