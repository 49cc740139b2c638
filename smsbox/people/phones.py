"""Telephones from which people of the shop ask and order by SMS: proved by a code that only the phone itself gets.

The sender of an SMS can be forged, so no order counts by its sender alone: a code goes to the number that is on record,
and only who reads that phone can send it back (`phone_codes`).
"""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.people.phone_codes import REGISTER, ask, locked
from smsbox.people.rights import Right, may
from smsbox.store import Store

_MOST = 5
"""Telephones of one user."""

_PHONES = (
    "SELECT p.number, p.user_id, p.added_at, p.by_whom, p.confirmed_at, u.name, u.role, u.language "
    "FROM staff_phones p JOIN users u ON u.id = p.user_id WHERE u.disabled_at IS NULL"
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
