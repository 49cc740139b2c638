"""The slots whose content is committed, until the modem has freed them: people's one by one, reports' together.

Reports may be freed together since read twice they do no harm. How many commands that takes follows from what the modem
has shown: one for each slot, one for many, or none but the listing that follows.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from smsbox.modem.line import GsmLine
from smsbox.modem.storage import StoredPdu
from smsbox.modem.troubles import CommandTimeout

_TOGETHER_FROM = 3
_TOGETHER_TO = 24
"""From how many slots on, and up to how many, one line frees them; some modems cut lines after 255 characters."""

Place = tuple[str, int]
"""Memory and index."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """A slot whose content is committed; `segment_id` None for a status report, `raw` its TPDU."""

    memory: str
    slot: int
    segment_id: int | None
    raw: bytes


class Way(enum.IntEnum):
    """How this modem frees the slots of reports."""

    SINGLY = 0
    TOGETHER = 1
    WITH_LISTING = 2


class Slots:
    """Committed slots of one session."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """A new session, perhaps with another modem: everything is read again."""
        self._kept: dict[Place, Cleared] = {}
        self._freed: dict[Place, bytes] = {}
        self.way = Way.TOGETHER
        self._best = Way.WITH_LISTING

    def add(self, cleared: Iterable[Cleared]) -> None:
        """Their content is on the disk: they may go."""
        self._kept |= {(each.memory, each.slot): each for each in cleared}

    def holds(self, stored: StoredPdu) -> bool:
        """Whether this is the committed content of a slot not yet freed; anything else there is new and not to go."""
        place = stored.memory, stored.index
        kept = self._kept.get(place)
        if kept is None or _is(stored, kept.raw):
            return kept is not None
        del self._kept[place]
        return False

    def free_people(self, line: GsmLine) -> list[int]:
        """Free what people sent; returns the segments whose slots are free now. Raises LineError.

        A slot that cannot be deleted stays known to the inbox, so its content is recognised when it is read again.
        """
        return self._free_singly(line, [each for each in self._kept.values() if each.segment_id is not None])

    def free_reports(self, line: GsmLine) -> bool:
        """Free those of status reports; False when only a listing tells what is free now. Raises LineError."""
        sure = True
        for memory in {memory for memory, _ in self._kept}:
            while self.way is not Way.SINGLY and (some := self._group(memory)):
                sure = line.delete_slots_together(memory, some)
                if not sure:
                    # Which of them are free is unknown, and a free one may hold something new: never repeated blindly.
                    self.way = self._best = Way.SINGLY
        self._free_singly(line, [each for each in self._kept.values() if each.segment_id is None])
        return sure

    def list_everything(self, line: GsmLine) -> list[StoredPdu]:
        """Free the slots of reports, then list all that is stored. Raises LineError."""
        last = self._group(line.storage.memory) if self.way is Way.WITH_LISTING else []
        self.free_reports(line)
        if not last:
            listed = line.stored()
        else:
            try:
                listed = line.stored(last)
            except CommandTimeout:
                self.way = self._best = Way.TOGETHER
                raise
        self._learn(listed, with_listing=bool(last))
        return listed

    def _learn(self, listed: list[StoredPdu], *, with_listing: bool) -> None:
        """Some modems say OK to a line of several commands and obey only the first, some refuse it."""
        if any(_is(each, self._freed.get((each.memory, each.index), b"")) for each in listed):
            self.way = self._best = Way.TOGETHER if with_listing else Way.SINGLY
        elif self._freed and listed:
            self.way = self._best
        self._freed.clear()

    def _group(self, memory: str) -> list[int]:
        """Slots of reports in `memory` that go by one command line now, [] when they are few; no longer kept here."""
        some = [each for each in self._kept.values() if each.segment_id is None and each.memory == memory]
        if len(some) < _TOGETHER_FROM:
            return []
        for each in some[:_TOGETHER_TO]:
            del self._kept[memory, each.slot]
            self._freed[memory, each.slot] = each.raw
        return [each.slot for each in some[:_TOGETHER_TO]]

    def _free_singly(self, line: GsmLine, some: list[Cleared]) -> list[int]:
        gone = []
        for each in some:
            if line.delete_slot(each.memory, each.slot) and each.segment_id is not None:
                gone.append(each.segment_id)
            self._kept.pop((each.memory, each.slot), None)
        return gone


def _is(stored: StoredPdu, raw: bytes) -> bool:
    """Whether `raw`, a TPDU, is what was stored; the service centre's octets come before it."""
    return bool(raw) and stored.pdu.endswith(raw)
