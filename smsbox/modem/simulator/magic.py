"""Magic numbers: recipients +380500009xxx choose their own outcome, in tests, in the demo and by hand.

Ordinary are +380500000000 … +380500007999: accepted and delivered, silent. 80xx–85xx are delivered and answer
(`people`). The 9xxx block is the table `MAGIC`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.modem.simulator.framing import framed

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.submission import Submission

PREFIX = "+38050000"


@dataclass(frozen=True, slots=True)
class Magic:
    """The last four digits as a pattern (`n` decimal, `h` read as hexadecimal), what happens, and the deed."""

    pattern: str
    meaning: str
    deed: Callable[[Modem, Submission, str], None]

    def fits(self, last: str) -> bool:
        """Whether these four digits are meant."""
        return re.fullmatch(self.pattern.replace("n", r"\d").replace("h", r"\d"), last) is not None


def _refused(modem: Modem, submission: Submission, last: str) -> None:
    submission.refuse(f"+CMS ERROR: {int(last[1:])}")


def _refused_twice(modem: Modem, submission: Submission, last: str) -> None:
    if modem.network.tries[submission.submit.number] <= 2:
        submission.refuse(f"+CMS ERROR: {int(last[2:])}")


def _one_report(modem: Modem, submission: Submission, last: str) -> None:
    submission.reports = [(None, int(last[2:], 16))]


def _reports(*statuses: int) -> Callable[[Modem, Submission, str], None]:
    def deed(modem: Modem, submission: Submission, last: str) -> None:
        wait = modem.pace.report() or modem.pace.scaled(3.0)
        submission.reports = [(wait * (place + 1), status) for place, status in enumerate(statuses)]

    return deed


def _slow_report(modem: Modem, submission: Submission, last: str) -> None:
    submission.reports = [(modem.pace.scaled(60.0), 0x00)]


def _no_report(modem: Modem, submission: Submission, last: str) -> None:
    submission.reports = []
    submission.discarded = True


def _silence(accepted: bool) -> Callable[[Modem, Submission, str], None]:
    return lambda modem, submission, last: submission.hush(accepted=accepted)


def _says(line: str, accepted: bool) -> Callable[[Modem, Submission, str], None]:
    def deed(modem: Modem, submission: Submission, last: str) -> None:
        submission.accepted = accepted
        submission.say(framed(line))

    return deed


def _late(modem: Modem, submission: Submission, last: str) -> None:
    submission.late = modem.pace.scaled(45.0)


def _once(instead: Callable[[Modem], None]) -> Callable[[Modem, Submission, str], None]:
    def deed(modem: Modem, submission: Submission, last: str) -> None:
        if modem.network.tries[submission.submit.number] == 1:
            submission.instead = lambda: instead(modem)

    return deed


def _restart(modem: Modem) -> None:
    modem.power.reboot()


def _pull(modem: Modem) -> None:
    modem.power.replug()


MAGIC: tuple[Magic, ...] = (
    Magic("96hh", "accepted; one status report with TP-ST 0xhh (9646: validity expired, 9600: delivered)", _one_report),
    Magic("9700", "accepted and silently discarded, no report ever", _no_report),
    Magic("9701", "reports 0x20, 0x22, then 0x00: still trying, delivered at last", _reports(0x20, 0x22, 0x00)),
    Magic("9702", "reports 0x30, then 0x46: still trying, then expired", _reports(0x30, 0x46)),
    Magic("9703", "delivered, the report a minute (of 2G time) later", _slow_report),
    Magic("98nn", "+CMS ERROR: nn for the first two attempts, then accepted", _refused_twice),
    Magic("9900", "silence after Ctrl-Z, but accepted and delivered", _silence(True)),
    Magic("9901", "silence after Ctrl-Z, not accepted", _silence(False)),
    Magic("9902", "OK without +CMGS, accepted", _says("OK", True)),
    Magic("9903", "OK without +CMGS, not accepted", _says("OK", False)),
    Magic("9904", "ERROR after Ctrl-Z, but accepted", _says("ERROR", True)),
    Magic("9905", "+CMGS 45 s late (of 2G time), accepted", _late),
    Magic("9906", "+CMS ERROR: 332 (network timeout), but accepted", _says("+CMS ERROR: 332", True)),
    Magic(
        "9907",
        "the first attempt is accepted, then the modem restarts without an answer",
        _once(_restart),
    ),
    Magic("9908", "the first attempt is accepted, then the stick is unplugged for 8 s", _once(_pull)),
    Magic("9[0-5]nn", "+CMS ERROR: the last three digits, always (9500, 9021, 9038 …)", _refused),
)


def meaning(number: str) -> str | None:
    """What this number does, or None for an ordinary one."""
    found = _find(number)
    return found.meaning if found else None


def _find(number: str) -> Magic | None:
    if not number.startswith(PREFIX + "9") or len(number) != len(PREFIX) + 4:
        return None
    return next((entry for entry in MAGIC if entry.fits(number[-4:])), None)


def apply(modem: Modem, submission: Submission) -> None:
    """Count the attempt and let a rule set over the control socket, or else the number itself, choose the outcome."""
    number = submission.submit.number
    modem.network.tries[number] += 1
    if modem.network.ruled(submission):
        return
    found = _find(number)
    if found is not None:
        found.deed(modem, submission, number[-4:])
