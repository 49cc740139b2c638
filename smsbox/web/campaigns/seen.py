"""What a text comes to before anybody gets it: how customers would read it, what it takes, what could be better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from smsbox import consent, coupons, wording
from smsbox.campaigns.asking import ask
from smsbox.campaigns.letters import SAMPLE_CODE, person_of
from smsbox.campaigns.plan import LETTERS, Plan
from smsbox.contacts import Wanted
from smsbox.coupons import codes
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.marks import N_
from smsbox.sms.alphabet import Alphabet, is_gsm7
from smsbox.subscription import questions
from smsbox.web.campaigns.advice import Finish, Offer, Told, findings, lacking, offers
from smsbox.web.campaigns.dear import Dear, dear
from smsbox.web.campaigns.some import some
from smsbox.wording import Person, Priced, Template
from smsbox.wording.person import NAME

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.contacts import Contact
    from smsbox.web.visit import Visit

MOST_LOOKED_AT = 200
"""So many customers of the audience are tried; the check before the launch looks at all."""
SHOWN = 4
SAMPLE_COUPON = codes.example()

ALPHABETS = {
    Alphabet.GSM7: N_("Latin letters: 160 characters in one SMS, 153 in each of several."),
    Alphabet.UCS2: N_("Cyrillic or other letters: 70 characters in one SMS, 67 in each of several."),
}
BY_WHAT_IS_PUT_IN = N_(
    "Only because of what is put in for %(name)s (%(characters)s) 70 characters fit into an SMS instead of 160."
)
ONLY_BECAUSE = N_("Only because of %(characters)s 70 characters fit into an SMS instead of 160.")
MADE_UP = {"uk": ("Оксана", "Максиміліан"), "ru": ("Оксана", "Максимилиан"), "pl": ("Oksana", "Maksymilian")}


OTHERS = N_("Nobody fits the conditions yet: these are other customers.")
NOBODY_YET = N_("These people are made up, since you have no customers yet.")
LONGEST, SHORTEST, NAMELESS = N_("the longest:"), N_("the shortest:"), N_("without a name:")


@dataclass(frozen=True, slots=True)
class Sample:
    """How one customer reads it. `variant`: the letter of the text, "" where there is only one; `foreign`: characters
    of what was written that force UCS-2; `kind`: why he is shown, English; `language`: in which he reads.
    """

    who: str
    variant: str
    text: str
    priced: Priced
    foreign: tuple[str, ...] = ()
    kind: str = ""
    nameless: bool = False
    language: str = ""

    @property
    def segments(self) -> int:
        """SMS it takes."""
        return self.priced.segments

    @property
    def units(self) -> int:
        """Characters, as its alphabet counts them."""
        return self.priced.units


@dataclass(slots=True)
class Seen:
    """All that is shown beside a text. `taken`: how many read it in so many SMS; `unread`: why it cannot be read at
    all; `price`: of one message at most; `of_them`: what is to be said of those who read it; `put_in`: a text is Latin
    but for what is put in; `dear`: each character that alone makes a text dear, and where; `test`: SMS that a test
    takes for one telephone, at most; `nobody`: something is written, and nobody would get it.
    """

    samples: list[Sample] = field(default_factory=list)
    most: int = 0
    taken: Counter[int] = field(default_factory=Counter)
    left: int = 0
    price: str = ""
    alphabet: str = ""
    of_them: str = ""
    put_in: bool = False
    dear: list[Dear] = field(default_factory=list)
    test: int = 0
    nobody: bool = False
    unread: Explained | None = None
    findings: list[Told] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)

    @property
    def usual(self) -> int | None:
        """SMS that most of them take; None: all take the same."""
        return self.taken.most_common(1)[0][0] if len(self.taken) > 1 else None


def finish_of(plan: Plan, config: Config) -> Finish:
    """The line that says how to leave, as it will be put below."""
    footer, words = plan.footer or config.shop.footer, config.shop.stop_words
    return lambda text, person: wording.with_footer(text, person.language, footer, words)


def look(visit: Visit, plan: Plan) -> Seen:
    """What this plan's texts come to for its audience, as far as it is known now."""
    seen, config = Seen(), visit.site.config
    variants = [each for each in plan.variants if each.text.strip()]
    customers, seen.of_them = people(visit, plan)
    letters = LETTERS if len(variants) > 1 else [""]
    most = {1: SHOWN, 2: 2}.get(len(variants), 1)
    for letter, variant in zip(letters, variants, strict=False):
        try:
            _look_at(visit, seen, variant.text, letter, customers, finish_of(plan, config), most)
        except SmsboxError as error:
            seen.unread = explain(visit.tr, error.key, error.facts)
            return seen
    seen.findings = [*findings(visit, replace(plan, variants=tuple(variants))), *seen.findings]
    seen.nobody = bool(variants) and not seen.samples
    _sum_up(visit, seen)
    return seen


def people(visit: Visit, plan: Plan, most: int = MOST_LOOKED_AT) -> tuple[list[tuple[str, Person]], str]:
    """Customers to try it on, by name, each in his language: those of the audience who may get it, else any of it; and
    what there is to say of them, English, when they are others, or made up since there are none.
    """
    store, config = visit.site.store, visit.site.config
    agreed = replace(plan.audience, consents=plan.audience.consents or (int(consent.State.AGREED),))
    for wanted, told in ((agreed, ""), (plan.audience, ""), (Wanted(), OTHERS)):
        found = some(visit, wanted, most)
        if found:
            said = ask(store, config, plan, found, visit.now)
            may = [each for each in found if not said[each.id].verdict.refused] or found
            question = questions.longest(store) or None
            coupon = coupons.sample(store, plan.series_id)
            return [
                (_called(visit, each), _person(each, said[each.id].language, question, coupon)) for each in may
            ], told
    return made_up(config), NOBODY_YET


def _called(visit: Visit, contact: Contact) -> str:
    return contact.name or visit.number(contact.number)


def _person(contact: Contact, language: str, question: str | None, coupon: str) -> Person:
    """A customer as a text sees him, with a coupon and a code that look like those he would get, and the longest of the
    questions.
    """
    return person_of(contact, language, coupon=coupon, code=SAMPLE_CODE, question=question)


def made_up(config: Config) -> list[tuple[str, Person]]:
    """Nobody in truth."""
    language = config.shop.language
    names = MADE_UP.get(language, ("Oksana", "Maximilian"))
    return [(name, Person.of({}, (), language, name=name, coupon=SAMPLE_COUPON, code=SAMPLE_CODE)) for name in names]


def _look_at(
    visit: Visit,
    seen: Seen,
    text: str,
    letter: str,
    people: Sequence[tuple[str, Person]],
    finish: Finish,
    most: int,
) -> None:
    """Add what there is to see of one text. Raises BadTemplate, BadText, TooLong."""
    template = Template.parse(text)
    read: list[Sample] = []
    readers: list[Person] = []
    without: list[str] = []
    for who, person in people:
        try:
            letter_text = template.letter(person)
        except wording.MissingField:
            without.append(who)
            continue
        whole = finish(letter_text, person)
        foreign = tuple(dict.fromkeys(each for each in letter_text if not is_gsm7(each)))
        nameless = not person.value(NAME).strip()
        readers.append(person)
        read.append(Sample(who, letter, whole, wording.price(whole), foreign, "", nameless, person.language))
    if read:
        place = max(range(len(read)), key=lambda each: (read[each].segments, read[each].units))
        dearest = read[place]
        seen.samples += [replace(dearest, kind=LONGEST if _differ(read) else ""), *_unlike(read, dearest, most)]
        seen.taken.update(each.segments for each in read)
        seen.test += dearest.segments
        seen.offers += offers(visit, text, letter, readers[place], finish, dearest)
    seen.put_in = seen.put_in or template.latin
    seen.dear += dear(text, letter)
    seen.findings += lacking(visit, letter, without, len(people))


def _differ(samples: Sequence[Sample]) -> bool:
    return len({each.text for each in samples}) > 1


def _unlike(samples: Sequence[Sample], dearest: Sample, most: int) -> list[Sample]:
    """Beside the dearest the shortest, one whose name is not known, and others that read differently."""
    shortest = min((each for each in samples if not each.nameless), key=lambda each: each.units, default=samples[0])
    nameless = [replace(each, kind=NAMELESS) for each in samples if each.nameless]
    found = {dearest.text: dearest}
    for each in (*nameless[:1], *([replace(shortest, kind=SHORTEST)] if most > 1 else []), *samples):
        found.setdefault(each.text, each)
    return list(found.values())[1:][: most - 1]


def _sum_up(visit: Visit, seen: Seen) -> None:
    if not seen.samples:
        return
    dearest = max(seen.samples, key=lambda each: (each.segments, each.units))
    seen.most, seen.left = dearest.segments, dearest.priced.left_in_last
    foreign = tuple(dict.fromkeys(each.character for each in seen.dear)) or dearest.foreign
    if not seen.dear and dearest.priced.alphabet is Alphabet.UCS2 and seen.put_in:
        seen.alphabet = visit.tr.gettext(BY_WHAT_IS_PUT_IN) % {"name": dearest.who, "characters": " ".join(foreign[:6])}
    elif seen.dear or 0 < len(foreign) <= 3:
        seen.alphabet = visit.tr.gettext(ONLY_BECAUSE) % {"characters": " ".join(foreign)}
    else:
        seen.alphabet = visit.tr.gettext(ALPHABETS[dearest.priced.alphabet])
    each = dearest_sms(visit.site.config)
    seen.price = visit.tr.sum(each * seen.most) if each else ""


def dearest_sms(config: Config) -> Decimal | None:
    """What one SMS costs at most, by the modems; None where no price is given."""
    prices = [modem.price for modem in config.modems if modem.price]
    return max(map(Decimal, map(str, prices)), default=None)
