"""What quiet hours and holidays of the shop mean for messages: which classes rest now, and until when one waits."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.outbox.message import BULK, MessageClass, MessageView
from smsbox.outbox.states import ACCEPTED, State
from smsbox.pacing import reach

_NO_END: Micros = 365 * DAY


def resting(config: Config, now: Micros) -> Sequence[MessageClass]:
    """The classes of which, at `now`, only messages that are half sent go on: for `claim`."""
    return () if quiet_until(config, now) is None else BULK


def quiet_until(config: Config, at: Micros, kind: MessageClass = BULK[0]) -> Micros | None:
    """Until when a message of `kind` that could leave at `at` waits for the end of quiet hours and holidays; None: it
    does not.
    """
    if kind not in BULK:
        return None
    here = reach.Place(config.region.zone, config.sending.quiet, holidays=config.shop.holidays)
    if reach.closed(here, at) is None:
        return None
    opens = reach.next_open(here, at)
    return at + _NO_END if opens is None else opens


def waits_until(config: Config, message: MessageView, now: Micros) -> Micros | None:
    """Until when quiet hours hold `message` back; None when they do not."""
    begun = any(segment.state in ACCEPTED for segment in message.segments)
    if message.state is not State.QUEUED or begun:
        return None
    return quiet_until(config, max(now, message.due_at or message.send_after or now), message.kind)
