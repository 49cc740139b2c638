"""The results of a campaign as its reader is told them: stages, tables, causes, and what may be said of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from smsbox.campaigns import results as counted
from smsbox.campaigns.counts import Count
from smsbox.campaigns.results import Results
from smsbox.campaigns.rows import Campaign
from smsbox.campaigns.verdict import Group, compare, difference
from smsbox.i18n.marks import N_, NN_
from smsbox.outbox import State
from smsbox.outbox.reasons import explain_reason
from smsbox.web.campaigns.progress import REASONS
from smsbox.web.campaigns.seen import Told
from smsbox.web.charts import Chart, piled

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator
    from smsbox.web.visit import Visit

LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Stage:
    """How far people came: `share` of those written to, None where that says nothing."""

    name: str
    number: int
    share: float | None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: some recipients, and what they cost as a text, "" where it is not known."""

    name: str
    count: Count
    cost: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something went otherwise, and how often."""

    text: str
    number: int
    step: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything the page shows."""

    stages: list[Stage]
    chart: Chart | None
    lines: list[Line]
    verdicts: list[Told]
    failures: list[Cause]
    withdrawn: list[Cause]
    skipped: list[Cause]
    facts: list[tuple[str, str]]


def outcome(visit: Visit, campaign: Campaign, found: Results) -> Outcome:
    """What came of it, in the reader's words."""
    priced = counted.prices(visit.site.store, visit.site.config)
    whole = found.whole
    return Outcome(
        stages=list(_stages(visit.tr, whole)),
        chart=_chart(visit.tr, found),
        lines=list(_lines(visit.tr, found, priced)),
        verdicts=list(_verdicts(visit.tr, campaign, found)),
        failures=causes(visit.tr, whole, State.FAILED, State.UNDELIVERED),
        withdrawn=causes(visit.tr, whole, State.CANCELLED),
        skipped=left_out(visit.tr, whole),
        facts=list(_facts(visit.tr, whole, priced)),
    )


def name_of(tr: Translator, variant: int) -> str:
    """`Text B`."""
    letter = LETTERS[variant] if variant < len(LETTERS) else str(variant + 1)
    return tr.gettext(N_("Text %(letter)s")) % {"letter": letter}


# ── stages, tables


def _stages(tr: Translator, count: Count) -> Iterator[Stage]:
    say, of = tr.gettext, max(count.written, 1)
    yield Stage(say(N_("Written to")), count.written, None)
    yield Stage(say(N_("Taken by the network")), count.sent, count.sent / of)
    yield Stage(say(N_("Confirmed by the phone")), count.delivered, count.delivered / of)
    yield Stage(say(N_("Answered")), count.replied, count.replied / of)
    if count.coupons:
        yield Stage(say(N_("Redeemed a coupon")), count.redeemed, count.redeemed / of)
    yield Stage(say(N_("Left")), count.left, count.left / of)


def _kinds(count: Count) -> tuple[int, ...]:
    """Where messages stand, in the five kinds of the drawing."""
    sent = count.sent - count.delivered - count.of(State.UNDELIVERED)
    return count.delivered, sent, count.failed, count.cancelled, count.waiting


_KINDS = (
    N_("arrived"),
    N_("sent, no report"),
    N_("did not arrive"),
    N_("withdrawn"),
    N_("still waits"),
)


def _chart(tr: Translator, found: Results) -> Chart | None:
    """The texts beside each other; of a single one leads and customers."""
    variants = found.variants
    if len(variants) > 1:
        columns = [(name_of(tr, each), found.variant(each)) for each in variants]
    else:
        columns = [
            (tr.gettext(N_("Customers")), found.people(True)),
            (tr.gettext(N_("Not customers yet")), found.people(False)),
        ]
    values = [_kinds(count) for _, count in columns]
    series = [(tr.gettext(name), [each[place] for each in values]) for place, name in enumerate(_KINDS)]
    return piled([name for name, _ in columns], series)


def _lines(tr: Translator, found: Results, priced: Mapping[str, Decimal]) -> Iterator[Line]:
    say = tr.gettext
    parts = [(say(N_("All")), found.whole)]
    if len(found.variants) > 1:
        parts += [(name_of(tr, each), found.variant(each)) for each in found.variants]
    parts.append((say(N_("Customers")), found.people(True)))
    parts.append((say(N_("Not customers yet")), found.people(False)))
    for name, count in parts:
        yield Line(name, count, money(tr, counted.cost(count, priced)))


def money(tr: Translator, amount: Decimal | None) -> str:
    """A sum; "" for none."""
    return "" if amount is None else tr.sum(amount)


def _facts(tr: Translator, count: Count, priced: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
    say, price = tr.gettext, counted.cost(count, priced)
    yield say(N_("SMS taken by the network")), tr.number(count.paid)
    if count.twice:
        yield say(N_("of these maybe twice")), tr.number(count.twice)
    yield (
        say(N_("Cost")),
        money(tr, price) if price is not None else say(N_("not known: no price is set for the modem")),
    )
    if price and count.replied:
        yield say(N_("Cost of an answer")), tr.sum(price / count.replied)
    if count.coupons:
        yield say(N_("Coupons given out")), tr.number(count.coupons)
        yield say(N_("Coupons redeemed")), f"{tr.number(count.redeemed)} ({tr.tenths(count.redeemed / count.coupons)})"
        if count.worth:
            yield say(N_("Bought with them")), tr.sum(Decimal(count.worth) / 100)
        if price and count.redeemed:
            yield say(N_("Cost of a redeemed coupon")), tr.sum(price / count.redeemed)
    if count.apart:
        yield say(N_("Kept out, to compare")), tr.number(count.apart)


# ── causes


def causes(tr: Translator, count: Count, *states: State) -> list[Cause]:
    """Why messages in these states are so, the most frequent first."""
    return [_cause(tr, cause, number) for cause, number in count.causes_of(*states).most_common()]


def _cause(tr: Translator, cause: str, number: int) -> Cause:
    told = explain_reason(tr, cause)
    return Cause(tr.gettext(N_("Nobody said why.")), number) if told is None else Cause(told.cause, number, told.step)


def left_out(tr: Translator, count: Count) -> list[Cause]:
    """Why people got nothing, the most frequent first."""
    by_number = sorted(count.skipped.items(), key=lambda each: (-each[1], each[0]))
    return [
        Cause(tr.gettext(REASONS[reason]), number) if reason in REASONS else _cause(tr, reason, number)
        for reason, number in by_number
    ]


# ── what may be said

_CHANCE = N_("Chance alone would show such a difference in %(times)s of 100 cases.")
_NOTED = N_(
    "A purchase counts when a coupon is redeemed or somebody of the shop notes it, so note those without a coupon."
)
_NEEDED = NN_(
    "To be sure of it would take about %(num)s person for each.",
    "To be sure of it would take about %(num)s people for each.",
)


def _verdicts(tr: Translator, campaign: Campaign, found: Results) -> Iterator[Told]:
    places = found.variants
    counts = [found.variant(each) for each in places]
    names = [name_of(tr, each) for each in places]
    if len(places) > 1:
        if campaign.plan.series_id is not None:
            yield _better(tr, names, [Group(each.written, each.redeemed) for each in counts], _REDEEMED)
        else:
            yield _better(tr, names, [Group(each.written, each.replied) for each in counts], _ANSWERED)
        yield from _drives_away(tr, names, counts)
    if found.apart.apart:
        yield _uplift(tr, found, _BOUGHT, "bought", " " + tr.gettext(_NOTED))
        yield _uplift(tr, found, _HEARD, "heard")


_REDEEMED = (
    N_("%(best)s did better: %(share)s redeemed their coupon, with %(other)s %(less)s."),
    N_("Too few to tell which text is better: %(best)s leads with %(share)s redeemed coupons, %(other)s has %(less)s."),
    N_("Nobody has redeemed a coupon yet, so nothing can be said of the texts."),
)
_ANSWERED = (
    N_("%(best)s did better: %(share)s answered, with %(other)s %(less)s."),
    N_("Too few to tell which text is better: %(best)s leads with %(share)s answers, %(other)s has %(less)s."),
    N_("Nobody has answered yet, so nothing can be said of the texts."),
)
_BOUGHT = (
    N_("The SMS brought buyers: %(share)s of those who got it have bought since, of those kept out %(less)s."),
    N_("The SMS cost buyers: %(share)s of those who got it have bought since, of those kept out %(less)s."),
    N_("Too few to tell whether the SMS brought buyers: %(share)s of those who got it, %(less)s of those kept out."),
)
_HEARD = (
    N_("The SMS made people write or ring: %(share)s of those who got it, %(less)s of those kept out."),
    N_("Who got the SMS wrote and rang less: %(share)s of them, %(less)s of those kept out."),
    N_("Too few to tell whether more people wrote or rang: %(share)s of those who got it, %(less)s of those kept out."),
)


def _better(tr: Translator, names: Sequence[str], groups: Sequence[Group], said: tuple[str, str, str]) -> Told:
    found, say = compare(groups), tr.gettext
    told = found.difference
    if found.leading is None or found.against is None or told is None:
        return Told("info", "waiting", say(said[2]), "")
    values = {
        "best": names[found.leading],
        "other": names[found.against],
        "share": tr.tenths(groups[found.leading].share),
        "less": tr.tenths(groups[found.against].share),
    }
    if found.best is not None:
        return Told("good", "ok", say(said[0]) % values, _by_chance(tr, told.chance))
    needed = told.needed
    more = " " + tr.ngettext(*_NEEDED, needed) % {"num": tr.number(_round(needed))} if needed else ""
    return Told("info", "doubt", say(said[1]) % values, _by_chance(tr, told.chance) + more)


def _drives_away(tr: Translator, names: Sequence[str], counts: Sequence[Count]) -> Iterator[Told]:
    """Said only where it is sure."""
    found = compare([Group(each.written, each.left) for each in counts])
    if found.best is None or found.against is None or found.difference is None:
        return
    title = tr.gettext(N_("%(worst)s drove more people away: %(share)s left, with %(other)s %(less)s."))
    worst, other = counts[found.best], counts[found.against]
    values = {"worst": names[found.best], "other": names[found.against]}
    values |= {"share": tr.tenths(worst.left / worst.written), "less": tr.tenths(other.left / other.written)}
    yield Told("warn", "warning", title % values, _by_chance(tr, found.difference.chance))


def _uplift(tr: Translator, found: Results, said: tuple[str, str, str], what: str, note: str = "") -> Told:
    """Those who got a message against those kept out; whether one arrived hangs on phones, so it is not looked at."""
    apart = found.apart
    got = found.whole.written
    hits = sum(getattr(found.variant(each), what) for each in found.variants)
    one, other = Group(got, hits), Group(apart.apart, getattr(apart, what))
    told = difference(one, other)
    values = {"share": tr.tenths(one.share), "less": tr.tenths(other.share)}
    if not told.sure:
        more = " " + tr.ngettext(*_NEEDED, told.needed) % {"num": tr.number(_round(told.needed))} if told.needed else ""
        return Told("info", "doubt", tr.gettext(said[2]) % values, _by_chance(tr, told.chance) + more + note)
    between = tr.gettext(N_("The difference lies between %(low)s and %(high)s, as sure as 95 of 100.")) % {
        "low": tr.tenths(told.low),
        "high": tr.tenths(told.high),
    }
    good = told.by > 0
    return Told(
        "good" if good else "warn",
        "ok" if good else "warning",
        tr.gettext(said[0 if good else 1]) % values,
        between + note,
    )


def _by_chance(tr: Translator, chance: float) -> str:
    times = tr.number(max(round(chance * 100, 1 if chance < 0.1 else 0), 0.1))
    if chance < 0.001:
        return tr.gettext(N_("Chance alone would hardly ever show such a difference."))
    return tr.gettext(_CHANCE) % {"times": times}


def _round(number: int) -> int:
    """To two digits: nobody knows it better."""
    digits = max(len(str(number)) - 2, 0)
    return round(number, -digits)
