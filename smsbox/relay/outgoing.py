"""The outgoing half of a relay: submits claimed segments and remembers what became of them until it is committed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from smsbox import events, outbox
from smsbox.clock import SECOND, Clock, Micros
from smsbox.modem.codes import ErrorCode, Verdict, describe
from smsbox.modem.demux import LateResult
from smsbox.modem.line import GsmLine
from smsbox.modem.submit import Accepted, InDoubt, NotStarted, Refused
from smsbox.modem.submit import Outcome as LineOutcome
from smsbox.outbox import Claim, Doubt
from smsbox.recovery.grievances import Grievances
from smsbox.relay.rulings import Neighbours, Ruling, rule
from smsbox.sms.submit import Submit, encode_submit
from smsbox.sms.user_data import Concat
from smsbox.store import Store

log = logging.getLogger(__name__)

LEASE: Micros = 600 * SECOND
"""Longer than the longest submit; a claim older than this belongs to nobody alive."""

LATE_RESULT: Micros = 600 * SECOND
"""No modem brings a result later than this after the segment was claimed."""

NO_SERVICE = {"CMS": {331}, "CME": {30}, "ERROR": set()}
"""No network: nobody's fault, the next look at the radio holds the queue (27.005 3.2.5, 27.007 9.2)."""

SMSC_UNKNOWN = ("CMS", 330)
"""The SIM knows no service centre, or a wrong one (27.005 3.2.5)."""

NO_VALIDITY = (198, 199)
"""TP-VPF or TP-VP not supported by the service centre (23.040 9.2.3.22, as +CMS ERROR)."""

_NOT_STARTED_RETRY: Micros = 5 * SECOND


@dataclass(frozen=True, slots=True)
class _Settlement:
    """What became of one claimed segment, kept in memory until a transaction has taken it to the outbox."""

    claim: Claim
    result: LineOutcome
    ruling: Ruling | None


def tpdu_of(claim: Claim, *, validity: bool = True) -> bytes:
    """The SMS-SUBMIT of a claim (23.040 9.2.2.2); without `validity` the network's own period holds."""
    concat = None
    if claim.total > 1 and claim.concat_reference is not None:
        concat = Concat(claim.concat_reference, claim.total, claim.seq, wide=False)
    return encode_submit(
        Submit(
            recipient=claim.recipient,
            text=claim.text,
            alphabet=claim.alphabet,
            concat=concat,
            report=claim.report,
            flash=claim.flash,
            validity_s=claim.validity_s if validity else None,
        )
    )


class Outgoing:
    """Submits the claims of one modem and remembers, until it is committed, what came of them."""

    def __init__(self, store: Store, clock: Clock, modem: str) -> None:
        self._store = store
        self._clock = clock
        self._modem = modem
        self._settlements: list[_Settlement] = []
        self._late: list[tuple[Doubt, LateResult]] = []
        self._validity_taken = True
        self.neighbours = Neighbours()
        self.rest_until = 0.0
        """Boot-clock seconds until which the SIM rests after refusals in a row."""
        self.rest_reason: str | None = None
        self.rest_key = "relay.sim_rests"
        """Which explanation tells why it rests."""
        self.reinitialise = False
        """A refusal hinted that the modem lost its settings."""
        self.grievances = Grievances()
        self.more_follows = False
        """Whether the last claim knew of another one behind it."""

    @property
    def unsettled(self) -> bool:
        """Whether something is not yet in the database."""
        return bool(self._settlements or self._late)

    def new_session(self, line: GsmLine, sim_id: int) -> None:
        """The line was opened anew; what an earlier run left in doubt may still be answered on it. Raises StoreTrouble.

        Without this the answer that the modem owes a run killed a moment ago would count for the first segment of ours.
        What it has answered while it was set up it owes no more: else the first segment would wait for a second result.
        """
        self.reinitialise = False
        doubts = outbox.recent_doubts(self._store, sim_id=sim_id, since=self._clock.now() - LATE_RESULT)
        if len(doubts) > sum(each.reference is not None for each in line.late):
            line.expect_late()

    def submit(self, line: GsmLine, claim: Claim) -> LineOutcome:
        """Hand one claimed segment to the modem and judge the outcome; writes nothing, never raises LineError."""
        self.more_follows = claim.more
        result = line.submit(tpdu_of(claim, validity=self._validity_taken), more=claim.more)
        now = self._clock.now()
        ruling = None
        match result:
            case Accepted():
                self.neighbours = self.neighbours.success(now)
                self.grievances.accepted()
            case Refused(error, verdict):
                self.grievances.refused(reset=verdict is Verdict.RESET)
                ruling = rule(
                    self._blame(claim, error, verdict), claim.refusals + 1, claim.recipient, self.neighbours, now
                )
                self._note_refusal(claim, ruling, error)
            case NotStarted() | InDoubt():
                log.warning("modem %s: message %d.%d: %s", self._modem, claim.message_id, claim.seq, result)
                self.grievances.unanswered(doubt=isinstance(result, InDoubt))
        self.reinitialise = self.reinitialise or self.grievances.due
        self._settlements.append(_Settlement(claim, result, ruling))
        return result

    def _blame(self, claim: Claim, error: ErrorCode, verdict: Verdict) -> Verdict:
        """The verdict after what mends itself: waiting for the network, or leaving the validity period out."""
        if error.kind == "CMS" and error.code in NO_VALIDITY and claim.validity_s and self._validity_taken:
            self._validity_taken = False
            return Verdict.BUSY
        return Verdict.BUSY if error.code in NO_SERVICE[error.kind] else verdict

    def _note_refusal(self, claim: Claim, ruling: Ruling, error: ErrorCode) -> None:
        log.info("modem %s: message %d.%d refused: %s", self._modem, claim.message_id, claim.seq, describe(error))
        if ruling.accepted:
            return
        self.neighbours = self.neighbours.refusal(claim.recipient)
        self.reinitialise = self.reinitialise or ruling.reinitialise
        if ruling.rest_s:
            self.neighbours = self.neighbours.rested()
            self.rest_until = self._clock.boottime() + ruling.rest_s
            self.rest_reason = str(error)
            self.rest_key = "relay.smsc_unknown" if (error.kind, error.code) == SMSC_UNKNOWN else "relay.sim_rests"

    def hear_late(self, results: list[LateResult], sim_id: int) -> None:
        """Results that came after their segment was given up: they settle the one segment they can belong to, or none.

        It may be one that an earlier run of this program left in doubt. With two in doubt nobody can tell whose result
        it is; reports tell them apart, by reference and number. Raises StoreTrouble.
        """
        if not results:
            return
        doubts = outbox.recent_doubts(self._store, sim_id=sim_id, since=self._clock.now() - LATE_RESULT)
        doubts += [
            Doubt(each.claim.message_id, each.claim.seq, each.claim.attempt, each.claim.claimed_at)
            for each in self._settlements
            if isinstance(each.result, InDoubt)
        ]
        if len(doubts) == len(results) == 1 and self._fits(results[0], doubts[0], sim_id):
            self._late.append((doubts[0], results[0]))
        else:
            log.warning("modem %s: %s of %d segments in doubt: left to reports", self._modem, results, len(doubts))

    def _fits(self, late: LateResult, doubt: Doubt, sim_id: int) -> bool:
        """Whether the order of references allows it."""
        return late.reference is None or outbox.may_answer(self._store, doubt, sim_id=sim_id, reference=late.reference)

    # ── inside the relay's transaction

    def record(self, now: Micros) -> None:
        """Write every outcome not yet written, inside the caller's transaction; call `committed` after its commit."""
        for settlement in self._settlements:
            self._settle(settlement, now)
        for doubt, late in self._late:
            if late.reference is not None:
                outbox.late_accepted(
                    self._store,
                    message_id=doubt.message_id,
                    seq=doubt.seq,
                    attempt=doubt.attempt,
                    reference=late.reference,
                    now=now,
                )
            else:
                # A late error proves nothing: the same codes are seen for segments that arrived.
                events.append(
                    self._store,
                    events.LATE_RESULT,
                    now=now,
                    message_id=doubt.message_id,
                    modem=self._modem,
                    seq=doubt.seq,
                    error=str(late.error),
                )

    def committed(self) -> int:
        """The transaction that held `record` is over; how many segments the network accepted."""
        accepted = sum(isinstance(each.result, Accepted) for each in self._settlements)
        self._settlements.clear()
        self._late.clear()
        return accepted

    def _settle(self, settlement: _Settlement, now: Micros) -> None:
        claim, ruling = settlement.claim, settlement.ruling
        match settlement.result:
            case Accepted(reference):
                outbox.accepted(self._store, claim, reference=reference, now=now)
            case Refused() if ruling is not None and ruling.accepted:
                outbox.accepted(self._store, claim, reference=None, now=now)
            case Refused(error) if ruling is not None:
                retry_at = None if ruling.permanent else now + int(ruling.retry_s * SECOND)
                outbox.refused(
                    self._store, claim, error=str(error), permanent=ruling.permanent, retry_at=retry_at, now=now
                )
            case NotStarted(reason):
                outbox.not_sent(self._store, claim, reason=reason, retry_at=now + _NOT_STARTED_RETRY, now=now)
            case InDoubt(reason):
                outbox.uncertain(self._store, claim, reason=reason, now=now)
