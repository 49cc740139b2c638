"""Fault modes of status reports, FM-71 … FM-78: split, early, odd, late, doubled references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.modem.simulator.faults.table import Armed, Point, also, fault

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.network import Report
    from smsbox.modem.simulator.submission import Submission


@fault("FM-71", "+CDS and its PDU `seconds` apart (needs +CNMI ds=1)", Point.REPORT, seconds=0.2)
def split_report(modem: Modem, armed: Armed, report: Report) -> bool:
    report.split = armed.get("seconds")
    return True


@fault("FM-72", "the status report comes before +CMGS", Point.SUBMIT)
def early_report(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.early_report, submission.reports = True, []
    return True


@fault("FM-73", "the report names the recipient in national form", Point.REPORT)
def national(modem: Modem, armed: Armed, report: Report) -> bool:
    report.recipient = "0" + report.recipient.removeprefix("+380")
    report.kind = 0xA1
    return True


@fault("FM-74", "the report's discharge time is all zeros", Point.REPORT)
def zero_time(modem: Modem, armed: Armed, report: Report) -> bool:
    report.settled_at = None
    return True


@fault("FM-75", "reports with these `statuses`, `seconds` apart (3 of 2G time)", Point.SUBMIT)
def statuses(modem: Modem, armed: Armed, submission: Submission) -> bool:
    pause = armed.get("seconds", modem.pace.scaled(3.0))
    chosen = armed.get("statuses", [0x20, 0x22, 0x00])
    submission.reports = [(pause * (place + 1), status) for place, status in enumerate(chosen)]
    return True


@fault("FM-76", "the report is kept back until `release_reports` (or `seconds`): over a restart", Point.REPORT)
def kept_back(modem: Modem, armed: Armed, report: Report) -> bool:
    report.held = True
    if "seconds" in armed.params:
        modem.reactor.later(armed.params["seconds"], lambda: _let_go(modem, report))
    return True


def _let_go(modem: Modem, report: Report) -> None:
    if report in modem.network.parked:
        modem.network.parked.remove(report)
        modem.network.send_report(report)


@fault(
    "FM-77",
    "two messages to different numbers open with the same reference; both reports follow the second",
    Point.SUBMIT,
)
def same_reference(modem: Modem, armed: Armed, submission: Submission) -> bool:
    if not armed.pending:
        armed.pending = True
        armed.memory["reference"], armed.memory["number"] = submission.reference, submission.submit.number
        return False
    if submission.submit.number == armed.memory["number"]:
        return False
    submission.reference = armed.memory["reference"]
    armed.memory["second"] = True
    return True


@also("FM-77", Point.REPORT)
def until_the_second(modem: Modem, armed: Armed, report: Report) -> bool:
    """The first report is kept until the second reference of the pair is out."""
    waiting = armed.memory.get("reports", 0)
    if report.reference == armed.memory.get("reference"):
        report.held = not armed.memory.get("second")
        armed.memory["reports"] = waiting + 1
        if armed.memory.get("second"):
            modem.network.release_reports()
            modem.faults.done(armed)
    return False


@fault("FM-78", "the report is stored in memory SR only (needs +CNMI ds=2)", Point.REPORT)
def in_sr(modem: Modem, armed: Armed, report: Report) -> bool:
    report.memory = "SR"
    return True
