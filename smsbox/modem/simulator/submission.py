"""One submit on its way: from the prompt through the air to the answer, with every outcome a hook may choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.modem.simulator import magic, pdu
from smsbox.modem.simulator.errors import Refused, cms
from smsbox.modem.simulator.faults.table import Point
from smsbox.modem.simulator.framing import final, framed
from smsbox.modem.simulator.sim import STO_SENT, STO_UNSENT, Slot

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@dataclass(slots=True)
class Entry:
    """What +CMGS or +CMGW announced before its body."""

    stores: bool = False
    length: int = 0
    number: str = ""
    stat: int = STO_UNSENT
    kept_open: bool = False


@dataclass(slots=True)
class Prompting:
    """The moment of the prompt, for hooks: what is written, after how many seconds, and what happens then."""

    text: bytes = b"\r\n> "
    delay: float = 0.0
    then: Callable[[], None] | None = None


@dataclass(slots=True)
class Submission:
    """A submit between Ctrl-Z and its answer; magic numbers and fault hooks change the fields.

    `accepted`: the network takes it. `answer`: the octets the modem then writes, given the reference (None: the
    normal `+CMGS:` and OK). `late`: seconds the answer comes after the modem is free again. `instead`: what happens
    in place of any answer. `reports`: (seconds, TP-ST) of the status reports, None for the usual one. `discarded`:
    taken by the network and thrown away.
    """

    submit: pdu.Submit
    smsc: str
    reference: int = 0
    accepted: bool = True
    answer: Callable[[int], bytes] | None = None
    local: bool = False
    late: float | None = None
    interim: bytes = b""
    instead: Callable[[], None] | None = None
    reports: list[tuple[float | None, int]] | None = None
    early_report: bool = False
    discarded: bool = False
    verb: str = "+CMGS"
    garbage: bool = False
    entry: dict[str, object] = field(default_factory=dict)

    def say(self, octets: bytes) -> None:
        """Answer with exactly these octets."""
        self.answer = lambda reference: octets

    def refuse(self, line: str, *, local: bool = False) -> None:
        """Not accepted, and told so by `line`; `local` refusals never reach the network and come at once."""
        self.accepted, self.local = False, local
        self.say(framed(line))

    def hush(self, *, accepted: bool) -> None:
        """No answer at all."""
        self.accepted = accepted
        self.say(b"")


def open_entry(modem: Modem, entry: Entry) -> None:
    """Write the prompt, unless a hook has other plans, and wait for the body."""
    prompting = Prompting()
    entry.kept_open = modem.link_open()
    modem.entry = entry
    modem.discipline.entry = True
    modem.faults.fire(Point.PROMPT, prompting)

    def prompt() -> None:
        if modem.entry is entry:
            modem.emit(prompting.text)
            modem.pump()
        if prompting.then is not None:
            prompting.then()

    modem.soon(prompting.delay, prompt)


def take_body(modem: Modem, entry: Entry, body: bytes) -> None:
    """Ctrl-Z has come: store the body or send it."""
    try:
        if entry.stores:
            _store(modem, entry, body)
            return
        submission = _read(modem, entry, body)
        _check(modem, submission)
    except Refused as refused:
        line = refused.line(modem.settings.cmee)
        modem.soon(modem.pace.command(), lambda: modem.reply_final(line))
        return
    send(modem, submission, entry.kept_open)


def _octets(body: bytes, length: int) -> bytes:
    text = b"".join(body.split())
    try:
        octets = bytes.fromhex(text.decode("ascii"))
        tpdu = pdu.split_smsc(octets)[1]
    except (ValueError, pdu.Malformed) as error:
        raise cms(304) from error
    if len(tpdu) != length:
        raise cms(304)
    return octets


def _read(modem: Modem, entry: Entry, body: bytes) -> Submission:
    if modem.settings.text_mode:
        return _text_submission(modem, entry, body)
    smsc, tpdu = pdu.split_smsc(_octets(body, entry.length))
    try:
        return Submission(pdu.read_submit(tpdu), smsc or modem.sim.smsc)
    except pdu.Malformed as error:
        raise cms(304) from error


def _text_submission(modem: Modem, entry: Entry, body: bytes) -> Submission:
    text = modem.decoded(body.decode("latin-1"))
    coding, units = pdu.units_of(text)
    if len(units) > {"gsm7": 160, "ucs2": 70}[coding]:
        raise cms(305)
    wants_report = modem.settings.csmp.split(",")[0] in ("49", "33", "32")
    submit = pdu.Submit(entry.number, text, b"", coding, None, 0, 0, 0, None, wants_report, False, "", b"")
    return Submission(submit, modem.sim.smsc, garbage=text[:2] == "00" and not entry.number.startswith("+"))


def _store(modem: Modem, entry: Entry, body: bytes) -> None:
    memory = modem.sim.memories[modem.settings.memories[1]]
    octets = b"" if modem.settings.text_mode else _octets(body, entry.length)
    index = memory.put(Slot(entry.stat, octets, entry.number, body.decode("latin-1")))
    if index is None:
        raise cms(322)
    modem.sim_changed()
    modem.soon(modem.pace.command(), lambda: modem.reply_final("OK", f"+CMGW: {index}"))


def send_stored(modem: Modem, index: int) -> None:
    """AT+CMSS: send what lies in mem2 at `index` and mark it sent. Raises Refused."""
    slot = modem.sim.memories[modem.settings.memories[1]].slots.get(index)
    if slot is None:
        raise cms(321)
    tpdu = pdu.split_smsc(slot.pdu)[1]
    submission = _read(modem, Entry(length=len(tpdu)), slot.pdu.hex().encode())
    submission.verb = "+CMSS"
    _check(modem, submission)
    slot.stat = STO_SENT
    modem.sim_changed()
    send(modem, submission, modem.link_open())


def _check(modem: Modem, submission: Submission) -> None:
    """What the modem itself knows before it tries the air. Raises Refused."""
    if not modem.radio.serves_sms:
        raise cms(331)
    if not submission.smsc:
        raise cms(330)
    if not submission.submit.number.removeprefix("+").isdigit():
        raise cms(304)


def send(modem: Modem, submission: Submission, kept_open: bool) -> None:
    """Let the outcome be chosen, then spend the air time: interim octets, the network, the answer."""
    submission.reference = modem.sim.next_reference()
    magic.apply(modem, submission)
    modem.faults.fire(Point.SUBMIT, submission)
    if submission.local:
        modem.sim.last_reference = (modem.sim.last_reference - 1) % 256
    modem.sending = True
    duration = modem.pace.command() if submission.local else modem.pace.segment(kept_open)
    modem.soon(duration * 0.5, lambda: modem.emit(submission.interim) if submission.interim else None)
    modem.soon(duration * 0.6, lambda: modem.network.settle(submission))
    modem.soon(duration, lambda: finish(modem, submission))


def finish(modem: Modem, submission: Submission) -> None:
    """Answer, or do what happens instead; the line is free again."""
    if submission.instead is not None:
        modem.sending = False
        submission.instead()
        return
    if submission.early_report:
        modem.network.report_at_once(submission)
    octets = answer_octets(modem, submission)
    modem.hold_link()
    if submission.late is not None:
        modem.soon(submission.late, lambda: tell(modem, submission, octets))
    elif octets:
        tell(modem, submission, octets)
    modem.line_free(told=submission.late is None and bool(octets))


def tell(modem: Modem, submission: Submission, octets: bytes) -> None:
    """Write the answer and note in the wire log that it was written."""
    modem.emit(octets)
    modem.network.told(submission, octets)


def answer_octets(modem: Modem, submission: Submission) -> bytes:
    """The answer as chosen, or the normal one."""
    if submission.answer is not None:
        return submission.answer(submission.reference)
    settings = modem.settings
    done = final("OK", verbose=settings.verbose, quiet=settings.quiet)
    return framed(f"{submission.verb}: {submission.reference}") + done
