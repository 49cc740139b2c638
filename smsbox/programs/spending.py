"""What programs may spend: SMS a day of one token, of all, and to beginnings of numbers; counted as they are queued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros, iso, micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.people.tokens import Token
from smsbox.store import Store

_ALL = "all"
_ADD = (
    "INSERT INTO spending (day, scope, segments) VALUES (?, ?, ?) ON CONFLICT (day, scope) DO UPDATE "
    "SET segments = spending.segments + excluded.segments"
)
_KEPT_DAYS = 400


class LimitReached(SmsboxError):
    """More than may be spent today. Facts: `reason`: `token`, `all` or `prefix`; `prefix` ("" for others), `most` SMS
    a day, `left` of them, `wanted`; `next_at`: when the next day begins, as ISO 8601.
    """

    key = "programs.limit_reached"
    exit_code = 77
    retryable = True


def limits_of_all(config: Config) -> dict[str, int]:
    """Scope → SMS a day that all programs together may send."""
    found = {_ALL: config.programs.per_day} if config.programs.per_day else {}
    return found | {f"prefix:{beginning}": most for beginning, most in config.programs.prefixes.items()}


def limits(token: Token, config: Config) -> dict[str, int]:
    """Scope → SMS a day, of all that hold for a token."""
    own = {} if token.per_day is None else {f"token:{token.id}": token.per_day}
    return own | limits_of_all(config)


def spend(store: Store, token: Token, config: Config, sent: Iterable[tuple[str, int]], now: Micros) -> None:
    """Count SMS (number, segments) of a program, in the transaction that queues them. Raises LimitReached: then nothing
    of that transaction may be kept.
    """
    day, wanted = _day(now, config.region.zone), Counter({f"token:{token.id}": 0, _ALL: 0})
    for number, segments in sent:
        wanted[f"token:{token.id}"] += segments
        wanted[_ALL] += segments
        for beginning in config.programs.prefixes:
            if number.startswith(beginning):
                wanted[f"prefix:{beginning}"] += segments
    # In one order always: two boxes that count into the same rows must not wait for each other.
    store.run_many(_ADD, [(day, scope, count) for scope, count in sorted(wanted.items())])
    _check(store, limits(token, config), wanted, day, config.region.zone, now)


def spent(store: Store, config: Config, now: Micros) -> dict[str, int]:
    """SMS of today by scope: `all`, `token:ID`, `prefix:+48`."""
    rows = store.run("SELECT scope, segments FROM spending WHERE day = ?", _day(now, config.region.zone))
    return dict(rows.fetchall())


def prune(store: Store, config: Config, now: Micros) -> None:
    """Forget the counts of more than a year ago."""
    with store.write(durable=False):
        store.run("DELETE FROM spending WHERE day < ?", _day(now, config.region.zone) - _KEPT_DAYS)


def _check(
    store: Store, most: Mapping[str, int], wanted: Mapping[str, int], day: int, zone: ZoneInfo, now: Micros
) -> None:
    found = dict(store.run("SELECT scope, segments FROM spending WHERE day = ?", day).fetchall())
    for scope, limit in most.items():
        count = wanted.get(scope, 0)
        if count and found[scope] > limit:
            until = micros(datetime.combine(_date(now, zone) + timedelta(days=1), time(), zone))
            reason, _, prefix = scope.partition(":")
            raise LimitReached(
                delay=(until - now) / SECOND,
                reason=reason,
                prefix=prefix if reason == "prefix" else "",
                most=limit,
                left=max(0, limit - (found[scope] - count)),
                wanted=count,
                next_at=iso(until, zone),
            )


def _date(now: Micros, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(now / SECOND, zone).date()


def _day(now: Micros, zone: ZoneInfo) -> int:
    """The day of the shop, counted from 1 January of the year 1."""
    return _date(now, zone).toordinal()
