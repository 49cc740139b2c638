"""Which days somebody names: dates, days of the week, "tomorrow", "next week"; pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from smsbox.dialogs.appointments import whenforms as forms
from smsbox.dialogs.appointments import whenwords as words
from smsbox.sms.counting import number_of

_MARK = "|"
_BESIDE = re.compile(r"\| +(\d{1,2})(?!\S)|(?<!\S)(\d{1,2}) +\|")


class Text:
    """The text while it is read: what is understood is taken out. `no_day`: a date that no calendar has was."""

    def __init__(self, text: str) -> None:
        self.left = f" {text} "
        self.no_day = False

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first such place, which is taken out."""
        found = pattern.search(self.left)
        if found is not None:
            self.cut(found)
        return found

    def cut(self, found: re.Match[str]) -> None:
        """What was read leaves a mark, so that a number beside it is seen."""
        self.left = f"{self.left[: found.start()]} {_MARK} {self.left[found.end() :]}"

    @property
    def beside(self) -> int | None:
        """The number beside what was read: of "стрижка сб 11" the hour."""
        found = _BESIDE.search(self.left)
        return int(found[1] or found[2]) if found else None

    @property
    def number(self) -> int | None:
        """The one number, where nothing else is left."""
        left = self.left.replace(_MARK, "").split()
        return int(left[0]) if len(left) == 1 and left[0].isdigit() and len(left[0]) <= 2 else None


def days_said(said: Text, today: date) -> tuple[date, ...]:
    """The days that are named."""
    for reading in (_written, _named_month, _dotted, _in_days, _of_words, _of_month):
        found = reading(said, today)
        if found:
            return found if reading is _of_words or len(found) > 1 else _of_that_name(said, found, today)
    return ()


def _of_that_name(said: Text, found: tuple[date, ...], today: date) -> tuple[date, ...]:
    """A date that is said with another day of the week than its own may be either day."""
    named = [day for day, each in enumerate(words.WEEKDAYS) if said.take(forms.any_of(each))]
    return tuple(sorted({*found, *(next_weekday(today, day) for day in named if day != found[0].weekday())}))


def _written(said: Text, today: date) -> tuple[date, ...]:
    found = said.take(forms.ISO)
    return _dated(said, today, int(found[3]), int(found[2]), int(found[1])) if found else ()


def _named_month(said: Text, today: date) -> tuple[date, ...]:
    for month, names in enumerate(words.MONTHS, 1):
        found = said.take(forms.of_month(names))
        if found:
            return _dated(said, today, int(found["d1"] or found["d2"]), month)
        in_words = forms.worded(names).search(said.left)
        number = number_of(in_words[1]) if in_words else None
        if number is not None and said.take(forms.worded(names)):
            return _made(today, number, month)
    return ()


def _dotted(said: Text, today: date) -> tuple[date, ...]:
    for found in forms.DOTTED.finditer(said.left):
        if forms.TIMELY.search(said.left[: found.start() + 1]) and not found[3]:
            continue  # "о 10.10" is a time
        year = int(found[3]) % 100 + 2000 if found[3] else None
        days = _made(today, int(found[1] or found[4]), int(found[2] or found[5]), year)
        if days:
            said.cut(found)
            return days
        said.no_day = said.no_day or (found[0].count("/") == 0 and 0 < int(found[2] or found[5]) <= 12)
    return ()


def _in_days(said: Text, today: date) -> tuple[date, ...]:
    found = forms.IN_DAYS.search(said.left)
    count = (number_of(found[1]) if found[1] else 1) if found else None
    if found is None or count is None or not said.take(forms.IN_DAYS):
        return ()
    weeks = found[2].startswith(words.WEEKS)
    for day, each in enumerate(words.WEEKDAYS if weeks else ()):
        if said.take(forms.any_of(each)):  # "через два тижні у вівторок": the one of that week
            return (today + timedelta(days=7 * count + day - today.weekday()),)
    return (today + timedelta(days=count * (7 if weeks else 30 if found[2].startswith(words.A_MONTH) else 1)),)


def _of_words(said: Text, today: date) -> tuple[date, ...]:
    monday = today - timedelta(days=today.weekday())
    next_week = said.take(forms.any_of(words.NEXT_WEEK)) is not None
    this_week = not next_week and said.take(forms.any_of(words.THIS_WEEK)) is not None
    found = [today + timedelta(days=on) for on, each in words.DAYS_ON if said.take(forms.any_of(each))]
    for day, each in enumerate(words.WEEKDAYS):
        if said.take(forms.any_of(each)):
            found.append(monday + timedelta(days=7 + day) if next_week else next_weekday(today, day))
    if said.take(forms.any_of(words.WEEKEND)):
        weekend = [monday + timedelta(days=each + 7 * next_week) for each in (5, 6)]
        found += [each for each in weekend if each >= today]
    if not found and (next_week or this_week):
        week = [monday + timedelta(days=7 * next_week + each) for each in range(7)]
        found = [each for each in week if each >= today]
    return tuple(sorted(set(found)))


def _of_month(said: Text, today: date) -> tuple[date, ...]:
    found = said.take(forms.OF_MONTH)
    if not found:
        return ()
    day = int(found[1])
    month = today.replace(day=1) if day >= today.day else (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _made(today, day, month.month, month.year)


def next_weekday(today: date, day: int) -> date:
    """The next such day; on a Monday "Monday" is the one of next week: whoever means today says so."""
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)


def _dated(said: Text, today: date, *named: int) -> tuple[date, ...]:
    made = _made(today, *named)
    said.no_day = not made
    return made


def _made(today: date, day: int, month: int, year: int | None = None) -> tuple[date, ...]:
    """That day, without a year the next such one; none where there is none."""
    for each in (year,) if year is not None else (today.year, today.year + 1):
        try:
            made = date(each, month, day)
        except ValueError:
            continue
        if year is not None or made >= today:
            return (made,)
    return ()
