"""Errands: what other threads want of a modem, run on the one thread that owns its line, between two segments.

A *hold* keeps the queue waiting while a person works at the modem: a menu, the console. It ends with its holder, or by
itself when nothing is asked for two minutes.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from smsbox.clock import Clock
from smsbox.errors import SmsboxError
from smsbox.modem.line import GsmLine
from smsbox.modem.troubles import CommandTimeout, LineError

log = logging.getLogger(__name__)

IDLE = 120.0
"""Seconds without an errand after which a hold ends by itself."""

PATIENCE = 200.0
"""Seconds to wait for the end of an errand: longer than a segment in doubt keeps the line."""

COURTESY = 2.0
"""Seconds a new holder waits for the last one, who may be hanging up this moment."""

_MOST = 8
"""Errands waiting for one modem."""

Outcome = TypeVar("Outcome")
Run = Callable[[GsmLine], Outcome]


class NoModem(SmsboxError):
    """No modem has this name. Facts: `modem`, `known`."""

    key = "relay.no_modem"
    exit_code = 69


class ModemBusy(SmsboxError):
    """The modem is used by somebody else, or did not get round to it; nothing was done. Facts: `modem`."""

    key = "relay.modem_busy"
    retryable = True
    exit_code = 75


class ModemDown(SmsboxError):
    """The modem does not work at present; nothing was done. Facts: `modem`, `why` (a key), `of` (the facts of that)."""

    key = "relay.modem_down"
    retryable = True
    exit_code = 75


class ErrandUnfinished(SmsboxError):
    """It was begun and did not end in time: what came of it is unknown. Facts: `modem`, `seconds`."""

    key = "relay.errand_unfinished"
    exit_code = 75


class HoldEnded(SmsboxError):
    """The hold ended by itself because nothing was asked for a while, or the line was lost. Facts: `modem`."""

    key = "relay.hold_ended"
    exit_code = 75


@dataclass(slots=True, eq=False)
class Hold:
    """Somebody works at the modem: what to do with the line at the end, and when that comes by itself."""

    leave: Run[None]
    until: float
    released: bool = False


@dataclass(slots=True, eq=False)
class _Errand:
    run: Run[Any]
    hold: Hold | None
    done: threading.Event = field(default_factory=threading.Event)
    begun: bool = False
    outcome: Any = None
    error: Exception | None = None


def _again(down: ModemDown) -> ModemDown:
    """The same for one more thread: an exception belongs to the one that raises it."""
    return ModemDown(modem=down.facts["modem"], why=down.facts["why"], of=down.facts["of"])


class Errands:
    """The errands of one modem; `ask`, `hold` and `release` are for other threads, the rest for the modem's own."""

    def __init__(self, modem: str, clock: Clock, wake: Callable[[], None]) -> None:
        self._modem, self._clock, self._wake = modem, clock, wake
        self._lock = threading.Lock()
        self._free = threading.Condition(self._lock)
        self._waiting: deque[_Errand] = deque()
        self._hold: Hold | None = None
        self._down: ModemDown | None = None
        self.running = False
        """Whether the modem's thread is inside an errand right now."""

    # ── other threads

    def ask(self, run: Run[Outcome], *, timeout_s: float = PATIENCE, hold: Hold | None = None) -> Outcome:
        """Have `run` done with the line and return what it returns, or raise what it raises.

        Raises ModemBusy, ModemDown, HoldEnded: nothing was done. Raises ErrandUnfinished: it was begun.
        """
        errand = _Errand(run, hold)
        with self._lock:
            self._admit(errand)
            self._waiting.append(errand)
        self._wake()
        if not errand.done.wait(timeout_s):
            with self._lock:
                if not errand.begun:
                    self._waiting.remove(errand)
                    raise ModemBusy(modem=self._modem)
            raise ErrandUnfinished(modem=self._modem, seconds=int(timeout_s))
        if errand.error is not None:
            raise errand.error
        return cast(Outcome, errand.outcome)

    def _admit(self, errand: _Errand) -> None:
        """Raises what stands against taking it."""
        if self._down is not None:
            raise _again(self._down)
        if errand.hold is not None and errand.hold is not self._hold:
            raise HoldEnded(modem=self._modem)
        if (errand.hold is None and self._hold is not None) or len(self._waiting) >= _MOST:
            raise ModemBusy(modem=self._modem)

    def hold(self, leave: Run[None]) -> Hold:
        """Keep the queue waiting; `leave` runs with the line when the hold ends. Raises ModemBusy, ModemDown."""
        with self._lock:
            if not self._free.wait_for(lambda: self._hold is None, COURTESY):
                raise ModemBusy(modem=self._modem)
            if self._down is not None:
                raise _again(self._down)
            self._hold = Hold(leave, self._clock.boottime() + IDLE)
            held = self._hold
        self._wake()
        return held

    def release(self, hold: Hold) -> None:
        """The holder has gone; may be repeated."""
        with self._lock:
            if self._hold is hold:
                hold.released = True
        self._wake()

    # ── the modem's thread

    def held_for(self) -> float | None:
        """For how many seconds the modem is held at most, if nothing more is asked; None when nobody holds it."""
        with self._lock:
            return None if self._hold is None else max(0.1, self._hold.until - self._clock.boottime())

    def serve(self, line: GsmLine, settle: Callable[[], object]) -> None:
        """Do what is waiting; before the first, `settle` brings to the disk what is known of the last segment.

        Raises LineError when the line must be opened anew.
        """
        self._down = None
        settled = False
        while (errand := self._next()) is not None:
            if not settled:
                settle()
                settled = True
            self._do(errand, line)
        self._end_hold(line)

    def _next(self) -> _Errand | None:
        with self._lock:
            errand = self._waiting.popleft() if self._waiting else None
            if errand is not None:
                errand.begun = True
                if errand.hold is not None:
                    errand.hold.until = float("inf")
            return errand

    def _do(self, errand: _Errand, line: GsmLine) -> None:
        """Run one; its error belongs to who asked, and what harms the line to the session too."""
        self.running = True
        try:
            errand.outcome = errand.run(line)
        except LineError as error:
            errand.error = error
            if not isinstance(error, CommandTimeout):
                raise
        except SmsboxError as error:
            errand.error = error
        except Exception as error:  # a mistake of ours must not end the session
            log.exception("modem %s: an errand failed", self._modem)
            errand.error = error
        finally:
            self.running = False
            if errand.hold is not None:
                errand.hold.until = self._clock.boottime() + IDLE
            errand.done.set()

    def _end_hold(self, line: GsmLine) -> None:
        """Let go what nobody holds any more."""
        with self._lock:
            hold = self._hold
            if hold is None or not (hold.released or hold.until <= self._clock.boottime()):
                return
            self._hold = None
            self._free.notify_all()
        try:
            hold.leave(line)
        except CommandTimeout as error:
            log.warning("modem %s: after the work by hand: %s", self._modem, error)

    def line_lost(self, why: SmsboxError) -> None:
        """The session is over because of `why`: whoever waits is told, holds end."""
        down = ModemDown(modem=self._modem, why=why.key, of=dict(why.facts))
        with self._lock:
            self._down, self._hold = down, None
            self._free.notify_all()
            lost, self._waiting = list(self._waiting), deque()
        for errand in lost:
            errand.error = _again(down)
            errand.done.set()
