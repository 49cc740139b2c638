"""What a customer chooses by SMS: topics, how often, at which hours, in which language, calls instead; read and told.

Reading is pure and strict: a choice is the whole message, in Ukrainian, Russian, English or Polish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from smsbox.clock import DaySpan, parse_day_span
from smsbox.config import Config
from smsbox.consent import Standing
from smsbox.sms.keywords import words_of
from smsbox.subscription import texts
from smsbox.subscription.phrasebook import (
    ASKING_FOR,
    AT_MOST,
    CALLS,
    DAYS_OF,
    EVERY,
    FASTER,
    HOURS,
    LANGUAGE_NAMES,
    LANGUAGE_WORDS,
    NO_CALLS,
    NO_MATTER_WHEN,
    NOT_AT,
    NOT_HOURS,
    NUMBERS,
    OFTEN,
    ONLY,
    SAID,
    SEVERAL,
    SHOW,
    SLOWER,
    TIMES,
)
from smsbox.subscription.topical import of_topics
from smsbox.subscription.wishes import MOST_DAYS, Wish, settled

__all__ = ["Wish", "read", "settled", "told", "told_as_text"]


def read(text: str, topics: Sequence[str] = ()) -> Wish | None:
    """The wish in `text`, None when it is none; `topics` the shop offers."""
    words = words_of(text)
    said = " ".join(words)
    if not words or len(words) > 12:
        return None
    if said in SHOW:
        return Wish({}, SHOW[said], plain=True, shows=True)
    bare = _bare(words)
    readers = (_of_calls, _of_language, _of_frequency, _of_hours)
    found = next((wish for reader in readers if (wish := reader(said) or reader(bare)) is not None), None)
    if found is None and words[0] in ASKING_FOR:
        found = _of_hours(f"{_ONLY} {bare}")
    return found or of_topics(text, topics)


_ONLY = next(iter(ONLY))


def _bare(words: Sequence[str]) -> str:
    """The wish without what asks for it ("пишіть … максимум")."""
    kept = [word for word in words if word not in ASKING_FOR]
    while kept and kept[-1] in AT_MOST:
        del kept[-1]
    return " ".join(kept)


def _of_calls(said: str) -> Wish | None:
    if said in CALLS:
        return Wish({"prefers_call": True}, CALLS[said])
    return Wish({"prefers_call": False}, NO_CALLS[said]) if said in NO_CALLS else None


def _of_language(said: str) -> Wish | None:
    """ "мова англійська", "język polski", "по-русски"."""
    words = [word for word in said.split() if word not in LANGUAGE_WORDS]
    named = LANGUAGE_NAMES.get(" ".join(words))
    return Wish({"language": named}, named, plain=True) if named else None


def _of_frequency(said: str) -> Wish | None:
    """ "раз на місяць", "once in 3 weeks", "щомісяця", "не частіше разу на тиждень"."""
    if said in SLOWER or said in FASTER:
        slower = said in SLOWER
        return Wish({}, (SLOWER if slower else FASTER)[said], slower=1 if slower else -1)
    if said in OFTEN:
        days, language = OFTEN[said]
        return Wish({"every_days": days}, language)
    for pattern, language in SEVERAL:
        found = re.fullmatch(pattern, said)
        if found is not None:
            first = found["times"].split()[0]
            times = int(first) if first.isdigit() else TIMES.get(first, 2)
            return Wish({"every_days": max(1, DAYS_OF[found["unit"]] // times)}, language)
    for pattern, language in EVERY:
        found = re.fullmatch(pattern, said)
        if found is None:
            continue
        count = NUMBERS.get(found["count"] or "", None) or int(found["count"] or 1)
        days = count * DAYS_OF.get(found["unit"], 0)
        if 0 < days <= MOST_DAYS:
            return Wish({"every_days": days}, language)
    return None


def _of_hours(said: str) -> Wish | None:
    """ "тільки ввечері", "тільки після 18", "only from 10 to 18"; without "only" it may be talk of anything."""
    if said in NO_MATTER_WHEN:
        return Wish({"hours": None}, NO_MATTER_WHEN[said])
    for lead, language in NOT_AT.items():
        if said.startswith(f"{lead} ") and (span := NOT_HOURS.get(said.removeprefix(f"{lead} "))):
            return Wish({"hours": parse_day_span(span)}, language)
    first, _, rest = said.partition(" ")
    if first not in ONLY and first not in ("не", "nie", "not"):
        return None
    if first in ONLY and rest in HOURS:
        span, language = HOURS[rest]
        return Wish({"hours": parse_day_span(span)}, language)
    for pattern, begin, end in _SPANS if first in ONLY else _NOT_SPANS:
        found = re.fullmatch(pattern, rest)
        if found is not None:
            told = found.groupdict()
            hours = _span(told.get("since") or begin, told.get("until") or end)
            return Wish({"hours": hours}, ONLY.get(first, "")) if hours else None
    return None


_SINCE, _UNTIL = r"(?P<since>[0-9]{1,2}(?: [0-5][0-9])?)", r"(?P<until>[0-9]{1,2}(?: [0-5][0-9])?)"
_SPANS = (
    (rf"(?:з|с|із|from|od|between) {_SINCE} (?:до|to|till|until|do|and) {_UNTIL}", "9", "21"),
    (rf"(?:після|после|after|po) {_SINCE}", "9", "22"),
    (rf"(?:до|before|until|przed|do) {_UNTIL}", "8", "21"),
)
"""Spans by the hours they begin and end at; the hour that is not said is that of an ordinary day."""
_NOT_SPANS = (
    (rf"(?:раніше|ранiше|раньше|before|przed|wcześniej niż|wczesniej niz|до) {_SINCE}", "9", "22"),
    (rf"(?:пізніше|позже|позднее|after|po|pozniej niz|після|после) {_UNTIL}", "8", "21"),
)
"""The same for hours that are not wanted."""


def _span(since: str, until: str) -> DaySpan | None:
    begin, end = (tuple(map(int, f"{hour} 0".split()[:2])) for hour in (since, until))
    if not (0, 0) <= begin < end <= (23, 59):
        return None
    return parse_day_span(f"{begin[0]:02}:{begin[1]:02}-{end[0]:02}:{end[1]:02}")


def told(standing: Standing, language: str, topics: Sequence[str], *, most: int) -> str:
    """What is in force for him, in one line; `most`: messages a month where he chose nothing."""
    say = SAID[language]
    parts = [f"{say['topics']}: {_topics(standing, say, topics)}"] if topics or standing.topics is not None else []
    if standing.prefers_call:
        return "; ".join([say["calls"], *parts])
    often, days = say["often"].format(times=most), standing.every_days
    parts.append(often if days is None else say["every"].format(days=days))
    if standing.hours is not None:
        parts.append(say["hours"].format(hours=str(standing.hours)))
    return "; ".join(parts)


def _topics(standing: Standing, say: Mapping[str, str], topics: Sequence[str]) -> str:
    """His topics, and what else there is to choose."""
    if standing.topics is None:
        return f"{say['everything']} ({', '.join(topics)})"
    others = [each for each in topics if each not in standing.topics]
    chosen = ", ".join(standing.topics) or say["nothing"]
    return f"{chosen} ({say['also']}: {', '.join(others)})" if others else chosen


def told_as_text(standing: Standing, language: str, config: Config, *, change: bool = False) -> str:
    """The whole answer to a choice; with `change` also what there is to choose."""
    line = told(standing, language, config.shop.topics, most=texts.times(config.shop))
    if change:
        line = f"{line}. {SAID[language]['change']}"
    return texts.filled(SAID[language]["now"], language, config.shop).replace("{told}", line)
