"""Topics a customer chooses by SMS: only these, all, one more, one less; also where their names are declined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smsbox.sms.keywords import folded, words_of
from smsbox.subscription.phrasebook import ABOUT, ALSO, ASKING_FOR, ONLY, TOPIC_WORDS, WITHOUT
from smsbox.subscription.wishes import Wish

_LONG = 5
"""Letters of a topic from which two may be an ending."""


def of_topics(text: str, topics: Sequence[str]) -> Wish | None:
    """ "теми", "теми кава, чай", "тільки кава", "всі теми"."""
    parts = [part for each in re.split(r"[,;\n]|(?<=\w) (?:і|й|та|и|and|i|oraz) ", text) if (part := words_of(each))]
    while parts and parts[0] and parts[0][0] in ASKING_FOR:
        parts[0] = parts[0][1:]
    if not parts or not parts[0]:
        return None
    first = parts[0][0]
    language = TOPIC_WORDS.get(first, "")
    if first not in TOPIC_WORDS and first not in ONLY:
        return _of_one_topic(parts, topics) or _of_all_topics(parts)
    named = [" ".join(part) for part in (_without_about(parts[0][1:]), *parts[1:]) if part]
    if not named:
        return Wish({}, language, plain=True) if first in TOPIC_WORDS else None
    if len(named) == 1 and named[0] in ("всі", "усі", "все", "all", "wszystkie"):
        return Wish({"topics": None}, language, plain=True)
    found = _named(named, topics) or _named([word for each in named for word in each.split()], topics)
    if not found:
        return Wish({}, language, plain=True) if first in TOPIC_WORDS and len(named) <= 1 else None
    return Wish({"topics": found}, language, plain=first in TOPIC_WORDS)


def _without_about(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if words and words[0] in ABOUT else words


def _named(said: Sequence[str], topics: Sequence[str]) -> tuple[str, ...] | None:
    """The topics that are said, each once; None when one of them is none."""
    found = [_topic(each, topics) for each in said]
    return tuple(dict.fromkeys(each for each in found if each)) if all(found) else None


def _topic(said: str, topics: Sequence[str]) -> str | None:
    """The topic of that name, also with another ending ("про каву")."""
    known = {folded(topic): topic for topic in topics}
    if said in known:
        return known[said]
    like = [topic for name, topic in known.items() if declined(said, name)]
    return like[0] if len(like) == 1 else None


def declined(said: str, name: str) -> bool:
    """Whether only the last letters differ: two, or one of a short word."""
    ending = 2 if len(name) >= _LONG else 1
    stem = len(name) - ending
    return stem > 1 and abs(len(said) - len(name)) <= ending and said[:stem] == name[:stem]


def _of_one_topic(parts: Sequence[Sequence[str]], topics: Sequence[str]) -> Wish | None:
    """ "без чаю", "крім солодкого", "ще чай": some more or less than now."""
    words = parts[0]
    for size in (3, 2, 1):
        lead = " ".join(words[:size])
        for table, name in ((WITHOUT, "less"), (ALSO, "more")):
            if lead in table and len(words) > size:
                rest = [" ".join(_without_about(words[size:])), *(" ".join(part) for part in parts[1:])]
                found = _named(rest, topics)
                return Wish({}, table[lead], **{name: found}) if found else None  # type: ignore[arg-type]
    return None


def _of_all_topics(parts: Sequence[Sequence[str]]) -> Wish | None:
    said = " ".join(parts[0]) if len(parts) == 1 else ""
    every = {"всі теми": "uk", "усі теми": "uk", "все темы": "ru", "all topics": "en", "wszystkie tematy": "pl"}
    return Wish({"topics": None}, every[said], plain=True) if said in every else None
