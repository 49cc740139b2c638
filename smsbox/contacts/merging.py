"""Customers who may be one person, and making them one: nothing known is lost, and no permission moves to a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.contacts import parting, rows, writing
from smsbox.contacts.contact import LONGEST_NOTE, Contact, State, birthday_row, words_of
from smsbox.errors import SmsboxError
from smsbox.store import Store
from smsbox.store.pages import GoOn, one_step

_GROUPS = 10
_IN_A_GROUP = 5
_REACH = 10_000
"""Names looked at in one step, in their order: 0.1 µs each."""
_TOLD_APART = ("name", "salutation", "language", "zone", "birthday")
_RANK = (State.LEAD, State.LAPSED, State.CUSTOMER)


class MergedWithItself(SmsboxError):
    """One customer was to be merged with himself. Facts: `contact`."""

    key = "contacts.merge"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Doubles:
    """Customers of one name: `key` the name as it is compared, the oldest first. `alike`: so are their birthdays, or
    one of them has none; else they are rather two people.
    """

    key: str
    people: tuple[Contact, ...]
    alike: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: groups in the order of names, and behind which name to look on (None: over)."""

    groups: list[Doubles]
    place: str | None


def doubles(store: Store, *, after: str = "", limit: int = _GROUPS, go_on: GoOn = one_step) -> Look:
    """Customers of the same first and last name behind name `after`, in bounded steps as long as `go_on` says so."""
    groups: list[Doubles] = []
    while True:
        look = _step(store, after, limit - len(groups))
        groups += look.groups
        if look.place is None or len(groups) >= limit or not go_on():
            return Look(groups, look.place)
        after = look.place


def _step(store: Store, after: str, limit: int) -> Look:
    end = _end_of_step(store, after)
    bounds = "word > ? AND word <= ?" if end is not None else "word > ? AND word < ?"
    found = store.run(
        f"SELECT word FROM contact_words WHERE {bounds} GROUP BY word HAVING count(*) > 1 "  # noqa: S608 – constants
        "ORDER BY word LIMIT ?",
        *(after or "=", end or ">", limit + 1),
    ).fetchall()
    keys = [row[0] for row in found[:limit]]
    return Look(_groups(store, [key for key in keys if " " in key]), keys[-1] if len(found) > limit else end)


def _end_of_step(store: Store, after: str) -> str | None:
    sql = "SELECT word FROM contact_words WHERE word > ? AND word < '>' ORDER BY word LIMIT 1 OFFSET ?"
    row = store.run(sql, after or "=", _REACH).fetchone()
    return row[0] if row else None


def _groups(store: Store, keys: Sequence[str]) -> list[Doubles]:
    sql = "SELECT contact_id FROM contact_words WHERE word = ? ORDER BY contact_id LIMIT ?"
    ids = {key: [row[0] for row in store.run(sql, key, _IN_A_GROUP).fetchall()] for key in keys}
    people = {each.id: each for each in rows.views(store, list({one for some in ids.values() for one in some}))}
    return [_group(key, [people[each] for each in ids[key] if each in people]) for key in keys]


def _group(key: str, people: Sequence[Contact]) -> Doubles:
    birthdays = {birthday_row(each.birthday) for each in people if each.birthday}
    days = {day[:5] for day in birthdays if day}
    years = {day[6:] for day in birthdays if day and len(day) > len("MM-DD")}
    return Doubles(key, tuple(people), len(days) < 2 and len(years) < 2)


def of_one(store: Store, contact: Contact) -> list[Contact]:
    """Others of the same first and last name as `contact`."""
    key = words_of(contact.name)[-1:]
    if not key or " " not in key[0]:
        return []
    return [each for each in _groups(store, key)[0].people if each.id != contact.id]


# ── making one of two


def merge(store: Store, keep: int, gone: int, now: Micros, *, by: str) -> Contact:
    """Make one customer of two. `keep` stays, `gone`'s numbers lead to him too; what both have said differently is as
    `keep` has it (a field: as it was learnt last), and the other is written into a note. What each number has agreed
    to stays with that number. `parting.part` takes it back. Raises NoSuchContact, MergedWithItself.
    """
    if keep == gone:
        raise MergedWithItself(contact=keep)
    with store.write():
        before, went = parting.as_it_is(store, keep), parting.as_it_is(store, gone)
        stays, goes = rows.known(store, keep), rows.known(store, gone)
        lost = _take_fields(store, keep, gone)
        lost = _take_values(store, stays, goes, now) + lost
        _take_rest(store, stays, goes)
        if lost:
            writing.note(store, keep, f"{goes.number}: {'; '.join(lost)}"[:LONGEST_NOTE], by, now)
        store.run("DELETE FROM contacts WHERE id = ?", gone)
        store.run("DELETE FROM contact_words WHERE contact_id = ?", gone)
        numbers = [(number, keep) for number in goes.numbers]
        store.run("DELETE FROM contact_numbers WHERE contact_id = ?", gone)
        store.run_many("INSERT INTO contact_numbers (number, contact_id) VALUES (?, ?)", numbers)
        parting.remember(store, keep, gone, before, went, now, by)
        return rows.known(store, keep)


def _take_values(store: Store, stays: Contact, goes: Contact, now: Micros) -> list[str]:
    """What `goes` knows and `stays` does not; returned: what they say differently, in the words of `goes`."""
    said = [name for name in _TOLD_APART if getattr(goes, name)]
    taken = {name: getattr(goes, name) for name in said if not getattr(stays, name)}
    # Without the names of the columns: nobody knows in which language the note will be read.
    lost = [getattr(goes, name) for name in said if getattr(stays, name) not in ("", None, getattr(goes, name))]
    taken["source_id"] = stays.source_id if stays.source_id is not None else goes.source_id
    writing.set_columns(
        store,
        stays,
        {
            **taken,
            "state": max(stays.state, goes.state, key=_RANK.index),
            "import_id": stays.import_id if stays.import_id is not None else goes.import_id,
            "created_at": min(stays.created_at, goes.created_at),
            "heard_at": _latest(stays.heard_at, goes.heard_at),
            "bought_at": _latest(stays.bought_at, goes.bought_at),
        },
        now,
    )
    return lost


def _latest(*moments: Micros | None) -> Micros | None:
    return max((each for each in moments if each is not None), default=None)


def _take_fields(store: Store, keep: int, gone: int) -> list[str]:
    own = {each.name: each for each in rows.details(store, keep)}
    lost = []
    for each in rows.details(store, gone):
        mine = own.get(each.name)
        if mine is None or each.at > mine.at:
            writing.set_field(store, keep, each.name, each.value, at=each.at, origin=each.origin)
        if mine is not None and mine.value != each.value:
            loser = mine if each.at > mine.at else each
            lost.append(f"{loser.name}: {loser.value}")
    store.run("DELETE FROM contact_fields WHERE contact_id = ?", gone)
    return lost


def _take_rest(store: Store, stays: Contact, goes: Contact) -> None:
    for tag in goes.tags:
        writing.tag(store, [stays.id], tag)
    store.run("DELETE FROM contact_tags WHERE contact_id = ?", goes.id)
    store.run("UPDATE contact_notes SET contact_id = ? WHERE contact_id = ?", stays.id, goes.id)
    marks = ",".join("?" * len(goes.numbers))
    sql = f"UPDATE recipients SET contact_id = ? WHERE number IN ({marks})"  # noqa: S608 – marks only
    store.run(sql, stays.id, *goes.numbers)


def first_of(people: Sequence[Contact]) -> Contact:
    """Whom to keep of doubles: a customer before others, then who was heard last, then the oldest."""
    return max(people, key=lambda each: (_RANK.index(each.state), each.heard_at or 0, -each.id))
