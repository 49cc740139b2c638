"""What somebody writes about when he wants to come: read into days and times of a day, in four languages; pure.

"завтра після 15", "в суботу зранку", "25.11 14:30", "на пів на третю", "w piątek o 15:30", "as soon as possible".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from smsbox.dialogs.appointments import whenforms as forms
from smsbox.dialogs.appointments import whenwords as words
from smsbox.dialogs.appointments.whendays import Text, days_said, next_weekday
from smsbox.sms.fields import APOSTROPHES
from smsbox.sms.keywords import wrong_layouts

_DAY = 24 * 60
_NOON = 12 * 60
_EARLIEST = 7
"""A bare hour up to this one is meant in the afternoon, unless somebody says otherwise."""
_POLISH = str.maketrans("ąćęłńóśźżё", "acelnoszzе")
_STUCK = re.compile(r"\b(пн|вт|ср|чт|пт|сб|нд|вс)(?=\d)")
_KEPT = re.compile(r"[^\w.:/@-]+|(?<!\d)[.:/]|[.:/](?!\d)")


@dataclass(frozen=True, slots=True)
class When:
    """What was understood. `days`: any of them (none: any day); `begins` and `ends` bound the time of the day in
    minutes, `at` names one; `soon`: the first there is; `no_day`: a day he named is none. Empty where nothing was said.
    """

    days: tuple[date, ...] = ()
    begins: int = 0
    ends: int = _DAY
    at: int | None = None
    soon: bool = False
    not_on: tuple[date, ...] = ()
    no_day: bool = False

    @property
    def said(self) -> bool:
        """Whether anything was."""
        return self != When()

    @property
    def time_said(self) -> bool:
        """Whether a time of the day was."""
        return self.at is not None or (self.begins, self.ends) != (0, _DAY)

    def fits(self, day: date, minute: int) -> bool:
        """Whether that is when he wants to come."""
        if day in self.not_on or (self.days and day not in self.days):
            return False
        return minute == self.at if self.at is not None else self.begins <= minute < self.ends


ANY_TIME = When()


def read(text: str, here: datetime) -> When:
    """What `text` says, written at `here` by the clock on the wall. Keyboards in the wrong alphabet are forgiven."""
    found = _read(spelled(text), here)
    if not found.said:
        typed = " ".join(next(iter(wrong_layouts(word)), word) for word in spelled(text).split())
        found = _read(spelled(typed), here) if typed else found
    return found


def spelled(text: str) -> str:
    """`text` in small letters, with nothing but words and what stands within dates and times."""
    text = unicodedata.normalize("NFKC", text[:500]).casefold()
    for each in APOSTROPHES:
        text = text.replace(each, "")
    text = _STUCK.sub(r"\1 ", text.translate(_POLISH).replace("–", "-").replace("—", "-"))
    return " ".join(_KEPT.sub(" ", text).split())


def follow(earlier: When, said: When) -> When:
    """What he wants now who said something before: a new time of the same days, or other days at the same time."""
    if said.days and not said.time_said and not said.soon:
        return replace(said, begins=earlier.begins, ends=earlier.ends, at=earlier.at)
    if said.time_said and not said.days and not said.soon:
        return replace(said, days=earlier.days, not_on=earlier.not_on)
    return said


def _read(text: str, here: datetime) -> When:
    said = Text(text)
    early, late = forms.has(words.EARLY, text), forms.has(words.LATE, text)
    soon = said.take(forms.any_of(words.SOON)) is not None
    not_on = tuple(next_weekday(here.date(), day) for day in range(7) if said.take(forms.none_of(words.WEEKDAYS[day])))
    hours = said.take(forms.IN_HOURS)
    if hours:
        begins = here + timedelta(hours=int(hours[1] or 1))
        return When(days=(begins.date(),), begins=begins.hour * 60 + begins.minute)
    clear = _clear_time(said)
    days = days_said(said, here.date())

    def hour(number: int) -> int:
        afternoon = not early and (number <= _EARLIEST or (late and number < 12))
        return (number + 12 * (afternoon and number > 0)) * 60

    times = clear or _times(said, hour)
    number = said.number if said.number is not None or not days else said.beside
    if times is None and number is not None and _EARLIEST <= number <= 21:
        times = When(at=hour(number))
    if times is None:
        times = _part_of_day(said)
    if not soon and not days and not times.said and not not_on:
        soon = said.take(forms.any_of(words.ANY)) is not None
    return replace(times, days=days, soon=soon, not_on=not_on, no_day=said.no_day and not days)


# ── times


def _clear_time(said: Text) -> When | None:
    """14:30, also as a bound or a span."""
    found = said.take(forms.COLON_SPAN)
    if found:
        return When(begins=_minute(found[1], found[2]), ends=_minute(found[3], found[4]) + 1)
    found = said.take(forms.COLON)
    return _bounded(found["how"] or "", _minute(found["h"], found["m"])) if found else None


def _times(said: Text, hour: Callable[[int], int]) -> When | None:
    for reading in (_part_of_hour, _span, _stated):
        found = reading(said, hour)
        if found is not None:
            return found
    return When(at=_NOON) if said.take(forms.any_of(words.NOON)) else None


def _part_of_day(said: Text) -> When:
    """ "зранку", and "не зранку"."""
    for begins, ends, each in words.PARTS:
        if said.take(forms.none_of(each)):
            return When(begins=ends) if begins == 0 else When(ends=begins)
        if said.take(forms.any_of(each)):
            return When(begins=begins, ends=ends)
    return When()


def _part_of_hour(said: Text, hour: Callable[[int], int]) -> When | None:
    """Half and quarter hours as people say them: before the hour, but English "half past"."""
    for pattern, minutes in forms.fractions():
        found = said.take(pattern)
        if found:
            return When(at=(hour(_number(found["h"])) + minutes) % _DAY)
    return None


def _span(said: Text, hour: Callable[[int], int]) -> When | None:
    """ "з 10 до 12", "10-12"."""
    found = said.take(forms.SPAN) or said.take(forms.DASHED)
    if not found:
        return None
    begins, ends = hour(int(found[1])), hour(int(found[2]))
    return When(begins=begins, ends=ends + 1) if begins < ends <= _DAY else None


def _stated(said: Text, hour: Callable[[int], int]) -> When | None:
    """ "о 15", "після третьої", "15 год", "3pm", "14.30"."""
    found = None if forms.APART.search(said.left) else said.take(forms.STATED)
    if found:
        minutes = int(found["m"] or 0)
        return _bounded(found["how"], (hour(_number(found["h"])) if not found["m"] else int(found["h"]) * 60) + minutes)
    found = said.take(forms.DOTTED_TIME)
    if found:
        return When(at=int(found["h"]) * 60 + int(found["m"]))
    found = said.take(forms.APART)
    if found:
        return When(at=_minute(found[1], found[2]))
    found = said.take(forms.CLOCKED)
    return When(at=hour(int(found[1]))) if found else None


def _bounded(how: str, minute: int) -> When:
    if how and forms.any_of(words.AFTER).fullmatch(how):
        return When(begins=minute)
    if how and forms.any_of(words.BEFORE).fullmatch(how):
        return When(ends=minute + 1)
    return When(at=minute)


def _minute(hour: str, minute: str) -> int:
    return int(hour) * 60 + int(minute)


def _number(text: str) -> int:
    """An hour in digits or in words; 13 where it says only "час"."""
    if text.isdigit():
        return int(text)
    return next((number for number in range(20, 0, -1) if forms.hour_word(number).fullmatch(text)), 1)
