"""Owns the far side of the air: what was accepted, what waits for memory, which reports are due, and the sins."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.foreign import pdu

if TYPE_CHECKING:
    from tests.foreign.modem import Modem


@dataclass
class Slot:
    """A stored PDU: 27.005 stat (0 unread, 1 read), hex with the SMSC prefix, and whether it is a status report."""

    hex: str
    stat: int = 0
    report: bool = False


@dataclass
class Truth:
    """What really happened, kept apart from anything the product believes."""

    accepted: list[pdu.Sent] = field(default_factory=list)
    deleted: list[tuple[str, int, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    impatient: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    commands: list[tuple[float, str]] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    submits: int = 0
    ussd: int = 0
    mute: list[float] = field(default_factory=list)
    tape: deque[tuple[float, bytes]] = field(default_factory=lambda: deque(maxlen=3000))

    def texts(self) -> Counter[tuple[str, str]]:
        """How often each (number, whole text) could be put together from what was accepted; fragments raise."""
        whole: Counter[tuple[str, str]] = Counter()
        groups: dict[tuple[str, int, int], dict[int, list[str]]] = {}
        for sent in self.accepted:
            if sent.concat is None:
                whole[sent.to, sent.text] += 1
            else:
                key = (sent.to, sent.concat.reference, sent.concat.total)
                groups.setdefault(key, {}).setdefault(sent.concat.seq, []).append(sent.text)
        for (number, _, total), segments in groups.items():
            missing = set(range(1, total + 1)) - set(segments)
            if missing:
                whole[number, f"<incomplete: without {sorted(missing)} of {total}>"] += 1
                continue
            text = "".join(segments[seq][0] for seq in range(1, total + 1))
            whole[number, text] += max(len(copies) for copies in segments.values())
        return whole


class Network:
    """One SIM's service: references, held deliveries, reports."""

    def __init__(self, modem: Modem) -> None:
        self.modem = modem
        self.truth = Truth()
        self.reference = 250  # wraps early
        self.held: list[tuple[str, bool]] = []
        self.shelves: dict[str, dict[int, Slot]] = {name: {} for name in (*modem.habits.memories, "SR")}
        if "MT" in self.shelves and len(modem.habits.memories) == 2:  # another view of the same slots (27.005 3.1)
            self.shelves["MT"] = self.shelves[modem.habits.memories[0]]
        self.report_delay = 1.0
        self.report_status = 0

    # ── outgoing

    def accept(self, raw: bytes) -> int | None:
        """Take a SUBMIT; the reference given to it, or None when it is malformed."""
        try:
            sent = pdu.read_submit(raw, reference=(self.reference + 1) % 256, at=time.monotonic())
        except (pdu.BadPdu, UnicodeDecodeError) as error:
            self.truth.rejected.append(f"{error}: {raw.hex()}")
            return None
        self.reference = sent.reference
        self.truth.accepted.append(sent)
        if sent.report:
            moment = pdu.now()
            self.modem.later(self.report_delay * self.modem.speed, lambda: self._report(sent, moment))
        return sent.reference

    def _report(self, sent: pdu.Sent, moment: object) -> None:
        modem = self.modem
        to = "0" + sent.to[-9:] if modem.habits.national_reports else sent.to
        smsc = modem.habits.smsc or pdu.SMSC
        made = pdu.report(sent.reference, to, self.report_status, sent=moment, done=pdu.now(), smsc=smsc)  # type: ignore[arg-type]
        if modem.busy_sending and not modem.habits.report_first:
            modem.later(0.05, lambda: self._report(sent, moment))
        elif modem.ds == 1:
            modem.direct(f"+CDS: {pdu.length(made)}", made, split=modem.habits.split_report)
        elif modem.ds == 2:
            self.arrive(made, report=True)

    # ── incoming

    def arrive(self, made: str, *, report: bool = False) -> None:
        """A DELIVER, or a report that is to be stored, reaches the phone."""
        modem, flash = self.modem, not report and self._is_flash(made)
        if flash and modem.habits.flash_direct and modem.mt:
            modem.direct(f"+CMT: ,{pdu.length(made)}", made)
            return
        if not report and modem.mt in (2, 3):
            modem.direct(f"+CMT: ,{pdu.length(made)}", made)
            return
        memory = modem.memories[2]
        if report:
            memory = modem.habits.report_memory or memory
        if not modem.running or self.store(memory, made, report=report) is None:
            self.held.append((made, report))

    @staticmethod
    def _is_flash(made: str) -> bool:
        octets = bytes.fromhex(made)
        tpdu = octets[1 + octets[0] :]
        return tpdu[4 + (tpdu[1] + 1) // 2] & 0xF0 == 0x10

    def store(self, memory: str, made: str, *, report: bool = False, silent: bool = False) -> int | None:
        """Put a PDU in the lowest free slot and tell; the index, None when the memory is full."""
        shelf, modem = self.shelves[memory], self.modem
        room = modem.capacity
        first = modem.habits.first_slot
        index = next((place for place in range(first, room + first) if place not in shelf), None)
        if index is None:
            modem.tell(f'^SMMEMFULL: "{memory}"' if modem.habits.name == "huawei" else '+CIEV: "SMSFULL",1')
            return None
        shelf[index] = Slot(made, report=report)
        words = modem.habits.report_indication if report else modem.habits.indication
        if not silent and (modem.mt if not report else modem.ds):
            modem.tell(words.format(memory=memory, index=index))
        return index

    def freed(self) -> None:
        """After +CMGD the network tries again what it holds (23.040 SMMA)."""
        waiting, self.held = self.held, []
        for made, report in waiting:
            self.arrive(made, report=report)
