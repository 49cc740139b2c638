"""What is wrong with an advertising text before anybody gets it: findings with reasons, never an opinion on style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from smsbox.errors import SmsboxError
from smsbox.sms.alphabet import is_gsm7
from smsbox.wording.footer import footer_line, says_how_to_leave
from smsbox.wording.grammar import BadTemplate, Field, Template
from smsbox.wording.known import Known, unknown
from smsbox.wording.person import CODE, COUPON, NAME, QUESTION, SALUTATION, role
from smsbox.wording.price import price
from smsbox.wording.script import cyrillic, latin, mixed
from smsbox.wording.transliteration import latin_letters

MOST_SEGMENTS = 3
"""Of advertising; what is longer is not read, and costs."""

_PHONE = re.compile(r"(?<![\w.,])\+?\d[\d \-()\u00a0]{7,}\d(?!\w)")
_SHORT_PHONE = re.compile(r"(?i)\b(?:тел|tel|дзвоніть|звоните|call|dzwoń)\w*\.?:?\s*\d{3,6}\b")
_REPLY = re.compile(
    r"(?i:\b(?:відповідь|відповідайте|відповісти|відповідь(?:те)?|відпишіть(?:ся)?|надішліть|напишіть|пишіть|ответьте|ответ|пришлите|напишите|"
    r"пишите|отпишите|reply|text|answer|send|odpisz|odpowiedz|wyślij|napisz|vidpovid|napyshit|nadishlit)\b)[^.!?\n]{0,24}?"
    r"(?:[«\"'„“][\w+]|\b(?=[^\W\d_]*[^\W\d_])[A-ZА-ЯІЇЄҐĄĆĘŁŃÓŚŹŻ0-9]{2,}\b|\b\d{1,6}\b|\{)"
)
_LINK = re.compile(
    r"(?i)\b(?:https?://|www\.)\S+|\b[a-z0-9-]+\.(?:com|ua|net|org|ly|me|link|info|shop|store|pl|ru|eu|biz|app|io|gl|in\.ua)\b(?:/\S*)?"
)
_APP = re.compile(
    r"(?i)\b(?:встанов\w*|завантаж\w*|скача\w*|установ\w*|install\w*|download\w*|pobierz|zainstaluj)\b[^.!?\n]{0,24}?"
    r"\b(?:додат\w+|застосун\w+|приложени\w+|апп?\b|app\b|application|aplikacj\w+)"
)
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_MARKS = re.compile(r"[!?]{2,}")
_SHOUTED = re.compile(r"\b[^\W\d_]{4,}\b")
_ALONE = re.compile(r"(?m)^\s*[,;:.!?]|[ \u00a0][,;:.!?](?=\s|$)")
_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")


class Severity(IntEnum):
    """How grave: a WARNING is shown, with a STOP nothing may be saved."""

    WARNING = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: its `key` (told by `advice`), how grave, the index in the text (None: the whole) and facts."""

    key: str
    severity: Severity
    position: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def lint(
    text: str,
    *,
    language: str = "uk",
    reply_contact: str | None = None,
    footer: str | None = None,
    shop: str | None = None,
    words: Sequence[str] = (),
    known: Known | None = None,
) -> list[Finding]:
    """What is wrong with `text`, a template or finished, gravest first.

    `reply_contact`: a number or word of the shop that counts as a way to answer wherever the text names it; `footer`:
    the shop's own line, None for the usual one; `shop`: the name that should stand in it, None not to ask; `words`:
    those the shop adds to the words for leaving; `known`: what the customers have, None not to ask.
    """
    try:
        template = Template.parse(text)
    except BadTemplate as error:
        return [Finding("template", Severity.STOP, error.facts["position"], error.facts)]  # type: ignore[arg-type]
    said = _said(template)
    found = [
        *_contact(text, template, reply_contact),
        *_leaving(footer, words),
        *_people(text, template, shop),
    ]
    if known is not None:
        wrong = list(_mistyped(template, known))
        told = {each.position for each in wrong}
        found = [each for each in found if each.key != "no_fallback" or each.position not in told] + wrong
    found += [*_patterns(text), *_letters(text, said, language), *_length(text, said, language, footer)]
    return sorted(found, key=lambda each: (-each.severity, each.position or 0))


def answerable(text: str, reply_contact: str | None = None) -> bool:
    """Whether `text` tells how to answer: a telephone, a word to reply with, or the shop's own contact."""
    if _PHONE.search(text) or _SHORT_PHONE.search(text) or _REPLY.search(text):
        return True
    given = (reply_contact or "").strip()
    digits = re.sub(r"\D", "", given)
    return bool(given) and (
        given.casefold() in text.casefold() or (len(digits) > 2 and digits in re.sub(r"\D", "", text))
    )


def _contact(text: str, template: Template, reply_contact: str | None) -> Iterator[Finding]:
    coded = any(role(place.name) == CODE for place in template.places)
    if not coded and not answerable(text, reply_contact):
        yield Finding("contact", Severity.STOP)


def _leaving(footer: str | None, words: Sequence[str]) -> Iterator[Finding]:
    line = (footer or "").strip()
    if line and not says_how_to_leave(line, words):
        yield Finding("footer", Severity.STOP, None, {"footer": line})


def _people(text: str, template: Template, shop: str | None) -> Iterator[Finding]:
    if not any(role(place.name) in (NAME, SALUTATION) for place in template.places):
        yield Finding("impersonal", Severity.WARNING)
    for place in template.places:
        # a coupon and a code are made for everybody who gets a text with one
        if place.fallback is None and role(place.name) not in (COUPON, CODE, QUESTION):
            yield Finding("no_fallback", Severity.WARNING, place.position, {"field": place.written})
    yield from _holes(template)
    spellings = {shop.casefold(), latin_letters(shop).casefold()} if shop else set()
    if shop and not any(each in text.casefold() for each in spellings):
        yield Finding("anonymous", Severity.WARNING, None, {"shop": shop})


def _holes(template: Template) -> Iterator[Finding]:
    """Where a fallback of nothing leaves a sign of punctuation alone: “, coffee is ready”."""
    blank = [place for place in template.places if place.fallback is not None and not place.fallback.strip()]
    found = _ALONE.search(_said(template)) if blank else None
    if found:
        facts = {"field": blank[0].written, "read": _said(template)[:24].strip()}
        yield Finding("hole", Severity.WARNING, blank[0].position, facts)


def _mistyped(template: Template, known: Known) -> Iterator[Finding]:
    """What nobody has: who is asked for it without a fallback gets nothing, and that is everybody."""
    for each in unknown(template, known):
        severity = Severity.WARNING if each.without else Severity.STOP
        key = f"unknown_{each.kind}" + ("_like" if each.nearest else "")
        facts = {"written": each.written, "nearest": each.nearest, "of": each.of}
        yield Finding(key, severity, each.position, facts)


def _patterns(text: str) -> Iterator[Finding]:
    for key, pattern in (("app", _APP), ("link", _LINK), ("emoji", _EMOJI), ("marks", _MARKS)):
        found = pattern.search(text)
        if found:
            yield Finding(key, Severity.WARNING, found.start(), {"found": found[0][:40]})
    yield from _shouting(text)


def _shouting(text: str) -> Iterator[Finding]:
    """More than two long words in capitals, or most of the text; one word to reply with is no shouting."""
    words = list(_SHOUTED.finditer(text))
    loud = [word for word in words if word[0].isupper()]
    if len(loud) > 2 or (len(loud) > 1 and 2 * len(loud) > len(words)):
        yield Finding("shouting", Severity.WARNING, loud[0].start(), {"found": loud[0][0][:40]})


def _letters(text: str, said: str, language: str) -> Iterator[Finding]:
    for word in mixed(text):
        yield Finding("mixed", Severity.WARNING, word.start(), {"found": word[0][:40]})
    russian = _RUSSIAN.search(text) if language == "uk" else None
    if russian:
        yield Finding("russian", Severity.WARNING, russian.start(), {"found": russian[0]})
    foreign = tuple(dict.fromkeys(each for each in text if not is_gsm7(each)))
    if foreign and not cyrillic(said) and latin(said) and len(foreign) <= 5:
        yield Finding("dear", Severity.WARNING, text.index(foreign[0]), {"found": " ".join(foreign)})


def _length(text: str, said: str, language: str, footer: str | None) -> Iterator[Finding]:
    if not said.strip():
        yield Finding("empty", Severity.STOP)
        return
    try:
        segments = price(f"{said}\n{footer_line(said, language, footer)}").segments
    except SmsboxError:
        yield Finding("unsendable", Severity.STOP)
        return
    if segments > MOST_SEGMENTS:
        yield Finding("long", Severity.WARNING, None, {"segments": segments, "most": MOST_SEGMENTS})


def _said(template: Template) -> str:
    """Roughly what one person reads: fields as their fallbacks, of each block the first part."""

    def pieces(parts: tuple[object, ...]) -> Iterator[str]:
        for part in parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, Field):
                yield part.written if part.fallback is None else part.fallback
            else:
                yield from pieces(part.branches[0][1])  # type: ignore[attr-defined]

    return "".join(pieces(template.parts))
