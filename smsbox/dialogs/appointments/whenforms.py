"""The forms in which days and times are written, as patterns made of `whenwords`; pure."""

from __future__ import annotations

import re
from functools import cache

from smsbox.dialogs.appointments import whenwords as words


def alternatives(listed: str) -> str:
    """A pattern of `listed` words. Of those that begin alike the longest counts; `*`: however it goes on."""
    found = sorted(filter(None, listed.split("|")), key=len, reverse=True)
    return "|".join(re.escape(each.rstrip("*")) + (r"\w*" if each.endswith("*") else "") for each in found)


@cache
def any_of(listed: str) -> re.Pattern[str]:
    """One of `listed`, standing alone."""
    return re.compile(rf"(?<!\S)(?:{alternatives(listed)})(?!\S)")


@cache
def none_of(listed: str) -> re.Pattern[str]:
    """One of `listed` behind a "not"."""
    return re.compile(rf"(?<!\S)(?:{words.NOT}) (?:[вуw]e? |on )?(?:{alternatives(listed)})(?!\S)")


@cache
def of_month(names: str) -> re.Pattern[str]:
    """A day beside one of the `names` of its month; groups `d1`, `d2`."""
    name = alternatives(names)
    return re.compile(
        rf"(?<!\S)(?:(?P<d1>\d{{1,2}})(?:-?(?:го|е|th|st|nd|rd))? (?:{name})|(?:{name}) (?P<d2>\d{{1,2}})"
        r"(?:th|st|nd|rd)?)(?!\S)"
    )


@cache
def worded(names: str) -> re.Pattern[str]:
    """A day in words beside its month: `перше грудня`."""
    return re.compile(rf"(?<!\S)(\w+) (?:{alternatives(names)})(?!\S)")


@cache
def hour_word(number: int) -> re.Pattern[str]:
    """That hour in words."""
    return re.compile(alternatives(words.HOURS[number]))


def has(listed: str, text: str) -> bool:
    """Whether one of `listed` stands in `text`, alone or behind a number."""
    return any_of(listed).search(text) is not None or re.search(rf"\d(?:{listed})(?!\S)", text) is not None


ISO = re.compile(r"(?<!\S)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\S)")
DOTTED = re.compile(r"(?<!\S)(\d{1,2})[./](\d{1,2})(?:[./](20\d\d|\d\d))?(?!\S)|(?<!\S)(2[4-9]|3[01])-(\d\d)(?!\S)")
DOTTED_TIME = re.compile(r"(?<!\S)(?P<h>[01]?\d|2[0-3])[.-](?P<m>[0-5]\d)(?!\S)")
COLON = re.compile(
    rf"(?:(?<!\S)(?P<how>{alternatives('|'.join((words.AFTER, words.BEFORE, words.AT)))}) )?"
    r"(?<!\S)(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?!\S)"
)
_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
COLON_SPAN = re.compile(rf"(?<!\S){_CLOCK}(?:-| до | do | to | and | і | и )({_CLOCK[1:]}(?!\S)")
TIMELY = re.compile(rf"(?<!\S)(?:о|об|at|o|після|после|after|po|{alternatives(words.BEFORE)}) $")
IN_HOURS = re.compile(rf"(?<!\S){words.IN_HOURS}(?!\S)")
APART = re.compile(r"(?<!\S)([01]?\d|2[0-3]) (?:год\w* |час\w* |ч |h )?([0-5][05])(?: ?(?:хв|мин)\w*)?(?!\S)")
IN_DAYS = re.compile(rf"(?<!\S){words.IN_DAYS}(?!\S)")
OF_MONTH = re.compile(r"(?<!\S)(\d{1,2})(?:-?(?:го|th|st|nd|rd)| (?:числа|число))(?!\S)")
_HOUR = rf"(?:[01]?\d|2[0-3])|{'|'.join(alternatives(each) for each in reversed(words.HOURS[1:]))}|час"
SPAN = re.compile(
    r"(?<!\S)(?:з|із|с|від|от|from|between|od|між|между|miedzy) ([01]?\d|2[0-3])(?: год\w*)? "
    r"(?:до|по|to|till|and|do|і|и|та|a) "
    r"([01]?\d|2[0-4])(?!\S)"
)
DASHED = re.compile(r"(?<!\S)([01]?\d|2[0-3])-([01]?\d|2[0-4])(?!\S)")
STATED = re.compile(
    rf"(?<!\S)(?P<how>{alternatives('|'.join((words.AFTER, words.BEFORE, words.AT)))}) (?:годин\w* |godzin\w* )?"
    rf"(?P<h>{_HOUR})(?:[.-](?P<m>[0-5]\d))?(?:-?(?:й|ї|ій|ої|ти|та|а|го))?"
    rf"(?:(?:am|pm)| ?(?:{alternatives(words.CLOCK)}))?(?!\S)"
)
CLOCKED = re.compile(
    rf"(?<!\S)([01]?\d|2[0-3])(?:-?(?:й|ій|та|а))? ?"
    rf"(?:{alternatives(words.CLOCK)}|am|pm|ранку|утра|дня|вечора|вечера)(?!\S)"
)


@cache
def fractions() -> tuple[tuple[re.Pattern[str], int], ...]:
    """How a part of an hour is said, and how many minutes it is from the hour that is named."""
    hour = f"(?P<h>{_HOUR})"
    said = (
        (r"за чверть|без чверті|без четверти|za kwadrans|quarter to", -15),
        (r"чверть по|чверть після|kwadrans po|quarter past", 15),
        (r"чверть на|чверть|четверть", -45),
        (r"half past", 30),
        (r"пів на|пів|половина|половині|половину|половине|пол|wpol do", -30),
    )
    patterns = [(re.compile(rf"(?<!\S)(?:{how}) {hour}(?!\S)"), minutes) for how, minutes in said]
    return (*patterns, (re.compile(rf"(?<!\S)пол(?P<h>{_HOUR})(?!\S)"), -30))
