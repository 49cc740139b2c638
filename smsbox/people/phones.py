"""Telephones from which people of the shop ask and order by SMS: proved by a code that only the phone itself gets.

The sender of an SMS can be forged, so no order counts by its sender alone: a code goes to the number that is on record,
and only who reads that phone can send it back. Codes hold for ten minutes and three tries, and nobody guesses for ever.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum

from smsbox.clock import DAY, MINUTE, Micros
from smsbox.errors import SmsboxError
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.people.codes import digest
from smsbox.people.rights import Right, may
from smsbox.store import Store

LASTS: Micros = 10 * MINUTE
TRIES = 3
WRONG_PER_DAY = 6
"""So many wrong codes in a day, and the phone gives no orders until a day after the first of them."""

REGISTER = "register"
"""The order that waits as long as a new phone has not proved itself."""

_MOST = 5
"""Telephones of one user."""

_PHONES = (
    "SELECT p.number, p.user_id, p.added_at, p.by_whom, p.confirmed_at, u.name, u.role, u.language "
    "FROM staff_phones p JOIN users u ON u.id = p.user_id WHERE u.disabled_at IS NULL"
)
_WAITING = (
    "SELECT id, what, code_hash, tries FROM staff_orders WHERE number = ? AND used_at IS NULL AND until > ? "
    "ORDER BY id DESC"
)


class PhoneTaken(SmsboxError):
    """Somebody gives orders from this number already. Facts: `number`."""

    key = "people.phone_taken"


class PhoneProved(SmsboxError):
    """His own telephone, and it may give orders already. Facts: `number`."""

    key = "people.phone_proved"


class PhoneLocked(SmsboxError):
    """So many wrong codes came from it that none counts for a day. Facts: `number`."""

    key = "people.phone_locked"


class TooManyPhones(SmsboxError):
    """One user has few telephones. Facts: `most`."""

    key = "people.too_many_phones"


@dataclass(frozen=True, slots=True)
class Phone:
    """`number` E.164 of a user who may log in; `confirmed_at` None: it has not proved itself yet."""

    number: str
    user_id: int
    added_at: Micros
    added_by: str
    confirmed_at: Micros | None
    name: str
    role: str
    language: str | None

    def may(self, right: Right) -> bool:
        """Whether the user behind it may do that now."""
        return may(self.role, right)

    @property
    def actor(self) -> Actor:
        """Who gives an order from it, for the audit log."""
        return Actor(self.name, self.role, "sms")


class Answer(Enum):
    """What became of a code: RIGHT, WRONG, the last wrong one (SPENT), a right one whose time was over (LATE) or that
    had counted before (USED), or NONE is waited for.
    """

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    LATE = "late"
    USED = "used"
    NONE = "none"


def of_user(store: Store, user_id: int) -> list[Phone]:
    """The telephones of one user, the oldest first."""
    return [Phone(*row) for row in store.run(f"{_PHONES} AND p.user_id = ? ORDER BY p.added_at", user_id).fetchall()]


def everybodys(store: Store) -> list[Phone]:
    """All telephones, by user."""
    return [Phone(*row) for row in store.run(f"{_PHONES} ORDER BY u.name, p.added_at").fetchall()]


def known(store: Store, number: str) -> Phone | None:
    """The telephone of that number, confirmed or not."""
    row = store.run(f"{_PHONES} AND p.number = ?", number).fetchone()
    return None if row is None else Phone(*row)


def add(store: Store, user_id: int, number: str, *, by: Actor, now: Micros) -> str:
    """Note a telephone that has yet to prove itself, and the code it has to send. What another user noted and never
    proved, or had before he was shut out, is his no more. Inside the caller's transaction. Raises PhoneTaken,
    PhoneProved, PhoneLocked, TooManyPhones.
    """
    whose, since = _whose(store, number)
    if since is not None:
        raise PhoneProved(number=number) if whose == user_id else PhoneTaken(number=number)
    if whose not in (None, user_id):
        _forget(store, number, by, now)
    if locked(store, number, now):
        raise PhoneLocked(number=number)
    if whose != user_id:
        if len(of_user(store, user_id)) >= _MOST:
            raise TooManyPhones(most=_MOST)
        store.run(
            "INSERT INTO staff_phones (number, user_id, added_at, by_whom) VALUES (?, ?, ?, ?)",
            *(number, user_id, now, by.name),
        )
        audit.note(store, by, now, "user.phone_added", number)
    return ask(store, number, REGISTER, now)


def remove(store: Store, number: str, *, by: Actor, now: Micros, user_id: int | None = None) -> bool:
    """No orders from this number any more; False when there were none, or it is another user's than `user_id`."""
    phone = known(store, number)
    if phone is None or user_id not in (None, phone.user_id):
        return False
    with store.write():
        _forget(store, number, by, now)
    return True


def _whose(store: Store, number: str) -> tuple[int | None, Micros | None]:
    """Whose telephone it is, proved since when; of somebody who may not log in any more it proves nothing."""
    sql = (
        "SELECT p.user_id, CASE WHEN u.disabled_at IS NULL THEN p.confirmed_at END FROM staff_phones p "
        "JOIN users u ON u.id = p.user_id WHERE p.number = ?"
    )
    return store.run(sql, number).fetchone() or (None, None)


def _forget(store: Store, number: str, by: Actor, now: Micros) -> None:
    store.run("DELETE FROM staff_phones WHERE number = ?", number)
    store.run("DELETE FROM staff_orders WHERE number = ?", number)
    audit.note(store, by, now, "user.phone_removed", number)


def ask(store: Store, number: str, what: str, now: Micros, *, beside: bool = False, lasts: Micros = LASTS) -> str:
    """Have the order `what` wait for its code, which is given back; earlier ones are void unless it stands `beside`
    them, or they last longer than usual. Inside the caller's transaction.
    """
    code = f"{secrets.randbelow(10**6):06}"
    if not beside:
        void = "UPDATE staff_orders SET until = ? WHERE number = ? AND used_at IS NULL AND until > ? AND until <= ?"
        store.run(void, now, number, now, now + LASTS)
    (order,) = store.reserve_ids("staff_orders", 1)
    store.run(
        "INSERT INTO staff_orders (id, number, what, code_hash, at, until, tries) VALUES (?, ?, ?, ?, ?, ?, 0)",
        *(order, number, what, _hash(order, code), now, now + lasts),
    )
    return code


def waiting(store: Store, number: str, now: Micros) -> str | None:
    """The order that waits for its code."""
    row = store.run(_WAITING, number, now).fetchone()
    return None if row is None else str(row[1])


def settle(store: Store, number: str, code: str, now: Micros) -> tuple[Answer, str]:
    """Try a code: what became of it, and the order it was for. A right one counts once. Inside the caller's
    transaction.
    """
    rows = store.run(f"{_WAITING} FOR UPDATE", number, now).fetchall()
    if locked(store, number, now):
        return Answer.NONE, ""
    for order, what, code_hash, _ in rows:
        if secrets.compare_digest(_hash(order, code), code_hash):
            return Answer.RIGHT, _used(store, number, order, what, now)
    past = _past(store, number, code, now)
    if past is not None or not rows:
        return past or Answer.NONE, ""
    order, what, _, tries = rows[0]
    store.run("UPDATE staff_orders SET tries = ? WHERE id = ?", tries + 1, order)
    spent = tries + 1 >= TRIES
    if spent:
        void = "UPDATE staff_orders SET until = ? WHERE number = ? AND used_at IS NULL AND until > ?"
        store.run(void, now, number, now)
    return (Answer.SPENT if spent else Answer.WRONG), what


def _past(store: Store, number: str, code: str, now: Micros) -> Answer | None:
    """USED or LATE for the code of an order that waits no more, asked for within a day."""
    sql = "SELECT id, code_hash, used_at FROM staff_orders WHERE number = ? AND at > ? ORDER BY id DESC LIMIT 40"
    for order, code_hash, used_at in store.run(sql, number, now - DAY).fetchall():
        if secrets.compare_digest(_hash(order, code), code_hash):
            return Answer.LATE if used_at is None else Answer.USED
    return None


def expects(store: Store, number: str, code: str, now: Micros) -> bool:
    """Whether six digits from that telephone are a code: some order waits for one, or this was one not long ago."""
    return (
        waiting(store, number, now) is not None or locked(store, number, now) or bool(_past(store, number, code, now))
    )


def _used(store: Store, number: str, order: int, what: str, now: Micros) -> str:
    store.run("UPDATE staff_orders SET used_at = ? WHERE id = ?", now, order)
    if what == REGISTER:
        store.run("UPDATE staff_phones SET confirmed_at = ? WHERE number = ?", now, number)
    return what


def tries_left(store: Store, number: str, now: Micros) -> int:
    """How many codes may still be tried for the order that waits."""
    row = store.run(_WAITING, number, now).fetchone()
    return 0 if row is None else TRIES - int(row[3])


def locked(store: Store, number: str, now: Micros) -> bool:
    """Whether so many wrong codes came lately that none counts for now."""
    sql = "SELECT coalesce(sum(tries), 0) FROM (SELECT tries FROM staff_orders WHERE number = ? AND at > ?) AS lately"
    return int(store.run(sql, number, now - DAY).fetchone()[0]) >= WRONG_PER_DAY


def _hash(order: int, code: str) -> str:
    """Bound to its order, so that of one code nothing is learned about another."""
    return digest(f"{order}:{code}").hex()
