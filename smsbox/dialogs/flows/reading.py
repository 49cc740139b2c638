"""Reading a flow file: TOML into a frozen `Flow`, every mistake told with its line, nothing of it ever run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, MINUTE, SECOND, BadMoment, Micros, micros, parse_span
from smsbox.config.lines import SKIPPED, key_lines, parse
from smsbox.config.problems import Problem
from smsbox.config.wrong import kind_of as kind_of_value
from smsbox.config.wrong import nearest
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.kinds import KINDS, Kind, kind_of
from smsbox.dialogs.texts import TEXTS
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import folded, understand
from smsbox.wording.grammar import BadTemplate, Template
from smsbox.wording.person import role

LONGEST: int = 64 << 10
"""Characters of a flow file."""
LANGUAGES = ("uk", "en", "pl", "ru")
SHORTEST_PATIENCE, LONGEST_PATIENCE = 5 * MINUTE, 30 * DAY
_NAME = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_WORD, _MOST_WORDS = 40, 60, 24, 30
_FEWEST_DIGITS = 3
"""A word of digits alone; a shorter one may be any answer."""


def read(text: str, zone: str = "Europe/Kyiv") -> Flow[Any]:
    """The flow that `text` describes; `zone`: where its local times hold. Raises FlowErrors with all that is wrong."""
    flow, problems = checked(text, zone)
    if flow is None or problems:
        raise FlowErrors(problems)
    return flow


@lru_cache(maxsize=16)
def checked(text: str, zone: str = "Europe/Kyiv") -> tuple[Flow[Any] | None, tuple[Problem, ...]]:
    """The same for who wants to show mistakes: the flow (None where there are any), and they in the order of lines."""
    if len(text) > LONGEST:
        said = Phrase("longer than {longest} characters", longest=LONGEST)
        return None, (Problem("", None, said),)
    values, problems, understood = parse(text)
    lines = key_lines(understood) if understood else {}
    torn = list(problems)
    flow = None if problems and not values else _flow(text, values, lines, problems, zone)
    if torn:
        problems = [*torn, *(each for each in problems[len(torn) :] if _told_apart(each, values))]
    return None if problems else flow, tuple(sorted(problems, key=lambda each: each.line or 0))


def _told_apart(problem: Problem, values: Mapping[str, Any]) -> bool:
    """Whether it is a mistake of its own in a file with lines that are no TOML: what is missing may stand on those."""
    counted = isinstance(values.get(problem.key), list) and problem.allowed
    return problem.line is not None and not counted and not problem.key.startswith(SKIPPED)


def _flow(
    text: str, values: Mapping[str, Any], lines: Mapping[Any, int], problems: list[Problem], zone: str
) -> Flow[Any] | None:
    """What can be read of it; whatever is wrong is added to `problems`."""
    named = str(values.get("language", "uk"))
    part = Part(values, lines, problems, (), named if named in LANGUAGES else "uk")
    language = part.choice("language", LANGUAGES, "uk")
    key = part.choice("kind", KINDS, "") if part.has("kind") else part.text("kind")
    if key not in KINDS:
        return None  # nothing can be said of keys that only a kind knows
    kind = kind_of(key)
    flow: Flow[Any] = Flow(
        *(0, _name(part), key, part.text("title", longest=_LONGEST_TITLE), _words(part), language, 0, text),
        part=kind.parse(part),
        opens_at=_moment(part, "opens", zone),
        closes_at=_moment(part, "closes", zone, end=True),
        patience=_patience(part),
        texts=_texts(part.table("texts"), kind, language, values.get("texts")),
        usual={**TEXTS[language], **kind.texts[language]},
        zone=zone,
    )
    if flow.opens_at is not None and flow.closes_at is not None and flow.closes_at <= flow.opens_at:
        part.wrong("closes", Phrase("it closes before it opens"))
    part.finish()
    return flow


def _name(part: Part) -> str:
    name = part.text("name", longest=_LONGEST_NAME)
    if name and not _NAME.fullmatch(name):
        part.wrong("name", Phrase("letters and digits, with hyphens between them"))
    if name.isdigit():  # commands and addresses would take it for a number of another one
        part.wrong("name", Phrase("a name of digits alone is taken for a number: put a letter into it"))
    return name


def _patience(part: Part) -> Micros:
    said = part.text("patience", "24h")
    try:
        wait = parse_span(said) * SECOND
    except BadMoment:
        wait = 0
    if not SHORTEST_PATIENCE <= wait <= LONGEST_PATIENCE:
        part.wrong("patience", Phrase("no time that can be waited: {found}", found=kind_of_value(said)), "5m–30d")
    return wait


def _moment(part: Part, key: str, zone: str, *, end: bool = False) -> Micros | None:
    """A day and a time of the box's clock; a day alone is all of it."""
    if not part.has(key):
        return None
    value = part.raw(key)
    if isinstance(value, datetime):
        return micros(value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone)))
    if isinstance(value, date):
        day = value + timedelta(days=1) if end else value
        return micros(datetime.combine(day, time(), ZoneInfo(zone)))
    part.wrong(key, Phrase("a day and a time are wanted here, not {found}", found=kind_of_value(value)), _EXAMPLE)
    return None


_EXAMPLE = "2026-11-28T20:00:00"
_OF_THE_SHOP = ("shop", "phone")


# ── words


def _words(part: Part) -> tuple[str, ...]:
    words = part.texts("words", None)
    if len(words) > _MOST_WORDS:
        part.wrong("words", Phrase("{value} is out of bounds", value=len(words)), f"1–{_MOST_WORDS}")
    seen: set[str] = set()
    for word in words:
        said = folded(word)
        wrong = _wrong_word(word, said) or (said in seen and Phrase("“{word}” stands there twice", word=word))
        if wrong:
            part.wrong("words", wrong)
        seen.add(said)
    if not words and part.has("words"):
        part.wrong("words", Phrase("there has to be a word that opens it"))
    return words


def _wrong_word(word: str, said: str) -> Phrase | None:
    """Why a word cannot open a flow."""
    bare = said.replace(" ", "").replace("-", "")
    if not 2 <= len(bare) <= _LONGEST_WORD or (bare.isdigit() and len(bare) < _FEWEST_DIGITS):
        return Phrase("“{word}” cannot open it: 2 to 24 letters or digits, or 3 digits at least", word=word)
    meant = understand(word)
    if meant.kind is not None or meant.cancels or not meant.words:
        return Phrase("“{word}” means something already: it answers, leaves, cancels or asks for help", word=word)
    return None


# ── texts


def _texts(part: Part, kind: Kind, language: str, written: Any) -> Mapping[str, str]:
    """What the shop says instead of the usual words."""
    known = {*kind.texts[language], *TEXTS[language]}
    found: dict[str, str] = {}
    for key in written if isinstance(written, Mapping) else ():
        if key not in known:
            part.raw(key)
            part.wrong(key, Phrase("no text is called so"), near=nearest(key, sorted(known)))
            continue
        text = part.text(key)
        if text:
            _check_text(part, key, text, _facts(kind, key))
            found[key] = text
    return found


def _facts(kind: Kind, key: str) -> frozenset[str]:
    """The fields the usual texts of that key are filled with."""
    usual = (table[key] for texts in (kind.texts, TEXTS) for table in texts.values() if key in table)
    return frozenset(field for text in usual for field in Template.parse(text).fields)


def _check_text(part: Part, key: str, text: str, facts: frozenset[str]) -> None:
    """Only what can be filled in: the facts of this text, or what is known of a customer, with something instead."""
    try:
        template = Template.parse(text)
    except BadTemplate as bad:
        said = Phrase("braces cannot be read at “{near}”", near=str(bad.facts["near"]))
        part.wrong(key, said)
        return
    for place in template.places:
        if place.name in facts:
            continue
        near = nearest(place.name, sorted(facts))
        if place.name in _OF_THE_SHOP:
            continue
        if place.fallback is None or (near and not role(place.name)):
            said = Phrase("{{{field}}} is not known of everybody: write {{{field}|…}}", field=place.written)
            part.wrong(key, said, ", ".join(sorted(facts)), near)
