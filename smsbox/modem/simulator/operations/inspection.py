"""Operations that look: status, fault modes, wire log, memories."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from smsbox.modem.simulator.magic import MAGIC
from smsbox.modem.simulator.operations.table import OPERATIONS, Fields, operation
from smsbox.modem.simulator.people import HABITS

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@operation
def ping(modem: Modem, fields: Fields) -> Fields:
    """Nothing but an answer."""
    return {}


@operation
def status(modem: Modem, fields: Fields) -> Fields:
    """Everything worth knowing about the modem now."""
    return {
        "name": modem.name,
        "link": modem.port.link,
        "pty": modem.port.name,
        "plugged": modem.port.plugged,
        "booting": modem.power.booting,
        "deaf": modem.power.deaf,
        "imei": modem.hardware.imei,
        "imsi": modem.sim.imsi,
        "lock": modem.power.lock(),
        "pin_left": modem.sim.pin_left,
        "registration": modem.radio.stat,
        "rssi": modem.radio.rssi,
        "reference": modem.sim.last_reference,
        "memories": {memory.name: [len(memory.slots), memory.capacity] for memory in modem.sim.memories.values()},
        "held": len(modem.network.held),
        "parked_reports": len(modem.network.parked),
        "settings": asdict(modem.settings),
        "armed": [armed.fault.name for armed in modem.faults.armed],
        "profile": modem.pace.profile.name,
        "speed": modem.pace.speed,
    }


@operation
def log(modem: Modem, fields: Fields) -> Fields:
    """Entries of the wire log after `since`, of one `kind`, at most `limit`; of this modem only with `own`."""
    found = modem.log.entries(fields.get("kind"), fields.get("since", 0), fields.get("limit"))
    return {"entries": [entry for entry in found if not fields.get("own") or entry["modem"] == modem.name]}


@operation
def counts(modem: Modem, fields: Fields) -> Fields:
    """Counters: entries by kind, commands, octets_in, octets_in_silence, short_gaps, repeated; the shortest gap (s)."""
    return {"counts": dict(modem.log.counts), "shortest_gap": modem.log.shortest_gap}


@operation
def gaps(modem: Modem, fields: Fields) -> Fields:
    """Pauses in seconds between a final result and the next command, the last 10,000."""
    return {"gaps": list(modem.log.gaps)}


@operation
def clear(modem: Modem, fields: Fields) -> Fields:
    """Forget the wire log in memory."""
    modem.log.clear()
    return {}


@operation
def describe(modem: Modem, fields: Fields) -> Fields:
    """The operations, the magic numbers and the answer book, in words."""
    return {
        "operations": {name: (deed.__doc__ or "").strip() for name, deed in OPERATIONS.items()},
        "magic": {entry.pattern: entry.meaning for entry in MAGIC},
        "habits": {habit.number: habit.texts for habit in HABITS},
    }
