"""All that is kept of one person, gathered from every room: the same rows for programs and for himself to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from smsbox import consent, contacts
from smsbox.clock import SECOND, Micros
from smsbox.consent.words import PERMISSIONS
from smsbox.i18n.consents import ACTS, HOW
from smsbox.i18n.marks import N_
from smsbox.inbox import Veil
from smsbox.outbox import MessageClass, State
from smsbox.outbox.message import shown
from smsbox.privacy import bookings, conversations, standing, talks
from smsbox.privacy.answers import SECTIONS
from smsbox.privacy.person import Person, person
from smsbox.store import Store

_RECEIVED = "SELECT received_at, sender, text FROM received WHERE sender IN ({}) ORDER BY id"
_SENT = "SELECT created_at, recipient, kind, state, text, batch FROM messages WHERE recipient IN ({}) ORDER BY id"
_DEEDS = "SELECT at, what FROM audit WHERE (area = 'customer' AND subject = ?) OR subject IN ({}) ORDER BY id"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment among the values of a row."""

    at: Micros


@dataclass(frozen=True, slots=True)
class Word:
    """A word of ours among the values of a row: for programs as the database has it, for people what it is called,
    English.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, a word of the audit log."""

    what: str


Value = str | int | bool | Moment | Word | Deed | None


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
    if isinstance(value, Word):
        return value.key
    return value.what if isinstance(value, Deed) else value


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
                *(one.number, one.name, one.salutation, one.language, one.zone, _word(one.state), one.birthday),
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
        *(("asked", N_("Asked on")), ("answer_until", N_("Answer counts until"))),
        *(("every_days", N_("At most once in days")), ("hours", N_("Hours")), ("topics", N_("Topics"))),
        *(("language", N_("Language")), ("prefers_call", N_("Rather called")), ("source", N_("Came by"))),
        ("marked", N_("Never to be written to")),
    )
    rows: list[tuple[Value, ...]] = []
    titles = _sources(store)
    for number in him.numbers:
        one = consent.standing(store, number)
        if one.since or one.marked:
            hours = None if one.hours is None else str(one.hours)
            topics = None if one.topics is None else ", ".join(one.topics)
            rows.append(
                (
                    *(number, Word(one.state.label, PERMISSIONS[one.state]), _moment(one.since or None)),
                    *(_moment(one.asked_at), _moment(one.answer_until), one.every_days, hours, topics),
                    *(one.language, one.prefers_call, titles.get(one.source_id), one.marked),
                )
            )
    return Section("permission", N_("Permission"), columns, rows)


def _consents(store: Store, him: Person) -> Section:
    columns = (
        *(("number", N_("Number")), ("at", N_("When")), ("act", N_("What")), ("how", N_("How"))),
        *(("words", N_("Words")), ("scope", N_("Of what")), ("language", N_("Language"))),
        *(("evidence", N_("Evidence")), ("message", N_("Message")), ("operator", N_("Who"))),
        *(("source", N_("Came by")), ("campaign", N_("Campaign")), ("answer_until", N_("Answer counts until"))),
        ("choice", N_("Choices")),
    )
    entries = [line.entry for number in him.numbers for line in consent.history(store, number)]
    titles = _sources(store)
    rows: list[tuple[Value, ...]] = [
        (
            *(each.number, Moment(each.at), Word(str(each.act), ACTS.get(each.act, each.act))),
            *(Word(each.how, HOW.get(each.how, each.how)), each.words, _scope(each), each.language, each.evidence),
            *(each.evidence_id, each.operator, titles.get(each.source_id), each.campaign_id),
            *(_moment(each.answer_until), json.dumps(dict(each.terms), ensure_ascii=False) if each.terms else ""),
        )
        for each in sorted(entries, key=lambda each: each.at)
    ]
    return Section("consents", N_("History of the permission"), columns, rows)


def _scope(entry: consent.Entry) -> Value:
    known = entry.scope == consent.MARKETING
    return Word(entry.scope, MessageClass.MARKETING.text) if known else entry.scope


def _sources(store: Store) -> dict[int | None, str]:
    return {row[0]: row[1] for row in store.run("SELECT id, title FROM sources").fetchall()}


def _sent(store: Store, him: Person) -> Section:
    columns = (
        *(("written_at", N_("Written")), ("number", N_("To")), ("class", N_("Class")), ("state", N_("State"))),
        *(("text", N_("Text")), ("batch", N_("Batch"))),
    )
    marks = ",".join("?" * len(him.numbers))
    found = store.run(_SENT.format(marks), *him.numbers).fetchall()
    rows: list[tuple[Value, ...]] = [
        (Moment(at), number, _word(MessageClass(kind)), _word(State(state)), shown(text, batch), batch)
        for at, number, kind, state, text, batch in found
    ]
    return Section("sent", N_("Messages to the customer"), columns, rows)


def _received(store: Store, him: Person) -> Section:
    columns = (("received_at", N_("Received")), ("number", N_("From")), ("text", N_("Text")))
    found, veil = store.run(_RECEIVED.format(",".join("?" * len(him.written))), *him.written).fetchall(), Veil(store)
    rows: list[tuple[Value, ...]] = [(Moment(at), sender, veil.shown(sender, text)) for at, sender, text in found]
    return Section("received", N_("Messages of the customer"), columns, rows)


def _deeds(store: Store, him: Person) -> Section:
    """What the staff did to what is kept of him: when and what; who of the staff it was is no data of his."""
    columns = (("at", N_("When")), ("what", N_("What")))
    marks = ",".join("?" * len(him.written))
    own = str(him.contact.id) if him.contact is not None else ""
    found = store.run(_DEEDS.format(marks), own, *him.written).fetchall()
    return Section("deeds", N_("Audit log"), columns, [(Moment(at), Deed(what)) for at, what in found])


def _word(said: Any) -> Word:
    return Word(said.name.lower(), said.text)


def _table(key: str, title: str, columns: Sequence[tuple[str, str]], sql: str) -> Callable[[Store, Person], Section]:
    """A section read by his numbers; columns ending in `_at` are moments."""

    def gather(store: Store, him: Person) -> Section:
        found = store.run(sql.format(",".join("?" * len(him.numbers))), *him.numbers).fetchall()
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
    _sent,
    _received,
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
    *(
        _table(*each)
        for each in (*SECTIONS, *bookings.SECTIONS, *conversations.SECTIONS, *standing.SECTIONS, talks.SECTION)
    ),
    _deeds,
)
