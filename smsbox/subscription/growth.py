"""How many came by which source, and how many left, week by week; counted in the ledger of permission alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros
from smsbox.store import Store

CAME = ("agreed", "confirmed", "returned", "imported")
"""Acts of the ledger by which a number may be written to from then on."""
ASKED = ("asked",)
WENT = ("left", "revoked")
"""Acts by which it may not be any more; who never was in does not count: he is "declined"."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days: from the first moment of `day` up to `until`, moments in µs UTC."""

    day: date
    since: Micros
    until: Micros


@dataclass(frozen=True, slots=True)
class Grown:
    """What a source brought in each period, oldest first: requests `asked`, those who `came`, those who `went`.

    `source_id` None: came by no source (a START by himself, an import).
    """

    source_id: int | None
    asked: tuple[int, ...]
    came: tuple[int, ...]
    went: tuple[int, ...]


def weeks(now: Micros, zone: ZoneInfo, count: int = 12) -> list[Period]:
    """The last `count` weeks of the shop's calendar, Monday to Sunday, the present one last."""
    today = datetime.fromtimestamp(now // SECOND, UTC).astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return list(_periods([monday - timedelta(weeks=back) for back in range(count - 1, -2, -1)], zone))


def months(now: Micros, zone: ZoneInfo, count: int = 12) -> list[Period]:
    """The last `count` months of the shop's calendar, the present one last."""
    today = datetime.fromtimestamp(now // SECOND, UTC).astimezone(zone).date()
    first = today.year * 12 + today.month - 1
    return list(_periods([_month(first - back) for back in range(count - 1, -2, -1)], zone))


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _periods(days: Sequence[date], zone: ZoneInfo) -> Iterator[Period]:
    moments = [int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND for day in days]
    for day, since, until in zip(days, moments, moments[1:], strict=False):
        yield Period(day, since, until)


def grown(store: Store, periods: Sequence[Period]) -> list[Grown]:
    """Per source, the busiest first; sources by which nobody came or was asked are left out."""
    asked, came, went = (_counted(store, acts, periods) for acts in (ASKED, CAME, WENT))
    found = sorted({*asked, *came, *went}, key=lambda each: (-sum(came.get(each, (0,))), each))
    nothing = (0,) * len(periods)
    return [
        Grown(each or None, asked.get(each, nothing), came.get(each, nothing), went.get(each, nothing))
        for each in found
    ]


def _counted(store: Store, acts: Sequence[str], periods: Sequence[Period]) -> dict[int, tuple[int, ...]]:
    """Source → number of such acts in each period; read from an index alone."""
    found = [Counter[int]() for _ in periods]
    for act in acts:
        for period, into in zip(periods, found, strict=True):
            rows = store.run(
                "SELECT coalesce(source_id, 0), count(*) FROM consents WHERE act = ? AND at >= ? AND at < ? "
                "GROUP BY coalesce(source_id, 0)",
                *(act, period.since, period.until),
            )
            into.update(dict(rows.fetchall()))
    sources = {source for each in found for source in each}
    return {source: tuple(each[source] for each in found) for source in sources}


def total(lines: Sequence[Grown], what: str) -> tuple[int, ...]:
    """The sum of all sources, period by period; `what`: asked, came, went."""
    return tuple(map(sum, zip(*(getattr(line, what) for line in lines), strict=True)))


def asked_by_form(store: Store, since: Micros) -> int:
    """How many were asked since then because a form was filled in."""
    asked = "SELECT count(*) FROM consents WHERE act = 'asked' AND at > ? AND how = 'form'"
    return int(store.run(asked, since).fetchone()[0])
