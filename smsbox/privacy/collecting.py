"""All that is kept of one person, gathered from every room: the same rows for programs and for himself to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from smsbox import consent, contacts
from smsbox.clock import SECOND, Micros
from smsbox.i18n.marks import N_
from smsbox.privacy.person import Person, person
from smsbox.store import Store


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment among the values of a row."""

    at: Micros


Value = str | int | bool | Moment | None


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of what is kept: its word and title, the words and titles of its columns, its rows, oldest first."""

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: list[tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Collected:
    """All that is kept of whom E.164 `number` leads to, at the moment `at`; sections in which nothing stands too."""

    number: str
    at: Micros
    sections: tuple[Section, ...]

    @property
    def anything(self) -> bool:
        """Whether anything is kept at all."""
        return any(section.rows for section in self.sections)

    def as_plain(self) -> dict[str, Any]:
        """For programs: lists of rows by section, moments in ISO 8601."""
        plain: dict[str, Any] = {"number": self.number, "collected_at": _plain(Moment(self.at))}
        for section in self.sections:
            names = [name for name, _ in section.columns]
            plain[section.key] = [dict(zip(names, map(_plain, row), strict=True)) for row in section.rows]
        return plain

    def as_json(self) -> str:
        """The same as text."""
        return json.dumps(self.as_plain(), ensure_ascii=False, indent=2)


def _plain(value: Value) -> str | int | None:
    if isinstance(value, Moment):
        return datetime.fromtimestamp(value.at / SECOND, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value


def collected(store: Store, number: str, now: Micros) -> Collected:
    """All that is kept of whom E.164 `number` leads to."""
    with store.read():
        him = person(store, number)
        return Collected(number, now, tuple(gather(store, him) for gather in _GATHERED))


# ── what there is


def _about(store: Store, him: Person) -> Section:
    columns = (
        *(("number", N_("Number")), ("name", N_("Name")), ("salutation", N_("Salutation"))),
        *(("language", N_("Language")), ("zone", N_("Time zone")), ("state", N_("State"))),
        *(("birthday", N_("Birthday")), ("other_numbers", N_("Other numbers")), ("tags", N_("Tags"))),
        *(("since", N_("Known since")), ("changed", N_("Changed")), ("heard", N_("Last heard of"))),
        ("bought", N_("Last bought")),
    )
    rows: list[tuple[Value, ...]] = []
    if him.contact is not None:
        one = him.contact
        rows.append(
            (
                *(one.number, one.name, one.salutation, one.language, one.zone, one.state.name.lower(), one.birthday),
                *(", ".join(one.other_numbers), ", ".join(one.tags), Moment(one.created_at), Moment(one.changed_at)),
                *(_moment(one.heard_at), _moment(one.bought_at)),
            )
        )
    return Section("person", N_("Customer"), columns, rows)


def _details(store: Store, him: Person) -> Section:
    columns = (("name", N_("Name")), ("value", N_("Value")), ("since", N_("Since")), ("origin", N_("From where")))
    found = contacts.details(store, him.contact.id) if him.contact is not None else []
    rows: list[tuple[Value, ...]] = [(each.name, each.value, Moment(each.at), each.origin) for each in found]
    return Section("details", N_("What is known"), columns, rows)


def _notes(store: Store, him: Person) -> Section:
    columns = (("at", N_("When")), ("who", N_("Who")), ("text", N_("Text")))
    found = contacts.notes(store, him.contact.id, 10_000) if him.contact is not None else []
    return Section("notes", N_("Notes"), columns, [(Moment(each.at), each.who, each.text) for each in reversed(found)])


def _permission(store: Store, him: Person) -> Section:
    columns = (
        *(("number", N_("Number")), ("state", N_("State")), ("since", N_("Since"))),
        *(("every_days", N_("At most once in days")), ("topics", N_("Topics")), ("language", N_("Language"))),
        *(("prefers_call", N_("Rather called")), ("marked", N_("Never to be written to"))),
    )
    rows: list[tuple[Value, ...]] = []
    for number in him.numbers:
        one = consent.standing(store, number)
        if one.since or one.marked:
            topics = None if one.topics is None else ", ".join(one.topics)
            state = one.state.name.lower()
            since = Moment(one.since) if one.since else None
            rows.append((number, state, since, one.every_days, topics, one.language, one.prefers_call, one.marked))
    return Section("permission", N_("Permission"), columns, rows)


def _consents(store: Store, him: Person) -> Section:
    columns = (
        *(("number", N_("Number")), ("at", N_("When")), ("act", N_("What")), ("how", N_("How"))),
        *(("words", N_("Words")), ("evidence", N_("Evidence")), ("operator", N_("Who"))),
    )
    entries = [line.entry for number in him.numbers for line in consent.history(store, number)]
    rows: list[tuple[Value, ...]] = [
        (each.number, Moment(each.at), str(each.act), each.how, each.words, each.evidence, each.operator)
        for each in sorted(entries, key=lambda each: each.at)
    ]
    return Section("consents", N_("History of the permission"), columns, rows)


def _table(
    key: str, title: str, columns: Sequence[tuple[str, str]], sql: str, *, written: bool = False
) -> Callable[[Store, Person], Section]:
    """A section read by his numbers (`written`: in all ways they are written); columns ending in `_at` are moments."""

    def gather(store: Store, him: Person) -> Section:
        numbers = him.written if written else him.numbers
        found = store.run(sql.format(",".join("?" * len(numbers))), *numbers).fetchall()
        rows = [tuple(_timed(name, value) for (name, _), value in zip(columns, row, strict=True)) for row in found]
        return Section(key, title, tuple(columns), rows)

    return gather


def _timed(name: str, value: Value) -> Value:
    return Moment(value) if name.endswith("_at") and isinstance(value, int) else value


def _moment(at: Micros | None) -> Moment | None:
    return None if at is None else Moment(at)


_GATHERED: tuple[Callable[[Store, Person], Section], ...] = (
    _about,
    _details,
    _notes,
    _permission,
    _consents,
    _table(
        "sent",
        N_("Messages to the customer"),
        (("written_at", N_("Written")), ("number", N_("To")), ("text", N_("Text")), ("batch", N_("Batch"))),
        "SELECT created_at, recipient, text, batch FROM messages WHERE recipient IN ({}) ORDER BY id",
    ),
    _table(
        "received",
        N_("Messages of the customer"),
        (("received_at", N_("Received")), ("number", N_("From")), ("text", N_("Text"))),
        "SELECT received_at, sender, text FROM received WHERE sender IN ({}) ORDER BY id",
        written=True,
    ),
    _table(
        "calls",
        N_("Calls"),
        (("called_at", N_("When")), ("number", N_("From")), ("rings", N_("Rings")), ("note", N_("Note"))),
        "SELECT at, number, rings, note FROM calls WHERE number IN ({}) ORDER BY id",
    ),
    _table(
        "coupons",
        N_("Coupons"),
        (("code", N_("Code")), ("given_at", N_("Given")), ("redeemed_at", N_("Redeemed")), ("number", N_("Number"))),
        "SELECT code, given_at, redeemed_at, number FROM coupons WHERE number IN ({}) ORDER BY id",
    ),
    _table(
        "campaigns",
        N_("Campaigns"),
        (
            *(("campaign", N_("No.")), ("number", N_("To")), ("chosen_at", N_("When")), ("reason", N_("Why not"))),
            *(("replied_at", N_("Replied")), ("left_at", N_("Unsubscribed"))),
        ),
        "SELECT campaign_id, number, at, reason, replied_at, left_at FROM recipients WHERE number IN ({}) "
        "ORDER BY campaign_id",
    ),
    _table(
        "network",
        N_("What is known of the number"),
        (("number", N_("Number")), ("operator", N_("Operator")), ("learnt_at", N_("Since"))),
        "SELECT number, operator, at FROM ported WHERE number IN ({}) ORDER BY number",
    ),
)
