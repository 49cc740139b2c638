"""What may be said of the texts of a campaign, and of what it brought: plainly, and only what is no matter of luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from smsbox.campaigns.counts import Count
from smsbox.campaigns.plan import LETTERS
from smsbox.campaigns.results import Results
from smsbox.campaigns.rows import OVER, Campaign
from smsbox.campaigns.verdict import Group, compare, difference
from smsbox.i18n.marks import N_, NN_
from smsbox.web.campaigns.seen import Told

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator


def name_of(tr: Translator, variant: int) -> str:
    """`Text B`."""
    letter = LETTERS[variant] if variant < len(LETTERS) else str(variant + 1)
    return tr.gettext(N_("Text %(letter)s")) % {"letter": letter}


_NOTHING = 0.5
_CHANCE = N_("Chance alone would show such a difference in %(times)s of 100 cases.")
_NOTED = N_(
    "A purchase counts when a coupon is redeemed or somebody of the shop notes it, so note those without a coupon."
)
_UNDER_WAY = N_("It is still under way, so wait for its end before you believe it.")
_NEEDED = NN_(
    "To be sure of it would take about %(num)s person for each.",
    "To be sure of it would take about %(num)s people for each.",
)


def verdicts(tr: Translator, campaign: Campaign, found: Results) -> Iterator[Told]:
    """The texts against each other, then all of them against those who got nothing. What looks sure in the middle may
    not be so at the end: whoever looks often enough sees chance win.
    """
    under_way = campaign.state not in OVER
    for each in _verdicts(tr, campaign, found):
        sure = under_way and each.tone in ("good", "warn")
        yield replace(each, text=f"{each.text} {tr.gettext(_UNDER_WAY)}".strip()) if sure else each


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
        yield from _uplift(tr, found, _BOUGHT, "bought", " " + tr.gettext(_NOTED))
        yield from _uplift(tr, found, _HEARD, "heard")


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
    return Told("info", "doubt", say(said[1]) % values, _by_chance(tr, told.chance) + _enough(tr, told.needed))


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


def _uplift(tr: Translator, found: Results, said: tuple[str, str, str], what: str, note: str = "") -> Iterator[Told]:
    """Those who got a message against those kept out; whether one arrived hangs on phones, so it is not looked at.
    Nothing is said while nobody has done anything.
    """
    apart = found.apart
    got = found.whole.written
    hits = sum(getattr(found.variant(each), what) for each in found.variants)
    one, other = Group(got, hits), Group(apart.apart, getattr(apart, what))
    if not one.hits and not other.hits:
        return
    told = difference(one, other)
    values = {"share": tr.tenths(one.share), "less": tr.tenths(other.share)}
    if not told.sure:
        text = _by_chance(tr, told.chance) + _enough(tr, told.needed) + note
        yield Told("info", "doubt", tr.gettext(said[2]) % values, text)
        return
    between = tr.gettext(N_("The difference lies between %(low)s and %(high)s, as sure as 95 of 100.")) % {
        "low": tr.tenths(told.low),
        "high": tr.tenths(told.high),
    }
    good = told.by > 0
    yield Told(
        "good" if good else "warn",
        "ok" if good else "warning",
        tr.gettext(said[0 if good else 1]) % values,
        between + note,
    )


def _by_chance(tr: Translator, chance: float) -> str:
    if chance >= _NOTHING:
        return tr.gettext(N_("Chance alone makes differences like this one all the time."))
    times = tr.number(max(round(chance * 100, 1 if chance < 0.1 else 0), 0.1))
    if chance < 0.001:
        return tr.gettext(N_("Chance alone would hardly ever show such a difference."))
    return tr.gettext(_CHANCE) % {"times": times}


def _enough(tr: Translator, needed: int | None) -> str:
    """How many people would tell, to two digits: nobody knows it better."""
    if not needed:
        return ""
    about = round(needed, -max(len(str(needed)) - 2, 0))
    return " " + tr.ngettext(*_NEEDED, about) % {"num": tr.number(about)}
