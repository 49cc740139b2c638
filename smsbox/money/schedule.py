"""When the operator is asked again: on a schedule, later after failures, sooner when a stop may be over; pure."""

from __future__ import annotations

from smsbox.clock import HOUR, MINUTE, SECOND, Micros
from smsbox.money.readings import Attempts

_AFTER_FAILURE: Micros = 15 * MINUTE
_WHILE_STOPPED: Micros = HOUR
_AFTER_RENEWAL: Micros = 10 * MINUTE
"""Operators book a new package within minutes of midnight, not at once."""


def due(
    attempts: Attempts, every_s: int, *, now: Micros, stopped: bool = False, renewed_at: Micros | None = None
) -> Micros | None:
    """The moment from which the operator should be asked (at most `now`: at once); None: never, `every_s` is 0.

    `stopped`: money holds something back, which may be over after a top-up. `renewed_at`: when the package of the last
    reading is (or was) renewed. After failures in a row a quarter of an hour is waited, then twice as long each time.
    """
    if every_s <= 0:
        return None
    last_at = attempts.last_at
    if last_at is None or last_at > now:
        return now
    every = every_s * SECOND
    if attempts.failures:
        return last_at + min(every, _AFTER_FAILURE << (attempts.failures - 1))
    at = last_at + (min(every, _WHILE_STOPPED) if stopped else every)
    if renewed_at is not None and last_at < renewed_at + _AFTER_RENEWAL:
        at = min(at, renewed_at + _AFTER_RENEWAL)
    return at
