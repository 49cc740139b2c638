"""Fault modes of SIM and network, FM-49 … FM-56: locks, absence, registration, signal, service centre."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Form, find
from smsbox.modem.simulator.faults.table import Armed, Point, also, fault

if TYPE_CHECKING:
    from smsbox.modem.simulator.dialogue import Exchange, Reply
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.submission import Submission


@fault(
    "FM-49",
    "the SIM wants its `pin`, `left` tries left; the third wrong one wants the PUK",
    Point.ARM,
    pin="1234",
    left=3,
)
def locked(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.sim.pin, modem.sim.pin_left = armed.get("pin"), armed.get("left")
    modem.power.unlocked_now = False
    modem.power.set_registration(0)
    return True


@fault("FM-50", "+CPIN:READY without the blank", Point.REPLY)
def no_blank(modem: Modem, armed: Armed, reply: Reply) -> bool:
    if not reply.about("+CPIN?"):
        return False
    reply.lines = [line.replace("+CPIN: ", "+CPIN:") for line in reply.lines]
    return True


@fault("FM-51", "no SIM, for `seconds` (default: until disarmed)", Point.ARM)
def no_sim(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.sim.absent = armed.pending = True
    modem.power.set_registration(0)
    armed.undo.append(lambda: _sim_back(modem))
    if "seconds" in armed.params:
        modem.reactor.later(armed.params["seconds"], lambda: modem.faults.done(armed))
    return True


def _sim_back(modem: Modem) -> None:
    modem.sim.absent = False
    if modem.power.lock() == "READY":
        modem.power.into_service()


@fault(
    "FM-52", "SIM busy (CMS 314, CME 14) for `seconds` (7 of 2G time) after the PIN, or from now with `now`", Point.ARM
)
def sim_busy(modem: Modem, armed: Armed, nothing: None) -> bool:
    armed.pending = True
    if not armed.get("now"):
        return False
    _start_busy(modem, armed)
    return True


@also("FM-52", Point.UNLOCK)
def busy_after_pin(modem: Modem, armed: Armed, nothing: None) -> bool:
    """The PIN has just been taken: the SIM is busy from now on."""
    if armed.memory.get("busy"):
        return False
    _start_busy(modem, armed)
    return True


def _start_busy(modem: Modem, armed: Armed) -> None:
    armed.memory["busy"] = True
    modem.reactor.later(armed.get("seconds", modem.pace.scaled(7.0)), lambda: modem.faults.done(armed))


@also("FM-52", Point.COMMAND)
def busy_answer(modem: Modem, armed: Armed, exchange: Exchange) -> bool:
    """What is asked of the SIM meanwhile is answered by CMS 314."""
    command = find(exchange.call.name)
    if armed.memory.get("busy") and command is not None and command.needs and exchange.call.form is not Form.TEST:
        exchange.final = "+CMS ERROR: 314" if command.needs == "CMS" else "+CME ERROR: 14"
    return False


@fault("FM-53", "registration runs through `stats`, `seconds` each (2 of 2G time); `act` technology", Point.ARM)
def searching(modem: Modem, armed: Armed, nothing: None) -> bool:
    stats = armed.get("stats", [0, 2, 1])
    modem.radio.act = armed.get("act", modem.radio.act)
    pause = armed.get("seconds", modem.pace.scaled(2.0))
    modem.power.home_stat = stats[-1]
    modem.power.set_registration(stats[0])
    for place, stat in enumerate(stats[1:], 1):
        modem.soon(pause * place, partial(modem.power.set_registration, stat))
    return True


@fault(
    "FM-54",
    "registration lost after `after` messages (CMS 331), back after `seconds` (10 of 2G time)",
    Point.SUBMIT,
    after=2,
)
def lost_in_burst(modem: Modem, armed: Armed, submission: Submission) -> bool:
    passed = armed.memory["passed"] = armed.memory.get("passed", 0) + 1
    if passed <= armed.get("after"):
        return False
    armed.memory["passed"] = 0
    submission.refuse("+CMS ERROR: 331", local=True)
    modem.power.set_registration(2)
    back = armed.get("seconds", modem.pace.scaled(10.0))
    modem.soon(back, lambda: modem.power.set_registration(modem.power.home_stat))
    return True


@fault("FM-55", "+CSQ: 99,99", Point.COMMAND, count=None)
def signal_unknown(modem: Modem, armed: Armed, exchange: Exchange) -> bool:
    if exchange.call.name != "+CSQ":
        return False
    exchange.lines, exchange.final = ["+CSQ: 99,99"], "OK"
    return True


@fault("FM-56", "no service centre: +CSCA is empty and sending is CMS 330, until one is set", Point.ARM)
def no_service_centre(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.sim.smsc = ""
    return True
