"""How long the queue will take, roughly: from the modems that work, their gaps and limits, and the time of one SMS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smsbox.config import ModemConfig

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


def forecast(waiting: Sequence[int], modems: Iterable[ModemConfig], left_today: int | None) -> list[float | None]:
    """Seconds until the last segment of each class has left, classes in the order in which they pass.

    `waiting`: segments of each class. None: it cannot be said – no modem works, or today's limit ends before.
    """
    rate = sum(1 / seconds_each(modem) for modem in modems)
    result: list[float | None] = []
    ahead = 0
    for segments in waiting:
        ahead += segments
        possible = rate > 0 and (left_today is None or ahead <= left_today)
        result.append(ahead / rate if possible else None)
    return result
