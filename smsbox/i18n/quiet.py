"""What quiet hours do to a message that waits, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smsbox.i18n.explanations import Explained
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_WAITS = {
    "quiet": N_("waits until %(moment)s: quiet hours"),
    "there": N_("waits until %(moment)s: quiet hours where the customer is"),
    "holiday": N_("waits until %(moment)s: a day without advertising"),
    "hours": N_("waits until %(moment)s: then the customer wants to be written to"),
}
_STEP = N_(
    "Answers and service messages leave at any hour. When the quiet hours are stands in the settings, under Sending "
    "messages."
)
_STEPS = {
    "quiet": _STEP,
    "there": _STEP,
    "holiday": N_("Answers and service messages leave on any day. These days stand in the settings, under Shop."),
    "hours": N_("Nothing to do: these hours are the customer’s own choice."),
}
_NEVER = N_("It would never leave: quiet hours last until %(moment)s, and it may not be sent that late.")


def waits(tr: Translator, until: int, zone: ZoneInfo, now: int, why: str = "quiet") -> str:
    """That a message waits until then, as a part of a sentence; `why` as in `outbox.Rest`. Moments in µs."""
    return tr.gettext(_WAITS[why]) % {"moment": tr.moment(until, zone, now)}


def explained(tr: Translator, until: int, zone: ZoneInfo, now: int, why: str = "quiet") -> Explained:
    """The same with what can be done about it."""
    told = waits(tr, until, zone, now, why)
    return Explained(f"{told[:1].upper()}{told[1:]}.", tr.gettext(_STEPS[why]))


def never(tr: Translator, until: int, zone: ZoneInfo, now: int) -> str:
    """That its last moment to be sent lies within quiet hours."""
    return tr.gettext(_NEVER) % {"moment": tr.moment(until, zone, now)}
