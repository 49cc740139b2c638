"""Puts up on the status board what the session of one modem knows: able to send, or holding and why."""

from __future__ import annotations

from collections.abc import Mapping

from smsbox.clock import Clock
from smsbox.relay.diary import HoldDiary
from smsbox.relay.permits import Hold, Permit
from smsbox.relay.radio import Radio
from smsbox.relay.status import HOLDING
from smsbox.relay.surroundings import Surroundings
from smsbox.store import StoreTrouble


class Display:
    """The part of the board that belongs to one session."""

    def __init__(self, around: Surroundings) -> None:
        self._board, self._name = around.board, around.modem.name
        self._clock: Clock = around.clock
        self._diary = HoldDiary(around.store, around.modem.name)
        self._shown: Hold | None = None
        self._shown_waiting = False

    def differs(self, permit: Permit) -> bool:
        """Whether `permit` is another than the one people see."""
        return permit.hold != self._shown or self._shown_waiting != (permit.wait_s > 1)

    def show(self, permit: Permit, radio: Radio) -> None:
        """Put up what may be sent, and the radio."""
        now = self._clock.now()
        self._shown, self._shown_waiting = permit.hold, permit.wait_s > 1
        self._diary.keep(permit.hold, now)
        self._board.change(self._name, now, **permit.as_fields(now), **radio.as_fields())

    def show_store_trouble(self, trouble: StoreTrouble) -> None:
        """Put up that the database refuses."""
        self._board.change(self._name, self._clock.now(), state=HOLDING, reason=trouble.key, facts=dict(trouble.facts))

    def note_traffic(self, *, left: Mapping[str, int] | None, received: bool) -> None:
        """Put up that something came just now, or went, with what the quotas have `left` since."""
        now = self._clock.now()
        changes: dict[str, object] = {"last_received_at": now} if received else {}
        if left is not None:
            changes |= {"last_sent_at": now, "limits_left": left}
        if changes:
            self._board.change(self._name, now, **changes)
