"""Whether the time can be right: set by a service, not before this program was written, not before what is known."""

from __future__ import annotations

import ctypes
from pathlib import Path

from smsbox.clock import HOUR, SECOND, Micros, iso
from smsbox.config import Config
from smsbox.doctor.findings import Finding, ok, problem, warning

_TIMESYNC_MARK = Path("/run/systemd/timesync/synchronized")
_BEFORE_SMSBOX: Micros = 1_760_000_000 * SECOND
_TIME_ERROR = 5
"""adjtimex(2): the clock is not synchronised."""


def clock(config: Config, now: Micros, last_seen: Micros | None) -> Finding:
    """What to think of the clock; `last_seen` is the newest moment the daemon was ever sure of."""
    facts = {"time": shown(config, now), "timezone": config.region.timezone}
    if now < _BEFORE_SMSBOX:
        return problem("doctor.clock_wrong", **facts)
    if last_seen is not None and now < last_seen - HOUR:
        return problem("doctor.clock_behind", seen=shown(config, last_seen), **facts)
    served = _synchronised()
    if served is None:
        return ok("doctor.clock_unseen", **facts)
    return ok("doctor.clock_ok", **facts) if served else warning("doctor.clock_alone", **facts)


def shown(config: Config, at: Micros) -> str:
    """A moment in the zone of the shop, to the second."""
    return iso(at, config.region.zone)[:19].replace("T", " ")


def _synchronised() -> bool | None:
    """Whether a service sets the clock; None where the kernel may not be asked, as in the sandbox of the daemon."""
    if _TIMESYNC_MARK.exists():
        return True
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return None
    # struct timex is 208 bytes on 64 bits; modes = 0 only reads.
    state = int(adjtimex(ctypes.create_string_buffer(512)))
    return None if state < 0 else state < _TIME_ERROR
