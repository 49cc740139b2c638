"""What lines of a modem's answers mean, as phrases with facts: signal, registration, operator, SIM, memory, errors.

The wording is N_-marked English; whoever shows it translates the phrase and those facts that are phrases themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final as Constant

from smsbox.i18n.codes import explain_code
from smsbox.i18n.facts import written
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.modem.at import fields, name_of, number
from smsbox.modem.registration import RADIOS, RegistrationState, parse

_STATES: Constant[dict[RegistrationState, str]] = {
    RegistrationState.IDLE: N_("not in a network"),
    RegistrationState.HOME: N_("in the home network"),
    RegistrationState.SEARCHING: N_("searching for a network"),
    RegistrationState.DENIED: N_("refused by the network"),
    RegistrationState.UNKNOWN: N_("unknown"),
    RegistrationState.ROAMING: N_("roaming"),
    RegistrationState.SMS_ONLY_HOME: N_("home network, SMS only"),
    RegistrationState.SMS_ONLY_ROAMING: N_("roaming, SMS only"),
    RegistrationState.EMERGENCY: N_("emergency calls only"),
    RegistrationState.CSFB_HOME: N_("in the home network"),
    RegistrationState.CSFB_ROAMING: N_("roaming"),
}

_PINS: Constant = {
    "READY": N_("The SIM is open."),
    "SIM PIN": N_("The SIM wants its PIN."),
    "SIM PUK": N_("The SIM is locked and wants its PUK."),
    "SIM PIN2": N_("The SIM is open; only its PIN2 is not."),
    "SIM PUK2": N_("The SIM is open; only its PIN2 is not."),
    "NOT INSERTED": N_("The modem does not see the SIM."),
}
_FUNCTIONS: Constant = {
    "0": N_("The radio is off."),
    "1": N_("The radio is on."),
    "4": N_("The radio is off (flight mode)."),
}
_FORMATS: Constant = {"0": N_("PDU mode, as smsbox needs it."), "1": N_("Text mode: smsbox sets it back to PDU mode.")}
_PLACES: Constant = {
    "0": N_("received, unread"),
    "1": N_("received, read"),
    "2": N_("stored, unsent"),
    "3": N_("stored, sent"),
}
_ATTACHED: Constant = {"0": N_("No packet data."), "1": N_("Packet data is on.")}


@dataclass(frozen=True, slots=True)
class Meaning:
    """`phrase` with its `facts`; facts named in `worded` are phrases too."""

    phrase: str
    facts: dict[str, object] = field(default_factory=dict)
    worded: tuple[str, ...] = ()


def of_line(line: str) -> Meaning | None:
    """What one information line says; None where it speaks for itself, or nothing is known of it."""
    reader = _READERS.get(name_of(line))
    values = fields(line)
    return reader(line, values) if reader is not None and values else None


def verdict(dbm: int) -> str:
    """How good a field strength is for SMS, as a phrase."""
    for least, word in ((-75, N_("excellent")), (-87, N_("good")), (-97, N_("fair")), (-105, N_("weak"))):
        if dbm >= least:
            return word
    return N_("very weak: move the antenna")


def _signal(line: str, values: list[str]) -> Meaning | None:
    """27.007 8.5: 0..31 is -113 + 2x dBm, 99 unknown."""
    rssi = number(values[0])
    if rssi is None or rssi > 31:
        return Meaning(N_("No signal is known.")) if rssi == 99 else None
    dbm = -113 + 2 * rssi
    return Meaning(N_("Signal {dbm} dBm: {verdict}."), {"dbm": dbm, "verdict": verdict(dbm)}, ("verdict",))


def _registration(line: str, values: list[str]) -> Meaning | None:
    answer = parse(line)
    if answer is None:
        return None
    facts: dict[str, object] = {"state": _STATES[tuple(RegistrationState)[answer.stat]]}
    if answer.act is None or not 0 <= answer.act < len(RADIOS):
        return Meaning(N_("Network: {state}."), facts, ("state",))
    return Meaning(N_("Network: {state} ({radio})."), facts | {"radio": RADIOS[answer.act]}, ("state",))


def _operator(line: str, values: list[str]) -> Meaning | None:
    if len(values) < 3:
        return Meaning(N_("No operator: the modem is not registered."))
    return Meaning(N_("Operator: {operator}."), {"operator": values[2]}) if values[2] else None


def _memory(line: str, values: list[str]) -> Meaning | None:
    """27.005 3.2.2: the first memory is the one that is read."""
    if len(values) < 3 or not (values[1].isdigit() and values[2].isdigit()):
        return None
    facts: dict[str, object] = {"memory": values[0], "used": values[1], "capacity": values[2]}
    return Meaning(N_("Memory {memory}: {used} of {capacity} places taken."), facts)


def _centre(line: str, values: list[str]) -> Meaning | None:
    if not values[0]:
        return Meaning(N_("No SMS centre is set: nothing can be sent."))
    return Meaning(N_("SMS centre: {number}."), {"number": values[0]})


def _own_number(line: str, values: list[str]) -> Meaning | None:
    own = values[1] if len(values) > 1 else ""
    return Meaning(N_("Own number: {number}."), {"number": own}) if own else None


def _supply(line: str, values: list[str]) -> Meaning | None:
    """27.007 8.4; the third value of many vendors is millivolts."""
    millivolts = number(values[2]) if len(values) > 2 else None
    return Meaning(N_("Supply: {volts} V."), {"volts": round(millivolts / 1000, 2)}) if millivolts else None


def _stored(line: str, values: list[str]) -> Meaning | None:
    """27.005 3.4.2 in PDU mode: index, state, alpha, length."""
    if len(values) < 2 or values[1] not in _PLACES:
        return None
    return Meaning(N_("Place {place}: {state}."), {"place": values[0], "state": _PLACES[values[1]]}, ("state",))


def _of_words(words: dict[str, str]) -> Callable[[str, list[str]], Meaning | None]:
    return lambda line, values: Meaning(words[values[0]]) if values[0] in words else None


_READERS: Constant[dict[str, Callable[[str, list[str]], Meaning | None]]] = {
    "+CSQ": _signal,
    **dict.fromkeys(("+CREG", "+CGREG", "+CEREG"), _registration),
    "+COPS": _operator,
    "+CPMS": _memory,
    "+CSCA": _centre,
    "+CNUM": _own_number,
    "+CBC": _supply,
    "+CMGL": _stored,
    "+CPIN": _of_words(_PINS),
    "+CFUN": _of_words(_FUNCTIONS),
    "+CMGF": _of_words(_FORMATS),
    "+CGATT": _of_words(_ATTACHED),
}


def in_words(tr: Translator, lines: Iterable[str], final: str) -> list[tuple[str, str]]:
    """Each line of an answer, and its final result, with what it means to the reader; "" where nothing is said."""
    found = []
    for line in lines:
        meaning = of_line(line)
        facts = {} if meaning is None else written(tr, meaning.facts)
        for name in meaning.worded if meaning is not None else ():
            facts[name] = tr.gettext(str(facts[name]))
        found.append((line, "" if meaning is None else tr.gettext(meaning.phrase).format_map(facts)))
    told = explain_code(tr, final) if final not in ("OK", "") else None
    return [*found, (final, told.cause if told is not None else "")]
