"""When a program wants its SMS sent, as foreign contracts write it; without a zone it is the shop's time."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros, micros
from smsbox.web.doors.asked import BadValue

_SPANS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


def span(name: str, text: str) -> int | None:
    """Seconds of `30m`, `1d`, `4w`; None for the longest. Raises BadValue."""
    if text in ("", "max"):
        return None
    if not re.fullmatch("[1-9][0-9]{0,3}[mhdw]", text):
        raise BadValue(name, text)
    return int(text[:-1]) * _SPANS[text[-1]]


def moment(name: str, text: object, zone: ZoneInfo) -> Micros | None:
    """Of ISO 8601, or of `YYYYmmDDHHMM`; None where there is none. Raises BadValue."""
    if text in (None, ""):
        return None
    try:
        if not isinstance(text, str):
            raise ValueError
        if re.fullmatch("[0-9]{12}", text):
            text = f"{text[:8]}T{text[8:]}"
        read = datetime.fromisoformat(text)
        return micros(read if read.tzinfo else read.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        raise BadValue(name, text) from None


def window(after: str, before: str, now: Micros, zone: ZoneInfo) -> Micros | None:
    """The next moment between two hours of the day, `send_after` and `send_before`; None for now. Raises BadValue."""
    begin, end = _hour("send_after", after), _hour("send_before", before)
    if begin is None and end is None:
        return None
    here = datetime.fromtimestamp(now / SECOND, zone)
    begin, end = begin or time(), end or time.max
    clock = here.time()
    if begin <= clock < end or (end <= begin and not end <= clock < begin):
        return None
    day = here.date() + timedelta(days=int(clock >= begin))
    return micros(datetime.combine(day, begin, zone))


def _hour(name: str, text: str) -> time | None:
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", text):
        raise BadValue(name, text)
    try:
        return time.fromisoformat(text.zfill(8 if text.count(":") == 2 else 5))
    except ValueError:
        raise BadValue(name, text) from None
