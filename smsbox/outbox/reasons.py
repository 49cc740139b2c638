"""Why a message is held, failed or was refused, in words: the reasons and errors that the outbox keeps."""

from __future__ import annotations

from smsbox.i18n.causes.consent import NOT_NOW, NOT_PERMITTED
from smsbox.i18n.codes import explain_code
from smsbox.i18n.explanations import Explained, explain, knows
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.outbox.message import MessageView, SegmentView
from smsbox.outbox.states import (
    BY_ALLOW,
    BY_BURST,
    BY_CAMPAIGN,
    BY_CLONE,
    BY_DOUBT,
    BY_PERSON,
    BY_RESTORE,
    BY_STOP,
    State,
)

_REASONS = {
    BY_PERSON: Explained(N_("Somebody stopped it."), N_("Release it or cancel it.")),
    BY_DOUBT: Explained(
        N_("Nobody knows whether it left, and no delivery report came."),
        N_("Ask the customer, or send it again: then it may arrive twice."),
    ),
    BY_ALLOW: Explained(
        N_("Its number may no longer be written to ([sending] allow)."),
        N_("Cancel it; or permit the beginning of its number in the configuration: then it leaves by itself."),
    ),
    BY_CAMPAIGN: Explained(N_("Its campaign is paused."), N_("It leaves when the campaign goes on.")),
    BY_BURST: Explained(
        N_("A program wrote to many numbers one after the other, as thieves of tokens do."),
        N_("Ask whose program it is; then release it, or cancel it and revoke the token."),
    ),
    BY_STOP: Explained(N_("All programs are stopped, and a program wrote it."), N_("It leaves when they may go on.")),
    BY_RESTORE: Explained(
        N_("An older copy of the database was put back: it may have left since that was made."),
        N_("Look whether it left; then release it or cancel it."),
    ),
    BY_CLONE: Explained(
        N_("The database comes from another machine, which may send it too."),
        N_("If that machine is off for good, release it; if it still runs, cancel it here."),
    ),
    "expired": Explained(N_("Its last moment to be sent passed."), N_("Send it again if it still matters.")),
    "restart": Explained(
        N_("smsbox was restarted in the middle of sending."),
        N_("smsbox waits for the delivery report. After that somebody decides."),
    ),
    **{reason: Explained(*told) for reason, told in (*NOT_PERMITTED.items(), *NOT_NOW.items())},
}

_WRONG = (State.UNDELIVERED, State.FAILED, State.UNCERTAIN)


def explain_reason(tr: Translator, reason: str | None) -> Explained | None:
    """Why a message is held or failed, in words."""
    if not reason:
        return None
    if reason in _REASONS:
        say = tr.gettext
        return Explained(say(_REASONS[reason].cause), say(_REASONS[reason].step))
    if knows(reason):
        return explain(tr, reason)
    return explain_code(tr, reason) or Explained(reason, "")


def segment_error(tr: Translator, segment: SegmentView) -> str:
    """What the network said last of a segment, in words."""
    if segment.report_status is not None:
        return sentences(report_words(tr, segment.report_status))
    return sentences(explain_reason(tr, segment.error))


def why(tr: Translator, message: MessageView) -> str:
    """In one line why it stands where it stands; "" for what goes its way."""
    told = explain_reason(tr, message.reason)
    if told is not None:
        return told.cause
    bad = (each for each in message.segments if each.state in _WRONG)
    return next((said for each in bad if (said := segment_error(tr, each))), "")


def report_words(tr: Translator, status: int) -> Explained | None:
    """What a report with that TP-ST says (23.040 9.2.3.15)."""
    return explain_code(tr, f"TP-ST {status}")


def sentences(told: Explained | None) -> str:
    """Cause and next step in one line; "" for none."""
    return "" if told is None else f"{told.cause} {told.step}".strip()
