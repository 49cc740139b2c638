"""What quiet hours mean for messages: which classes rest now, and until when one that waits has to."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox import pacing
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.outbox.message import BULK, MessageClass, MessageView
from smsbox.outbox.states import ACCEPTED, State


def resting(config: Config, now: Micros) -> Sequence[MessageClass]:
    """The classes of which, at `now`, only messages that are half sent go on: for `claim`."""
    return () if quiet_until(config, now) is None else BULK


def quiet_until(config: Config, at: Micros, kind: MessageClass = BULK[0]) -> Micros | None:
    """Until when a message of `kind` that could leave at `at` waits for the end of quiet hours; None: it does not."""
    return pacing.quiet_until(config.region.zone, config.sending.quiet, at) if kind in BULK else None


def waits_until(config: Config, message: MessageView, now: Micros) -> Micros | None:
    """Until when quiet hours hold `message` back; None when they do not."""
    begun = any(segment.state in ACCEPTED for segment in message.segments)
    if message.state is not State.QUEUED or begun:
        return None
    return quiet_until(config, max(now, message.due_at or message.send_after or now), message.kind)
