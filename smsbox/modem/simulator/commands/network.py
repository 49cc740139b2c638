"""Registration, operator, signal, service centre (27.007 7, 27.005 3.3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command
from smsbox.modem.simulator.errors import cme, cms

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("+CSQ")
def signal(modem: Modem, call: Call) -> Sequence[str]:
    """Signal: 0..31 is -113+2x dBm, 99 unknown (27.007 8.5)."""
    if call.form is Form.TEST:
        return ("+CSQ: (0-31,99),(0-7,99)",)
    return (f"+CSQ: {modem.radio.rssi},{modem.radio.ber}",)


@command("+CREG", "+CGREG", "+CEREG")
def registration(modem: Modem, call: Call) -> Sequence[str]:
    """Registration, its URC on (1) or with place and technology (2)."""
    if call.form is Form.TEST:
        return (f"{call.name}: (0-2)",)
    if call.form is Form.READ:
        n = modem.settings.creg[call.name]
        return (f"{call.name}: {n},{modem.power.registration_text(call.name)}",)
    value = call.number(default=0)
    if value > 2:
        raise cme(50)
    modem.settings.creg[call.name] = value
    return ()


@command("+COPS")
def operator(modem: Modem, call: Call) -> Sequence[str]:
    """The operator in long, short or numeric form; +COPS: 0 alone when there is none."""
    radio, settings = modem.radio, modem.settings
    if call.form is Form.TEST:
        return (f'+COPS: (2,"{radio.operator}","{radio.operator_short}","{radio.operator_code}"),,(0-4),(0-2)',)
    if call.form is Form.READ:
        if not radio.serves_sms:
            return ("+COPS: 0",)
        name = (radio.operator, radio.operator_short, radio.operator_code)[settings.cops_format]
        return (f'+COPS: {settings.cops_mode},{settings.cops_format},"{modem.encoded(name)}",{radio.act}',)
    mode = call.number(0, default=0)
    settings.cops_format = min(2, call.number(1, default=settings.cops_format))
    if mode != 3:
        settings.cops_mode = mode
    return ()


@command("+CSCA", needs="CMS")
def service_centre(modem: Modem, call: Call) -> Sequence[str]:
    """The service centre's address, kept on the SIM."""
    if call.form is Form.TEST:
        return ()
    number = modem.sim.smsc
    if call.form is Form.READ:
        return (f'+CSCA: "{modem.encoded(number)}",{145 if number.startswith("+") else 129}',)
    given = modem.decoded(call.string(0))
    if not given.removeprefix("+").isdigit():
        raise cms(304)
    modem.sim.smsc = given if given.startswith("+") or call.string(1) != "145" else "+" + given
    modem.sim_changed()
    return ()


@command("+CGSMS")
def service_for_messages(modem: Modem, call: Call) -> Sequence[str]:
    """Circuit or packet switched for submits."""
    if call.form is Form.READ:
        return (f"+CGSMS: {modem.settings.cgsms}",)
    if call.form is Form.TEST:
        return ("+CGSMS: (0-3)",)
    modem.settings.cgsms = call.number()
    return ()


@command("+CGATT", "+CGDCONT", "+CGACT")
def packet_service(modem: Modem, call: Call) -> Sequence[str]:
    """Attached or not; there is no data service here."""
    return (f"{call.name}: {int(modem.radio.serves_sms)}",) if call.form is Form.READ else ()
