"""What is said at the till: why a code does not count, and what to do about it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros
from smsbox.coupons import redeeming
from smsbox.coupons.redeeming import Refused
from smsbox.coupons.series import Series
from smsbox.errors import SmsboxError
from smsbox.i18n.explained import Explained
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_ASK = N_("Ask the customer to show the SMS.")

REFUSALS: dict[str, tuple[str, str]] = {
    redeeming.UNKNOWN: (N_("There is no such code."), _ASK),
    redeeming.CHECK: (N_("The code is mistyped."), N_("Compare it with the SMS, sign by sign.")),
    redeeming.USED: (N_("Used already: {when}, {by}."), N_("A coupon counts once.")),
    redeeming.EXPIRED: (N_("Its last day is over: {until}."), N_("It counts no more.")),
    redeeming.NOT_YET: (N_("It counts only from {since}."), N_("Ask the customer to come again then.")),
    redeeming.VOID: (N_("It was made void."), N_("It counts no more.")),
    redeeming.FREE: (N_("Nobody was given this code yet."), N_("It lies in stock. Ask where it comes from.")),
    redeeming.TEST: (
        N_("A code of a test message: it works, and is worth nothing."),
        N_("Customers get codes of their own."),
    ),
}
"""Reason → what is so, what to do."""

_DAYS = {
    (False, False): N_("without end"),
    (False, True): N_("until {until}"),
    (True, False): N_("from {since}"),
    (True, True): N_("from {since} until {until}"),
}


class CouponRefused(SmsboxError):
    """A code that does not count. Facts: `code`, `reason` (a word of `redeeming`), `cause`, `step` (sentences in the
    language of whoever asked).
    """

    key = "coupons.refused"
    exit_code = 65


def refusal(tr: Translator, refused: Refused, zone: ZoneInfo, now: Micros) -> Explained:
    """Why a code does not count, in the language of `tr`, with moments as the clock of `zone` shows them."""
    cause, step = (tr.gettext(phrase) for phrase in REFUSALS[refused.reason])
    of = refused.series
    facts = {
        "when": "" if refused.when is None else tr.moment(refused.when, zone, now),
        "by": refused.by or "–",
        "until": "" if of is None or of.valid_until is None else _day(tr, of.valid_until - 1, zone),
        "since": "" if of is None or of.valid_from is None else _day(tr, of.valid_from, zone),
    }
    return Explained(cause.format(**facts), step)


def days(tr: Translator, series: Series, zone: ZoneInfo) -> str:
    """From which day until which its codes count, as half a sentence."""
    since = "" if series.valid_from is None else _day(tr, series.valid_from, zone)
    until = "" if series.valid_until is None else _day(tr, series.valid_until - 1, zone)
    told = _DAYS[bool(since), bool(until)]
    return tr.gettext(told).format(since=since, until=until)


def _day(tr: Translator, at: Micros, zone: ZoneInfo) -> str:
    return tr.whole_day(datetime.fromtimestamp(at // SECOND, UTC).astimezone(zone).date())
