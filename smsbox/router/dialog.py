"""The stages of dialogs. Whoever put the last question to a customer gets his answer: a dialog, a request for his
permission, a campaign, or a person of the shop.
"""

from __future__ import annotations

from smsbox import campaigns
from smsbox.clock import DAY, Micros
from smsbox.dialogs import engine
from smsbox.dialogs.forgetting import drops
from smsbox.router.context import Context
from smsbox.router.stages import pending
from smsbox.sms.keywords import Kind
from smsbox.subscription import questions


def cancelling(context: Context) -> bool:
    """CANCEL ends the open dialog, or what he has ordered or booked; with neither it is a STOP like others."""
    return context.meaning.cancels and engine.cancel(context)


def asked_last(context: Context) -> bool:
    """What we asked him last was in a dialog, or about something he has: then this answers that, or nothing else we
    have asked.
    """
    at, spoke = engine.asked_at(context), context.talk.dialog_at or 0
    if at is None and not spoke:
        return False
    others = _others_asked_at(context)
    # A reminder asks outside of any dialog, and also in the middle of another one.
    if spoke > max(at or 0, others - 1) and context.meaning.kind in (Kind.YES, Kind.NO) and engine.later(context):
        return True
    context.asked_in_dialog = at is not None and at >= others
    return context.asked_in_dialog and engine.hear(context)


def open_one(context: Context) -> bool:
    """A dialog is open, though something else was asked since, and that did not take the message."""
    at = engine.asked_at(context)
    if context.asked_in_dialog or at is None:
        return False
    person = context.talk.since(at)
    taken = engine.hear(context, aside=context.talk.person_asked if person else "")
    if taken and (person or drops(context.said)):
        context.settled = False  # it may be meant for the person who wrote to him
    return taken


def called(context: Context) -> bool:
    """The word of a flow, or a question about what he has there; an answer to the campaign that told him the word."""
    talks = context.in_talk() and (context.talk.person_at or 0) > (context.talk.dialog_at or 0)
    if not engine.open_by(context, in_talk=talks):
        return not talks and _just_spoke(context) and engine.only_thanks(context)
    campaigns.replied(context.store, context.number, context.message.id, context.now)
    return True


def _just_spoke(context: Context) -> bool:
    """Whether the last he heard of us was from a dialog, or what came of one, not long ago."""
    spoke = context.talk.dialog_at
    last = max((context.talk.person_at or 0, *context.talk.automatic))
    return spoke is not None and last == spoke and context.message.received_at - spoke < DAY


def unclear(context: Context) -> bool:
    """An open dialog did not understand it, and nobody else wants it; not while a person talks with him."""
    at = engine.asked_at(context)
    return at is not None and not context.talk.since(at) and engine.unclear(context)


def _others_asked_at(context: Context) -> Micros:
    """When somebody else last asked him something that he may still answer; 0 for never."""
    at = context.talk.person_at or 0
    if pending(context):
        at = max(at, context.standing.asked_at or 0)
    if context.contact is not None:
        asked = questions.open_for(context.store, context.number, context.message.received_at)
        if asked is not None and not questions.answered(context.store, context.contact.id, asked):
            at = max(at, asked.at)
    return at
