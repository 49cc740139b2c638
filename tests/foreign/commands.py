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
AFTER_ERROR = {"text_mode": True, "echo": True, "cmee": 0, "mt": 0, "ds": 0}
WORDS = {
    ("+CME", "3"): "operation not allowed",
    ("+CME", "4"): "operation not supported",
    ("+CME", "11"): "SIM PIN required",
    ("+CME", "14"): "SIM busy",
    ("+CME", "16"): "incorrect password",
    ("+CME", "50"): "incorrect parameters",
    ("+CME", "100"): "unknown",
    ("+CMS", "38"): "network out of order",
    ("+CMS", "303"): "operation not supported",
    ("+CMS", "304"): "invalid PDU mode parameter",
    ("+CMS", "305"): "invalid text mode parameter",
    ("+CMS", "314"): "SIM busy",
    ("+CMS", "320"): "memory failure",
    ("+CMS", "321"): "invalid memory index",
    ("+CMS", "331"): "no network service",
    ("+CMS", "500"): "unknown error",
}
CODE = "*100#"
BALANCE = {
    "plain": 'Balance 12.50 UAH.\r\nTariff "Shop" till 30.11',
    "packed": "Balance 12.50 UAH, valid till 30.11",
    "ucs2": "На рахунку 12.50 грн 😀",
}
PLAIN_OK = {"+CLIP", "+CTZU", "+CSDH", "+CRC", "+COLP", "+CSMP", "+CSMS", "+CSCS", "+CHUP", "+CGSMS"}


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
    words, habits = line[place + 2 :].strip(), modem.habits
    if len(line) > habits.longest:
        reply(modem, [], "ERROR")
        return
    chain = re.split(r';(?=[^"]*(?:"[^"]*"[^"]*)*$)', words) if habits.chains != "refused" else [words]
    answer: Answer | None = OK
    for link in chain[:1] if habits.chains == "first only" else chain:
        answer = _answer(modem, link)
        if answer is None or answer[1] != "OK":
            break
    if answer is not None:
        slow = next((slow for name, slow in habits.slow.items() if words.upper().startswith(name)), None)
        reply(modem, *answer, modem.dice.uniform(*slow) if slow else None)


def _answer(modem: Modem, words: str) -> Answer | None:
    match = re.match(r"([+^#$*][A-Z0-9]+)(.*)", words, re.IGNORECASE)
    if not match:
        return _basic(modem, words.upper())
    name, rest = match[1].upper(), match[2].strip()
    habits = modem.habits
    if name in habits.lacks or (habits.only is not None and name not in habits.only):
        if not habits.unknown:
            modem.busy = False
            return None
        return [], "ERROR" if habits.only is not None else habits.unknown
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
                return [], modem.habits.keeps_echo
            modem.echo = value == "1"
        elif letter not in ("V", "Q", "H", "S", "X", "&F", "&K", "&D", "&C", "Z") or modem.habits.only is not None:
            return [], "ERROR"
    return OK


def reply(modem: Modem, lines: list[str], final: str, delay: float | None = None) -> None:
    """Say an answer in the manner of the make, with noise where it makes noise."""
    habits, dice = modem.habits, modem.dice
    if final != "OK":
        final = wording(final, habits.errors, modem.cmee)
        vars(modem).update({name: value for name, value in AFTER_ERROR.items() if name in habits.resets})
    wait = dice.uniform(*habits.reply) if delay is None else delay
    if habits.noise and dice.random() < habits.noisy:
        modem.put(f"\r\n{dice.choice(habits.noise)}".encode() + habits.urc_end.encode(), wait / 2)
    if modem.faults.take("garbage"):
        modem.put(bytes([0, 255, 254, 128, 13, 10]) + b"\xc3\x28 +C\x00M\r\n", wait / 2)
    if modem.faults.take("latin1"):
        modem.put(b'\r\n+CLIP: "\xe9t\xe9",129\r\n', wait / 2)
    before, after = habits.line
    if lines:
        lines = [habits.spell(line) for line in lines]
        modem.put(f"{before}{lines[0]}{after}".encode("latin-1"), wait)
        if lines[1:]:
            modem.put("".join(f"{line}{after}" for line in lines[1:]).encode("latin-1"))
        modem.tell_waiting()
        if habits.noise and dice.random() < habits.noisy:
            modem.put(f"\r\n{dice.choice(habits.noise)}".encode() + habits.urc_end.encode())
    if modem.faults.take("no_final"):
        modem.busy = modem.busy_sending = False
        return
    modem.put(f"{before}{habits.spell(final)}{after}".encode("latin-1"), wait if not lines else 0.0, modem.final)


def wording(final: str, errors: str, cmee: int) -> str:
    """A refusal as this make words it: by number, in words, or only that it is one (27.007 9.1)."""
    kind, _, code = final.partition(" ERROR: ")
    if (kind == "+CME" and cmee == 0 and errors != "words") or errors == "plain":
        return "ERROR"
    in_words = errors == "words" or (errors == "asked" and cmee == 2)
    return f"{kind} ERROR: {WORDS[kind, code]}" if in_words and (kind, code) in WORDS else final


# ── identity, SIM, registration


@command("+CGMI", "+CGMM", "+CGMR", "+CGSN", "+GMM", "+GMI", "+GMR", "+GSN")
def _identity(modem: Modem, rest: str) -> Answer:
    name = modem.net.truth.commands[-1][1].upper()
    place = {"MI": 0, "MM": 1, "MR": 2}.get(name.rstrip("?=")[-2:])
    if place is not None:
        return [modem.habits.identity[place]], "OK"
    return [modem.habits.imei.format("86" + modem.imsi[-13:])], "OK"


@command("+CIMI")
def _imsi(modem: Modem, rest: str) -> Answer:
    return [modem.habits.imsi.format(modem.imsi)], "OK"


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
        if form is None:
            return [], modem.habits.unknown
        searching = time.monotonic() < modem.plugged_at + modem.habits.searching
        return [form.format(n=modem.registers, stat=2 if searching else 1)], "OK"
    if rest.startswith("=") and rest[1:].isdigit() and modem.habits.only is None:
        modem.registers = int(rest[1:])
    return OK


@command("+COPS")
def _cops(modem: Modem, rest: str) -> Answer:
    return ([modem.habits.operator] if rest == "?" else []), "OK"


@command("+CSQ")
def _csq(modem: Modem, rest: str) -> Answer:
    silent = time.monotonic() < modem.plugged_at + modem.habits.no_signal
    return ["+CSQ: 99,99" if silent else "+CSQ: 21,99"], "OK"


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


@command("+CSCS")
def _cscs(modem: Modem, rest: str) -> Answer:
    if rest == "?":
        return [f'+CSCS: "{modem.alphabet}"'], "OK"
    if rest.startswith("=") and rest.strip('="').upper() in ("GSM", "IRA", "UCS2"):
        modem.alphabet = rest.strip('="').upper()
        return OK
    return [], "+CME ERROR: 50"


@command("+CUSD")
def _cusd(modem: Modem, rest: str) -> Answer | None:
    match = re.fullmatch(r'=1,"([^"]*)"(?:,(\d+))?', rest)
    if match is None:
        return OK
    wanted = {
        "plain": CODE,
        "packed": pdu.pack(pdu.to_codes(CODE)).hex().upper(),
        "ucs2": CODE.encode("utf-16-be").hex().upper(),
    }[modem.habits.ussd_takes]
    if match[1].upper() != wanted or (modem.habits.ussd_takes == "ucs2") != (modem.alphabet == "UCS2"):
        return [], "+CME ERROR: 50"
    modem.net.truth.ussd += 1
    text, dcs = BALANCE[modem.habits.ussd_writes], 15
    if modem.habits.ussd_writes == "ucs2":
        text, dcs = text.encode("utf-16-be").hex().upper(), 72
    elif modem.habits.ussd_writes == "packed":
        text = pdu.pack(pdu.to_codes(text)).hex().upper()
    when, delay = modem.habits.ussd_when
    if when == "before":
        reply(modem, [], "OK", delay)
        modem.later(delay / 2, lambda: modem.tell(f'+CUSD: 0,"{text}",{dcs}'))
        return None
    modem.later(delay, lambda: modem.tell(f'+CUSD: 0,"{text}",{dcs}'))
    return OK


@command("+CMMS")
def _cmms(modem: Modem, rest: str) -> Answer:
    return OK if modem.habits.name in ("quectel", "u-blox", "simcom") else ([], modem.habits.unknown)
