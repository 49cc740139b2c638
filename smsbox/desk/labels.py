"""Labels of threads: what customers write about, in words of the shop, counted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from smsbox.clock import Micros
from smsbox.desk import threads
from smsbox.store import Store

LONGEST = 40
_MOST = 200
_EACH = (
    "WITH RECURSIVE found (label) AS (SELECT min(label) FROM thread_labels UNION ALL "
    "SELECT (SELECT min(thread_labels.label) FROM thread_labels WHERE label > found.label) FROM found "
    "WHERE found.label IS NOT NULL) SELECT label FROM found WHERE label IS NOT NULL LIMIT ?"
)


def spelled(text: str) -> str:
    """A label as it is kept: one line without blanks around, small letters; "" for none."""
    line = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    return "".join(each for each in line if each.isprintable() and each != ",")[:LONGEST].strip()


def put(store: Store, number: str, label: str, *, by: str, now: Micros) -> bool:
    """Stick a label on a thread; False when it was there."""
    with store.write():
        threads.held(store, number, now)
        sql = "INSERT INTO thread_labels (number, label, at, by_whom) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        return bool(store.run(sql, number, label, now, by).rowcount)


def take_off(store: Store, number: str, label: str) -> bool:
    """Take a label off; False when it was not there."""
    with store.write():
        sql = "DELETE FROM thread_labels WHERE number = ? AND label = ?"
        return bool(store.run(sql, number, label).rowcount)


def rename(store: Store, label: str, to: str) -> int:
    """Call a label otherwise wherever it is, together with one that is called so already; "": take it off everywhere.
    How many threads had it.
    """
    with store.write():
        if to and to != label:
            sql = "SELECT number, ?, at, by_whom FROM thread_labels WHERE label = ? ON CONFLICT DO NOTHING"
            store.run(f"INSERT INTO thread_labels (number, label, at, by_whom) {sql}", to, label)
        elif to:
            return 0
        return int(store.run("DELETE FROM thread_labels WHERE label = ?", label).rowcount)


def of_numbers(store: Store, numbers: Iterable[str]) -> dict[str, list[str]]:
    """The labels of each of these threads, in order."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[str, list[str]] = {each: [] for each in wanted}
    if wanted:
        sql = f"SELECT number, label FROM thread_labels WHERE number IN ({','.join('?' * len(wanted))}) ORDER BY label"  # noqa: S608
        for number, label in store.run(sql, *wanted).fetchall():
            found[number].append(label)
    return found


def known(store: Store) -> list[str]:
    """Every label some thread has; found by the index, one at a time."""
    return [row[0] for row in store.run(_EACH, _MOST).fetchall()]
