"""The AT console for visitors of the page: one turn at a time for each modem, each in a thread of its own.

The same room as `smsbox at`: the list of `smsbox.modem.console`, and a hold that ends by itself. What sets anything is
not let through here at all.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from smsbox.clock import SECOND, Clock
from smsbox.errors import SmsboxError
from smsbox.modem.console import checked
from smsbox.modem.troubles import CommandTimeout
from smsbox.relay.errands import IDLE, Errands, Hold, ModemBusy
from smsbox.web.modems.console import Exchange, Turn

log = logging.getLogger(__name__)

_MARKS = 64
_MOST = 200
"""Exchanges kept of one turn; of a longer one the end."""


class Consoles:
    """The turns at all modems; `modems` are the errands of each by its name."""

    def __init__(self, modems: Mapping[str, Errands], clock: Clock) -> None:
        self._modems, self._clock = modems, clock
        self._places: dict[str, _Place] = {}
        self._lock = threading.Lock()

    def turn(self, modem: str) -> Turn | None:
        """The last turn at `modem` since the daemon started."""
        place = self._places.get(modem)
        return None if place is None else place.shown

    def give(self, modem: str, command: str, *, holder: str, once: str) -> bool:
        """Begin to give a command; False when one is under way, or somebody else has his turn.

        Raises CommandRefused, CommandForbidden, NoCommand; ModemBusy when there is no such modem any more.
        """
        asked = checked(command)
        errands = self._modems.get(modem)
        if errands is None:
            raise ModemBusy(modem=modem)
        with self._lock:
            place = self._places.setdefault(modem, _Place(modem, self._clock))
        return place.give(asked, holder, once, errands)

    def leave(self, modem: str, *, holder: str) -> None:
        """End the turn of `holder`; the queue goes on."""
        place = self._places.get(modem)
        if place is not None:
            place.leave(holder)

    def close(self) -> None:
        """Let go of every modem."""
        for place in list(self._places.values()):
            place.leave(None)


class _Place:
    """The turn at one modem, now and last."""

    def __init__(self, modem: str, clock: Clock) -> None:
        self._modem, self._clock = modem, clock
        self._lock = threading.Lock()
        self._marks: deque[str] = deque(maxlen=_MARKS)
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.shown: Turn | None = None

    # ── visitors

    def give(self, command: str, holder: str, once: str, errands: Errands) -> bool:
        now = self._clock.now()
        with self._lock:
            if once in self._marks:
                return True
            shown = self.shown
            if shown is not None and not shown.over and (shown.holder != holder or shown.running):
                return False
            self._marks.append(once)
            begins = shown is None or shown.over
            if begins:
                shown, self._typed = Turn(self._modem, holder, now, now), queue.SimpleQueue()
            assert shown is not None
            exchanges = (*shown.exchanges, Exchange(now, command))[-_MOST:]
            self.shown = replace(shown, exchanges=exchanges, until=now + int(IDLE * SECOND))
            self._typed.put(command)
        if begins:
            run = threading.Thread(
                target=self._live, args=(errands, self._typed), name=f"console {self._modem}", daemon=True
            )
            run.start()
        return True

    def leave(self, holder: str | None) -> None:
        with self._lock:
            if self.shown is not None and not self.shown.over and holder in (None, self.shown.holder):
                self._typed.put(None)
                if not self.shown.running:
                    self.shown = replace(self.shown, over=True)

    # ── the thread of the turn

    def _live(self, errands: Errands, typed: queue.SimpleQueue[str | None]) -> None:
        try:
            hold = errands.hold(lambda line: line.console_over())
            try:
                while self._go_on(errands, hold, typed):
                    pass
            finally:
                errands.release(hold)
        except SmsboxError as error:
            self._note(typed, trouble=error.key, facts=dict(error.facts))
        except Exception:  # a mistake of ours must not leave the visitor waiting
            log.exception("a console failed")
            self._note(typed, trouble="error.unexpected")
        with self._lock:
            if self._typed is typed and self.shown is not None:
                self.shown = replace(self.shown, over=True)

    def _go_on(self, errands: Errands, hold: Hold, typed: queue.SimpleQueue[str | None]) -> bool:
        """The next command; False when the turn is over. Raises what ends it with a word."""
        try:
            command = typed.get(timeout=IDLE)
        except queue.Empty:
            return False
        if command is None:
            return False
        try:
            said = errands.ask(lambda line: line.console(command), hold=hold)
        except CommandTimeout as error:  # the line lives on, and so does the turn
            self._note(typed, trouble=error.key, facts=dict(error.facts))
        else:
            self._note(typed, lines=said.lines, final=said.final)
        return True

    def _note(self, typed: queue.SimpleQueue[str | None], **changes: object) -> None:
        """What came of the command under way."""
        with self._lock:
            if self._typed is not typed or self.shown is None:
                return
            *before, last = self.shown.exchanges
            if last.running:
                done = replace(last, **changes)  # type: ignore[arg-type]
                until = self._clock.now() + int(IDLE * SECOND)
                self.shown = replace(self.shown, exchanges=(*before, done), until=until)
