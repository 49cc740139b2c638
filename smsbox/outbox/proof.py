"""Ending doubt by reports: only an accepted segment has one, so one without an owner proves a segment in doubt.

A report that could belong to several segments in doubt proves none of them: it is kept with the oldest, and they are
settled when each has its report, or when all others are settled otherwise. To take a segment for sent that never was
would lose it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox import events
from smsbox.clock import MINUTE, Micros, micros
from smsbox.outbox import ledger
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.message import MatchedReport
from smsbox.outbox.settling import REPORT_WINDOW, outcome, settle_report, take_as_sent
from smsbox.outbox.states import State
from smsbox.sms.msisdn import tail
from smsbox.sms.tpdu import StatusReport
from smsbox.store import Store

CLOCK_SKEW: Micros = 2 * MINUTE
"""How far the service centre's clock may be behind ours."""

LONGEST_SUBMIT: Micros = 10 * MINUTE
"""How long after our Ctrl-Z, modem's repetitions and a fast clock included, the service centre may take a segment."""

_NEAR = 16
"""A reference this far beyond the last one known, or this near to 0 after the modem forgot, is the next one."""

_SUSPECTS = (
    "SELECT message_id, seq, state, submitted_at, reference_before, early FROM segments "
    "WHERE (state = 1 OR doubted_at IS NOT NULL) AND sim_id = ? ORDER BY submitted_at, message_id, seq"
)


_ANY_KEPT = (
    "SELECT 1 FROM segments WHERE (state = 1 OR doubted_at IS NOT NULL) AND sim_id = ? AND early IS NOT NULL LIMIT 1"
)

_SHADOWS = 1000
"""The shadow of attempt n of segment s has the number s - 1000 n."""

_SHADOW = (
    "INSERT INTO segments (message_id, seq, state, attempts, refusals, maybe_duplicate, sim_id, reference_before, "
    "submitted_at, doubted_at, early, reference, await_until, report_status) "
    "SELECT message_id, ?, ?, attempts, refusals, 1, sim_id, reference_before, "
    "submitted_at, doubted_at, early, reference, await_until, report_status "
    "FROM segments WHERE message_id = ? AND seq = ?"
)
_FORGET = (
    "UPDATE segments SET doubted_at = NULL, early = NULL WHERE (state = 1 OR doubted_at IS NOT NULL) "
    "AND state IN (4, 7, 8, 9) AND doubted_at <= ?"
)


@dataclass(slots=True)
class Suspect:
    """A segment of which nobody knows yet whether the network has it."""

    message_id: int
    seq: int
    state: State
    submitted_at: Micros
    reference_before: int | None
    number: str
    early: dict[str, Any] | None


def shadow(store: Store, segment: SegmentRow) -> None:
    """Remember an attempt that is about to be repeated: a report of it must not be taken for proof of others."""
    if segment.doubted_at is None and segment.await_until is None:
        return
    store.run(_SHADOW, segment.seq - _SHADOWS * segment.attempts, State.CANCELLED, segment.message_id, segment.seq)


def real_seq(seq: int) -> int:
    """The number of a segment, or of the one whose shadow this is."""
    return seq % _SHADOWS


def forget_shadows(store: Store, now: Micros) -> int:
    """Tick: what was withdrawn or repeated in doubt so long ago that no report of it can come any more; how many."""
    with store.write():
        return int(store.run(_FORGET, now - REPORT_WINDOW).rowcount)


def suspects(store: Store, sim_id: int) -> list[Suspect]:
    """All of one SIM, oldest first; there are few."""
    found = []
    for message_id, seq, state, submitted_at, before, early in store.run(_SUSPECTS, sim_id).fetchall():
        recipient = store.run("SELECT recipient FROM messages WHERE id = ?", message_id).fetchone()[0]
        kept = json.loads(early) if early else None
        found.append(Suspect(message_id, seq, State(state), submitted_at, before, tail(recipient), kept))
    return found


def fits(clue: Mapping[str, Any], suspect: Suspect) -> bool:
    """Whether a report with this number, reference and time can be the suspect's."""
    if clue["to"] != suspect.number:
        return False
    taken_at = clue["sc"]
    if taken_at is not None and not -CLOCK_SKEW <= taken_at - suspect.submitted_at <= LONGEST_SUBMIT:
        return False
    return reference_fits(clue["ref"], suspect.reference_before)


def reference_fits(reference: int, before: int | None) -> bool:
    """Whether `reference` comes soon after the last one the SIM was known to have used when the segment was claimed.

    Failed attempts use references up too, and some modems start again at 0 after a reset.
    """
    return before is None or 1 <= (reference - before) % 256 <= _NEAR or reference < _NEAR


def testify(store: Store, sim_id: int, report: StatusReport, now: Micros) -> MatchedReport | None:
    """Keep a report nobody owns as proof for a segment in doubt, settle what it settles; None when it fits none."""
    clue: dict[str, Any] = {
        "ref": report.reference,
        "st": report.status,
        "at": now,
        "to": tail(report.recipient.text),
        "sc": micros(report.sent_at) if report.sent_at is not None else None,
    }
    fitting = [suspect for suspect in suspects(store, sim_id) if fits(clue, suspect)]
    chosen = next((each for each in fitting if each.early is not None and each.early["ref"] == clue["ref"]), None)
    chosen = chosen or next((each for each in fitting if each.early is None), None)
    if chosen is None:
        return None
    message, segment = _rows(store, chosen)
    if chosen.early is None or outcome(chosen.early["st"])[1] is None:
        ledger.change(store, segment, early=json.dumps(clue, separators=(",", ":")))
    resolve(store, sim_id, now)
    message, segment = _rows(store, chosen)
    settled = segment.early is None
    return MatchedReport(message.id, real_seq(segment.seq), segment.state, proved=settled, remembered=not settled)


def resolve(store: Store, sim_id: int | None, now: Micros) -> None:
    """Settle every segment in doubt whose kept report can be no other's. Called when their circle shrinks.

    A segment whose submit still runs is left to its result, which decides.
    """
    while sim_id is not None and store.run(_ANY_KEPT, sim_id).fetchone() is not None:
        circle = suspects(store, sim_id)
        proved = next(
            (
                each
                for each in circle
                if each.early is not None
                and each.state is not State.SENDING
                and not any(other.early is None and fits(each.early, other) for other in circle)
            ),
            None,
        )
        if proved is None:
            return
        _settle(store, proved, now)


def claim_report(store: Store, segment: SegmentRow, reference: int, now: Micros) -> None:
    """The submit of `segment` gave `reference`: the report kept under it comes home, one under another is passed on."""
    if segment.sim_id is None or store.run(_ANY_KEPT, segment.sim_id).fetchone() is None:
        return
    if segment.early and json.loads(segment.early)["ref"] == reference:
        return
    for other in suspects(store, segment.sim_id):
        itself = (other.message_id, other.seq) == (segment.message_id, segment.seq)
        if not itself and other.early is not None and other.early["ref"] == reference:
            _, holder = _rows(store, other)
            homecoming = holder.early
            ledger.change(store, holder, early=None)
            pass_on(store, segment, now)
            ledger.change(store, segment, early=homecoming)
            return
    pass_on(store, segment, now)


def pass_on(store: Store, segment: SegmentRow, now: Micros) -> None:
    """The report kept with `segment` cannot be its own: it goes to the next suspect it fits, or to the log."""
    if not segment.early or segment.sim_id is None:
        return
    clue = json.loads(segment.early)
    ledger.change(store, segment, early=None)
    for other in suspects(store, segment.sim_id):
        itself = (other.message_id, other.seq) == (segment.message_id, segment.seq)
        if not itself and other.early is None and fits(clue, other):
            _, heir = _rows(store, other)
            ledger.change(store, heir, early=json.dumps(clue, separators=(",", ":")))
            return
    events.append(
        store, events.REPORT_ORPHAN, now=now, sim=segment.sim_id, ref=clue["ref"], st=clue["st"], to=clue["to"]
    )


def _settle(store: Store, proved: Suspect, now: Micros) -> None:
    message, segment = _rows(store, proved)
    clue = proved.early
    assert clue is not None
    if segment.state in (State.CANCELLED, State.FAILED):
        # It had arrived before it was withdrawn or its time ran out; worth knowing, and changes nothing.
        ledger.change(store, segment, doubted_at=None, early=None)
        seq = real_seq(segment.seq)
        events.append(store, events.LATE_RESULT, now=now, message_id=message.id, seq=seq, ref=clue["ref"])
        return
    if segment.state in (State.QUEUED, State.UNCERTAIN, State.HELD):
        ledger.change(store, segment, early=None)
        take_as_sent(store, message, segment, reference=clue["ref"], now=now, proof="report")
    else:
        # A person had confirmed it before.
        ledger.change(store, segment, reference=clue["ref"], doubted_at=None, early=None)
    if segment.state is State.SENT:
        settle_report(store, message, segment, status=clue["st"], now=now)


def _rows(store: Store, suspect: Suspect) -> tuple[MessageRow, SegmentRow]:
    message = ledger.message(store, suspect.message_id)
    segment = ledger.segment(store, suspect.message_id, suspect.seq)
    assert message is not None and segment is not None
    return message, segment
