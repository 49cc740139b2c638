"""Whether the wall clock can be believed, and whether it stepped: a Pi has no battery clock and starts in the past."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smsbox.clock import DAY, HOUR, SECOND, Clock, Micros

STEP: Micros = 2 * SECOND
"""A wall clock that moves this much against the boot clock has been set."""

_TIMESYNC_MARK = Path("/run/systemd/timesync/synchronized")
_AGREEMENT: Micros = 600 * SECOND
_BEHIND: Micros = 1 * HOUR
_AHEAD: Micros = 400 * DAY
_BUILT_AT: Micros = 1_760_000_000 * SECOND
"""No clock that shows a time before this program was written is right."""


def synchronised() -> bool:
    """Whether systemd-timesyncd has set this machine's clock since it started."""
    return _TIMESYNC_MARK.exists()


def plausible(now: Micros, last_seen: Micros | None) -> bool:
    """Whether `now` can follow on the last moment the database knows: an hour of drift back, 400 days of rest ahead."""
    newest = max(_BUILT_AT, last_seen or 0)
    return max(_BUILT_AT, newest - _BEHIND) <= now <= newest + (_AHEAD if last_seen else 20 * _AHEAD)


def trusted(now: Micros, last_seen: Micros | None, *, modem_at: Micros | None, time_service: bool) -> bool:
    """Timed and quiet-hours traffic may leave only when this is so; replies do not ask.

    A moment that cannot follow on what we stored needs a witness: the time service, or the network's time by a modem.
    """
    if plausible(now, last_seen):
        # A box that was switched off wakes in the past; a modem without network time lives further back still.
        ahead = modem_at is not None and modem_at - now > DAY and plausible(modem_at, last_seen)
        return time_service or not ahead
    witnessed = modem_at is not None and abs(now - modem_at) <= _AGREEMENT
    return now >= _BUILT_AT and (time_service or witnessed)


@dataclass(slots=True)
class StepWatch:
    """Compares wall clock and boot clock between two looks."""

    offset: Micros | None = None

    def stepped(self, clock: Clock) -> Micros:
        """By how many microseconds the wall clock was set since the last look; 0 when by less than STEP."""
        offset = clock.now() - int(clock.boottime() * SECOND)
        before, self.offset = self.offset, offset
        if before is None or abs(offset - before) < STEP:
            return 0
        return offset - before
