"""The results of a campaign as its reader is told them: stages, tables, causes, and what may be said of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from smsbox.campaigns import results as counted
from smsbox.campaigns.counts import Count
from smsbox.campaigns.results import Results
from smsbox.campaigns.rows import Campaign
from smsbox.i18n.marks import N_
from smsbox.outbox import State
from smsbox.outbox.reasons import explain_reason
from smsbox.web.campaigns import judged
from smsbox.web.campaigns.judged import name_of
from smsbox.web.campaigns.left_out import REASONS
from smsbox.web.campaigns.seen import Told
from smsbox.web.charts import Chart, piled

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator
    from smsbox.web.visit import Visit


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
        verdicts=list(judged.verdicts(visit.tr, campaign, found)),
        failures=causes(visit.tr, whole, State.FAILED, State.UNDELIVERED),
        withdrawn=causes(visit.tr, whole, State.CANCELLED),
        skipped=left_out(visit.tr, whole),
        facts=list(_facts(visit.tr, whole, priced)),
    )


# ── stages, tables


def _stages(tr: Translator, count: Count) -> Iterator[Stage]:
    say, of = tr.gettext, max(count.written, 1)
    yield Stage(say(N_("Written to")), count.written, None)
    yield Stage(say(N_("Taken by the network")), count.sent, count.sent / of)
    yield Stage(say(N_("Confirmed by the phone")), count.delivered, count.delivered / of)
    yield Stage(say(N_("Answered")), count.replied, count.replied / of)
    if count.coupons:
        yield Stage(say(N_("Used a coupon")), count.redeemed, count.redeemed / of)
    yield Stage(say(N_("Unsubscribed")), count.left, count.left / of)


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
