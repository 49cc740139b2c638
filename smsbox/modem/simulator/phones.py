"""The recipients' phones: segments become messages again, people read them, and some react."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator import pdu
from smsbox.modem.simulator.people import AnswerBook

if TYPE_CHECKING:
    from smsbox.modem.simulator.network import Network
    from smsbox.modem.simulator.submission import Submission


class Phones:
    """Every phone this network can reach."""

    def __init__(self, network: Network, answers: AnswerBook) -> None:
        self.answers = answers
        self._network, self._modem = network, network.modem
        self._pieces: dict[tuple[str, int, int], dict[int, Submission]] = {}

    def reach(self, submission: Submission) -> None:
        """A segment is on the recipient's phone; whole messages are read, and perhaps answered."""
        submit = submission.submit
        part = submit.part
        if part is None:
            self._read_by_person(submit.number, submit.text)
            return
        pieces = self._pieces.setdefault((submit.number, part.reference, part.total), {})
        pieces[part.seq] = submission
        if len(pieces) < part.total:
            return
        del self._pieces[submit.number, part.reference, part.total]
        ordered = [pieces[seq].submit for seq in sorted(pieces)]
        self._read_by_person(submit.number, whole_text(ordered))

    def _read_by_person(self, number: str, text: str) -> None:
        self._modem.record("phone", number=number, text=text)
        habit = self.answers.reaction(number, text)
        if habit is None:
            return
        wait = self._modem.pace.scaled(habit.after)
        if habit.call:
            self._modem.reactor.later(wait, lambda: self._modem.calls.ring(number, 2))
        else:
            self._modem.reactor.later(wait, lambda: self._answer(number, AnswerBook.words(habit, number)))

    def _answer(self, number: str, text: str) -> None:
        self._network.inbound(number, text)


def whole_text(segments: Sequence[pdu.Submit]) -> str:
    """The text a phone shows: UTF-16 units are joined before they are read, so a cut pair heals as it would there."""
    if all(segment.coding == "ucs2" for segment in segments):
        return b"".join(segment.data for segment in segments).decode("utf-16-be", "surrogatepass")
    return "".join(segment.text for segment in segments)
