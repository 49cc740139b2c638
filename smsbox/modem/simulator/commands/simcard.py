"""PIN and PUK: the state of the SIM lock, entry, tries left (27.007 8.3 and the vendors' counters)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command
from smsbox.modem.simulator.errors import cme
from smsbox.modem.simulator.sim import PIN_TRIES, PUK_TRIES

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("+CPIN")
def pin(modem: Modem, call: Call) -> Sequence[str]:
    """Ask for the lock, or open it with a PIN, or with PUK and a new PIN."""
    if call.form is Form.TEST:
        return ()
    if modem.sim.absent:
        raise cme(10)
    if modem.power.booting:
        raise cme(14)
    if call.form is Form.READ:
        return (f"+CPIN: {modem.power.lock()}",)
    if modem.power.lock() == "READY":
        raise cme(3)
    if modem.power.lock() == "SIM PUK":
        _enter_puk(modem, call.string(0), call.string(1))
    else:
        _enter_pin(modem, call.string(0))
    return ()


def _enter_pin(modem: Modem, given: str) -> None:
    card = modem.sim
    right = given == card.pin
    card.pin_left = PIN_TRIES if right else card.pin_left - 1
    modem.record("pin", right=right, left=card.pin_left)
    if not right:
        raise cme(16 if card.pin_left > 0 else 12)
    modem.power.unlocked()


def _enter_puk(modem: Modem, given: str, new_pin: str) -> None:
    card = modem.sim
    if card.puk_left <= 0:
        raise cme(13)
    right = given == card.puk and new_pin != ""
    card.puk_left = PUK_TRIES if right else card.puk_left - 1
    modem.record("puk", right=right, left=card.puk_left)
    if not right:
        raise cme(16)
    card.pin, card.pin_left = new_pin, PIN_TRIES
    modem.power.unlocked()


@command("^CPIN")
def huawei_tries(modem: Modem, call: Call) -> Sequence[str]:
    """Huawei: state, tries left of the code wanted now, then PUK1, PIN1, PUK2, PIN2."""
    card, lock = modem.sim, modem.power.lock()
    now = "" if lock == "READY" else card.puk_left if lock == "SIM PUK" else card.pin_left
    return (f"^CPIN: {lock},{now},{card.puk_left},{card.pin_left},10,3",)


@command("+SPIC")
def simcom_tries(modem: Modem, call: Call) -> Sequence[str]:
    """SIMCom: PIN1, PIN2, PUK1, PUK2."""
    return (f"+SPIC: {modem.sim.pin_left},3,{modem.sim.puk_left},10",)


@command("+QPINC")
def quectel_tries(modem: Modem, call: Call) -> Sequence[str]:
    """Quectel: code, PIN tries, PUK tries."""
    return (f'+QPINC: "SC",{modem.sim.pin_left},{modem.sim.puk_left}\r\n+QPINC: "P2",3,10',)


@command("+CLCK", needs="CME")
def facility_lock(modem: Modem, call: Call) -> Sequence[str]:
    """Whether the PIN is asked for at power-on; nothing can be changed."""
    if call.form is Form.TEST:
        return ('+CLCK: ("SC")',)
    if call.string(0) == "SC" and call.number(1) == 2:
        return (f"+CLCK: {int(modem.sim.pin is not None)}",)
    raise cme(3)
