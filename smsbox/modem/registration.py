"""The radio: whether the SIM is registered so that SMS can pass, with whom, and how strong the field is.

27.007 7.2 (+CREG), 10.1.20 (+CGREG), 10.1.22 (+CEREG), 7.3 (+COPS), 8.5 (+CSQ), 8.15 (+CCLK).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Final as Constant

from smsbox.modem.at import fields, number
from smsbox.modem.link import Link


class RegistrationState(Enum):
    """<stat> of 27.007 7.2 in words; UNTOLD when the modem knows no registration command at all."""

    IDLE = "idle"
    HOME = "home"
    SEARCHING = "searching"
    DENIED = "denied"
    UNKNOWN = "unknown"
    ROAMING = "roaming"
    SMS_ONLY_HOME = "sms_only_home"
    SMS_ONLY_ROAMING = "sms_only_roaming"
    EMERGENCY = "emergency"
    CSFB_HOME = "csfb_home"
    CSFB_ROAMING = "csfb_roaming"
    UNTOLD = "untold"


_STATES: Constant = tuple(RegistrationState)
_GOOD: Constant = {"+CREG": {1, 5, 6, 7, 9, 10}, "+CEREG": {1, 5, 6, 7, 9, 10}, "+CGREG": {1, 5}}
_CCLK: Constant = re.compile(r'"?(\d\d)/(\d\d)/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d\d)"?')
_AWAY: Constant = frozenset({5, 7, 10})
_RANK: Constant = (3, 8, 2, 4, 0)
"""Which of several bad answers is told: denied before emergency before searching before unknown before idle."""
RADIOS: Constant = ("GSM", "GSM compact", "UTRAN", "EDGE", "HSDPA", "HSUPA", "HSPA", "LTE", "EC-GSM", "NB-IoT")
"""<AcT> of 27.007 7.2 by number."""


@dataclass(frozen=True, slots=True)
class Registration:
    """The network at one moment. `operator` as the modem names it; `lac`, `cell` hexadecimal as told, or None."""

    state: RegistrationState
    can_send: bool
    roaming: bool
    technology: str | None = None
    operator: str | None = None
    lac: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """Field strength: `rssi` 0..31 of +CSQ (None: unknown), the same in dBm, `ber` 0..7 or None."""

    rssi: int | None
    dbm: int | None
    ber: int | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """One domain's answer: `stat`, and place and radio if told."""

    domain: str
    stat: int
    lac: str | None
    cell: str | None
    act: int | None

    @property
    def good(self) -> bool:
        return self.stat in _GOOD[self.domain]


def parse(line: str) -> _Answer | None:
    """`+CREG: n,stat[,"lac","ci"[,act…]]`, also without <n>."""
    domain, values = line.partition(":")[0].strip(), fields(line)
    if domain not in _GOOD or not values:
        return None
    first, second = number(values[0]), number(values[1]) if len(values) > 1 else None
    short = second is None or len(values) == 1 or len(values[1]) > 2
    stat, place = (first, values[1:]) if short else (second, values[2:])
    if stat is None or not 0 <= stat < len(_STATES) - 1:
        return None
    act = number(place[2]) if len(place) > 2 else None
    return _Answer(domain, stat, place[0] if place else None, place[1] if len(place) > 1 else None, act)


def registration(link: Link, unsupported: set[str]) -> Registration:
    """Ask the circuit-switched domain, the others only if it cannot send. `unsupported` remembers refused commands."""
    answers: list[_Answer] = []
    for domain in ("+CREG", "+CEREG", "+CGREG"):
        if domain in unsupported:
            continue
        reply = link.ask(f"AT{domain}?", link.timeouts.command)
        line = reply.named(domain) if reply is not None else None
        answer = parse(line) if line else None
        if reply is not None and not reply.ok:
            unsupported.add(domain)
        if answer is not None:
            answers.append(answer)
            if answer.good:
                break
    return _conclude(answers, operator(link) if answers and answers[-1].good else (None, None))


def _conclude(answers: list[_Answer], network: tuple[str | None, int | None]) -> Registration:
    """One statement out of what the domains said."""
    if not answers:
        return Registration(RegistrationState.UNTOLD, can_send=True, roaming=False)
    best = next((answer for answer in answers if answer.good), None)
    if best is None:
        worst = min(answers, key=lambda answer: _RANK.index(answer.stat) if answer.stat in _RANK else len(_RANK))
        return Registration(_STATES[worst.stat], can_send=False, roaming=False)
    act = best.act if best.act is not None else network[1]
    radio = RADIOS[act] if act is not None and 0 <= act < len(RADIOS) else None
    return Registration(_STATES[best.stat], True, best.stat in _AWAY, radio, network[0], best.lac, best.cell)


def operator(link: Link) -> tuple[str | None, int | None]:
    """Name (or digits) of the operator and the radio, from +COPS?; None where not told."""
    reply = link.ask("AT+COPS?", link.timeouts.command)
    line = reply.named("+COPS") if reply is not None and reply.ok else None
    values = fields(line) if line else []
    name = values[2] if len(values) > 2 and values[2] else None
    return name, number(values[3]) if len(values) > 3 else None


def network_time(link: Link) -> datetime | None:
    """The modem's clock in UTC (27.007 8.15, zone in quarters of an hour); None when it has none or tells no zone."""
    reply = link.ask("AT+CCLK?", link.timeouts.command)
    line = reply.named("+CCLK") if reply is not None and reply.ok else None
    match = _CCLK.search(line) if line else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    zone = timezone(timedelta(minutes=15 * int(match.group(7))))
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def signal(link: Link) -> Signal:
    """+CSQ; 99 is unknown, 100..199 the TD-SCDMA scale of some SIMCom modems."""
    reply = link.ask("AT+CSQ", link.timeouts.command)
    line = reply.named("+CSQ") if reply is not None and reply.ok else None
    values = [number(value) for value in fields(line)] if line else []
    rssi = values[0] if values else None
    ber = values[1] if len(values) > 1 and values[1] is not None and 0 <= values[1] <= 7 else None
    if rssi is not None and 0 <= rssi <= 31:
        return Signal(rssi, -113 + 2 * rssi, ber)
    if rssi is not None and 100 <= rssi <= 191:
        dbm = rssi - 216
        return Signal(max(0, min(31, (dbm + 113) // 2)), dbm, ber)
    return Signal(None, None, ber)
