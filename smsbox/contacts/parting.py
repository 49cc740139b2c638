"""Taking a merge back: what two customers were is kept for a month, and whatever has not changed since is so again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.contacts import rows, writing
from smsbox.contacts.contact import Contact, New
from smsbox.store import Store

KEPT: Micros = 30 * DAY
"""How long a merge can be taken back."""
_COLUMNS = (
    *("name", "salutation", "language", "zone", "state", "birthday", "source_id", "import_id", "created_at"),
    *("heard_at", "bought_at"),
)
_REMEMBER = "INSERT INTO merges (kept_id, gone_id, at, by_whom, memory) VALUES (?, ?, ?, ?, ?)"
_OF = "SELECT id, gone_id, at, by_whom, memory FROM merges WHERE kept_id = ? AND at > ? ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Merge:
    """One that can be taken back: at what moment and by whom customer `gone_id`, with `number` and `name`, came in."""

    id: int
    gone_id: int
    at: Micros
    by_whom: str
    number: str
    name: str


def as_it_is(store: Store, contact_id: int) -> dict[str, Any]:
    """A customer with all that hangs on him, as JSON has it."""
    one = rows.known(store, contact_id)
    columns = {name: getattr(one, name) for name in _COLUMNS}
    return {
        "number": one.number,
        "columns": {**columns, "state": int(one.state)},
        "fields": {each.name: [each.value, each.at, each.origin] for each in rows.details(store, contact_id)},
        "tags": list(one.tags),
        "numbers": list(one.other_numbers),
        "notes": [each.id for each in rows.notes(store, contact_id, 10_000)],
    }


def remember(
    store: Store, keep: int, gone: int, before: Mapping[str, Any], goes: Mapping[str, Any], now: Micros, by: str
) -> None:
    """Keep what both were before a merge; part of its transaction. Who came into `gone` earlier stays there."""
    forget(store, now)
    store.run("DELETE FROM merges WHERE kept_id = ?", gone)
    memory = {"before": before, "goes": goes, "after": as_it_is(store, keep)}
    store.run(_REMEMBER, keep, gone, now, by, json.dumps(memory, ensure_ascii=False))


def forget(store: Store, now: Micros) -> None:
    """Let go of merges that cannot be taken back any more."""
    if store.run("SELECT 1 FROM merges WHERE at <= ? LIMIT 1", now - KEPT).fetchone():
        with store.write():
            store.run("DELETE FROM merges WHERE at <= ?", now - KEPT)


def last_merge(store: Store, contact_id: int, now: Micros) -> Merge | None:
    """The last merge into a customer, while it can be taken back."""
    row = store.run(_OF, contact_id, now - KEPT).fetchone()
    if row is None:
        return None
    merge_id, gone_id, at, by_whom, memory = row
    goes = json.loads(memory)["goes"]
    return Merge(merge_id, gone_id, at, by_whom, goes["number"], goes["columns"]["name"])


def part(store: Store, contact_id: int, now: Micros) -> Contact | None:
    """Take the last merge into a customer back: who went is a customer again, and what came with him and is still as it
    came leaves with him. None when there is none to take back, or another has his number by now. Raises NoSuchContact.
    """
    with store.write():
        keep = rows.known(store, contact_id)
        row = store.run(_OF, contact_id, now - KEPT).fetchone()
        if row is None:
            return None
        memory = json.loads(row[4])
        before, after, goes = memory["before"], memory["after"], memory["goes"]
        if goes["number"] not in keep.other_numbers:
            return None
        _give_back(store, keep, before, after, goes, now)
        _come_back(store, row[1], goes, now)
        marks = ",".join("?" * (len(goes["numbers"]) + 1))
        sql = f"UPDATE recipients SET contact_id = ? WHERE number IN ({marks})"  # noqa: S608 – marks only
        store.run(sql, row[1], goes["number"], *goes["numbers"])
        for note_id in goes["notes"]:
            sql = "UPDATE contact_notes SET contact_id = ? WHERE id = ? AND contact_id = ?"
            store.run(sql, row[1], note_id, contact_id)
        for note_id in set(after["notes"]) - set(before["notes"]) - set(goes["notes"]):
            store.run("DELETE FROM contact_notes WHERE id = ? AND contact_id = ?", note_id, contact_id)
        store.run("DELETE FROM merges WHERE id = ?", row[0])
        return rows.known(store, row[1])


def _give_back(
    store: Store,
    keep: Contact,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    goes: Mapping[str, Any],
    now: Micros,
) -> None:
    """What `keep` has of the other and nobody has changed since, as it was before."""
    is_now = as_it_is(store, keep.id)

    def same(kind: str, name: str) -> bool:
        return bool(is_now[kind].get(name) == after[kind].get(name) != before[kind].get(name))

    columns = {name: before["columns"][name] for name in _COLUMNS if same("columns", name)}
    writing.set_columns(store, keep, columns, now)
    for name in [name for name in after["fields"] if same("fields", name)]:
        value, at, origin = before["fields"].get(name, ("", now, ""))
        writing.set_field(store, keep.id, name, value, at=at, origin=origin)
    for tag in set(after["tags"]) - set(before["tags"]):
        writing.untag(store, [keep.id], tag)
    for number in (goes["number"], *goes["numbers"]):
        store.run("DELETE FROM contact_numbers WHERE number = ? AND contact_id = ?", number, keep.id)


def _come_back(store: Store, contact_id: int, goes: Mapping[str, Any], now: Micros) -> None:
    others = [each for each in goes["numbers"] if each not in rows.ids_by_numbers(store, goes["numbers"])]
    news = [New(number=goes["number"], tags=tuple(goes["tags"]), other_numbers=tuple(others))]
    writing.add_many(store, news, now, ids=[contact_id])
    writing.set_columns(store, rows.known(store, contact_id), goes["columns"], now)
    for name, (value, at, origin) in goes["fields"].items():
        writing.set_field(store, contact_id, name, value, at=at, origin=origin)
