"""USSD conversations that people hold on the page: one at a time for each modem, each in a thread of its own.

The page asks and looks again later, so no visitor waits for a network, and reloading never asks a code twice.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from smsbox.clock import Clock
from smsbox.errors import SmsboxError
from smsbox.modem import ussd
from smsbox.modem.line import GsmLine
from smsbox.modem.ussd import UssdReply, UssdState
from smsbox.relay.errands import IDLE, Errands, Hold, HoldEnded, ModemBusy
from smsbox.web.modems.dialogue import Dialogue, Turn

log = logging.getLogger(__name__)

_MARKS = 64
"""Presses of buttons that are remembered for each modem."""

_LEAVING = 30.0
"""Seconds to wait at most until the modem is free again."""

AskBalance = Callable[[str, GsmLine], tuple[str, UssdReply]]
"""Asks the operator by the line of the named modem; the code and the answer."""


class Dialogues:
    """The conversations of all modems; `modems` are the errands of each by its name."""

    def __init__(self, modems: Mapping[str, Errands], clock: Clock, ask_balance: AskBalance) -> None:
        self._modems, self._clock, self._ask_balance = modems, clock, ask_balance
        self._places: dict[str, _Place] = {}

    def dialogue(self, modem: str) -> Dialogue | None:
        """The last conversation of `modem` since the daemon started."""
        place = self._places.get(modem)
        return None if place is None else place.shown

    def ask(self, modem: str, code: str, *, once: str) -> bool:
        """Begin to ask `code`. False when a conversation is going on. Raises BadUssd."""
        asked = ussd.code(code)
        return self._place(modem).begin(
            Dialogue(modem, self._clock.now(), (Turn(asked),)), once, lambda place: place.talk(asked)
        )

    def ask_balance(self, modem: str, *, once: str) -> bool:
        """Begin to ask the operator what is left. False when a conversation is going on."""
        return self._place(modem).begin(
            Dialogue(modem, self._clock.now(), balance=True),
            once,
            lambda place: place.ask_once(lambda line: self._ask_balance(modem, line)),
        )

    def answer(self, modem: str, text: str) -> bool:
        """Answer the menu. False when none waits for it any more. Raises BadUssd."""
        return self._place(modem).type(ussd.answer(text))

    def leave(self, modem: str) -> None:
        """End the conversation and let the queue go on."""
        self._place(modem).type(None)

    def close(self) -> None:
        """Let go of every modem."""
        for place in list(self._places.values()):
            place.type(None)

    def _place(self, modem: str) -> _Place:
        """Where one talks with `modem`; it may have been added, or opened anew, since. Raises ModemBusy."""
        errands = self._modems.get(modem)
        if errands is None:
            raise ModemBusy(modem=modem)
        place = self._places.setdefault(modem, _Place(modem, errands, self._clock))
        place.errands = errands
        return place


class _Place:
    """The conversation of one modem, now and last."""

    def __init__(self, modem: str, errands: Errands, clock: Clock) -> None:
        self._modem, self.errands, self._clock = modem, errands, clock
        self._lock = threading.Lock()
        self._marks: deque[str] = deque(maxlen=_MARKS)
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.shown: Dialogue | None = None

    # ── visitors

    def begin(self, dialogue: Dialogue, once: str, run: Callable[[_Place], None]) -> bool:
        with self._lock:
            if once in self._marks:
                return True
            if self.shown is not None and (self.shown.running or self.shown.waits):
                return False
            self._marks.append(once)
            self.shown, self._typed = dialogue, queue.SimpleQueue()
        threading.Thread(target=self._live, args=(run,), name=f"dialogue {self._modem}", daemon=True).start()
        return True

    def type(self, text: str | None) -> bool:
        with self._lock:
            if self.shown is None or not self.shown.waits:
                return False
            turns = self.shown.turns if text is None else (*self.shown.turns, Turn(text))
            self.shown = replace(self.shown, turns=turns, running=True, waits=False)
            self._typed.put(text)
        return True

    # ── the thread of the conversation

    def talk(self, code: str) -> None:
        """Ask, and follow the menu as long as the visitor answers."""
        with self._held() as hold:
            reply = self.errands.ask(lambda line: line.ussd(code), hold=hold)
            while self._note(reply):
                try:
                    typed = self._typed.get(timeout=IDLE)
                except queue.Empty:
                    raise HoldEnded(modem=self._modem) from None
                if typed is None:
                    return
                reply = self.errands.ask(lambda line, text=typed: line.ussd_answer(text), hold=hold)  # type: ignore[misc]

    def ask_once(self, run: Callable[[GsmLine], tuple[str, UssdReply]]) -> None:
        """Ask without following anything."""
        code, reply = self.errands.ask(run)
        self._change(turns=(Turn(code, reply.text, reply.state.name.lower()),))

    def _live(self, run: Callable[[_Place], None]) -> None:
        try:
            run(self)
        except SmsboxError as error:
            self._change(trouble=error.key, facts=dict(error.facts))
        except Exception:  # a mistake of ours must not leave the visitor waiting
            log.exception("a dialogue failed")
            self._change(trouble="error.unexpected")
        self._change(running=False, waits=False)

    @contextmanager
    def _held(self) -> Iterator[Hold]:
        hold = self.errands.hold(lambda line: line.ussd_cancel())
        try:
            yield hold
        finally:
            self.errands.release(hold)
            # The modem may be in the middle of a segment: the next conversation would find it in use.
            until = self._clock.boottime() + _LEAVING
            while self.errands.held_for() is not None and self._clock.boottime() < until:
                self._clock.sleep(0.1)

    def _note(self, reply: UssdReply) -> bool:
        """Show what came; whether the network waits for an answer."""
        waits = reply.state is UssdState.REPLY_WANTED
        with self._lock:
            assert self.shown is not None
            *before, last = self.shown.turns
            turn = replace(last, said=reply.text, state=reply.state.name.lower())
            self.shown = replace(self.shown, turns=(*before, turn), running=not waits, waits=waits)
        return waits

    def _change(self, **changes: object) -> None:
        with self._lock:
            assert self.shown is not None
            self.shown = replace(self.shown, **changes)  # type: ignore[arg-type]
