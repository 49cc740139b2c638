"""What operators answered, kept by SIM: the rows of `readings`, the only thing known of money after a restart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.money.patterns import Understood
from smsbox.store import Store

_KEPT: Micros = 400 * DAY
_MOST_FAILURES = 20
_COLUMNS = "SELECT id, sim_id, at, code, answer, money, currency, sms_left, sms_of, renews_on FROM readings WHERE "
_NEWEST = " AND sim_id = ? ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to the USSD code `code` at `at`, as it was (`answer`, empty: none came) and as far as understood.

    `money` in units of `currency`; `left` of `of` SMS; `renews_on` the date the package is renewed or ends.
    """

    id: int
    sim_id: int
    at: Micros
    code: str
    answer: str
    money: Decimal | None = None
    currency: str | None = None
    left: int | None = None
    of: int | None = None
    renews_on: date | None = None

    @property
    def understood(self) -> bool:
        """Whether it says anything."""
        return self.money is not None or self.left is not None or self.renews_on is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one SIM: the newest answer of any kind, and the newest that told the balance, the package.

    `unanswered`: the newest question, when no answer came to it.
    """

    last: Reading | None = None
    money: Reading | None = None
    package: Reading | None = None
    unanswered: Reading | None = None


@dataclass(frozen=True, slots=True)
class Attempts:
    """When the SIM was last asked, and how often in a row no answer came since the last one."""

    last_at: Micros | None = None
    failures: int = 0


def note(store: Store, sim_id: int, now: Micros, code: str, answer: str, understood: Understood | None) -> Reading:
    """Keep `answer`, empty when none came within its time; amounts to the hundredth, rounded down."""
    known = understood or Understood()
    answer = answer.replace("\0", "")
    hundredths = None if known.money is None else int((known.money * 100).to_integral_value(ROUND_FLOOR))
    with store.write():
        (reading_id,) = store.reserve_ids("readings", 1)
        store.run(
            "INSERT INTO readings (id, sim_id, at, code, answer, money, currency, sms_left, sms_of, renews_on) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(reading_id, sim_id, now, code, answer, hundredths, known.currency, known.left, known.of),
            known.renews_on.isoformat() if known.renews_on else None,
        )
    return Reading(
        reading_id,
        sim_id,
        now,
        code,
        answer,
        None if hundredths is None else Decimal(hundredths) / 100,
        known.currency,
        known.left,
        known.of,
        known.renews_on,
    )


def latest(store: Store, sim_id: int) -> Reading | None:
    """The newest answer, understood or not; None when there is none."""
    return _one(store, "answer <> ''", sim_id)


def standing(store: Store, sim_id: int) -> Standing:
    """The newest answers of each kind."""
    newest = _one(store, "1 = 1", sim_id)
    return Standing(
        latest(store, sim_id),
        _one(store, "money IS NOT NULL", sim_id),
        _one(store, "sms_left IS NOT NULL", sim_id),
        newest if newest is not None and not newest.answer else None,
    )


def attempts(store: Store, sim_id: int, code: str) -> Attempts:
    """How asking by `code` went lately, for `due`."""
    sql = "SELECT at, answer FROM readings WHERE sim_id = ? AND code = ? ORDER BY id DESC LIMIT ?"
    rows = store.run(sql, sim_id, code, _MOST_FAILURES).fetchall()
    failures = next((count for count, row in enumerate(rows) if row[1]), len(rows))
    return Attempts(rows[0][0] if rows else None, failures)


def history(store: Store, sim_id: int, since: Micros) -> Sequence[Reading]:
    """The answers from `since` on, the oldest first."""
    rows = store.run(_COLUMNS + "sim_id = ? AND at >= ? AND answer <> '' ORDER BY id", sim_id, since).fetchall()
    return [_reading(row) for row in rows]


def prune(store: Store, now: Micros) -> int:
    """Forget answers older than 400 days; how many."""
    with store.write():
        return int(store.run("DELETE FROM readings WHERE at < ?", now - _KEPT).rowcount)


def _one(store: Store, which: str, sim_id: int) -> Reading | None:
    row = store.run(_COLUMNS + which + _NEWEST, sim_id).fetchone()
    return _reading(row) if row else None


def _reading(row: Sequence[Any]) -> Reading:
    reading_id, sim_id, at, code, answer, money, currency, left, of, renews_on = row
    return Reading(
        reading_id,
        sim_id,
        at,
        code,
        answer,
        None if money is None else Decimal(money) / 100,
        currency,
        left,
        of,
        date.fromisoformat(renews_on) if renews_on else None,
    )
