"""How long the queue will take, roughly: from the modems that work, their gaps and limits, and the time of one SMS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smsbox import pacing
from smsbox.clock import SECOND, Micros
from smsbox.config import Config, ModemConfig
from smsbox.outbox.message import BULK, MessageClass

ON_THE_AIR_S = 3.0
"""Seconds one segment takes on a usual network; nobody knows better before it is sent."""


def seconds_each(modem: ModemConfig) -> float:
    """Seconds between two segments of one modem at full speed, by its gap and its short limits."""
    pauses = [ON_THE_AIR_S + modem.gap]
    if modem.per_minute:
        pauses.append(60 / modem.per_minute)
    if modem.per_hour:
        pauses.append(3600 / modem.per_hour)
    return max(pauses)


def forecast(
    waiting: Mapping[MessageClass, int],
    modems: Iterable[ModemConfig],
    left_today: int | None,
    config: Config,
    now: Micros,
) -> dict[MessageClass, float | None]:
    """Seconds from `now` until the last segment of each class has left, in the order in which they pass.

    `waiting`: segments of each class. None: it cannot be said – no modem works, or today's limit ends before. What
    quiet hours hold back goes on when they are over.
    """
    rate = sum(1 / seconds_each(modem) for modem in modems)
    result: dict[MessageClass, float | None] = {}
    ahead, done = 0, now
    for kind, segments in waiting.items():
        ahead += segments
        if not rate or (left_today is not None and ahead > left_today):
            result[kind] = None
            continue
        quiet = config.sending.quiet if kind in BULK else None
        done = pacing.finished(config.region.zone, quiet, done, int(segments / rate * SECOND))
        result[kind] = (done - now) / SECOND
    return result
