"""What quiet hours do to a message that waits, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smsbox.i18n.explanations import Explained
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_WAITS = N_("waits until %(moment)s: quiet hours")
_STEP = N_(
    "Answers and service messages leave at any hour. When the quiet hours are stands in the settings, under Sending "
    "messages."
)
_NEVER = N_("It would never leave: quiet hours last until %(moment)s, and it may not be sent that late.")


def waits(tr: Translator, until: int, zone: ZoneInfo, now: int) -> str:
    """That a message waits for the end of quiet hours, as a part of a sentence. Moments in microseconds."""
    return tr.gettext(_WAITS) % {"moment": tr.moment(until, zone, now)}


def explained(tr: Translator, until: int, zone: ZoneInfo, now: int) -> Explained:
    """The same with what can be done about it."""
    told = waits(tr, until, zone, now)
    return Explained(f"{told[:1].upper()}{told[1:]}.", tr.gettext(_STEP))


def never(tr: Translator, until: int, zone: ZoneInfo, now: int) -> str:
    """That its last moment to be sent lies within quiet hours."""
    return tr.gettext(_NEVER) % {"moment": tr.moment(until, zone, now)}
