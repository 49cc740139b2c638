"""Routing what was received: each message once, its answer, its mark and its end in one transaction.

A crash before the commit leaves the message as it was, to be routed at the next start; after it everything is done.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from smsbox import consent, contacts, inbox
from smsbox.alarms import probing
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk import threads
from smsbox.inbox import InboundView
from smsbox.inbox import routed as marks
from smsbox.router import automatons
from smsbox.router.automatons import AUTOMATON
from smsbox.router.context import Context, Stage, Talk
from smsbox.router.order import LEAVING, STAGES
from smsbox.router.stages import extra_words
from smsbox.sms.address import AddressKind
from smsbox.sms.keywords import Kind, understand
from smsbox.sms.msisdn import BadNumber, is_premium, parse
from smsbox.store import Store, StoreTrouble
from smsbox.store.alone import alone
from smsbox.subscription import answers

log = logging.getLogger(__name__)

MACHINE, FAILED = "machine", "failed"
_EVERYTHING = 1_000_000


def route_waiting(store: Store, config: Config, now: Micros, *, most: int = 50) -> int:
    """Route up to `most` messages nobody has looked at, oldest first; how many.

    What no stage claims is left to people as it came. Raises StoreTrouble when the database refuses: then it is tried
    again with the next call.
    """
    return sum(_route(store, config, now, message_id) for message_id in marks.unrouted(store, most))


def hear_leaving(store: Store, config: Config, now: Micros) -> int:
    """Route all that nobody has looked at, but only to let people leave: the rest is left to people, and to nobody is
    anything answered by itself that is not about leaving; how many. For a database that may be a copy.
    """
    every = marks.unrouted(store, _EVERYTHING)
    return sum(_route(store, config, now, message_id, LEAVING) for message_id in every)


def _route(
    store: Store, config: Config, now: Micros, message_id: int, stages: Sequence[tuple[str, Stage]] = STAGES
) -> bool:
    """Whether it was this call that routed it."""
    try:
        # What this writes can be written again from the message itself, so it needs no flush of its own: an answer
        # leaves after the claim of its segment is on the disk, and with it everything before.
        with store.write(durable=False):
            message = inbox.as_received(store, message_id)
            if message is None or not _taken(store, config, message, now):
                return False
            by, settled, about = _done_with(store, config, now, message, stages)
            if by:
                marks.routed(store, message_id, by, now, settled=settled, about=about)
    except StoreTrouble as trouble:
        if trouble.retryable:
            raise
        return _give_to_people(store, config, message_id, now)
    except Exception:  # one message that a stage cannot stand must not keep all others waiting
        log.exception("message %s could not be routed; it is left to people", message_id)
        return _give_to_people(store, config, message_id, now)
    return True


def _taken(store: Store, config: Config, message: InboundView, now: Micros) -> bool:
    """Take it in hand, and the conversation before it: whoever ends that locks it first, then what waits there, and two
    that lock in turns would wait for each other for ever. Another box may just be hearing the same customer.
    """
    number = _number(message.sender, config)
    if number is not None:
        alone(store, number)
        threads.hold(store, number)
    return marks.take(store, message.id, message.sender, now)


def _give_to_people(store: Store, config: Config, message_id: int, now: Micros) -> bool:
    with store.write():
        message = inbox.as_received(store, message_id)
        if message is None or not _taken(store, config, message, now):
            return False
        marks.routed(store, message_id, FAILED, now, settled=False)
        number = _number(message.sender, config)
        if number is not None:
            threads.heard(store, number, message_id, message.received_at, for_people=True)
    return True


def _done_with(
    store: Store, config: Config, now: Micros, message: InboundView, stages: Sequence[tuple[str, Stage]]
) -> tuple[str, bool, str]:
    """What was done with a message, "" for nothing; whether people need not look at it; the scenario that did it."""
    if not message.sender:
        return "", False, ""
    if probing.came_back(store, message.text, now):
        return probing.ROUTED, True, ""
    number = customer(store, config, message)
    if number is None:
        return MACHINE, False, ""
    contacts.heard(store, number, message.received_at)
    context = Context(
        *(store, config, now, message, number),
        standing=consent.standing(store, number),
        contact=contacts.by_number(store, number),
        meaning=understand(message.text, extra_words(config)),
        talk=Talk.with_number(store, number),
        said=message.text,
    )
    by, settled = _claimed(context, stages)
    threads.heard(store, number, message.id, message.received_at, for_people=not settled)
    return by, settled, context.about if by == "dialog" else ""


def _claimed(context: Context, stages: Sequence[tuple[str, Stage]]) -> tuple[str, bool]:
    """By which stage, and whether people need not look at it."""
    automaton = automatons.behind(context)
    for name, stage in stages if context.message.complete and not automaton else LEAVING:
        if stage(context):
            return _named(name, context), context.settled
    return AUTOMATON if automaton else "", False


def _named(stage: str, context: Context) -> str:
    if stage != "answer":
        return stage
    return "yes" if context.meaning.kind is Kind.YES else "no"


def customer(store: Store, config: Config, message: InboundView) -> str | None:
    """The number to answer, E.164; None for machines: senders with a name, short codes, services, SIMs of our own."""
    (kind,) = store.run("SELECT sender_kind FROM received WHERE id = ?", message.id).fetchone()
    number = _number(message.sender, config) if kind != AddressKind.ALPHANUMERIC else None
    if number is None or is_premium(number):
        return None
    return None if number in answers.own_numbers(store, config) else number


def _number(text: str, config: Config) -> str | None:
    try:
        return parse(text, config.region.country)
    except BadNumber:
        return None
