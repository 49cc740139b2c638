"""The oracle: holds what the simulated network really took and sent against what smsbox's command line claims.

Pure. Recipients are used once in a run, so a wire entry is found again by its number and its segment number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

Row = dict[str, Any]

CLAIMED = frozenset({"sent", "delivered", "undelivered", "unreported"})
"""States that say: the network has it."""

FLAGGED = frozenset({"uncertain", "held"})
"""States that say: nobody knows, a person must look."""

_PERMANENT = 0x40
_STILL_TRYING = 0x20


@dataclass(slots=True)
class Judgement:
    """What was found; every list must stay empty, the numbers are for the table at the end."""

    lost: list[str] = field(default_factory=list)
    """The network took it and the books say it never left, or do not know it."""
    silent_duplicates: list[str] = field(default_factory=list)
    false_claims: list[str] = field(default_factory=list)
    """The books say sent; the network never saw it."""
    vanished: list[str] = field(default_factory=list)
    wrong_reports: list[str] = field(default_factory=list)
    """A state that no status report, or another one, gave it."""
    inbound_lost: list[str] = field(default_factory=list)
    inbound_repeated: list[str] = field(default_factory=list)
    left_on_sim: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    """Anything else that broke a promise: too slow, not ended, not fired."""
    segments: int = 0
    accepted: int = 0
    flagged: int = 0
    flagged_sent: int = 0
    marked_duplicates: int = 0
    inbound: int = 0
    unrecognised: list[str] = field(default_factory=list)
    """The final report lay on the SIM, and yet nobody knows what became of the segment. Shown, not counted: a report
    that could be of two segments may not be given to either."""

    @property
    def findings(self) -> dict[str, list[str]]:
        """The broken promises by kind."""
        lists = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "unrecognised"}
        return {name: value for name, value in lists.items() if isinstance(value, list) and value}

    @property
    def survived(self) -> bool:
        """Whether every promise was kept."""
        return not self.findings

    def add(self, other: Judgement) -> None:
        """Take over everything another run found."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything there is to know about one run after it has settled."""

    queued: frozenset[int]
    """Ids that were queued over the command line."""
    outbox: Sequence[Row]
    inbox: Sequence[Row]
    accepted: Sequence[Row]
    reports: Sequence[Row]
    inbound: Sequence[Row]
    slots: Sequence[Sequence[Any]]
    """What lies on the SIMs: [index, stat, pdu]."""


def judge(evidence: Evidence) -> Judgement:
    """Hold the books against the wire log."""
    found = Judgement(accepted=len(evidence.accepted))
    _count(evidence, found)
    _judge_outbox(evidence, found)
    _judge_reports(evidence, found)
    _judge_inbox(evidence, found)
    found.left_on_sim = [f"slot {index}: {pdu}" for index, stat, pdu in evidence.slots if stat in (0, 1)]
    return found


def _count(evidence: Evidence, found: Judgement) -> None:
    ids = [row["id"] for row in evidence.outbox]
    found.vanished = [f"message {number}" for number in sorted(evidence.queued - set(ids))]
    found.vanished += [f"message {number} appears twice" for number, times in Counter(ids).items() if times > 1]


def _name(row: Row, seq: int) -> str:
    return f"message {row['id']}.{seq} to {row['recipient']}"


def _judge_outbox(evidence: Evidence, found: Judgement) -> None:
    taken: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for entry in evidence.accepted:
        part = entry["concat"]
        taken[entry["number"], part["seq"] if part else 1].append(entry)
    for row in evidence.outbox:
        for segment in row["segments"]:
            found.segments += 1
            _judge_segment(row, segment, taken.pop((row["recipient"], segment["seq"]), []), found)
    found.lost += [f"taken by the network, unknown to the books: {number}.{seq}" for number, seq in taken]


def _judge_segment(row: Row, segment: Row, entries: list[Row], found: Judgement) -> None:
    state, marked, name = segment["state"], segment["maybe_duplicate"], _name(row, segment["seq"])
    if state in FLAGGED:
        found.flagged += 1
        found.flagged_sent += bool(entries)
    if state in CLAIMED and not entries:
        found.false_claims.append(f"{name} is {state}")
    if entries and state not in CLAIMED | FLAGGED and not marked:
        found.lost.append(f"{name} is {state}, taken {len(entries)} times")
    if len(entries) > 1 and not marked:
        found.silent_duplicates.append(f"{name} taken {len(entries)} times, is {state}")
    found.marked_duplicates += len(entries) > 1 and marked
    known = {entry["reference"] for entry in entries}
    if state in CLAIMED and entries and segment["reference"] is not None and segment["reference"] not in known:
        found.wrong_reports.append(f"{name} has reference {segment['reference']}, the network gave {sorted(known)}")


def _judge_reports(evidence: Evidence, found: Judgement) -> None:
    """Each final state has a report of its kind, with its number and its reference, which the modem did hand over.

    A modem that has just started and was not yet told where reports go (+CNMI <ds> 0) takes them and throws them away.
    """
    final: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    ways: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for entry in evidence.reports:
        status = entry["status"]
        if entry["how"] == "dropped":
            continue
        if status < _STILL_TRYING or status >= _PERMANENT:
            kind = "delivered" if status < _STILL_TRYING else "undelivered"
            final[entry["number"][-9:], entry["reference"]].add(kind)
            ways[entry["number"][-9:], entry["reference"]].append(f"{kind} n={entry['n']} {entry['how']}")
    for row in evidence.outbox:
        for segment in row["segments"]:
            told = final[row["recipient"][-9:], segment["reference"]]
            if segment["state"] in ("delivered", "undelivered") and segment["state"] not in told:
                found.wrong_reports.append(f"{_name(row, segment['seq'])} is {segment['state']}, reports {told or ''}")
            if segment["state"] in ("sent", "uncertain", "held") and told:
                reports = "; ".join(ways[row["recipient"][-9:], segment["reference"]])
                found.unrecognised.append(f"{_name(row, segment['seq'])} is {segment['state']}, reports {reports}")


def _judge_inbox(evidence: Evidence, found: Judgement) -> None:
    """Every text that the network delivered whole stands in the inbox once, to the character."""
    whole = [entry for entry in evidence.inbound if set(entry["order"]) == set(range(1, entry["segments"] + 1))]
    sent = _texts((entry["sender"], entry["text"]) for entry in whole if entry["text"] is not None)
    kept = _texts((row["sender"], row["text"]) for row in evidence.inbox if row["complete"] and not row["damaged"])
    found.inbound = sent.total()
    found.inbound_lost = [f"{sender}: {text!r}" for sender, text in (sent - kept).elements()]
    found.inbound_repeated = [f"{sender}: {text!r}" for sender, text in (kept - sent).elements()]


def _texts(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter(pairs)
