"""What quiet hours and holidays of the shop mean for messages: which classes rest now, and until when one waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.consent import LATER
from smsbox.outbox.message import BULK, MessageClass, MessageView
from smsbox.outbox.states import ACCEPTED, State
from smsbox.pacing import reach

_NO_END: Micros = 365 * DAY


def resting(config: Config, now: Micros) -> Sequence[MessageClass]:
    """The classes of which, at `now`, only messages that are half sent go on: for `claim`."""
    return () if quiet_until(config, now) is None else BULK


@dataclass(frozen=True, slots=True)
class Rest:
    """That something rests `until` then; `why` is one of `consent.LATER`, or "there": quiet hours of the customer's."""

    why: str
    until: Micros


def rest(config: Config, at: Micros, kind: MessageClass = BULK[0]) -> Rest | None:
    """Why and until when a message of `kind` that could leave at `at` waits, whoever it is for; None: it does not."""
    if kind not in BULK:
        return None
    here = reach.Place(config.region.zone, config.sending.quiet, holidays=config.shop.holidays)
    why = reach.closed(here, at)
    if why is None:
        return None
    opens = reach.next_open(here, at)
    return Rest(why, at + _NO_END if opens is None else opens)


def quiet_until(config: Config, at: Micros, kind: MessageClass = BULK[0]) -> Micros | None:
    """Until when, as `rest`."""
    found = rest(config, at, kind)
    return None if found is None else found.until


def waits(config: Config, message: MessageView, now: Micros) -> Rest | None:
    """Why and until when `message` waits: because all its class rests, or because its customer is not to be written to
    yet; None when neither is so.
    """
    begun = any(segment.state in ACCEPTED for segment in message.segments)
    if message.state is not State.QUEUED or begun:
        return None
    if message.due_at is not None and message.due_at > now and message.reason in LATER:
        return Rest("there" if message.reason == "quiet" else message.reason, message.due_at)
    return rest(config, max(now, message.due_at or message.send_after or now), message.kind)


def waits_until(config: Config, message: MessageView, now: Micros) -> Micros | None:
    """Until when, as `waits`."""
    found = waits(config, message, now)
    return None if found is None else found.until
