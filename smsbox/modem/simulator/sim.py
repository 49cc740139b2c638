"""The simulated SIM card and the message memories: what survives a reboot of the modem and a change of SIM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

REC_UNREAD, REC_READ, STO_UNSENT, STO_SENT = 0, 1, 2, 3
"""The <stat> of a stored message (27.005 3.1)."""

PIN_TRIES, PUK_TRIES = 3, 10


@dataclass(slots=True)
class Slot:
    """One stored message: its state, its PDU behind the service centre's address, and what text mode shows of it."""

    stat: int
    pdu: bytes
    sender: str = ""
    text: str = ""
    at: str = ""


@dataclass(slots=True)
class Memory:
    """One message storage: slots by index."""

    name: str
    capacity: int
    first_index: int = 1
    slots: dict[int, Slot] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self.slots) >= self.capacity

    def put(self, slot: Slot) -> int | None:
        """Store in the lowest free place; its index, or None when full."""
        if self.full:
            return None
        index = self.first_index
        while index in self.slots:
            index += 1
        self.slots[index] = slot
        return index

    def holds_index(self, index: int) -> bool:
        """Whether the index lies in the range of this memory at all."""
        return self.first_index <= index < self.first_index + self.capacity


@dataclass(slots=True)
class SimCard:
    """A subscription: identity, secrets with their tries, service centre, last reference (EF_SMSS), own memories."""

    imsi: str = "255010000000001"
    iccid: str = "8938001000000000019"
    number: str = "+380500000000"
    smsc: str = "+380500001000"
    pin: str | None = None
    puk: str = "12345678"
    pin_left: int = PIN_TRIES
    puk_left: int = PUK_TRIES
    absent: bool = False
    last_reference: int = 255
    memories: dict[str, Memory] = field(default_factory=dict)

    def next_reference(self) -> int:
        """The TP-MR of the next submit: counts up on the SIM and wraps from 255 to 0 (23.040 9.2.3.6)."""
        self.last_reference = (self.last_reference + 1) % 256
        return self.last_reference

    def state(self) -> dict[str, Any]:
        """Everything as plain values, for the state file."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        plain["memories"] = {
            memory.name: {str(index): [slot.stat, slot.pdu.hex()] for index, slot in memory.slots.items()}
            for memory in self.memories.values()
        }
        return plain

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `state` gave."""
        for name in _PLAIN:
            if name in plain:
                setattr(self, name, plain[name])
        for name, slots in plain.get("memories", {}).items():
            if name in self.memories:
                stored = {int(index): Slot(stat, bytes.fromhex(pdu)) for index, (stat, pdu) in slots.items()}
                self.memories[name].slots = stored


_PLAIN = ("imsi", "iccid", "number", "smsc", "pin", "puk", "pin_left", "puk_left", "last_reference")

CAPACITIES = {"SM": 20, "ME": 100, "SR": 20}
"""Slots of the storages of a typical stick (D10)."""


def with_memories(card: SimCard, capacities: dict[str, int] | None = None) -> SimCard:
    """`card` with empty storages of the given sizes."""
    for name, capacity in (CAPACITIES | (capacities or {})).items():
        card.memories[name] = Memory(name, capacity)
    return card
