"""Sending and receiving set-up: format, service, indications, submit, write and send from memory (27.005 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command
from smsbox.modem.simulator.errors import cms
from smsbox.modem.simulator.sim import STO_UNSENT
from smsbox.modem.simulator.submission import Entry, send_stored

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("+CMGF")
def message_format(modem: Modem, call: Call) -> Sequence[str]:
    """0 PDU mode, 1 text mode."""
    if call.form is Form.READ:
        return (f"+CMGF: {int(modem.settings.text_mode)}",)
    if call.form is Form.TEST:
        return ("+CMGF: (0,1)",)
    modem.settings.text_mode = call.number(default=0, family="CMS") == 1
    return ()


@command("+CSMS")
def service(modem: Modem, call: Call) -> Sequence[str]:
    """Message service: 0 (phase 2) or 1 (phase 2+, which wants +CNMA)."""
    if call.form is Form.READ:
        return (f"+CSMS: {modem.settings.csms},1,1,1",)
    if call.form is Form.TEST:
        return ("+CSMS: (0,1)",)
    modem.settings.csms = min(1, call.number(family="CMS"))
    return ("+CSMS: 1,1,1",)


@command("+CNMI")
def indications(modem: Modem, call: Call) -> Sequence[str]:
    """Where new messages and status reports go: mode, mt, bm, ds, bfr."""
    if call.form is Form.READ:
        return ("+CNMI: " + ",".join(map(str, modem.settings.cnmi)),)
    if call.form is Form.TEST:
        return ("+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)",)
    limits = (2, 3, 2, 2, 1)
    values = [call.number(place, default=0, family="CMS") for place in range(min(5, len(call.arguments)))]
    if any(value > limit for value, limit in zip(values, limits, strict=False)):
        raise cms(303)
    modem.settings.cnmi = values + [0] * (5 - len(values))
    return ()


@command("+CNMA")
def acknowledge(modem: Modem, call: Call) -> Sequence[str]:
    """Acknowledge a directly delivered message; only expected under +CSMS=1."""
    if call.form is Form.TEST:
        return ("+CNMA: (0-2)",)
    if modem.settings.csms == 0:
        raise cms(340)
    return ()


@command("+CMMS")
def more_messages(modem: Modem, call: Call) -> Sequence[str]:
    """Keep the relay link open: 0 no, 1 until a pause, 2 until told otherwise (27.005 3.5.6)."""
    if call.form is Form.READ:
        return (f"+CMMS: {modem.settings.cmms}",)
    if call.form is Form.TEST:
        return ("+CMMS: (0-2)",)
    modem.settings.cmms = min(2, call.number(default=0, family="CMS"))
    return ()


@command("+CSMP", "+CSDH")
def text_parameters(modem: Modem, call: Call) -> Sequence[str]:
    """Text mode parameters."""
    if call.form is Form.READ:
        return (f"{call.name}: {modem.settings.csmp if call.name == '+CSMP' else modem.settings.csdh}",)
    if call.form is Form.SET and call.name == "+CSMP":
        modem.settings.csmp = call.text
    return ()


@command("+CMGS", needs="CMS")
def submit(modem: Modem, call: Call) -> Sequence[str]:
    """Send: the length of the TPDU (or in text mode the number), a prompt, the body."""
    if call.form is Form.TEST:
        return ()
    modem.open_entry(_entry(modem, call, stores=False))
    return ()


@command("+CMGW", needs="CMS")
def write(modem: Modem, call: Call) -> Sequence[str]:
    """Write to memory: as +CMGS, but the body is stored."""
    if call.form is Form.TEST:
        return ()
    modem.open_entry(_entry(modem, call, stores=True))
    return ()


def _entry(modem: Modem, call: Call, stores: bool) -> Entry:
    if modem.settings.text_mode:
        number = modem.decoded(call.string(0))
        if not number and not stores:
            raise cms(305)
        return Entry(stores=stores, number=number)
    length = call.number(0, family="CMS")
    if not 7 <= length <= 176:
        raise cms(304)
    return Entry(stores=stores, length=length, stat=call.number(1, default=STO_UNSENT, family="CMS"))


@command("+CMSS", needs="CMS")
def send_from_memory(modem: Modem, call: Call) -> Sequence[str]:
    """Send a stored submit."""
    if call.form is not Form.TEST:
        send_stored(modem, call.number(0, family="CMS"))
    return ()
