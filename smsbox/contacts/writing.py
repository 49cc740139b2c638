"""Writing customers: added and changed by the hundred in one transaction, with tags, fields and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.contacts import rows
from smsbox.contacts.contact import (
    KEEP,
    LONGEST_FIELD,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TAG,
    Changes,
    Contact,
    New,
    NoSuchContact,
    Note,
    NumberTaken,
    State,
    birthday_row,
    birthday_told,
    tag_of,
    tidy,
    words_of,
)
from smsbox.sms.fields import fold
from smsbox.store import Store

_ADD = (
    "INSERT INTO contacts (id, number, name, salutation, language, zone, state, birthday, source_id, import_id, "
    "created_at, changed_at, bought_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FIELD = (
    "INSERT INTO contact_fields (contact_id, name, value, at, origin) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (contact_id, name) DO UPDATE SET value = excluded.value, at = excluded.at, origin = excluded.origin"
)
_TAG = "INSERT INTO contact_tags (contact_id, tag) VALUES (?, ?) ON CONFLICT (contact_id, tag) DO NOTHING"
_WORD = "INSERT INTO contact_words (word, contact_id) VALUES (?, ?) ON CONFLICT (word, contact_id) DO NOTHING"
_OTHER = "INSERT INTO contact_numbers (number, contact_id) VALUES (?, ?)"
_NOTE = "INSERT INTO contact_notes (contact_id, at, who, text) VALUES (?, ?, ?, ?)"
_COLUMNS = ("number", "name", "salutation", "language", "zone", "state", "birthday", "source_id", "bought_at")
_LAPSE_STEP = 500


def add(store: Store, new: New, now: Micros) -> Contact:
    """One customer more. Raises NumberTaken, BadBirthday."""
    return rows.known(store, add_many(store, [new], now)[0])


def add_many(store: Store, news: Sequence[New], now: Micros, *, ids: Sequence[int] | None = None) -> list[int]:
    """Customers by the hundred, in one transaction; their ids, those given where they had some before. Raises
    NumberTaken and BadBirthday: none is added.
    """
    if not news:
        return []
    with store.write():
        _refuse_taken(store, [number for new in news for number in (new.number, *new.other_numbers)])
        ids = list(ids) if ids is not None else store.reserve_ids("contacts", len(news))
        pairs = list(zip(ids, news, strict=True))
        store.run_many(_ADD, [_added(contact_id, new, now) for contact_id, new in pairs])
        _many(store, _WORD, ((word, each) for each, new in pairs for word in words_of(tidy(new.name, LONGEST_NAME))))
        _many(store, _FIELD, (row for each, new in pairs for row in _fields(each, new.fields, now, new.origin)))
        _many(store, _TAG, ((each, tag) for each, new in pairs for tag in _tags(new.tags)))
        _many(store, _OTHER, ((number, each) for each, new in pairs for number in dict.fromkeys(new.other_numbers)))
        _many(store, _NOTE, ((each, now, new.origin, new.note[:LONGEST_NOTE]) for each, new in pairs if new.note))
    return ids


def _added(contact_id: int, new: New, now: Micros) -> tuple[Any, ...]:
    return (
        *(contact_id, new.number, tidy(new.name, LONGEST_NAME), tidy(new.salutation, LONGEST_NAME)),
        *(new.language or None, new.zone or None, int(new.state), birthday_row(new.birthday)),
        *(new.source_id, new.import_id, now, now, new.bought_at),
    )


def _fields(
    contact_id: int, fields: Mapping[str, str | None], at: Micros, origin: str
) -> list[tuple[int, str, str, Micros, str]]:
    folded = {_field_name(name): tidy(value or "", LONGEST_FIELD) for name, value in fields.items()}
    return [(contact_id, name, value, at, origin) for name, value in folded.items() if name and value]


@lru_cache(maxsize=256)
def _field_name(name: str) -> str:
    """As it is kept: the same few names come with every customer."""
    return fold(tidy(name, LONGEST_TAG))


def _tags(tags: Iterable[str]) -> list[str]:
    return [tag for tag in dict.fromkeys(map(tag_of, tags)) if tag]


def _many(store: Store, sql: str, values: Iterable[Sequence[Any]]) -> None:
    listed = list(values)
    if listed:
        store.run_many(sql, listed)


def _refuse_taken(store: Store, numbers: Sequence[str], own: int | None = None) -> None:
    for number, contact_id in rows.ids_by_numbers(store, numbers).items():
        if contact_id != own:
            raise NumberTaken(number=number, contact=contact_id)
    if len(set(numbers)) < len(numbers):
        twice = next(number for at, number in enumerate(numbers) if number in numbers[:at])
        raise NumberTaken(number=twice, contact=None)


# ── changes


def change(store: Store, contact_id: int, changes: Changes, now: Micros) -> bool:
    """Change one customer; whether anything is different now. Raises NoSuchContact, NumberTaken, BadBirthday."""
    return change_many(store, [(contact_id, changes)], now) == 1


def change_many(store: Store, wanted: Sequence[tuple[int, Changes]], now: Micros) -> int:
    """Change customers by the hundred, in one transaction; how many are different now. Raises as `change`, then none
    is changed.
    """
    with store.write():
        people = {each.id: each for each in rows.views(store, list(dict.fromkeys(each for each, _ in wanted)))}
        different = 0
        for contact_id, changes in wanted:
            if contact_id not in people:
                raise NoSuchContact(contact=contact_id)
            different += _changed(store, people[contact_id], changes, now)
    return different


def _changed(store: Store, old: Contact, changes: Changes, now: Micros) -> bool:
    values = {name: _cleaned(name, value) for name in _COLUMNS if (value := getattr(changes, name)) is not KEEP}
    columns = {name: value for name, value in values.items() if value != getattr(old, name)}
    tags = [tag for tag in _tags(changes.tags) if tag not in old.tags]
    without = [tag for tag in _tags(changes.without_tags) if tag in old.tags]
    fields = {_field_name(name): tidy(value or "", LONGEST_FIELD) for name, value in changes.fields.items()}
    fields = {name: value for name, value in fields.items() if name and value != old.fields.get(name, "")}
    known = (*old.other_numbers, columns.get("number", old.number))
    numbers = [each for each in dict.fromkeys(changes.other_numbers) if each not in known]
    gone = [each for each in changes.without_numbers if each in old.other_numbers]
    if not (columns or tags or without or fields or numbers or gone):
        return False
    if "number" in columns or numbers:
        _refuse_taken(store, [*numbers, *([columns["number"]] if "number" in columns else [])], own=old.id)
    if columns.get("number") in old.other_numbers:
        gone.append(columns["number"])
    _many(store, "DELETE FROM contact_numbers WHERE number = ? AND contact_id = ?", ((each, old.id) for each in gone))
    set_columns(store, old, columns, now)
    _many(store, _TAG, ((old.id, tag) for tag in tags))
    _many(store, "DELETE FROM contact_tags WHERE contact_id = ? AND tag = ?", ((old.id, tag) for tag in without))
    _many(store, _FIELD, _fields(old.id, fields, now, changes.origin))
    removed = [(old.id, name) for name, value in fields.items() if not value]
    _many(store, "DELETE FROM contact_fields WHERE contact_id = ? AND name = ?", removed)
    _many(store, _OTHER, ((each, old.id) for each in numbers))
    return True


def _cleaned(name: str, value: Any) -> Any:
    if name in ("name", "salutation"):
        return tidy(value or "", LONGEST_NAME)
    if name == "birthday":
        return birthday_told(birthday_row(value))
    return State(value) if name == "state" else value or None


def set_columns(store: Store, old: Contact, columns: Mapping[str, Any], now: Micros) -> None:
    """Write values of columns as they are, and the words a customer is found by; inside a transaction."""
    values = {**columns, "changed_at": now}
    if "birthday" in values:
        values["birthday"] = birthday_row(values["birthday"])
    if "name" in values:
        forget = "DELETE FROM contact_words WHERE word = ? AND contact_id = ?"
        _many(store, forget, ((word, old.id) for word in words_of(old.name)))
        _many(store, _WORD, ((word, old.id) for word in words_of(values["name"])))
    assigned = ", ".join(f"{name} = ?" for name in values)
    store.run(f"UPDATE contacts SET {assigned} WHERE id = ?", *values.values(), old.id)  # noqa: S608 – names from above


# ── one thing at a time


def set_field(store: Store, contact_id: int, name: str, value: str, *, at: Micros, origin: str) -> None:
    """What is known of a customer since `at`; the same value anew counts as fresh; "" takes it away."""
    known, tidied = fold(tidy(name, LONGEST_TAG)), tidy(value, LONGEST_FIELD)
    with store.write():
        if known and tidied:
            store.run(_FIELD, contact_id, known, tidied, at, origin)
        else:
            store.run("DELETE FROM contact_fields WHERE contact_id = ? AND name = ?", contact_id, known)
        store.run("UPDATE contacts SET changed_at = ? WHERE id = ?", at, contact_id)


def tag(store: Store, ids: Sequence[int], name: str) -> int:
    """Put a tag to customers; to how many it is new."""
    known = tag_of(name)
    if not known:
        return 0
    with store.write():
        return sum(store.run(_TAG, each, known).rowcount for each in ids)


def untag(store: Store, ids: Sequence[int], name: str) -> int:
    """Take a tag from customers; how many had it."""
    with store.write():
        forget = "DELETE FROM contact_tags WHERE contact_id = ? AND tag = ?"
        return sum(store.run(forget, each, tag_of(name)).rowcount for each in ids)


def note(store: Store, contact_id: int, text: str, who: str, now: Micros) -> None:
    """Write something down about a customer. Raises NoSuchContact."""
    with store.write():
        rows.known(store, contact_id)
        store.run(_NOTE, contact_id, now, who, text.replace("\0", "").strip()[:LONGEST_NOTE])


def drop_note(store: Store, contact_id: int, note_id: int) -> Note | None:
    """Take back what was written down; what it was."""
    with store.write():
        found = next((each for each in rows.notes(store, contact_id, 10_000) if each.id == note_id), None)
        store.run("DELETE FROM contact_notes WHERE id = ? AND contact_id = ?", note_id, contact_id)
    return found


# ── what happens to customers


def heard(store: Store, number: str, now: Micros) -> None:
    """He has written or called; nothing when the number is nobody's."""
    _happened(store, number, "UPDATE contacts SET heard_at = ? WHERE id = ? AND coalesce(heard_at, 0) < ?", now, now)


def bought(store: Store, number: str, now: Micros) -> None:
    """He has bought something: a lead becomes a customer, and who had lapsed is one again."""
    sql = "UPDATE contacts SET bought_at = ?, state = 1 WHERE id = ? AND coalesce(bought_at, 0) <= ?"
    _happened(store, number, sql, now, now)


def _happened(store: Store, number: str, sql: str, first: Micros, last: Micros) -> None:
    with store.write():
        contact_id = rows.ids_by_numbers(store, [number]).get(number)
        if contact_id is not None:
            store.run(sql, first, contact_id, last)


def lapse(store: Store, days: int, now: Micros) -> int:
    """Customers who have not bought for `days` count as lapsed; how many in this step, 500 at most."""
    before = now - days * DAY
    found = store.run("SELECT id FROM contacts WHERE state = 1 AND bought_at < ? LIMIT ?", before, _LAPSE_STEP)
    ids = [row[0] for row in found.fetchall()]
    with store.write():
        lapsed = "UPDATE contacts SET state = 2 WHERE id = ? AND state = 1 AND bought_at < ?"
        _many(store, lapsed, ((each, before) for each in ids))
    return len(ids)
