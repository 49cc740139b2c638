"""The network behind the modem: takes submits, makes reports, delivers and holds what is sent to the SIM."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from smsbox.modem.simulator import pdu
from smsbox.modem.simulator.faults.table import Point
from smsbox.modem.simulator.framing import framed
from smsbox.modem.simulator.people import AnswerBook, ends_like
from smsbox.modem.simulator.phones import Phones

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.submission import Submission


@dataclass(slots=True)
class Rule:
    """An outcome set over the control socket for recipients whose number ends with `number` (`x`: any digit)."""

    number: str
    times: int = 0
    accepted: bool = True
    answer: str | None = None
    reports: list[tuple[float | None, int]] | None = None
    used: int = 0


@dataclass(slots=True)
class Report:
    """A status report about to be made, for hooks."""

    reference: int
    recipient: str
    status: int
    sent_at: datetime
    settled_at: datetime | None
    kind: int | None = None
    memory: str = ""
    split: float = 0.0
    held: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A TPDU on its way to the SIM: a deliver or a status report, with the facts the wire log keeps of it."""

    tpdu: bytes
    report: bool
    facts: dict[str, Any]
    message_class: int | None = None
    memory: str = ""
    split: float = 0.0
    direct: bool = False
    smsc: str | None = None


class Network:
    """What the operator does for one modem. All of it is written to the wire log."""

    def __init__(self, modem: Modem, answers: AnswerBook) -> None:
        self.modem = modem
        self.phones = Phones(self, answers)
        self.tries: Counter[str] = Counter()
        self.rules: list[Rule] = []
        self.held: deque[Parcel] = deque()
        self.parked: list[Report] = []
        self.hold_reports = False
        self.default_reports: list[tuple[float | None, int]] | None = None
        self.time_offset = timedelta()
        self._seen: Counter[bytes] = Counter()
        self._concat = 0

    # ── time ──

    def now(self) -> datetime:
        """The network's clock in its own zone."""
        zone = timezone(timedelta(minutes=15 * self.modem.radio.zone_quarters))
        return datetime.now(UTC).astimezone(zone) + self.time_offset

    def clock_text(self) -> str:
        """The clock as +CCLK shows it."""
        return f"{self.now():%y/%m/%d,%H:%M:%S}{self.modem.radio.zone_quarters:+03d}"

    # ── submits ──

    def ruled(self, submission: Submission) -> bool:
        """Apply the first fitting rule of the control socket; False when there is none."""
        for rule in self.rules:
            if ends_like(submission.submit.number, rule.number) and (not rule.times or rule.used < rule.times):
                rule.used += 1
                submission.accepted = rule.accepted
                submission.reports = rule.reports
                if rule.answer is not None:
                    submission.say(framed(rule.answer) if rule.answer else b"")
                return True
        return False

    def settle(self, submission: Submission) -> None:
        """The submit reaches the network: taken or refused, and written down."""
        submit = submission.submit
        key = _key(submit)
        facts: dict[str, Any] = {
            "number": submit.number,
            "text": submit.text,
            "coding": submit.coding,
            "reference": submission.reference,
            "concat": _part_facts(submit.part),
            "message_class": submit.message_class,
            "report": submit.report,
            "validity": submit.validity,
            "smsc": submission.smsc,
            "tpdu": submit.tpdu.hex(),
        }
        if not submission.accepted:
            submission.entry = self.modem.record("refused", **facts, told="nothing")
            return
        self._seen[key] += 1
        facts |= {"attempt": self._seen[key], "discarded": submission.discarded, "garbage": submission.garbage}
        submission.entry = self.modem.record("accepted", **facts, told="nothing")
        if self._seen[key] > 1:
            self.modem.log.counts["repeated"] += 1
        self._plan_reports(submission)

    def seen_before(self, submit: pdu.Submit) -> bool:
        """Whether the network took this very TPDU (reference apart) before."""
        return _key(submit) in self._seen

    def told(self, submission: Submission, octets: bytes) -> None:
        """Note what the modem told the product about this submit."""
        text = " ".join(octets.decode("latin-1").split())
        if submission.entry:
            submission.entry["told"] = text
            self.modem.record("told", of=submission.entry["n"], told=text)

    def _plan_reports(self, submission: Submission) -> None:
        plan = submission.reports
        if plan is None:
            plan = self.default_reports if self.default_reports is not None else [(None, 0x00)]
        sent_at = self.now()
        for seconds, status in plan:
            delay = self.modem.pace.report() if seconds is None else seconds
            if submission.submit.report and not submission.discarded:
                self._report_later(delay, Report(submission.reference, submission.submit.number, status, sent_at, None))
            if status < 0x20 and not submission.discarded:
                self.modem.reactor.later(delay, lambda: self.phones.reach(submission))

    def _report_later(self, delay: float, report: Report) -> None:
        self.modem.reactor.later(delay, lambda: self.make_report(report))

    def make_report(self, report: Report) -> None:
        """Write the status report and send it to the SIM, unless reports are held back or a hook parks it."""
        report.settled_at = self.now()
        if self.hold_reports:
            self.parked.append(report)
            return
        self.modem.faults.fire(Point.REPORT, report)
        if report.held:
            report.held = False
            self.parked.append(report)
            return
        self.send_report(report)

    def send_report(self, report: Report) -> None:
        """Put a status report on its way, whatever holds others back."""
        tpdu = pdu.status_report(
            report.reference, report.recipient, report.sent_at, report.settled_at, report.status, report.kind
        )
        facts = {"reference": report.reference, "number": report.recipient, "status": report.status, "tpdu": tpdu.hex()}
        self.offer(Parcel(tpdu, True, facts, memory=report.memory, split=report.split))

    def report_at_once(self, submission: Submission) -> None:
        """The status report overtakes the answer to the submit."""
        self.make_report(Report(submission.reference, submission.submit.number, 0x00, self.now(), None))
        self.phones.reach(submission)

    def release_reports(self) -> int:
        """Send every parked report; how many there were."""
        parked, self.parked = self.parked, []
        for report in parked:
            self.send_report(report)
        return len(parked)

    # ── towards the SIM ──

    def inbound(
        self,
        sender: str,
        text: str,
        *,
        order: Sequence[int] | None = None,
        wide: bool = False,
        careless: bool = False,
        message_class: int | None = None,
        reference: int | None = None,
        coding: str | None = None,
        kind: int | None = None,
        at: datetime | None = None,
        quietly: bool = False,
        direct: bool = False,
        smsc: str | None = None,
    ) -> list[bytes]:
        """Send a text to the SIM; the TPDUs in segment order.

        `order` lists the segment numbers (from 1) to send, in that order: leave one out, repeat one, turn them round.
        `smsc`: the service centre it comes through, instead of the SIM's own.
        """
        chosen, pieces = pdu.cut(text, wide=wide, careless=careless, coding=coding)
        if reference is None and len(pieces) > 1:
            self._concat = (self._concat + 1) % 256
            reference = self._concat
        moment = at or self.now()
        tpdus = []
        for seq, units in enumerate(pieces, 1):
            part = pdu.Part(reference or 0, len(pieces), seq, wide) if len(pieces) > 1 else None
            tpdus.append(pdu.deliver(sender, units, chosen, moment, part=part, message_class=message_class, kind=kind))
        sequence = list(order) if order is not None else list(range(1, len(tpdus) + 1))
        entry = self.modem.record("inbound", sender=sender, text=text, segments=len(tpdus), order=sequence)
        for seq in sequence:
            facts = {
                "of": entry["n"],
                "sender": sender,
                "seq": seq,
                "text": text if len(tpdus) == 1 else "",
                "quietly": quietly,
            }
            self.offer(Parcel(tpdus[seq - 1], False, facts, message_class, direct=direct, smsc=smsc))
        return tpdus

    def inbound_raw(self, tpdu: bytes) -> None:
        """Send octets to the SIM as they are."""
        entry = self.modem.record("inbound", sender="", text=None, segments=1, order=[1], tpdu=tpdu.hex())
        self.offer(Parcel(tpdu, False, {"of": entry["n"], "sender": "", "seq": 1, "text": "", "quietly": False}))

    def offer(self, parcel: Parcel) -> None:
        """Deliver now, or hold until the modem can take it: registered, and room in its memory."""
        if self.held or not self.modem.power.reachable or not self.modem.reception.receive(parcel):
            self.held.append(parcel)
            self.modem.record(
                "held", report=parcel.report, **{key: parcel.facts[key] for key in parcel.facts if key != "text"}
            )
            if self.modem.power.reachable:
                self.modem.power.memory_is_full()

    def memory_freed(self) -> None:
        """The modem signals free memory; held deliveries are tried again shortly after."""
        self.modem.power.full_told = False
        if self.held:
            self.modem.reactor.later(self.modem.pace.inbound(), self.release)

    def release(self) -> None:
        """Deliver what is held, oldest first, as long as it is taken."""
        while self.held and self.modem.power.reachable and self.modem.reception.receive(self.held[0]):
            self.held.popleft()


def _key(submit: pdu.Submit) -> bytes:
    """What makes two submits the same: everything but the reference."""
    content = submit.tpdu[:1] + submit.tpdu[2:] if submit.tpdu else submit.text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(submit.number.encode() + b":" + content, digest_size=12).digest()


def _part_facts(part: pdu.Part | None) -> dict[str, Any] | None:
    return None if part is None else {"ref": part.reference, "total": part.total, "seq": part.seq, "wide": part.wide}
