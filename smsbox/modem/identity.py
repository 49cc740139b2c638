"""Who the modem and the SIM are: manufacturer to IMEI, IMSI, ICCID, service centre, own numbers.

27.007 5.1-5.4 (identification), 5.6 (+CIMI), 7.1 (+CNUM), 27.005 3.3.1 (+CSCA). For the ICCID every vendor has a
command of its own, so all are tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.modem.at import Reply, command_name, fields, name_of, octets
from smsbox.modem.link import Link

_ICCID_COMMANDS: Constant = (
    ("AT+CCID", "+CCID"),
    ("AT^ICCID?", "^ICCID"),
    ("AT+ICCID", "+ICCID"),
    ("AT+QCCID", "+QCCID"),
    ("AT#CCID", "#CCID"),
    ("AT+CICCID", "+ICCID"),
    ("AT+ZGETICCID", "+ZGETICCID"),
)
_EF_ICCID: Constant = "AT+CRSM=176,12258,0,0,10"
_ICCID: Constant = re.compile(r"89\d{16,18}")
_ICCID_SWAPPED: Constant = re.compile(r"98[\dFf]{18}")


@dataclass(frozen=True, slots=True)
class Identity:
    """The modem and its SIM; "" where the modem does not say. `smsc` and `own_numbers` as the SIM spells them."""

    manufacturer: str
    model: str
    revision: str
    imei: str
    imsi: str
    iccid: str
    smsc: str
    own_numbers: tuple[str, ...] = ()


def bare(reply: Reply | None, command: str) -> str:
    """The text of an answer that has no name by the standard, but on some modems has one: `+CGSN: "35…"`."""
    if reply is None or not reply.ok:
        return ""
    name = command_name(command)
    for line in reply.lines:
        if line.startswith(name):
            return line[len(name) :].lstrip(" :").strip('"').strip()
        if name_of(line) == line or line[0] not in "+^#*_":
            return line.strip('"').strip()
    return ""


def hardware(link: Link) -> tuple[str, str, str, str]:
    """Manufacturer, model, revision, IMEI."""
    times = link.timeouts
    asked = (("AT+CGMI", times.command), ("AT+CGMM", times.command), ("AT+CGMR", times.command))
    texts = [bare(link.ask(command, timeout), command) for command, timeout in (*asked, ("AT+CGSN", times.identity))]
    digits = re.search(r"\d{14,16}", texts[3])
    return texts[0], texts[1], texts[2].removeprefix("Revision:").strip(), digits.group() if digits else texts[3]


def imsi(link: Link) -> str:
    """The subscription's number (27.007 5.6), "" while the SIM does not give it."""
    found = re.search(r"\d{6,15}", bare(link.ask("AT+CIMI", link.timeouts.identity), "AT+CIMI"))
    return found.group() if found else ""


def iccid(link: Link) -> str:
    """The card's number, by whichever command this modem knows; "" if by none."""
    silences = 0
    for command, name in _ICCID_COMMANDS:
        reply = link.ask(command, link.timeouts.probe, awaited=name)
        silences += reply is None
        if silences > 1:
            return ""  # this modem ignores what it does not know; asking on would take minutes
        if reply is not None and reply.ok:
            number = _iccid_in(" ".join(reply.lines))
            if number:
                return number
    reply = link.ask(_EF_ICCID, link.timeouts.command)
    return _iccid_in(" ".join(reply.lines)) if reply is not None and reply.ok else ""


def _iccid_in(text: str) -> str:
    """An ICCID in plain digits, or nibble-swapped as EF_ICCID holds it (31.102 4.2.1)."""
    match = _ICCID.search(text)
    if match:
        return match.group()
    swapped = _ICCID_SWAPPED.search(text)
    if swapped is None:
        return ""
    digits = swapped.group()
    return "".join(digits[i + 1] + digits[i] for i in range(0, len(digits), 2)).rstrip("Ff")


def smsc(link: Link) -> str:
    """The service centre's number (+CSCA?), "" when none is set; undoes UCS2 hex of a modem left in +CSCS="UCS2"."""
    reply = link.ask("AT+CSCA?", link.timeouts.identity)
    line = reply.named("+CSCA") if reply is not None and reply.ok else None
    values = fields(line) if line else []
    text = values[0] if values else ""
    if re.fullmatch(r"(00[23][0-9A-Fa-f])+", text) and len(text) >= 16:
        text = octets(text).decode("utf-16-be")
    return text


def own_numbers(link: Link) -> tuple[str, ...]:
    """The numbers the SIM believes to be its own (+CNUM); most operators write none."""
    reply = link.ask("AT+CNUM", link.timeouts.identity)
    if reply is None or not reply.ok:
        return ()
    found = (fields(line) for line in reply.lines if line.startswith("+CNUM"))
    return tuple(values[1] for values in found if len(values) > 1 and values[1])
