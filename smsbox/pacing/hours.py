"""What all SIMs did hour by hour, from the record by the minute that limits need anyway: nothing is written for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import HOUR, MINUTE, SECOND, Micros, micros
from smsbox.store import Store

_MINUTES = (
    "SELECT u.minute, u.segments, u.delivered, u.failed FROM sims s JOIN usage u ON u.sim_id = s.id "
    "WHERE u.minute >= ? AND u.minute < ?"
)


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour from `at` on: segments handed over, reports that they arrived, those refused for good or reported as
    never arrived; `received` messages.
    """

    at: Micros
    sent: int = 0
    delivered: int = 0
    failed: int = 0
    received: int = 0


def starts(now: Micros, zone: ZoneInfo, count: int = 24) -> list[Micros]:
    """The beginnings of the last `count` hours by the clock in the shop, the running one last; 60 minutes each, also
    where the clock is set by an hour.
    """
    here = datetime.fromtimestamp(now // SECOND, tz=zone)
    last = micros(here - timedelta(minutes=here.minute, seconds=here.second))
    return [last - back * HOUR for back in reversed(range(count))]


def fold(begins: Sequence[Micros], minutes: Sequence[tuple[int, int, int, int]], received: Sequence[int]) -> list[Hour]:
    """The hours that begin so, from rows of (minute since the epoch, sent, delivered, failed) and from how many
    messages were received in each.
    """
    sums = [[0, 0, 0] for _ in begins]
    for minute, *numbers in minutes:
        place = (minute * MINUTE - begins[0]) // HOUR
        if 0 <= place < len(sums):
            sums[place] = [so_far + more for so_far, more in zip(sums[place], numbers, strict=True)]
    return [Hour(at, some[0], some[1], some[2], got) for at, some, got in zip(begins, sums, received, strict=True)]


def minutes(store: Store, since: Micros, until: Micros) -> list[tuple[int, int, int, int]]:
    """What `fold` needs of the record."""
    rows = store.run(_MINUTES, since // MINUTE, until // MINUTE).fetchall()
    return [(int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in rows]
