"""Putting an import back, the last row first: who was added and whom nothing has happened with goes, what was changed
and not changed since is as it was, and what was taken for consent is relied on no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from smsbox import consent, contacts, outbox
from smsbox.clock import Micros
from smsbox.contacts import Changes, Contact, State
from smsbox.contacts.removing import remove, untouched
from smsbox.intake import imports
from smsbox.intake.deciding import What
from smsbox.intake.imports import Import, Stage
from smsbox.store import Store

BATCH = 60
_ROWS = (
    "SELECT line, contact_id, what, detail FROM import_rows WHERE import_id = ? AND line < ? AND what < 4 "
    "ORDER BY line DESC LIMIT ?"
)
_COLUMNS = ("name", "salutation", "language", "birthday", "bought_at")
Row = tuple[int, int | None, int, str]


def begin(store: Store, import_id: int, now: Micros) -> bool:
    """Have an import put back. False when it cannot be, or not any more."""
    with store.write():
        found = imports.locked(store, import_id)
        if found is None or not found.undoable(now):
            return False
        last = store.run("SELECT coalesce(max(line), 0) FROM import_rows WHERE import_id = ?", import_id).fetchone()[0]
        return imports.enter(store, import_id, Stage.UNDOING, (found.stage,), place=last + 1, undone=0)


def step(store: Store, seen: Import, now: Micros) -> None:
    """The next rows of `seen`, which is being undone."""
    with store.write(durable=False):
        found = imports.locked(store, seen.id)
        if found is None or found.stage is not Stage.UNDOING:
            return
        some: list[Row] = store.run(_ROWS, found.id, found.place, BATCH).fetchall()
        people = {each.id: each for each in contacts.views(store, [row[1] for row in some if row[1] is not None])}
        undone = _put_back(store, found, some, people, now)
        place = some[-1][0] if some else 0
        store.run("UPDATE imports SET place = ?, undone = undone + ? WHERE id = ?", place, undone, found.id)
    if not some:
        with store.write():
            imports.enter(store, seen.id, Stage.UNDONE, (Stage.UNDOING,), ended_at=now)
            store.run("DELETE FROM import_rows WHERE import_id = ? AND what < 4", seen.id)


def _put_back(store: Store, found: Import, some: Sequence[Row], people: Mapping[int, Contact], now: Micros) -> int:
    undone, gone = 0, []
    for _, contact_id, what, detail in some:
        contact = people.get(contact_id or 0)
        told: dict[str, Any] = json.loads(detail)
        if contact is None:
            continue
        _revoke(store, contact, told.get("consent", 0), found, now)
        if what == What.ADDED and _as_added(store, contact, told):
            gone.append(contact)
            undone += 1
        elif what == What.CHANGED:
            origin = f"import:{found.id}"
            unwritten = "note" in told.get("after", {}) and _drop_notes(store, contact, origin)
            undone += contacts.change(store, contact.id, _former(contact, told, origin), now) or unwritten
    remove(store, gone)
    return undone


def _as_added(store: Store, contact: Contact, told: Mapping[str, Any]) -> bool:
    """Whether he is still as the import made him."""
    same = contact.changed_at == told["at"] and list(contact.tags) == told["tags"]
    written = [each for each in contacts.notes(store, contact.id, 2) if not each.who.startswith("import:")]
    return same and not written and untouched(store, contact)


def _drop_notes(store: Store, contact: Contact, who: str) -> bool:
    """Take back what the import wrote down about him; whether it was still there."""
    found = [each.id for each in contacts.notes(store, contact.id, 10_000) if each.who == who]
    return sum(contacts.drop_note(store, contact.id, each) is not None for each in found) > 0


def _former(contact: Contact, told: Mapping[str, Any], origin: str) -> Changes:
    """Back to `before` whatever is still as `after` says."""
    before, after = told.get("before", {}), told.get("after", {})
    columns = {name: before.get(name) for name in _COLUMNS if name in after and getattr(contact, name) == after[name]}
    columns |= {name: columns[name] or "" for name in ("name", "salutation") if name in columns}
    if "state" in after and int(contact.state) == after["state"]:
        columns["state"] = State(before["state"])
    fields = {
        name: before.get("fields", {}).get(name)
        for name, value in after.get("fields", {}).items()
        if contact.fields.get(name) == value
    }
    return Changes(
        **columns,
        fields=fields,
        without_tags=after.get("tags", ()),
        without_numbers=after.get("numbers", ()),
        origin=origin,
    )


def _revoke(store: Store, contact: Contact, line: int, found: Import, now: Micros) -> None:
    """What the import said of his consent counts no more, if it is what counts; nor does advertising wait for it."""
    if not line:
        return
    for number in contact.numbers:
        if consent.standing(store, number).consent_id == line:
            told = f"import:{found.id}"
            consent.record(store, consent.Entry(number, now, consent.Act.REVOKED, "import", evidence=told))
            outbox.withdraw(store, number, now, reason="consent")
