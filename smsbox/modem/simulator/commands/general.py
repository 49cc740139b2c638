"""General commands: echo, result codes, profiles, error form, character set, power (V.250 6, 27.007 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command, names
from smsbox.modem.simulator.errors import Refused, cme

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("E")
def echo(modem: Modem, call: Call) -> Sequence[str]:
    """ATE0 / ATE1."""
    modem.settings.echo = call.number(default=0) == 1
    return ()


@command("V")
def verbose(modem: Modem, call: Call) -> Sequence[str]:
    """ATV0: digits instead of words."""
    modem.settings.verbose = call.number(default=0) == 1
    return ()


@command("Q")
def quiet(modem: Modem, call: Call) -> Sequence[str]:
    """ATQ1: no result codes."""
    modem.settings.quiet = call.number(default=0) == 1
    return ()


@command("Z", "&F")
def defaults(modem: Modem, call: Call) -> Sequence[str]:
    """Back to the values of power-on."""
    modem.forget_settings()
    return ()


@command("S", "X", "&C", "&D", "&K", "&W", "&V", "B", "L", "M", "+IPR", "+IFC", "+ICF", "+CMUX", "+CSCB", "+CRC")
@command("^CURC", "^PORTSEL", "^SM20", "^USSDMODE", "+CTZU", "+CTZR", "+GSMBUSY", "+COLP", "+CNMP", "+CCWA", "+CSSN")
@command("+CMOD", "+CR", "+CRLP", "+CV120", "+CSAS", "+CRES", "+CEER", "+CSTA", "+CBST", "^HCSQ", "+CVHU", "+CGEREP")
def kept(modem: Modem, call: Call) -> Sequence[str]:
    """Settings without effect here: taken, and shown again when asked."""
    extra = modem.settings.extra
    if call.form is Form.SET:
        extra[call.name] = call.text
    if call.form is Form.READ:
        return (f"{call.name}: {extra.get(call.name, '0')}",)
    if call.form is Form.TEST:
        return (f"{call.name}: (0-255)",)
    return ()


@command("+CMEE")
def error_form(modem: Modem, call: Call) -> Sequence[str]:
    """How errors are shown: 0 ERROR, 1 numbers, 2 words."""
    if call.form is Form.READ:
        return (f"+CMEE: {modem.settings.cmee}",)
    if call.form is Form.TEST:
        return ("+CMEE: (0-2)",)
    value = call.number(default=0)
    if value > 2:
        raise cme(50)
    modem.settings.cmee = value
    return ()


@command("+CSCS")
def character_set(modem: Modem, call: Call) -> Sequence[str]:
    """The set in which strings of +COPS, +CUSD, +CSCA and +CLIP are written."""
    if call.form is Form.READ:
        return (f'+CSCS: "{modem.settings.charset}"',)
    if call.form is Form.TEST:
        return ('+CSCS: ("GSM","IRA","UCS2","HEX")',)
    chosen = call.string().upper()
    if chosen not in ("GSM", "IRA", "UCS2", "HEX"):
        raise cme(50)
    modem.settings.charset = chosen
    return ()


@command("+CLAC")
def list_commands(modem: Modem, call: Call) -> Sequence[str]:
    """Every extended command, one a line."""
    return ("\r\n".join(names()),)


@command("+CFUN")
def functionality(modem: Modem, call: Call) -> Sequence[str]:
    """Radio on (1) or off (0, 4); 1,1 and 16 restart the modem (27.007 8.2)."""
    if call.form is Form.READ:
        return (f"+CFUN: {modem.settings.cfun}",)
    if call.form is Form.TEST:
        return ("+CFUN: (0,1,4,16),(0,1)",)
    value = call.number(default=1)
    if value not in (0, 1, 4, 16):
        raise cme(50)
    if value == 16 or call.number(1, default=0) == 1:
        modem.after_reply(modem.power.reboot_shortly)
        return ()
    changed, modem.settings.cfun = value != modem.settings.cfun, value
    if changed:
        modem.power.switch_radio(value == 1)
    return ()


@command("^RESET", "+CRESET", "#REBOOT")
def restart(modem: Modem, call: Call) -> Sequence[str]:
    """The vendors' own words for a restart."""
    modem.after_reply(modem.power.reboot_shortly)
    return ()


@command("+CPOWD")
def power_down(modem: Modem, call: Call) -> Sequence[str]:
    """Switch off; only a power cycle brings the modem back."""
    modem.after_reply(lambda: modem.power.power_down("NORMAL POWER DOWN"))
    return ()


@command("+CBC")
def battery(modem: Modem, call: Call) -> Sequence[str]:
    """Mains power, full."""
    return ("+CBC: 0,100,4100",)


@command("+CCLK")
def clock(modem: Modem, call: Call) -> Sequence[str]:
    """The clock the network keeps right."""
    if call.form is Form.READ:
        return (f'+CCLK: "{modem.network.clock_text()}"',)
    if call.form is Form.DO:
        raise Refused()
    return ()


@command("+CPAS")
def activity(modem: Modem, call: Call) -> Sequence[str]:
    """Ready, ringing or in a call."""
    return (f"+CPAS: {3 if modem.calls.ringing else 0}",)
