"""What a customer chooses by SMS: topics, how often, at which hours, in which language, calls instead; read and told.

Reading is pure and strict: a choice is the whole message, in Ukrainian, Russian, English or Polish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import DaySpan, parse_day_span
from smsbox.config import Config
from smsbox.consent import Standing
from smsbox.sms.keywords import folded, words_of
from smsbox.subscription import texts
from smsbox.subscription.phrasebook import (
    CALLS,
    DAYS_OF,
    EVERY,
    HOURS,
    LANGUAGE_NAMES,
    LANGUAGE_WORDS,
    NO_CALLS,
    NO_MATTER_WHEN,
    NUMBERS,
    OFTEN,
    ONLY,
    SAID,
    SHOW,
    TOPIC_WORDS,
)

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message chooses; `changes` are arguments of `consent.choose`, empty when he only wants to see them.

    `plain`: it names what it is about (topics, language), so that it is no part of a talk with a person.
    """

    changes: Mapping[str, Any]
    language: str = ""
    plain: bool = False


def read(text: str, topics: Sequence[str] = ()) -> Wish | None:
    """The wish in `text`, None when it is none; `topics` the shop offers."""
    words = words_of(text)
    said = " ".join(words)
    if not words or len(words) > 12:
        return None
    if said in SHOW:
        return Wish({}, SHOW[said], plain=True)
    readers = (_of_calls, _of_language, _of_frequency, _of_hours)
    found = next((wish for reader in readers if (wish := reader(said)) is not None), None)
    return found or _of_topics(text, topics)


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
    if said in OFTEN:
        days, language = OFTEN[said]
        return Wish({"every_days": days}, language)
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
    first, _, rest = said.partition(" ")
    if first not in ONLY:
        return None
    if rest in HOURS:
        span, language = HOURS[rest]
        return Wish({"hours": parse_day_span(span)}, language)
    for pattern, begin, end in _SPANS:
        found = re.fullmatch(pattern, rest)
        if found is not None:
            told = found.groupdict()
            hours = _span(told.get("since") or begin, told.get("until") or end)
            return Wish({"hours": hours}, ONLY[first]) if hours else None
    return None


_SINCE, _UNTIL = r"(?P<since>[0-9]{1,2})(?: 00)?", r"(?P<until>[0-9]{1,2})(?: 00)?"
_SPANS = (
    (rf"(?:з|с|із|from|od) {_SINCE} (?:до|to|till|do) {_UNTIL}", "9", "21"),
    (rf"(?:після|после|after|po) {_SINCE}", "9", "22"),
    (rf"(?:до|before|przed|do) {_UNTIL}", "8", "21"),
)
"""Spans by the hours they begin and end at; the hour that is not said is that of an ordinary day."""


def _span(since: str, until: str) -> DaySpan | None:
    begin, end = int(since), int(until)
    return parse_day_span(f"{begin:02}:00-{end:02}:00") if 0 <= begin < end <= 23 else None


def _of_topics(text: str, topics: Sequence[str]) -> Wish | None:
    """ "теми", "теми кава, чай", "тільки кава", "всі теми"."""
    parts = [part for each in re.split(r"[,;\n]|(?<=\w) (?:і|й|та|и|and|i|oraz) ", text) if (part := words_of(each))]
    if not parts:
        return None
    first = parts[0][0]
    language = TOPIC_WORDS.get(first, "")
    if first not in TOPIC_WORDS and first not in ONLY:
        return _of_all_topics(parts)
    known = {folded(topic): topic for topic in topics}
    named = [" ".join(part) for part in (parts[0][1:], *parts[1:]) if part]
    if not named:
        return Wish({}, language, plain=True) if first in TOPIC_WORDS else None
    if len(named) == 1 and named[0] in ("всі", "усі", "все", "all", "wszystkie"):
        return Wish({"topics": None}, language, plain=True)
    if not all(each in known for each in named):
        named = [word for each in named for word in each.split()]
    if not all(each in known for each in named):
        return Wish({}, language, plain=True) if first in TOPIC_WORDS and len(named) <= 1 else None
    return Wish({"topics": tuple(dict.fromkeys(known[each] for each in named))}, language, plain=first in TOPIC_WORDS)


def _of_all_topics(parts: Sequence[Sequence[str]]) -> Wish | None:
    said = " ".join(parts[0]) if len(parts) == 1 else ""
    every = {"всі теми": "uk", "усі теми": "uk", "все темы": "ru", "all topics": "en", "wszystkie tematy": "pl"}
    return Wish({"topics": None}, every[said], plain=True) if said in every else None


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


def told_as_text(standing: Standing, language: str, config: Config) -> str:
    """The whole answer to a choice."""
    line = told(standing, language, config.shop.topics, most=texts.times(config.shop))
    return texts.filled(SAID[language]["now"], language, config.shop).replace("{told}", line)
