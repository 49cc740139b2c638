"""The incoming half of a relay: what the modem stored or shouted is committed first, then deleted from the SIM."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from smsbox import inbox, outbox, routing
from smsbox.clock import Micros
from smsbox.modem.line import GsmLine
from smsbox.modem.storage import Storage, StoredPdu
from smsbox.modem.urc import DirectDeliver, DirectReport, StoredReport, StoredSms, Urc
from smsbox.relay.slots import Cleared, Slots
from smsbox.sms.deliver import Deliver
from smsbox.sms.octets import BadTpdu
from smsbox.sms.status_report import StatusReport
from smsbox.sms.tpdu import decode_incoming, split_smsc
from smsbox.store import Store

log = logging.getLogger(__name__)

_OWN_SUBMITS = (2, 3)
"""AT+CMGL stat 2 and 3: stored submits (27.005 3.4.2); not ours to read or delete."""

REPORTS_AT_ONCE = 24
"""How many status reports may gather in the modem while the queue is full."""

_FILLED = 2 / 3
"""The share of the modem's memory that those gathered and those not yet deleted may fill together."""

_SMALLEST = 10
"""Slots of a memory that does not say how many it has."""

_REPORTS_ELSEWHERE = 5
"""How many may gather in a memory of which only the name is known."""

_LIST_FROM = 3
"""More reports than this are read by one listing instead of one by one."""

_BATCH = 24
"""Stored segments committed in one transaction."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One PDU from the modem: where it lies (slot None: it came on the wire) and what it says, if it can be read.

    `centre`: the number of the service centre that sent it, "" when it was not told.
    """

    sim_id: int
    memory: str
    slot: int | None
    raw: bytes
    content: Deliver | StatusReport | None
    centre: str = ""


def read(sim_id: int, memory: str, slot: int | None, pdu: bytes, raw: str) -> Arrival:
    """Decode a PDU with its service-centre prefix (27.005 3.1 <pdu>); what cannot be decoded is kept raw."""
    try:
        centre, tpdu = split_smsc(pdu)
        return Arrival(sim_id, memory, slot, tpdu, decode_incoming(tpdu), centre)
    except BadTpdu as error:
        log.warning("undecodable PDU in %s %s: %s", memory or "the line", slot, error)
        return Arrival(sim_id, memory, slot, pdu or raw.encode("latin-1", "replace"), None)


class Incoming:
    """Collects arrivals of one SIM until a transaction takes them along, then clears their slots."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sim_id = 0
        self._rung: dict[tuple[str, int], None] = {}
        self._reports: dict[tuple[str, int], None] = {}
        self._awaited = 0
        self._must_list = True
        self._doubtful: dict[tuple[str, int], str] = {}
        self._waiting: list[Arrival] = []
        self._recorded: list[Cleared] = []
        self._slots = Slots()
        self._taken = 0

    def new_session(self, sim_id: int) -> None:
        """The line was opened anew, perhaps with another SIM: slots are read again, what came on the wire is kept."""
        self._sim_id = sim_id
        self._waiting = [each for each in self._waiting if each.slot is None]
        self._rung.clear()
        self._reports.clear()
        self._awaited = 0
        self._doubtful.clear()
        self._slots.forget()
        self._must_list = True

    @property
    def waiting(self) -> int:
        """How many arrivals are not yet in the database."""
        return len(self._waiting)

    def announced(self, *, reports: bool) -> bool:
        """Whether something lies in the modem, as far as is known; without `reports` those do not count."""
        return bool(self._rung or (reports and self._reports)) or self._must_list

    def expect_report(self) -> None:
        """A segment was accepted whose report may come, with a doorbell or without."""
        self._awaited += 1

    def enough(self, storage: Storage) -> bool:
        """Whether so many reports lie in the modem, or may, that they should be read even in a burst.

        There each command between two segments costs air time, so they gather. `storage` as last counted still holds
        the reports that were read then: those are deleted before the next listing.
        """
        lying = max(len(self._reports), self._awaited)
        elsewhere = any(memory not in ("", storage.memory) for memory, _ in self._reports)
        room = int((storage.capacity or _SMALLEST) * _FILLED) - storage.used
        return lying > 0 and lying >= min(REPORTS_AT_ONCE, room, _REPORTS_ELSEWHERE if elsewhere else room)

    def look_everywhere(self) -> None:
        """List the whole storage next time: doorbells get lost."""
        self._must_list = True

    def hear(self, urc: Urc) -> bool:
        """Take note of one URC; False when it does not concern arrivals."""
        match urc:
            case StoredSms(_, None) | StoredReport(_, None):
                self._must_list = True
            case StoredSms(memory, int(index)):
                self._rung[memory, index] = None
            case StoredReport(memory, int(index)):
                self._reports[memory, index] = None
            case DirectDeliver(pdu, raw) | DirectReport(pdu, raw):
                self._waiting.append(read(self._sim_id, "", None, pdu, raw))
            case _:
                return False
        return True

    def fetch(self, line: GsmLine, *, reports: bool = True) -> bool:
        """Read what the doorbells announced; whether the storage was listed, as when one did not say where.

        Without `reports` those stay where they are until the next listing; many of them are read by one. Raises
        LineError.
        """
        self._must_list = self._must_list or (reports and len(self._reports) > _LIST_FROM)
        rung = bool(self._reports)
        if self._must_list or reports:
            self._rung |= {} if self._must_list else self._reports
            self._reports.clear()
            self._awaited = 0
        while self._rung:
            memory, index = next(iter(self._rung))
            stored = line.read_slot(memory, index)
            del self._rung[memory, index]
            if stored is not None:
                self._take(stored)
        listing = self._must_list
        if listing:
            listed = self._slots.list_everything(line)
            places = {(stored.memory, stored.index) for stored in listed}
            self._doubtful = {place: raw for place, raw in self._doubtful.items() if place in places}
            for stored in listed:
                self._take(stored)
            # A modem too busy to list shows nothing: asked once more, since doorbells rang for something.
            self._must_list = any(self._doubtful.values()) or (rung and not listed)
        return listing

    def _take(self, stored: StoredPdu) -> None:
        known = any((each.memory, each.slot) == (stored.memory, stored.index) for each in self._waiting)
        if stored.stat in _OWN_SUBMITS or known or self._slots.holds(stored):
            return
        arrival = read(self._sim_id, stored.memory, stored.index, stored.pdu, stored.raw)
        if not self._to_be_read_again(stored, arrival):
            self._waiting.append(arrival)

    def _to_be_read_again(self, stored: StoredPdu, arrival: Arrival) -> bool:
        """Whether this may be damage done on the wire, while the message lies whole in its slot.

        What is taken is deleted from there, so what makes no sense must come twice in the same form, and a slot of
        which only the heading came is left alone for as long as it does.
        """
        slot = stored.memory, stored.index
        content = arrival.content
        sound = isinstance(content, StatusReport) or (content is not None and not content.damaged)
        before = self._doubtful.pop(slot, None)
        if stored.raw and (sound or before == stored.raw):
            return False
        self._doubtful[slot] = stored.raw
        self._must_list = True
        return True

    # ── inside the relay's transaction

    def record(self, now: Micros) -> int:
        """Write what is waiting, inside the caller's transaction; returns how many segments of customers were new.

        Call `committed` after the commit, never before: only then may a slot be cleared.
        """
        self._recorded = []
        self._taken = min(len(self._waiting), _BATCH)
        fresh = 0
        for arrival in self._waiting[: self._taken]:
            segment_id = None
            if isinstance(arrival.content, StatusReport):
                outbox.reported(self._store, sim_id=arrival.sim_id, report=arrival.content, now=now)
            else:
                received = inbox.receive(
                    self._store,
                    sim_id=arrival.sim_id,
                    memory=arrival.memory,
                    slot=arrival.slot,
                    pdu_raw=arrival.raw,
                    deliver=arrival.content,
                    now=now,
                )
                segment_id = received.segment_id
                fresh += received.kind == "new"
                self._learn(arrival, now)
            if arrival.slot is not None:
                self._recorded.append(Cleared(arrival.memory, arrival.slot, segment_id, arrival.raw))
        return fresh

    def _learn(self, arrival: Arrival, now: Micros) -> None:
        """The sender knows this SIM; and the service centre tells whose customer he is."""
        if isinstance(arrival.content, Deliver) and not arrival.content.damaged:
            sender = arrival.content.sender.text
            routing.heard(self._store, sim_id=arrival.sim_id, sender=sender, centre=arrival.centre, now=now)

    def committed(self) -> None:
        """The transaction that held `record` is on the disk: its slots may go."""
        del self._waiting[: self._taken]
        self._slots.add(self._recorded)
        self._recorded, self._taken = [], 0

    def clear_slots(self, line: GsmLine, now: Micros, *, reports: bool = True) -> None:
        """Delete what is committed from the modem (AT+CMGD), then note that the slots are free. Raises LineError.

        Without `reports` their slots wait for the next listing, which frees them first.
        """
        gone = self._slots.free_people(line)
        if reports and not self._slots.free_reports(line):
            self._must_list = True
        if gone:
            # Losing this note costs nothing: an empty slot is found empty, one full again holds another PDU.
            with self._store.write(durable=False):
                inbox.slot_cleared(self._store, gone, now=now)
