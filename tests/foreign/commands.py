"""Owns the AT command set (V.250, 27.007, 27.005) as these makes of modem understand it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.foreign import pdu

if TYPE_CHECKING:
    from tests.foreign.modem import Modem

Answer = tuple[list[str], str]
OK: Answer = ([], "OK")
TABLE: dict[str, Callable[[Modem, str], Answer | None]] = {}
NEED_SIM = {"+CPIN", "+CIMI", "+CPMS", "+CNMI", "+CSCA", "+CMGL", "+CMGS", "+CMGR", "+CMGD"}
PLAIN_OK = {"+CLIP", "+CTZU", "+CSDH", "+CRC", "+COLP", "+CSMP", "+CSMS", "+CSCS", "+CHUP", "+CGSMS", "+CUSD"}


def command(*names: str) -> Callable[[Callable[[Modem, str], Answer | None]], Callable[[Modem, str], Answer | None]]:
    """Enter a function under command names."""

    def keep(function: Callable[[Modem, str], Answer | None]) -> Callable[[Modem, str], Answer | None]:
        TABLE.update(dict.fromkeys(names, function))
        return function

    return keep


def perform(modem: Modem, line: str) -> None:
    """Carry out a command line and answer it."""
    place = line.upper().find("AT")
    if place < 0:
        modem.busy = False  # not a command line: V.250 5.2.1 keeps silent
        return
    answer = _answer(modem, line[place + 2 :].strip())
    if answer is not None:
        reply(modem, *answer)


def _answer(modem: Modem, words: str) -> Answer | None:
    match = re.match(r"([+^#$*][A-Z0-9]+)(.*)", words, re.IGNORECASE)
    if not match:
        return _basic(modem, words.upper())
    name, rest = match[1].upper(), match[2].strip()
    habits = modem.habits
    if habits.only is not None and name not in habits.only:
        return [], "ERROR"
    if time.monotonic() < modem.sim_ready_at and name in NEED_SIM:
        return [], habits.busy if "SIM busy" in habits.busy or not name.startswith("+CM") else "+CMS ERROR: 314"
    if not modem.unlocked and name in NEED_SIM and name not in ("+CPIN", "+CIMI"):
        return [], "+CMS ERROR: 311"
    if not modem.unlocked and name in ("+CIMI", "+CREG", "+COPS"):
        return ([], "+CME ERROR: 11") if modem.cmee else ([], "ERROR")
    fixed = habits.fixed.get(name + rest[:1] if rest == "?" else name, habits.fixed.get(name))
    if fixed is not None:
        line = fixed.format(tries=modem.pin_tries, pin="READY" if modem.unlocked else "SIM PIN")
        return ([], line[1:]) if line.startswith("!") else ([line], "OK")
    if name in TABLE:
        return TABLE[name](modem, rest)
    if name in PLAIN_OK:
        return OK
    return [], habits.unknown


def _basic(modem: Modem, words: str) -> Answer:
    for letter, value in re.findall(r"(&?[A-Z])(\d*)", words):
        if letter == "E":
            if modem.habits.always_echo:
                return [], "ERROR"
            modem.echo = value == "1"
        elif letter not in ("V", "Q", "H", "S", "X", "&F", "&K", "&D", "&C", "Z") or modem.habits.only is not None:
            return [], "ERROR"
    return OK


def reply(modem: Modem, lines: list[str], final: str, delay: float | None = None) -> None:
    """Say an answer in the manner of the make, with noise where it makes noise."""
    habits, dice = modem.habits, modem.dice
    if final.startswith("+CME") and modem.cmee == 0:
        final = "ERROR"
    wait = dice.uniform(*habits.reply) if delay is None else delay
    if habits.noise and dice.random() < habits.noisy:
        modem.put(f"\r\n{dice.choice(habits.noise)}".encode() + habits.urc_end.encode(), wait / 2)
    if modem.faults.take("garbage"):
        modem.put(bytes([0, 255, 254, 128, 13, 10]) + b"\xc3\x28 +C\x00M\r\n", wait / 2)
    if modem.faults.take("latin1"):
        modem.put(b'\r\n+CLIP: "\xe9t\xe9",129\r\n', wait / 2)
    if lines:
        modem.put("".join(f"\r\n{line}\r\n" for line in lines[:1]).encode("latin-1"), wait)
        if lines[1:]:
            modem.put("".join(f"{line}\r\n" for line in lines[1:]).encode("latin-1"))
        if habits.noise and dice.random() < habits.noisy:
            modem.put(f"\r\n{dice.choice(habits.noise)}".encode() + habits.urc_end.encode())
    if modem.faults.take("no_final"):
        modem.busy = modem.busy_sending = False
        return
    modem.put(f"\r\n{final}\r\n".encode("latin-1"), wait if not lines else 0.0, modem.final)


# ── identity, SIM, registration


@command("+CGMI", "+CGMM", "+CGMR", "+CGSN", "+GMM", "+GMI", "+GMR", "+GSN")
def _identity(modem: Modem, rest: str) -> Answer:
    name = modem.net.truth.commands[-1][1].upper()
    place = {"MI": 0, "MM": 1, "MR": 2}.get(name.rstrip("?=")[-2:])
    return [modem.habits.identity[place] if place is not None else "86" + modem.imsi[-13:]], "OK"


@command("+CIMI")
def _imsi(modem: Modem, rest: str) -> Answer:
    return [modem.imsi], "OK"


@command("+CMEE")
def _cmee(modem: Modem, rest: str) -> Answer:
    if rest.startswith("=") and rest[1:].isdigit():
        modem.cmee = int(rest[1:])
    return OK


@command("+CPIN")
def _cpin(modem: Modem, rest: str) -> Answer:
    if rest == "?":
        state = "READY" if modem.unlocked else "SIM PIN" if modem.pin_tries else "SIM PUK"
        return [f"+CPIN: {state}"], "OK"
    given = rest.lstrip("=").strip('"')
    modem.net.truth.pins.append(given)
    if modem.pin_tries and given == modem.pin:
        modem.unlocked, modem.pin_tries, modem.sim_ready_at = True, 3, time.monotonic() + 1.0
        return OK
    modem.pin_tries = max(0, modem.pin_tries - 1)
    return [], "+CME ERROR: incorrect password" if modem.habits.name == "simcom" else "+CME ERROR: 16"


@command("+CREG", "+CGREG", "+CEREG")
def _registration(modem: Modem, rest: str) -> Answer:
    name = re.match(r".*?(\+C\w*REG)", modem.net.truth.commands[-1][1].upper())
    assert name
    if rest == "?":
        form = modem.habits.registration.get(name[1])
        return ([form.format(n=modem.registers)], "OK") if form else ([], modem.habits.unknown)
    if rest.startswith("=") and rest[1:].isdigit() and modem.habits.only is None:
        modem.registers = int(rest[1:])
    return OK


@command("+COPS")
def _cops(modem: Modem, rest: str) -> Answer:
    return (['+COPS: 0,0,"life:)"'] if rest == "?" else []), "OK"


@command("+CSCA")
def _csca(modem: Modem, rest: str) -> Answer:
    return (['+CSCA: "+380500000099",145'] if rest == "?" else []), "OK"


@command("+CFUN")
def _cfun(modem: Modem, rest: str) -> Answer:
    if rest == "?":
        return ["+CFUN: 1"], "OK"
    if modem.habits.forgets_mode:
        modem.text_mode = True
    if rest.endswith(",1"):
        modem.later(0.2, lambda: modem.power_on(0.0))
    return OK


@command("+CCLK")
def _cclk(modem: Modem, rest: str) -> Answer:
    return ([f'+CCLK: "{pdu.now():%y/%m/%d,%H:%M:%S}+08"'] if rest == "?" else []), "OK"


@command("+CMMS")
def _cmms(modem: Modem, rest: str) -> Answer:
    return OK if modem.habits.name in ("quectel", "u-blox", "simcom") else ([], modem.habits.unknown)
