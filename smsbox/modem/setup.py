"""Brings a modem from any state to one that sends and stores messages, whatever its vendor left out.

Every step that is not vital ignores errors. Order and tolerance follow what real modems need: 27.005 and 27.007
describe the commands, not the moments at which a modem that is still booting answers them.
"""

from __future__ import annotations

from typing import Final as Constant

from smsbox.modem.at import fields, number
from smsbox.modem.link import ESC, Link
from smsbox.modem.troubles import CommandTimeout, NotAnswering

_INDICATIONS: Constant = ("2,1,0,2,0", "2,1,0,1,0", "1,1,0,2,0", "1,1,0,1,0", "2,1,0,0,0", "1,1,0,0,0", "2,1", "1,1")
"""+CNMI (27.005 3.4.1): store and tell (mt=1); reports stored too (ds=2), else sent to us (ds=1), else none."""
_NOT_READY: Constant = (512, 515, 302, 314, 14, 500)


def wake(link: Link) -> None:
    """Find the modem awake: some ATs (autobauding), an ESC between should it wait for a PDU. Raises NotAnswering.

    One that was told to give no results (V.250 Q1) is deaf to a bare AT: ATQ0V1 is the last word to a silent one.
    """
    for attempt in link.timeouts.tries(lambda: link.port.heard):
        if attempt == 1:
            link.port.write(ESC)
        link.drain()
        link.dirty = False
        try:
            reply = link.exchange("AT" if attempt < link.timeouts.deaf_tries - 1 else "ATQ0V1", link.timeouts.at)
        except CommandTimeout:
            continue
        if reply.ok or attempt:
            break
    else:
        raise NotAnswering(port=link.port.path)
    link.dirty = True
    link.resync()


def quieten(link: Link) -> None:
    """No echo, results in words, errors in numbers."""
    demux, timeout = link.demux, link.timeouts.at
    link.ask("ATE0", timeout)
    link.ask("ATV1", timeout)
    demux.echo_stays = demux.echoed = False
    link.ask("ATQ0", timeout)
    demux.echo_stays = demux.echoed
    demux.echoed = link.numeric = False
    link.ask("AT+CMEE=1", timeout)


def full_function(link: Link) -> None:
    """Switch the radio on if somebody switched it off (27.007 8.2)."""
    reply = link.ask("AT+CFUN?", link.timeouts.setting)
    line = reply.named("+CFUN") if reply is not None and reply.ok else None
    values = fields(line) if line else []
    if values and number(values[0]) not in (1, None):
        link.ask("AT+CFUN=1", link.timeouts.radio)


def await_messages(link: Link) -> None:
    """Wait until the message store answers; right after the PIN it is busy for seconds. Goes on in any case."""
    deadline = link.clock.boottime() + link.timeouts.sms_ready
    while True:
        reply = link.ask("AT+CPMS?", link.timeouts.storage)
        error = reply.error if reply is not None else None
        if reply is not None and (error is None or error.code not in _NOT_READY):
            return
        if link.clock.boottime() >= deadline:
            return
        link.clock.sleep(link.timeouts.retry)
        link.beat()


def message_format(link: Link) -> None:
    """PDU mode (27.005 3.2.3), phase-2 service without our acknowledgements (3.2.1), the GSM alphabet for names."""
    link.ask("AT+CSMS=0", link.timeouts.setting)
    link.ask("AT+CMGF=0", link.timeouts.setting)
    character_set(link)


def character_set(link: Link) -> None:
    """Names and USSD texts in the GSM alphabet, or what passes for it (27.007 5.5)."""
    reply = link.ask('AT+CSCS="GSM"', link.timeouts.setting)
    if reply is not None and not reply.ok:
        link.ask('AT+CSCS="IRA"', link.timeouts.setting)


def indications(link: Link) -> str:
    """Have new messages and reports stored and told; returns the +CNMI setting in force, "" when none was taken."""
    fallback, silences = "", 0
    for setting in _INDICATIONS:
        reply = link.ask(f"AT+CNMI={setting}", link.timeouts.setting)
        silences += reply is None
        if silences > 1:
            break
        if reply is None or not reply.ok:
            continue
        if _in_force(link, setting):
            return setting
        fallback = fallback or setting
    if fallback:
        link.ask(f"AT+CNMI={fallback}", link.timeouts.setting)
    return fallback


def _in_force(link: Link, setting: str) -> bool:
    """Whether the modem really keeps <mt> and <ds> as set; some say OK and do otherwise. No answer counts as yes."""
    reply = link.ask("AT+CNMI?", link.timeouts.setting)
    line = reply.named("+CNMI") if reply is not None and reply.ok else None
    values = fields(line) if line else []
    wanted = setting.split(",")
    if len(values) < 4:
        return True
    return values[1] == wanted[1] and (len(wanted) < 4 or values[3] == wanted[3])


def calls_and_radio(link: Link) -> None:
    """Callers' numbers (27.007 7.6) and changes of registration told unasked; modems may refuse any of it."""
    for command in ("AT+CLIP=1", "AT+CREG=1", "AT+CEREG=1"):
        link.ask(command, link.timeouts.setting)
