"""Whole numbers and times of day as they are typed into forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.web.forms import Filled
    from smsbox.web.visit import Visit

WHOLE = N_("This must be a whole number from %(low)s to %(high)s.")
TIME = N_("This must be a time of day, such as 18:30.")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?")


def whole(visit: Visit, form: Filled, name: str, low: int, high: int) -> int | None:
    """The number in a field; None for an empty one, or one that is wrong, which is noted."""
    text = _BLANKS.sub("", form.values[name])
    if not text or name in form.errors:
        return None
    if text.isascii() and text.isdigit() and low <= int(text) <= high:
        return int(text)
    limits = {"low": visit.tr.number(low), "high": visit.tr.number(high)}
    form.wrong(name, visit.tr.gettext(WHOLE) % limits)
    return None


def minute_of_day(visit: Visit, form: Filled, name: str) -> int | None:
    """The minute of the day in a field; None for an empty one, or one that is wrong, which is noted."""
    text = form.values[name].strip()
    if not text or name in form.errors:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        form.wrong(name, visit.tr.gettext(TIME))
        return None
    return int(found[1]) * 60 + int(found[2])


def clock(minute: int | None) -> str:
    """A minute of the day as a field for times has it; "" for none."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"
