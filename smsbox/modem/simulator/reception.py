"""What the network hands to the modem: stored with an indication, or written straight to the tty (27.005 3.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.modem.simulator import pdu
from smsbox.modem.simulator.faults.table import Point
from smsbox.modem.simulator.framing import framed
from smsbox.modem.simulator.sim import REC_UNREAD, Slot

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.network import Parcel


@dataclass(slots=True)
class Indication:
    """+CMTI or +CDSI about to be written, for hooks: `lines` may be replaced, lengthened or emptied."""

    name: str
    memory: str
    index: int
    lines: list[str]


class Reception:
    """The receiving half of one modem."""

    def __init__(self, modem: Modem) -> None:
        self.modem = modem

    def receive(self, parcel: Parcel) -> bool:
        """Take a deliver or a report from the network; False when there is no room."""
        mode = self.modem.settings.cnmi[3] if parcel.report else self.modem.settings.cnmi[1]
        direct = mode == 1 if parcel.report else mode == 2 or (mode == 3 and parcel.message_class == 3)
        if parcel.report and mode == 0:
            self.modem.record("report", how="dropped", **parcel.facts)
            return True
        octets = pdu.with_smsc(parcel.tpdu, parcel.smsc or self.modem.sim.smsc)
        if direct or parcel.direct:
            name = "+CDS: " if parcel.report else "+CMT: ,"
            self._directly(f"{name}{len(parcel.tpdu)}", octets.hex().upper(), parcel)
            return True
        return self._store(parcel, octets)

    def _directly(self, header: str, body: str, parcel: Parcel) -> None:
        self.modem.record("report" if parcel.report else "direct", how="direct", **parcel.facts)
        if parcel.split:
            self.modem.emit(framed(header))
            self.modem.soon(parcel.split, lambda: self.modem.emit(f"{body}\r\n".encode()))
        else:
            self.modem.urc(f"{header}\r\n{body}")

    def _store(self, parcel: Parcel, octets: bytes) -> bool:
        memory = self.modem.sim.memories[parcel.memory or self.modem.settings.memories[2]]
        at = f"{self.modem.network.now():%y/%m/%d,%H:%M:%S}{self.modem.radio.zone_quarters:+03d}"
        index = memory.put(Slot(REC_UNREAD, octets, parcel.facts.get("sender", ""), parcel.facts.get("text", ""), at))
        if index is None:
            return False
        kind = "report" if parcel.report else "stored"
        self.modem.record(kind, how="stored", memory=memory.name, slot=index, **{"pdu": octets.hex()} | parcel.facts)
        self.modem.sim_changed()
        if not parcel.facts.get("quietly"):
            self.indicate("+CDSI" if parcel.report else "+CMTI", memory.name, index)
        return True

    def indicate(self, name: str, memory: str, index: int) -> None:
        """Tell that something was stored, when +CNMI wants it told."""
        if self.modem.settings.cnmi[0] == 0 or (name == "+CMTI" and self.modem.settings.cnmi[1] == 0):
            return
        indication = Indication(name, memory, index, [f'{name}: "{memory}",{index}'])
        self.modem.faults.fire(Point.INDICATE, indication)
        if indication.lines:
            self.modem.urc(*indication.lines)
