"""The one-time codes of orders by SMS: asked for, waiting, tried, and what somebody may do who forges the sender.

Who forges can write and never read. A code has six digits, holds for ten minutes and three tries, and after six wrong
ones in a day none counts: three in a million for one order.

The way back out of a pause is no such order, for then no later code could be sent: nothing that is written makes its
code void, and no number of wrong ones shuts it out. So it has twelve digits, eleven of them random, and counts only
after the order it came with: an SMS every second for all its seven days guesses it with six in a million.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum

from smsbox.clock import DAY, MINUTE, Micros
from smsbox.people.codes import digest
from smsbox.sms.onetime import LEAD, LONG, SHORT
from smsbox.store import Store

LASTS: Micros = 10 * MINUTE
WAY_BACK: Micros = 7 * DAY
TRIES = 3
WRONG_PER_DAY = 6
"""So many wrong codes in a day, and the phone gives no orders until a day after the first of them."""

REGISTER = "register"
"""The order that waits as long as a new phone has not proved itself."""

BACK = "back:"
"""What a way back begins with; the id of the order it came with follows, then the order it is."""

_WAITING = (
    "SELECT id, what, code_hash, tries FROM staff_orders WHERE number = ? AND used_at IS NULL AND until > ? "
    "ORDER BY id DESC FOR UPDATE"
)
_REMEMBERED = 400
"""Codes of the past that are known again."""


class Answer(Enum):
    """What became of a code: RIGHT, WRONG, the last wrong one (SPENT), a right one whose time was over (LATE) or has
    not come (EARLY: a way back before its order) or that had counted before (USED), or NONE is waited for.
    """

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    LATE = "late"
    EARLY = "early"
    USED = "used"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a code and the order it was for, "" for none; `back`: it was that of a way back; `way_back`: with
    it went one.
    """

    answer: Answer
    what: str = ""
    back: bool = False
    way_back: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    id: int
    what: str
    code_hash: str
    tries: int

    @property
    def back(self) -> bool:
        return self.what.startswith(BACK)

    @property
    def of(self) -> int:
        """With which order the way back came."""
        return int(self.what.split(":")[1])

    @property
    def does(self) -> str:
        """The order itself."""
        return self.what.split(":", 2)[2] if self.back else self.what

    def opened_by(self, code: str) -> bool:
        return secrets.compare_digest(_hash(self.id, code), self.code_hash)


def ask(store: Store, number: str, what: str, now: Micros) -> str:
    """Have the order `what` wait for its code, which is given back; earlier ones are void, but for ways back. Inside
    the caller's transaction.
    """
    _void(store, _waiting(store, number, now), now)
    (order,) = store.reserve_ids("staff_orders", 1)
    return _kept(store, order, number, what, _code(SHORT), (now, now + LASTS))


def ask_with_way_back(store: Store, number: str, what: str, back: str, now: Micros) -> tuple[str, str]:
    """The same, and the code of the order `back`, which counts for `WAY_BACK` once the first has."""
    _void(store, _waiting(store, number, now), now)
    first, second = store.reserve_ids("staff_orders", 2)
    code = _kept(store, first, number, what, _code(SHORT), (now, now + LASTS))
    return code, _kept(store, second, number, f"{BACK}{first}:{back}", LEAD + _code(LONG - len(LEAD)), (now, now))


def _code(digits: int) -> str:
    return f"{secrets.randbelow(10**digits):0{digits}}"


def _kept(store: Store, order: int, number: str, what: str, code: str, times: tuple[Micros, Micros]) -> str:
    """`times`: when it was asked for, and until when its code counts."""
    store.run(
        "INSERT INTO staff_orders (id, number, what, code_hash, at, until, tries) VALUES (?, ?, ?, ?, ?, ?, 0)",
        *(order, number, what, _hash(order, code), *times),
    )
    return code


def _waiting(store: Store, number: str, now: Micros) -> list[_Order]:
    """What waits for its code, the newest first."""
    return [_Order(*row) for row in store.run(_WAITING, number, now).fetchall()]


def _void(store: Store, orders: list[_Order], now: Micros) -> None:
    """But for ways back: whoever writes in this name may not take them away."""
    for order in orders:
        if not order.back:
            store.run("UPDATE staff_orders SET until = ? WHERE id = ?", now, order.id)


def settle(store: Store, number: str, code: str, now: Micros) -> Tried:
    """Try a code. A right one counts once, that of a way back also while the phone is locked. Inside the caller's
    transaction.
    """
    orders, back = _waiting(store, number, now), len(code) == LONG
    shut = not back and locked(store, number, now)
    right = next((each for each in orders if not shut and each.back is back and each.opened_by(code)), None)
    if right is not None:
        return _used(store, number, right, now)
    past = None if shut else _past(store, number, code, orders, now)
    tried = [each for each in orders if each.back is back]
    if past is not None or shut or not tried:
        return Tried(past or Answer.NONE, back=back)
    if back:
        return Tried(Answer.WRONG, tried[0].does, back=True)
    store.run("UPDATE staff_orders SET tries = ? WHERE id = ?", tried[0].tries + 1, tried[0].id)
    if tried[0].tries + 1 < TRIES:
        return Tried(Answer.WRONG, tried[0].what)
    _void(store, orders, now)
    return Tried(Answer.SPENT, tried[0].what)


def _past(store: Store, number: str, code: str, waiting: list[_Order], now: Micros) -> Answer | None:
    """What a code is that waits no more, or not yet; None for one that was not sent lately."""
    sql = "SELECT id, what, code_hash, tries, used_at, at = until FROM staff_orders WHERE number = ? AND at > ? "
    rows = store.run(f"{sql}ORDER BY id DESC LIMIT {_REMEMBERED}", number, now - WAY_BACK - DAY).fetchall()
    for *row, used_at, never in rows:
        order = _Order(*row)
        if order.opened_by(code):
            early = bool(never) and order.back and order.of in {each.id for each in waiting}
            return Answer.USED if used_at is not None else Answer.EARLY if early else Answer.LATE
    return None


def sent(store: Store, number: str, code: str, now: Micros) -> Answer | None:
    """Whether that telephone was lately sent this code: USED, LATE (also when it still waits); None: it was not."""
    return _past(store, number, code, [], now)


def expects(store: Store, number: str, code: str, now: Micros) -> bool:
    """Whether such digits from that telephone are a code: an order waits for one of this kind, or it was one lately."""
    waiting, back = _waiting(store, number, now), len(code) == LONG
    if any(each.back is back for each in waiting) or (not back and locked(store, number, now)):
        return True
    return _past(store, number, code, waiting, now) is not None


def _used(store: Store, number: str, order: _Order, now: Micros) -> Tried:
    """It has counted; from now on the way back that came with it does."""
    store.run("UPDATE staff_orders SET used_at = ? WHERE id = ?", now, order.id)
    if order.what == REGISTER:
        store.run("UPDATE staff_phones SET confirmed_at = ? WHERE number = ?", now, number)
    if order.back:
        return Tried(Answer.RIGHT, order.does, back=True)
    sql = "UPDATE staff_orders SET until = ? WHERE number = ? AND used_at IS NULL AND what LIKE ?"
    armed = store.run(sql, now + WAY_BACK, number, f"{BACK}{order.id}:%").rowcount
    return Tried(Answer.RIGHT, order.what, way_back=bool(armed))


def waiting(store: Store, number: str, now: Micros) -> bool:
    """Whether an order waits for its code."""
    return any(not each.back for each in _waiting(store, number, now))


def tries_left(store: Store, number: str, now: Micros) -> int:
    """How many codes may still be tried for the order that waits."""
    return next((TRIES - each.tries for each in _waiting(store, number, now) if not each.back), 0)


def locked(store: Store, number: str, now: Micros) -> bool:
    """Whether so many wrong codes came lately that no more are sent, and none counts but that of a way back."""
    sql = "SELECT coalesce(sum(tries), 0) FROM (SELECT tries FROM staff_orders WHERE number = ? AND at > ?) AS lately"
    return int(store.run(sql, number, now - DAY).fetchone()[0]) >= WRONG_PER_DAY


def _hash(order: int, code: str) -> str:
    """Bound to its order, so that of one code nothing is learned about another."""
    return digest(f"{order}:{code}").hex()
