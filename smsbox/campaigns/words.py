"""What the look before the launch found, in the language of its reader: what it is, and what to do."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smsbox import wording
from smsbox.campaigns.preflight import Check
from smsbox.clock import Micros
from smsbox.i18n.explanations import Explained
from smsbox.i18n.facts import fill, written
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.outbox.reasons import explain_reason

CHECKS: dict[str, tuple[str, str]] = {
    # ── reach
    "reaches": (N_("It reaches {count} of the {of} people you mean."), ""),
    "reaches_first": (
        N_("The first time it reaches {count} of {of} people who fit; each further time those who fit by then."),
        "",
    ),
    "reaches_yearly": (
        N_("In a year it reaches {count} of the {of} people whose birthday is known, each on his day."),
        "",
    ),
    "nobody": (
        N_("Nobody of the {of} people you mean may get it."),
        N_("Ask people whether they want advertising, or choose a wider audience."),
    ),
    "destination": (
        N_("{count} numbers are out of reach: no modem may write there."),
        N_("Permit their beginnings in the settings of sending, or do without them."),
    ),
    "no_modem": (N_("No modem works now."), N_("It begins when one does. Look at the modems.")),
    "package": (
        N_("It takes {segments} SMS, and {left} are left in the package."),
        N_("Shorten the text, take fewer people, or wait until the package is renewed."),
    ),
    "limit": (
        N_("The limits of the modems permit {left} of its {segments} SMS until {until}; the others leave after that."),
        N_("Take fewer people, or raise the limits if your contract allows it."),
    ),
    "quiet": (N_("It begins within quiet hours: nothing leaves before {until}."), ""),
    "endless": (
        N_("Nobody can say when it would be through: the modems may send too little."),
        N_("Look at the limits of the modems."),
    ),
    "late": (
        N_("It would be through {finish}, but the offer ends {until}: the rest would get nothing."),
        N_("Begin earlier, take fewer people, or let the offer last longer."),
    ),
    "no_series": (
        N_("The text puts in a coupon, but no series is chosen: nobody would get it."),
        N_("Choose the series, or leave {{coupon}} out."),
    ),
    "series_over": (
        N_("The coupons of “{name}” are over, or the series is closed: nobody would get one."),
        N_("Give the series a later last day, or choose another one."),
    ),
    "series_ends": (
        N_("The coupons of “{name}” count only until {until}: whoever reads it late cannot use his."),
        N_("Give the series a later last day, or begin earlier."),
    ),
    "few_coupons": (
        N_("{left} coupons are left for {count} people: it will pause when they are used up."),
        N_("Add codes to the series, or take fewer people."),
    ),
    # ── respect
    "agreed": (N_("Only who agreed gets it; {count} others are left out."), ""),
    "lately": (N_("{count} people got something lately and are left in peace, within {days} days."), ""),
    "often": (
        N_("The shop allows itself {count} messages in {days} days to one person."),
        N_("Once in two weeks is what most people bear."),
    ),
    "everyone": (
        N_("It goes to everybody: hardly any offer fits all."),
        N_("Choose those whom it really concerns."),
    ),
    "no_pilot": (
        N_("All {count} people get it at once."),
        N_("Let a few get it first: a mistake then reaches only those."),
    ),
    "leaving_before": (
        N_("After the last campaign, “{name}”, {left} of {sent} people left."),
        N_("Ask yourself why before you write again."),
    ),
    # ── relevance
    "lacking": (
        N_("{count} of {of} people lack a field the text needs, and would get nothing."),
        N_("Give the field a fallback: {{name|friend}}."),
    ),
    "no_topic": (
        N_("It has no topic: who chose topics gets nothing."),
        N_("Say what it is about."),
    ),
    "segments": (N_("The longest text takes {most} SMS."), N_("Every SMS more costs as much as another customer.")),
    "untested": (
        N_("Nobody has tried this text on a telephone."),
        N_("Send yourself a test: it takes no coupon, only the SMS itself."),
    ),
}
_MOMENTS = ("until", "finish")
LEFT_OUT = {
    "destination": N_("No modem may send to this number."),
    "field": N_("A field of the text is missing."),
    "text": N_("The text cannot be made for this customer."),
}
"""Why somebody gets nothing, beside what the one function says that is asked about everybody."""


def left_out(tr: Translator, reason: str | None) -> str:
    """Why somebody gets nothing, by the `reason` of his row."""
    if reason in LEFT_OUT:
        return tr.gettext(LEFT_OUT[reason])
    told = explain_reason(tr, reason)
    return told.cause if told else ""


def check(tr: Translator, found: Check, zone: ZoneInfo, now: Micros) -> Explained:
    """One check in words; `zone` and `now`: how its reader sees moments."""
    if found.finding is not None:
        told = wording.told(tr, found.finding)
        return Explained(f"{found.letter}: {told.cause}", told.step) if found.letter else told
    cause, step = CHECKS[found.key]
    facts = written(tr, {name: value for name, value in found.facts.items() if name not in _MOMENTS})
    for name in _MOMENTS:
        at = found.facts.get(name)
        if isinstance(at, int):
            facts[name] = tr.moment(at, zone, now)
    return Explained(fill(tr.gettext(cause), facts), fill(tr.gettext(step), facts) if step else "")
