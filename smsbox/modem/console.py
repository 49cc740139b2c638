"""Single commands by hand: which ones may be given to a modem, for how long they may take, and what came back.

On the list stands what only asks. Never let through is what sends, deletes, dials, enters PINs, locks, or writes into
the modem's own firmware: those have their own doors, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.clock import Clock
from smsbox.errors import SmsboxError
from smsbox.modem import setup
from smsbox.modem.link import Link
from smsbox.modem.port import Port, Trace
from smsbox.modem.timeouts import Timeouts

_LONGEST: Constant = 200
_COMMAND: Constant = re.compile(r"AT(?:([+^#*$_%][A-Z0-9_]+)(=\?|\?|=)?(.*)|(I)\d?)?", re.IGNORECASE)

_ASKED_NAMES: Constant = """
    +CGMI +CGMM +CGMR +CGSN +GMI +GMM +GMR +GSN +CIMI +CNUM +CCID +ICCID +QCCID #CCID +CICCID +ZGETICCID +GCAP
    +CSQ +CESQ +QCSQ +QNWINFO +QSPN +CPAS +CBC +CEER +CLCC +SPIC ^SYSINFO ^SYSINFOEX ^HWVER ^GETPORTMODE ^FHVER
"""
_ASKED: Constant = frozenset(_ASKED_NAMES.split())
"""Commands that ask when given bare."""

_READ_NAMES: Constant = """
    +CSQ +CREG +CGREG +CEREG +COPS +CGATT +CPIN ^CPIN +QPINC +UPINCNT #PCT +CCLK +CSCA +CPMS +CNMI +CMGF +CMEE +CSCS
    +CSMS +CSMP +CGSMS +CFUN +CLIP +CUSD +CIND +CSPN +CPSI +CNSMOD +CMMS +CRC +CSTA ^ICCID ^SYSCFG ^SYSCFGEX ^VERSION
    ^CURC ^HCSQ ^SETPORT ^CARDLOCK ^U2DIAG ^CSNR ^MONSC +QINISTAT +GSMBUSY +CTZU +CTZR +CGDCONT +CGACT +CLCK
"""
_READ: Constant = frozenset(_READ_NAMES.split())
"""Commands whose `?` and `=?` ask; +CLAC and &V are left out: their answers look like what a modem says unasked."""

_LISTED: Constant = {"+CMGL": re.compile(r"[0-4]"), "+CMGR": re.compile(r"\d{1,5}")}
"""Reading the message memory: no message is lost by it."""

_NEVER_NAMES: Constant = """
    +CMGS +CMSS +CMGC +CMGW +CMGD +QMGDA +CMGDA +CMGCOPY +CMMSS +CNMA +QCMGS +CUSD +CPIN +CPIN2 ^CPIN +CLCK +CPWD +CPUK
    +CPBW +CRSM +CSIM +CGLA +CRLA +CHLD +CVHU +CMUX +IPR +EGMR +SIMEI ^SETPORT ^CARDLOCK ^CARDUNLOCK ^SIMLOCK ^DATALOCK
    ^NVWR ^NVWREX ^NVRST ^INFORBU ^GODLOAD ^SD ^TBAT ^PHYNUM ^FACINFO ^UPDATA +QFLST +QFDEL +QFUPL +QDEL +FSDEL
    +CFSWFILE +QFOTADL +CFOTA +CPOWD +QPOWD +STKTR +CALD +CCWA +CCFC +CMEC +CLAC #SWREADY #FDOR
    +CDV +CGDATA +VTS ^NDISDUP $QCRMCALL
"""
_NEVER: Constant = frozenset(_NEVER_NAMES.split())
"""Commands whose setting form no option opens."""

_SLOW: Constant = {"+COPS=?": 180.0, "+CMGL": 60.0, "+CPMS": 40.0, "+CPIN": 20.0, "+CIMI": 20.0, "+CFUN": 30.0}
"""Seconds that some commands may take; ten for the rest."""


class CommandRefused(SmsboxError):
    """A command that is not passed on to the modem. Facts: `command`."""

    key = "modem.command_refused"
    exit_code = 77


class CommandForbidden(CommandRefused):
    """A command that no option lets through: it would send, delete, dial, lock or break. Facts: `command`."""

    key = "modem.command_forbidden"


class NoCommand(CommandRefused):
    """What was typed is no AT command at all. Facts: `command`."""

    key = "modem.no_command"


@dataclass(frozen=True, slots=True)
class Said:
    """What came back: information lines, and the final result as the modem wrote it ("" when it never came)."""

    command: str
    lines: tuple[str, ...]
    final: str


def checked(text: str, *, force: bool = False) -> str:
    """`text` as it goes to the modem, if it may. With `force` also what changes settings, but not what is forbidden.

    Raises CommandRefused, CommandForbidden, NoCommand.
    """
    command = text.strip()
    if command[:2].upper() != "AT":
        raise NoCommand(command=text)
    match = _COMMAND.fullmatch(command)
    plain = command.isascii() and command.isprintable() and len(command) <= _LONGEST and ";" not in command
    if not plain or match is None:
        # Several commands in one line, dialling, and the short ones that reset: nobody needs those here.
        raise CommandForbidden(command=text)
    if not changes(command):
        return command
    if (match.group(1) or "").upper() in _NEVER:
        raise CommandForbidden(command=text)
    if not force:
        raise CommandRefused(command=text)
    return command


def changes(command: str) -> bool:
    """Whether a command may do more than ask: settings that the line relies on must be made again after it."""
    match = _COMMAND.fullmatch(command)
    if match is None:
        return True
    name, form, value = (match.group(1) or "").upper(), match.group(2) or "", (match.group(3) or "").strip()
    if name in _LISTED and form == "=":
        return _LISTED[name].fullmatch(value) is None
    if form == "":
        return bool(value) or not (name in _ASKED or name in ("", "+CMGL"))
    return bool(value) or form == "=" or name not in _READ | _ASKED


def shows_customers(command: str) -> bool:
    """Whether the answer holds numbers or texts of customers: messages in the memory, a call under way."""
    match = _COMMAND.fullmatch(command.strip())
    return match is not None and (match.group(1) or "").upper() in (*_LISTED, "+CLCC")


def give(link: Link, text: str, *, force: bool = False) -> Said:
    """Give one command and collect its answer.

    Raises CommandRefused, CommandForbidden, NoCommand; CommandTimeout, LinkLost, NotAnswering, Restarted, GivenUp.
    """
    command = checked(text, force=force)
    upper = command[2:].upper()
    reply = link.exchange(command, next((s for name, s in _SLOW.items() if upper.startswith(name)), 10.0))
    final = reply.error.text if reply.error is not None else "OK" if reply.final is not None else ""
    return Said(command, reply.lines, final)


@contextmanager
def bare_link(path: str, baudrate: int, clock: Clock, trace: Trace | None = None) -> Iterator[Link]:
    """A link to the modem at `path` with nothing set that lasts, no SIM needed, no PIN entered; closed at the end.

    Raises PortMissing, PortBusy, PortRefused, NotAnswering, LinkLost.
    """
    timeouts = Timeouts()
    port = Port(path, baudrate, timeouts.write, trace)
    port.open()
    try:
        link = Link(port, clock, timeouts, None)
        setup.wake(link)
        setup.quieten(link)
        yield link
    finally:
        port.close()
