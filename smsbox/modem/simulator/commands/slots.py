"""Stored messages: choose memories, list, read, delete (27.005 3.2.2, 3.4, 3.5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command
from smsbox.modem.simulator.errors import cms
from smsbox.modem.simulator.sim import REC_READ, REC_UNREAD, STO_SENT, STO_UNSENT, Memory, Slot

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem

_STATES = {"REC UNREAD": REC_UNREAD, "REC READ": REC_READ, "STO UNSENT": STO_UNSENT, "STO SENT": STO_SENT, "ALL": 4}
_WORDS = {number: word for word, number in _STATES.items()}


@command("+CPMS", needs="CMS")
def preferred_memories(modem: Modem, call: Call) -> Sequence[str]:
    """mem1 read/delete, mem2 write/send, mem3 receive."""
    chosen = modem.settings.memories
    if call.form is Form.TEST:
        return ('+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")',)
    if call.form is Form.READ:
        return ("+CPMS: " + ",".join(f'"{name}",{_usage(modem, name)}' for name in chosen),)
    wanted = call.arguments or [chosen[0]]
    if len(wanted) > 3 or any(name not in modem.sim.memories for name in wanted) or "SR" in wanted[1:]:
        raise cms(302)
    chosen[: len(wanted)] = wanted
    return ("+CPMS: " + ",".join(_usage(modem, name) for name in chosen),)


def _usage(modem: Modem, name: str) -> str:
    memory = modem.sim.memories[name]
    return f"{len(memory.slots)},{memory.capacity}"


def _reading(modem: Modem) -> Memory:
    return modem.sim.memories[modem.settings.memories[0]]


def shown(modem: Modem, slot: Slot) -> tuple[str, str]:
    """Header fields and body of a slot in PDU mode (27.005 3.4.2)."""
    smsc = 1 + slot.pdu[0] if slot.pdu else 0
    return f"{slot.stat},,{len(slot.pdu) - smsc}", slot.pdu.hex().upper()


def _shown_as_text(modem: Modem, slot: Slot) -> tuple[str, str]:
    return f'"{_WORDS[slot.stat]}","{modem.encoded(slot.sender)}",,"{slot.at}"', modem.encoded(slot.text)


def _form(modem: Modem, slot: Slot) -> tuple[str, str]:
    return _shown_as_text(modem, slot) if modem.settings.text_mode else shown(modem, slot)


@command("+CMGL", needs="CMS")
def list_slots(modem: Modem, call: Call) -> Sequence[str]:
    """Every stored message of a state; reading marks it read."""
    if call.form is Form.TEST:
        return (
            '+CMGL: ("REC UNREAD","REC READ","STO UNSENT","STO SENT","ALL")'
            if modem.settings.text_mode
            else "+CMGL: (0-4)",
        )
    if modem.settings.text_mode:
        wanted = _STATES.get(call.string(default="REC UNREAD"), -1)
    else:
        wanted = call.number(default=REC_UNREAD, family="CMS")
    if not 0 <= wanted <= 4:
        raise cms(302)
    lines = []
    for index, slot in sorted(_reading(modem).slots.items()):
        if wanted in (4, slot.stat):
            header, body = _form(modem, slot)
            lines.append(f"+CMGL: {index},{header}\r\n{body}")
            _mark_read(modem, slot)
    return lines


@command("+CMGR", needs="CMS")
def read_slot(modem: Modem, call: Call) -> Sequence[str]:
    """One stored message; an empty or impossible place is CMS 321."""
    if call.form is not Form.SET:
        return ()
    slot = _reading(modem).slots.get(call.number(family="CMS"))
    if slot is None:
        raise cms(321)
    header, body = _form(modem, slot)
    _mark_read(modem, slot)
    return (f"+CMGR: {header}\r\n{body}",)


def _mark_read(modem: Modem, slot: Slot) -> None:
    if slot.stat == REC_UNREAD:
        slot.stat = REC_READ
        modem.sim_changed()


@command("+CMGD", needs="CMS")
def delete_slot(modem: Modem, call: Call) -> Sequence[str]:
    """Delete one place, or with the second parameter whole groups (1 read … 4 all)."""
    memory = _reading(modem)
    if call.form is not Form.SET:
        places = ",".join(str(index) for index in sorted(memory.slots))
        return (f"+CMGD: ({places}),(0-4)",) if call.form is Form.TEST else ()
    index, flag = call.number(0, family="CMS"), call.number(1, default=0, family="CMS")
    if flag == 0 and not memory.holds_index(index):
        raise cms(321)
    groups = {1: (REC_READ,), 2: (REC_READ, STO_SENT), 3: (REC_READ, STO_SENT, STO_UNSENT), 4: (0, 1, 2, 3)}
    if flag:
        gone = [place for place, slot in memory.slots.items() if slot.stat in groups.get(flag, ())]
    else:
        gone = [index] if index in memory.slots else []
    for place in gone:
        modem.record("deleted", memory=memory.name, slot=place, flag=flag, pdu=memory.slots.pop(place).pdu.hex())
    if gone:
        modem.sim_changed()
        modem.network.memory_freed()
    return ()
