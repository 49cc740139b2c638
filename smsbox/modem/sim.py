"""The SIM's lock: whether it is open, and a PIN entered at most once per value, never as the last but one try.

27.007 8.3 (+CPIN). Three wrong PINs lock the card; then only its PUK helps, which nobody here ever guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.modem.at import Reply, fields, number
from smsbox.modem.codes import ErrorCode
from smsbox.modem.link import Link
from smsbox.modem.pins import PinMemory
from smsbox.modem.troubles import CommandTimeout, LineError, PinNeeded, PinWrong, PukNeeded, SimFailure, SimMissing

_COUNTERS: Constant = (
    ("AT^CPIN?", "^CPIN"),
    ("AT+SPIC", "+SPIC"),
    ('AT+QPINC="SC"', "+QPINC"),
    ("AT+UPINCNT", "+UPINCNT"),
    ("AT#PCT", "#PCT"),
    ("AT+ZPINPUK=?", "+ZPINPUK"),
)
_PATIENT_CODES: Constant = (13, 14, 515, 314)
_UNCERTAIN: Constant = ("NOT READY", "SIM BUSY", "BUSY")
_FEW_TRIES: Constant = 2
"""With fewer tries left than this the PIN is not entered: the next mistake would lock the card."""


@dataclass(frozen=True, slots=True)
class LockState:
    """What +CPIN? says: `word` "READY", "SIM PIN", …; "" when the modem does not know the command."""

    word: str


def unlock(link: Link, pin: str | None, memory: PinMemory, name_sim: Callable[[], str]) -> None:
    """Open the SIM if it is locked. `name_sim` tells it apart for `memory`.

    Raises PinNeeded, PinWrong, PukNeeded, SimMissing, SimFailure, NotAnswering, LinkLost.
    """
    state = lock_state(link)
    if state.word == "SIM PIN":
        _enter(link, pin, memory, name_sim)
        state = _state_after_pin(link)
    _refuse(link, state)
    memory.accepted()


def _state_after_pin(link: Link) -> LockState:
    """The state once the accepted PIN has taken effect, which some modems need a moment for. Raises PinWrong."""
    for _ in range(5):
        state = lock_state(link)
        if state.word != "SIM PIN":
            return state
        link.clock.sleep(link.timeouts.retry)
        link.beat()
    raise PinWrong(tries_left=tries_left(link), entered=True)


def _refuse(link: Link, state: LockState) -> None:
    """Raise unless `state` lets messages pass; PIN2 guards other things than those."""
    if state.word in ("READY", "", "SIM PIN2", "SIM PUK2"):
        return
    if state.word == "SIM PUK":
        raise PukNeeded(tries_left=tries_left(link))
    raise SimFailure(answer=state.word)


def lock_state(link: Link) -> LockState:
    """+CPIN?, asked again while the SIM is busy. Raises SimMissing, SimFailure, CommandTimeout."""
    deadline = link.clock.boottime() + link.timeouts.sim_busy
    errors = 0
    while True:
        reply = link.exchange("AT+CPIN?", link.timeouts.pin_state)
        word = _word(reply)
        if word and word not in _UNCERTAIN:
            if word.startswith("NOT INSERTED"):
                raise SimMissing(answer=word)
            return LockState(word)
        if reply.error is not None:
            early = _judge(reply.error)
            if isinstance(early, LineError):
                raise early
            if early is not None:
                return early
            errors += reply.error.kind == "ERROR"
            if errors > 3 and _sim_works(link):
                return LockState("")
        if link.clock.boottime() >= deadline or errors > 10:
            raise SimFailure(answer=word or (reply.error.text if reply.error else ""))
        link.clock.sleep(link.timeouts.retry)
        link.beat()


def _word(reply: Reply) -> str:
    line = reply.named("+CPIN")
    values = fields(line) if line else []
    return values[0].upper() if values else ""


def _judge(error: ErrorCode) -> LineError | LockState | None:
    """An error as answer to +CPIN?: final (a LineError), a state in disguise, or None = ask again."""
    if error.code in _PATIENT_CODES or error.code is None:
        return None
    if error.code in (10, 310):
        return SimMissing(answer=error.text)
    if error.code in (11, 311):
        return LockState("SIM PIN")
    if error.code in (12, 316):
        return LockState("SIM PUK")
    if error.code in (3, 4, 100):
        return None
    return SimFailure(answer=error.text)


def _sim_works(link: Link) -> bool:
    """Whether the SIM gives its IMSI: then it is open, whatever +CPIN? says."""
    reply = link.ask("AT+CIMI", link.timeouts.identity)
    return reply is not None and any(re.fullmatch(r"\D*\d{14,15}\D*", line) for line in reply.lines)


def _enter(link: Link, pin: str | None, memory: PinMemory, name_sim: Callable[[], str]) -> None:
    """Enter `pin` if that can do no harm. Raises PinNeeded, PinWrong, PukNeeded."""
    left = tries_left(link)
    if not pin or not pin.isascii() or not pin.isdigit() or not 4 <= len(pin) <= 8:
        raise PinNeeded(tries_left=left) if not pin else PinWrong(tries_left=left, entered=False)
    sim = name_sim()
    spent = left < _FEW_TRIES if left is not None else memory.failures() >= _FEW_TRIES
    if spent or memory.tried(pin, sim):
        raise PinWrong(tries_left=left, entered=False)
    memory.entering(pin, sim)
    quoted = f'"{pin}"'
    link.port.hide(quoted.encode("ascii"))
    try:
        reply = link.exchange(f"AT+CPIN={quoted}", link.timeouts.pin, secret=quoted.encode("ascii"))
    except CommandTimeout as silence:
        raise CommandTimeout(command="+CPIN=", seconds=link.timeouts.pin) from silence
    if not reply.ok and reply.error is not None:
        if reply.error.code in (12, 316):
            raise PukNeeded(tries_left=0)
        raise PinWrong(tries_left=tries_left(link), entered=True)


def tries_left(link: Link) -> int | None:
    """How many wrong PINs the card still forgives, by the vendor's command; None when none of them is known here."""
    silences = 0
    for command, name in _COUNTERS:
        reply = link.ask(command, link.timeouts.at)
        silences += reply is None
        if silences > 1:
            return None
        line = reply.named(name) if reply is not None and reply.ok else None
        if line is not None:
            return _first_counter(name, line)
    return None


def _first_counter(name: str, line: str) -> int | None:
    """The PIN1 counter of a vendor's answer."""
    values = [number(value) for value in fields(line)]
    numbers = [value for value in values if value is not None]
    if name == "^CPIN":  # ^CPIN: SIM PIN,<times>,<puk>,<pin>,<puk2>,<pin2>; <times> empty or left out when READY
        if len(numbers) >= 4:
            return numbers[-3]
        return numbers[2] if len(numbers) >= 3 else numbers[0] if numbers else None
    return numbers[0] if numbers else None
