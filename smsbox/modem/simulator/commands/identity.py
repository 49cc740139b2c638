"""Who the modem and the SIM are (27.007 5, vendors' forms of the ICCID)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command
from smsbox.modem.simulator.errors import cme

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("I")
def summary(modem: Modem, call: Call) -> Sequence[str]:
    """ATI: the whole plate."""
    plate = modem.hardware
    rows = (
        ("Manufacturer", plate.manufacturer),
        ("Model", plate.model),
        ("Revision", plate.revision),
        ("IMEI", plate.imei),
    )
    return ("\r\n".join(f"{name}: {value}" for name, value in rows),)


def _plain(value: str, call: Call) -> Sequence[str]:
    return () if call.form is Form.TEST else (value,)


@command("+CGMI", "+GMI")
def manufacturer(modem: Modem, call: Call) -> Sequence[str]:
    """Manufacturer."""
    return _plain(modem.hardware.manufacturer, call)


@command("+CGMM", "+GMM")
def model(modem: Modem, call: Call) -> Sequence[str]:
    """Model."""
    return _plain(modem.hardware.model, call)


@command("+CGMR", "+GMR")
def revision(modem: Modem, call: Call) -> Sequence[str]:
    """Firmware."""
    return _plain(modem.hardware.revision, call)


@command("+CGSN", "+GSN")
def imei(modem: Modem, call: Call) -> Sequence[str]:
    """Serial number."""
    return _plain(modem.hardware.imei, call)


@command("+CIMI", needs="CME")
def imsi(modem: Modem, call: Call) -> Sequence[str]:
    """Subscription."""
    return _plain(modem.sim.imsi, call)


@command("+CCID", "+ICCID", "^ICCID", "+QCCID", "#CCID", needs="CME")
def iccid(modem: Modem, call: Call) -> Sequence[str]:
    """Card number; every vendor has its own name for the same question."""
    return () if call.form is Form.TEST else (f"{call.name}: {modem.sim.iccid}",)


@command("+CRSM", needs="CME")
def read_file(modem: Modem, call: Call) -> Sequence[str]:
    """READ BINARY of EF_ICCID (12258) only."""
    if call.number(0) != 176 or call.number(1) != 12258:
        raise cme(4)
    digits = modem.sim.iccid.ljust(20, "F")
    swapped = "".join(digits[at + 1] + digits[at] for at in range(0, 20, 2))
    return (f'+CRSM: 144,0,"{swapped}"',)


@command("+CNUM", needs="CME")
def own_number(modem: Modem, call: Call) -> Sequence[str]:
    """Own number, where the operator wrote it on the card."""
    if call.form is Form.TEST or not modem.sim.number:
        return ()
    return (f'+CNUM: "","{modem.encoded(modem.sim.number)}",145',)


@command("+CPBS", needs="CME")
def phonebook(modem: Modem, call: Call) -> Sequence[str]:
    """Phone book memory: all of them empty."""
    if call.form is Form.READ:
        return (f'+CPBS: "{modem.settings.phonebook}",0,250',)
    if call.form is Form.TEST:
        return ('+CPBS: ("SM","ME","ON")',)
    modem.settings.phonebook = call.string()
    return ()


@command("+CPBR", "+CPBF", needs="CME")
def phonebook_entries(modem: Modem, call: Call) -> Sequence[str]:
    """Nobody is in the phone book."""
    return (f"{call.name}: (1-250),40,20",) if call.form is Form.TEST else ()
