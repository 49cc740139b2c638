"""The numbers never to be written to, kept as marks from which no number can be read: they outlive every erasure.

A mark is the HMAC-SHA256 of a number under a salt that is made once and kept with the database.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable

from smsbox.clock import Micros
from smsbox.store import Store

SALT = "consent.salt"

_SALT = "SELECT value FROM settings WHERE key = ?"
_KEEP_SALT = "INSERT INTO settings (key, value, at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING"
_SUPPRESS = (
    "INSERT INTO suppressed (mark, at, why) VALUES (?, ?, ?) ON CONFLICT (mark) DO UPDATE SET at = excluded.at, why = "
)
_KEPT = "CASE WHEN suppressed.why = 'erased' THEN excluded.why ELSE suppressed.why END"
_BATCH = 400


def mark(store: Store, number: str) -> bytes:
    """The mark of E.164 `number`: 32 octets, the same as long as the database lives."""
    return _mark(_salt(store), number)


def suppress(store: Store, number: str, now: Micros, why: str) -> None:
    """Put `number` on the list. `why` is "left", "erased" or a word of the shop's; who left is never less than that.

    The moment is that of the last decision: whoever looks after backups finds by it what they do not know yet.
    """
    with store.write():
        store.run(_SUPPRESS + _KEPT, mark(store, number), now, why)


def unsuppress(store: Store, number: str) -> bool:
    """Take `number` from the list; whether it was there."""
    with store.write():
        return bool(store.run("DELETE FROM suppressed WHERE mark = ?", mark(store, number)).rowcount)


def is_suppressed(store: Store, number: str) -> bool:
    """Whether `number` is on the list."""
    return bool(marked(store, [number]))


def marked(store: Store, numbers: Iterable[str]) -> dict[str, str]:
    """Those of `numbers` that are on the list, each with why."""
    salt = _kept_salt(store)
    if salt is None:
        return {}
    numbers_by_mark = {_mark(salt, number): number for number in numbers}
    marks, found = list(numbers_by_mark), {}
    for start in range(0, len(marks), _BATCH):
        some = marks[start : start + _BATCH]
        sql = f"SELECT mark, why FROM suppressed WHERE mark IN ({','.join('?' * len(some))})"  # noqa: S608 – constants
        found.update({numbers_by_mark[bytes(row[0])]: str(row[1]) for row in store.run(sql, *some).fetchall()})
    return found


def carry_marks(source: Store, target: Store, numbers: Iterable[str], now: Micros) -> None:
    """Have `target`, an older copy of `source`, know every mark that `source` has: as they are where both were salted
    alike, else by the `numbers` that `target` knows.
    """
    salt, own = _kept_salt(source), _kept_salt(target)
    if salt is None:
        return
    with target.write():
        if own in (None, salt):
            target.run(_KEEP_SALT, SALT, salt.hex(), 0)
            for row in source.run("SELECT mark, at, why FROM suppressed").fetchall():
                target.run(_SUPPRESS + _KEPT, bytes(row[0]), row[1], row[2])
            return
        for number, why in marked(source, numbers).items():
            suppress(target, number, now, why)


def _mark(salt: bytes, number: str) -> bytes:
    return hmac.digest(salt, number.encode(), "sha256")


def _salt(store: Store) -> bytes:
    """Made for the first mark; of two boxes at once, by the quicker one."""
    kept = _kept_salt(store)
    if kept is None:
        with store.write():
            store.run(_KEEP_SALT, SALT, secrets.token_hex(32), 0)
            kept = _kept_salt(store)
    assert kept is not None
    return kept


def _kept_salt(store: Store) -> bytes | None:
    """None as long as nobody was ever marked."""
    row = store.run(_SALT, SALT).fetchone()
    return None if row is None else bytes.fromhex(row[0])
