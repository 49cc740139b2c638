"""Taking customers away with whom nothing has happened yet: an import that is undone. Who is to be forgotten for good
is erased (`smsbox.privacy`).
"""

from __future__ import annotations

from collections.abc import Sequence

from smsbox.contacts.contact import Contact, words_of
from smsbox.store import Store


def untouched(store: Store, contact: Contact) -> bool:
    """Whether nothing has happened with him: he neither wrote nor was written to, called, noted or given anything."""
    if contact.heard_at is not None:
        return False
    marks = ",".join("?" * len(contact.numbers))
    for table, column in (
        *(("messages", "recipient"), ("received", "sender"), ("calls", "number"), ("recipients", "number")),
        ("coupons", "number"),
    ):
        sql = f"SELECT 1 FROM {table} WHERE {column} IN ({marks}) LIMIT 1"  # noqa: S608 – names from above
        if store.run(sql, *contact.numbers).fetchone():
            return False
    return True


def remove(store: Store, people: Sequence[Contact]) -> None:
    """Take them away with all that hangs on them; inside a transaction."""
    for each in people:
        words = [(word, each.id) for word in words_of(each.name)]
        if words:
            store.run_many("DELETE FROM contact_words WHERE word = ? AND contact_id = ?", words)
        for table in ("contact_numbers", "contact_fields", "contact_tags", "contact_notes"):
            store.run(f"DELETE FROM {table} WHERE contact_id = ?", each.id)  # noqa: S608 – names from above
        store.run("DELETE FROM merges WHERE kept_id = ?", each.id)
        store.run("DELETE FROM contacts WHERE id = ?", each.id)
