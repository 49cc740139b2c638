"""Finding the segment a status report speaks of: by SIM, reference, number and time; else by elimination.

References are one octet and come round again, numbers come back in another form than they were dialled, reports come
twice, late, or before the result of the submit (23.040 9.2.2.3, 9.2.3.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smsbox import consent, events
from smsbox.clock import Micros, micros
from smsbox.outbox import ledger
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.message import MatchedReport
from smsbox.outbox.proof import CLOCK_SKEW, real_seq, testify
from smsbox.outbox.settling import settle_report
from smsbox.outbox.states import State
from smsbox.sms.msisdn import tail
from smsbox.sms.tpdu import StatusReport
from smsbox.store import Store

_AWAITING = (
    "SELECT s.message_id, s.seq, s.state, s.submitted_at, s.report_status, m.recipient FROM segments s "
    "JOIN messages m ON m.id = s.message_id WHERE s.sim_id = ? AND s.reference = ? AND s.await_until IS NOT NULL "
    "ORDER BY s.await_until DESC LIMIT 64"
)
_OPEN = (State.SENT, State.UNREPORTED)


def reported(store: Store, *, sim_id: int, report: StatusReport, now: Micros) -> MatchedReport | None:
    """Settle the segment that `report`, received by SIM `sim_id`, speaks of; None when there is none (it is logged)."""
    with store.write():
        known = _known(store, sim_id, report)
        if known is not None:
            return _count(store, known, report, now)
        proof = testify(store, sim_id, report, now)
        if proof is not None:
            return proof
        erased = consent.is_suppressed(store, report.recipient.text)  # his number is not to come back by a late report
        events.append(
            store,
            events.REPORT_ORPHAN,
            now=now,
            sim=sim_id,
            ref=report.reference,
            st=report.status,
            to=None if erased else report.recipient.text,
            hex=None if erased else report.tpdu.hex(),
        )
        return None


def _time_fits(report: StatusReport, submitted_at: Micros | None) -> bool:
    """The service centre cannot have taken a segment before we sent it."""
    return report.sent_at is None or submitted_at is None or micros(report.sent_at) >= submitted_at - CLOCK_SKEW


def _known(store: Store, sim_id: int, report: StatusReport) -> Sequence[Any] | None:
    """The newest sent segment with this reference, number and time; one that still waits comes first."""
    number = tail(report.recipient.text)
    fitting = [
        row
        for row in store.run(_AWAITING, sim_id, report.reference).fetchall()
        if tail(row[5]) == number and _time_fits(report, row[3])
    ]
    return next((row for row in fitting if row[2] in _OPEN), fitting[0] if fitting else None)


def _count(store: Store, row: Sequence[Any], report: StatusReport, now: Micros) -> MatchedReport:
    message, segment = _load(store, row)
    if segment.state not in _OPEN or segment.report_status == report.status:
        if segment.report_status != report.status:
            events.append(
                store,
                events.REPORT_REPEATED,
                now=now,
                message_id=message.id,
                seq=real_seq(segment.seq),
                st=report.status,
            )
        return MatchedReport(message.id, real_seq(segment.seq), segment.state, repeated=True)
    settle_report(store, message, segment, status=report.status, now=now)
    return MatchedReport(message.id, real_seq(segment.seq), segment.state)


def _load(store: Store, row: Sequence[Any]) -> tuple[MessageRow, SegmentRow]:
    message, segment = ledger.message(store, row[0]), ledger.segment(store, row[0], row[1])
    assert message is not None and segment is not None
    return message, segment
