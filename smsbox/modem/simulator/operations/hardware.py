"""Operations on the stick and its SIM: power, plug, card, memories, speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.modem.simulator.operations.table import Fields, operation
from smsbox.modem.simulator.sim import SimCard, Slot, with_memories
from smsbox.modem.simulator.timing import PROFILES

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@operation
def reboot(modem: Modem, fields: Fields) -> Fields:
    """Restart; `new_pty` (default true) through a new pty under the same link, after `seconds`."""
    modem.power.reboot(fields.get("new_pty", True), fields.get("seconds"))
    return {}


@operation
def unplug(modem: Modem, fields: Fields) -> Fields:
    """Pull it out; with `seconds`, plug it in again after them."""
    if "seconds" in fields:
        modem.power.replug(fields["seconds"])
    else:
        modem.power.unplug()
    return {}


@operation
def plug(modem: Modem, fields: Fields) -> Fields:
    """Put it in; `link` changes the path it appears under."""
    modem.port.link = fields.get("link", modem.port.link)
    modem.power.plug()
    return {}


@operation
def power_cycle(modem: Modem, fields: Fields) -> Fields:
    """Take the power away for a moment."""
    modem.power.power_cycle()
    return {}


@operation
def urc(modem: Modem, fields: Fields) -> Fields:
    """Write `line` (framed) or `octets` (hex, as they are) to the tty."""
    if "octets" in fields:
        modem.emit(bytes.fromhex(fields["octets"]))
    else:
        modem.urc(fields["line"])
    return {}


@operation
def sim(modem: Modem, fields: Fields) -> Fields:
    """Change the SIM: `swap` {imsi, iccid, number, smsc} puts in another card and restarts; else set single fields."""
    if "swap" in fields:
        modem.sim = with_memories(SimCard(**fields["swap"]))
        modem.power.reboot(new_pty=fields.get("new_pty", False))
        return {"imsi": modem.sim.imsi}
    for name in ("pin", "puk", "pin_left", "puk_left", "absent", "smsc", "last_reference", "number"):
        if name in fields:
            setattr(modem.sim, name, fields[name])
    if fields.get("pin") and fields.get("lock", True):
        modem.power.unlocked_now = False
    modem.sim_changed()
    return {"lock": modem.power.lock()}


@operation
def capacity(modem: Modem, fields: Fields) -> Fields:
    """Change the size of `memory` to `slots`."""
    modem.sim.memories[fields["memory"]].capacity = int(fields["slots"])
    modem.network.memory_freed()
    return {}


@operation
def slots(modem: Modem, fields: Fields) -> Fields:
    """What lies in `memory` (default SM): [[index, stat, pdu], …]."""
    memory = modem.sim.memories[fields.get("memory", "SM")]
    return {"slots": [[index, slot.stat, slot.pdu.hex()] for index, slot in sorted(memory.slots.items())]}


@operation
def put(modem: Modem, fields: Fields) -> Fields:
    """Lay `pdu` (hex, service centre in front) into `memory` with `stat`, as if it had been there before."""
    index = modem.sim.memories[fields.get("memory", "SM")].put(
        Slot(fields.get("stat", 0), bytes.fromhex(fields["pdu"]))
    )
    modem.sim_changed()
    return {"slot": index}


@operation
def speed(modem: Modem, fields: Fields) -> Fields:
    """Set the `factor` (2 = twice as fast) or the `profile`."""
    if "profile" in fields:
        modem.pace.profile = PROFILES[fields["profile"]]
    modem.pace.speed = float(fields.get("factor", modem.pace.speed))
    return {}
