"""What could be better about a text: what is wrong with it, who would get nothing, what would make it shorter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox import wording
from smsbox.campaigns import texts
from smsbox.campaigns.plan import LETTERS, Plan
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
    """Something smsbox can do with the text: the word of its button's value, what it brings, the button, how it
    would read then, and in which language.
    """

    act: str
    title: str
    text: str
    button: str
    then: str = ""
    language: str = ""


def findings(visit: Visit, plan: Plan) -> list[Told]:
    """What is wrong with the texts of a plan."""
    told = []
    for place, each in texts.findings(visit.site.store, visit.site.config, plan):
        words = wording.told(visit.tr, each)
        tone, icon = ("bad", "failed") if each.severity is Severity.STOP else ("warn", "warning")
        prefix = f"{LETTERS[place]}: " if len(plan.variants) > 1 else ""
        told.append(Told(tone, icon, prefix + words.cause, words.step))
    return told


def lacking(visit: Visit, letter: str, without: Sequence[str], of: int) -> list[Told]:
    """Who of `of` people would get nothing of a text, since he lacks a field it asks for: `without` their names."""
    if not without:
        return []
    title = NN_(
        "%(num)s of %(of)s people lacks a field and would get nothing.",
        "%(num)s of %(of)s people lack a field and would get nothing.",
    )
    prefix, count = f"{letter}: " if letter else "", len(without)
    counts = {"num": visit.tr.number(count), "of": visit.tr.number(of)}
    example = {"example": bricks.bricks(visit.site.config.shop)[1].text}
    step = visit.tr.gettext(N_("Say what to write instead: %(example)s.")) % example
    named = ", ".join(without[:3]) + (" …" if count > 3 else ".")
    return [Told("warn", "person", prefix + visit.tr.ngettext(*title, count) % counts, f"{named} {step}")]


def offers(visit: Visit, text: str, letter: str, person: Person, finish: Finish, longest: Sample) -> list[Offer]:
    """What would make the longest, that of `person`, shorter: each with what it brings."""
    say, prefix, suffix = visit.tr.gettext, f"{letter}: " if letter else "", f":{letter.lower()}" if letter else ""
    found = []
    squeezed, changes = wording.squeeze(text)
    plain = _made(squeezed, person, finish) if changes else None
    if plain is not None and (plain[1].segments, plain[1].units) < (longest.segments, longest.units):
        listed = ", ".join(dict.fromkeys(f"{each.old} → {each.new}" for each in changes if each.new.strip()))
        words = (
            say(N_("Some signs only cost room"))
            if not listed
            else say(N_("Plain signs take less room")) + f": {listed[:120]}"
        )
        brings, button = _brings(visit, longest, plain[1]), say(N_("Make them plain"))
        found.append(Offer(f"squeeze{suffix}", prefix + words, brings, button, plain[0], longest.language))
    if cyrillic(text) and longest.priced.alphabet is Alphabet.UCS2:
        latin = _made(wording.transliterate(text, person.language), person, finish)
        least = min(longest.segments, plain[1].segments if plain is not None else longest.segments)
        if latin is not None and latin[1].segments < least:
            title = say(N_("In Latin letters it is shorter, though not so nice to read"))
            brings, button = _brings(visit, longest, latin[1]), say(N_("Write it in Latin letters"))
            found.append(Offer(f"latin{suffix}", prefix + title, brings, button, latin[0], f"{longest.language}-Latn"))
    return found


def _made(text: str, person: Person, finish: Finish) -> tuple[str, Priced] | None:
    """How `person` would read it, and what that takes."""
    try:
        read = finish(Template.parse(text).letter(person), person)
        return read, wording.price(read)
    except SmsboxError:
        return None


def _brings(visit: Visit, before: Sample, after: Priced) -> str:
    counts = {"after": visit.tr.number(after.segments), "before": visit.tr.number(before.segments)}
    if after.segments < before.segments:
        return visit.tr.gettext(N_("%(after)s SMS instead of %(before)s for the longest.")) % counts
    saved = visit.tr.number(before.units - after.units)
    return visit.tr.gettext(N_("It saves %(num)s characters.")) % {"num": saved}
