"""How a customer and his permission stand, as pictures, tones and words."""

from __future__ import annotations

from datetime import date

from smsbox.consent import Standing
from smsbox.consent import State as Consent
from smsbox.consent.words import PERMISSIONS as TOLD
from smsbox.contacts import State
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.web.words import Word

STATES = {
    State.LEAD: Word("person", "idle", State.LEAD.text),
    State.CUSTOMER: Word("ok", "good", State.CUSTOMER.text),
    State.LAPSED: Word("waiting", "warn", State.LAPSED.text),
}
"""How far somebody has come with the shop."""

PERMISSIONS = {
    Consent.UNKNOWN: Word("ask", "idle", TOLD[Consent.UNKNOWN], N_("Nobody has asked whether offers are welcome.")),
    Consent.ASKED: Word("waiting", "busy", TOLD[Consent.ASKED], N_("Was asked and has not answered yet.")),
    Consent.AGREED: Word("ok", "good", TOLD[Consent.AGREED], N_("Has agreed to offers.")),
    Consent.DECLINED: Word(
        "cancelled", "idle", TOLD[Consent.DECLINED], N_("Said no, or said nothing: gets no offers.")
    ),
    Consent.LEFT: Word("cancelled", "warn", TOLD[Consent.LEFT], N_("Has left: gets no offers, whatever is imported.")),
}
CALLS = Word("call", "busy", N_("rather called"), N_("Wants to be called instead of getting SMS."))
ERASED = Word("lock", "warn", N_("never write"), N_("Was erased once: a mark keeps offers away."))

_LEAP_YEAR = 2000
_ORIGINS = {"import": N_("import no. %(what)s"), "poll": N_("question no. %(what)s"), "sms": N_("by SMS")}
"""Where a field comes from, by the first word of its origin."""


def origin(tr: Translator, word: str) -> str:
    """Where a field comes from (`import:7`, `staff:Olha`, `sms`), in words; a person by his name."""
    kind, _, what = word.partition(":")
    return tr.gettext(_ORIGINS[kind]) % {"what": what} if kind in _ORIGINS else what or word


def birthday(tr: Translator, known: str) -> str:
    """A birthday as the reader writes days, with the year when it is known."""
    if len(known) > len("MM-DD"):
        return tr.whole_day(date.fromisoformat(known))
    day = date.fromisoformat(f"{_LEAP_YEAR}-{known}")
    return tr.day(day, day)


def permission(standing: Standing) -> Word:
    """Where somebody stands who may have left, been erased, or wants calls."""
    if standing.gone:
        return PERMISSIONS[Consent.LEFT]
    if standing.suppressed:
        return ERASED
    if standing.prefers_call and standing.state is Consent.AGREED:
        return CALLS
    return PERMISSIONS[standing.state]
