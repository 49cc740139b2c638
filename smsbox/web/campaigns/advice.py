"""What could be better about a text: what is wrong with it, who would get nothing, what would make it shorter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox import wording
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_, NN_
from smsbox.sms.alphabet import Alphabet
from smsbox.web.campaigns import bricks
from smsbox.wording import Person, Priced, Severity, Template
from smsbox.wording.script import cyrillic

if TYPE_CHECKING:
    from smsbox.web.campaigns.seen import Sample
    from smsbox.web.visit import Visit

Finish = Callable[[str, Person], str]
"""What a text gets at its end before it is sent."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something to know: its tone and picture, what it is, what to do."""

    tone: str
    icon: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something smsbox can do with the text: the word of its button's value, what it brings, and the button."""

    act: str
    title: str
    text: str
    button: str


def findings(visit: Visit, text: str, letter: str, without: int, of: int) -> list[Told]:
    """What is wrong with a text; `without` of `of` people lack a field it asks for."""
    shop, prefix = visit.site.config.shop, f"{letter}: " if letter else ""
    found = wording.lint(
        text,
        language=shop.language,
        reply_contact=shop.phone or None,
        footer=shop.footer,
        words=shop.stop_words,
        shop=shop.name or None,
    )
    told = []
    for each in found:
        words = wording.told(visit.tr, each)
        tone, icon = ("bad", "failed") if each.severity is Severity.STOP else ("warn", "warning")
        told.append(Told(tone, icon, prefix + words.cause, words.step))
    if without:
        title = NN_(
            "%(num)s of %(of)s people lacks a field and would get nothing.",
            "%(num)s of %(of)s people lack a field and would get nothing.",
        )
        counts = {"num": visit.tr.number(without), "of": visit.tr.number(of)}
        step = visit.tr.gettext(N_("Say what to write instead: %(example)s.")) % {
            "example": bricks.bricks(shop)[1].text
        }
        told.append(Told("warn", "person", prefix + visit.tr.ngettext(*title, without) % counts, step))
    return told


def offers(
    visit: Visit, text: str, letter: str, people: Sequence[tuple[str, Person]], finish: Finish, longest: Sample
) -> list[Offer]:
    """What would make the longest shorter: each with what it brings."""
    if longest.priced.alphabet is not Alphabet.UCS2:
        return []
    say, prefix, suffix = visit.tr.gettext, f"{letter}: " if letter else "", f":{letter.lower()}" if letter else ""
    person = next(person for who, person in people if who == longest.who)
    found = []
    squeezed, changes = wording.squeeze(text)
    cheaper = _cost(squeezed, person, finish) if changes else None
    if cheaper is not None and (cheaper.segments, cheaper.units) < (longest.segments, longest.units):
        listed = ", ".join(dict.fromkeys(f"{each.old} → {each.new}" for each in changes if each.new.strip()))
        words = (
            say(N_("Some signs only cost room"))
            if not listed
            else say(N_("Plain signs take less room")) + f": {listed[:120]}"
        )
        found.append(
            Offer(f"squeeze{suffix}", prefix + words, _brings(visit, longest, cheaper), say(N_("Make them plain")))
        )
    if cyrillic(text):
        latin = _cost(wording.transliterate(text, person.language), person, finish)
        if latin is not None and latin.segments < longest.segments:
            title = say(N_("In Latin letters it is shorter, though not so nice to read"))
            found.append(
                Offer(
                    f"latin{suffix}",
                    prefix + title,
                    _brings(visit, longest, latin),
                    say(N_("Write it in Latin letters")),
                )
            )
    return found


def _cost(text: str, person: Person, finish: Finish) -> Priced | None:
    try:
        return wording.price(finish(Template.parse(text).letter(person), person))
    except SmsboxError:
        return None


def _brings(visit: Visit, before: Sample, after: Priced) -> str:
    counts = {"after": visit.tr.number(after.segments), "before": visit.tr.number(before.segments)}
    if after.segments < before.segments:
        return visit.tr.gettext(N_("%(after)s SMS instead of %(before)s for the longest.")) % counts
    saved = visit.tr.number(before.units - after.units)
    return visit.tr.gettext(N_("It saves %(num)s characters.")) % {"num": saved}
