"""The modem's message memories: which one is used, what lies in it, reading and deleting one slot at a time.

27.005 3.2.2 (+CPMS), 4.1 (+CMGL), 4.2 (+CMGR), 3.5.4 (+CMGD). Reading never deletes, and nothing deletes more than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final as Constant

from smsbox.modem.at import Reply, groups
from smsbox.modem.codes import ErrorCode, Verdict, verdict
from smsbox.modem.link import Link
from smsbox.modem.slots import Storage, StoredPdu, counts, entries, is_text_mode, receiving
from smsbox.modem.troubles import CommandTimeout

_LIST_ALL: Constant = "AT+CMGL=4"
_PREFERRED: Constant = ("ME", "SM", "MT")
_GUESS_EVERY: Constant = 30
"""Listings between two looks into memories in which nothing was announced."""
_REFUSALS: Constant = 3
_EMPTY_SLOT: Constant = (321, 21, 22)
_UNCOUNTED: Constant = Storage("", 30, 30)
"""What is walked through on a modem that neither lists nor counts."""


def _deletions(indices: Sequence[int]) -> str:
    return ";".join(f"+CMGD={index}" for index in indices)


class Memories:
    """The memories of one modem: the chosen one, and others that messages were reported in."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._selected = ""
        self._choices: list[tuple[str, ...]] = []
        self._others: set[str] = set()
        self._guessed: set[str] = set()
        self._elsewhere: tuple[str, ...] = ()
        self._guess_in = _GUESS_EVERY
        self.state = Storage("", 0, 0)
        self._lists, self._refusals = True, 0
        self._only_one = False
        """The modem knows no +CPMS: whatever it calls the memory, there is only the one."""

    # choosing

    def choose(self) -> None:
        """Use one memory for reading, writing and receiving: the largest that all three allow (SIM or modem)."""
        self._selected = ""
        self._choices = self._offered()
        sizes: dict[str, Storage] = {}
        for memory in self._candidates():
            storage = self._select_all(memory)
            if storage is not None:
                sizes[memory] = storage
        if not sizes:
            counted = self.counts()
            self.state = counted or Storage("", 0, 0)
            self._selected, self._only_one = self.state.memory, counted is None
            return
        best = max(sizes.values(), key=lambda storage: storage.capacity)
        if self._selected != best.memory:
            best = self._select_all(best.memory) or best
        self.state = best
        self._elsewhere = tuple(memory for memory in sizes if memory != best.memory)
        self._guess()

    def _guess(self) -> None:
        """Look once where nothing was announced: what came before this memory was chosen, SMS meant for the SIM alone
        (class 2 of 23.038), and reports, for which some modems have a memory of their own ("SR").
        """
        reports = ("SR",) if self._choices and "SR" in self._choices[0] else ()
        guesses = {*self._elsewhere, *reports} - self._others
        self._others |= guesses
        self._guessed |= guesses
        self._guess_in = _GUESS_EVERY

    def _offered(self) -> list[tuple[str, ...]]:
        """What AT+CPMS=? offers for mem1, mem2, mem3; empty when the modem does not say."""
        reply = self._link.ask("AT+CPMS=?", self._link.timeouts.storage)
        line = reply.named("+CPMS") if reply is not None and reply.ok else None
        return [tuple(group) for group in groups(line)] if line else []

    def _candidates(self) -> list[str]:
        """Memories worth trying, best known first: those allowed for reading and for receiving."""
        if not self._choices:
            return ["SM", "ME"]
        first, last = self._choices[0], self._choices[-1]
        common: list[str] = [memory for memory in _PREFERRED if memory in first and memory in last]
        return [memory for memory in common if memory != "MT"] or common or [m for m in _PREFERRED if m in first]

    def _select_all(self, memory: str) -> Storage | None:
        """Set all three memories to `memory`; old modems know only two or one."""
        for count in (3, 2, 1):
            names = ",".join([f'"{memory}"'] * count)
            reply = self._link.ask(f"AT+CPMS={names}", self._link.timeouts.storage)
            if reply is not None and reply.ok:
                self._selected = memory
                if count < 3:
                    self._find_receiving()
                return counts(reply, memory) or self.counts() or Storage(memory, 0, 0)
        return None

    def _find_receiving(self) -> None:
        """Where messages arrive could not be set: look there too."""
        reply = self._link.ask("AT+CPMS?", self._link.timeouts.storage)
        arrive = receiving(reply) if reply is not None and reply.ok else ""
        if arrive.isalpha():
            self._others.add(arrive)

    def counts(self) -> Storage | None:
        """AT+CPMS?: memory, used, capacity of mem1; None when the modem does not say."""
        reply = self._link.ask("AT+CPMS?", self._link.timeouts.storage)
        return counts(reply, self._selected) if reply is not None and reply.ok else None

    def refresh(self) -> Storage:
        """Count anew."""
        self.state = self.counts() or self.state
        return self.state

    def reported(self, memory: str) -> None:
        """The modem told of a message in `memory`: it is listed from now on."""
        if memory and memory != self.state.memory and memory.isalpha() and not self._only_one:
            self._others.add(memory)
            self._guessed.discard(memory)

    # reading

    def stored(self, freeing: Sequence[int] = ()) -> list[StoredPdu]:
        """Everything in the chosen memory, its slots `freeing` freed just before, and in those ever reported.

        Nothing else is deleted, nothing marked. Raises CommandTimeout, LinkLost, Restarted, NotAnswering.
        """
        found: list[StoredPdu] = []
        self._guess_in -= 1
        if self._guess_in <= 0:
            self._guess()
        for memory in sorted(self._others - {self.state.memory}):
            listed = self._list(memory) if self._turn_to(memory) else []
            if not listed and memory in self._guessed:
                self._others.discard(memory)
            found += listed
        if self._turn_to(self.state.memory):
            freed = self._free_and_list(freeing) if freeing else None
            listed = self._list(self.state.memory) if freed is None else freed
            self.state = Storage(self.state.memory, len(listed), self.state.capacity)
            found += listed
        return found

    def _list(self, memory: str) -> list[StoredPdu]:
        """+CMGL of the selected memory, or slot by slot on modems that cannot list."""
        reply = self._ask_for_pdus(_LIST_ALL, self._link.timeouts.list) if self._lists else None
        if reply is not None and reply.ok:
            self._refusals = 0
            return list(entries(reply.lines, memory))
        if reply is not None and reply.error is not None and self._is_busy(reply.error):
            return []  # the next poll lists it
        return list(self._walk(memory))

    def _is_busy(self, error: ErrorCode) -> bool:
        """Whether +CMGL was refused for now only; what is refused time and again is not, whatever it is called."""
        ruling = verdict(error, seconds_after_submit=None)
        self._lists = error.kind != "ERROR" and ruling is not Verdict.CONFIGURATION
        self._refusals += 1
        return self._lists and self._refusals < _REFUSALS and ruling in (Verdict.BUSY, Verdict.SIM, Verdict.RESET)

    def _ask_for_pdus(self, command: str, timeout: float) -> Reply:
        """The answer to +CMGL or +CMGR, asked again should the modem have fallen back to text mode."""
        if self._link.refused:  # what was refused a moment ago may have set text mode
            self._link.ask("AT+CMGF=0", self._link.timeouts.setting)
            self._link.refused = False
        reply = self._link.exchange(command, timeout)
        if any(is_text_mode(line) for line in reply.lines):
            self._link.exchange("AT+CMGF=0", self._link.timeouts.setting)
            reply = self._link.exchange(command, timeout)
        return reply

    def _free_and_list(self, freeing: Sequence[int]) -> list[StoredPdu] | None:
        """One command line, since each costs time on the air; None when a plain listing must show what is free."""
        if not self._lists:
            self.delete_together(self.state.memory, freeing)
            return None
        reply = self._link.exchange(f"AT{_deletions(freeing)};+CMGL=4", self._link.timeouts.list, awaited="+CMGL")
        if not reply.ok or any(is_text_mode(line) for line in reply.lines):
            return None
        return list(entries(reply.lines, self.state.memory))

    def _walk(self, memory: str) -> Iterator[StoredPdu]:
        storage = _UNCOUNTED if self._only_one else self.counts() or self.state
        left = storage.used
        for index in range(storage.capacity + 1):
            if left <= 0:
                return
            slot = self.read(memory, index)
            if slot is not None:
                left -= 1
                yield slot

    def read(self, memory: str, index: int) -> StoredPdu | None:
        """One slot; None if it is empty (27.005 4.2). Raises CommandTimeout, LinkLost, Restarted, NotAnswering."""
        if not self._turn_to(memory):
            return None
        reply = self._ask_for_pdus(f"AT+CMGR={index}", self._link.timeouts.command)
        if not reply.ok:
            return None
        name = memory if memory and not self._only_one else self.state.memory
        return next(entries(reply.lines, name, index), None)

    def delete(self, memory: str, index: int) -> bool:
        """Free one slot; whether it is free now. An empty slot counts as freed."""
        if not self._turn_to(memory):
            return False
        try:
            reply = self._link.exchange(f"AT+CMGD={index}", self._link.timeouts.delete)
        except CommandTimeout:
            return False
        error = reply.error
        return reply.final is not None and (error is None or error.code in _EMPTY_SLOT)

    def delete_together(self, memory: str, indices: Sequence[int]) -> bool:
        """Free several slots by one command line (V.250 5.4.1: commands joined by `;`); whether the modem took it.

        After a False nobody knows which ones are free: read before deleting again.
        """
        if not self._turn_to(memory):
            return False
        try:
            reply = self._link.exchange(f"AT{_deletions(indices)}", self._link.timeouts.delete)
        except CommandTimeout:
            return False
        return reply.final is not None and reply.ok

    def _turn_to(self, memory: str) -> bool:
        """Make `memory` the one that is read; whether it is. "" is the chosen one."""
        wanted = memory or self.state.memory
        if wanted == self._selected or not wanted or self._only_one:
            return True
        if not wanted.isalnum():
            return False
        reply = self._link.ask(f'AT+CPMS="{wanted}"', self._link.timeouts.storage)
        if reply is None or not reply.ok:
            self._selected = "?"  # unknown which one is selected now
            return False
        self._selected = wanted
        return True
