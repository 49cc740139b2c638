"""Fault modes of sending, FM-01 … FM-30: prompts that fail, answers that lie, refusals by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.modem.simulator.faults.table import Armed, Hook, Point, also, fault
from smsbox.modem.simulator.framing import framed

if TYPE_CHECKING:
    from smsbox.modem.simulator.dialogue import Exchange
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.submission import Prompting, Submission


# ── the prompt ──


def _prompt(text: bytes) -> Hook:
    def hook(modem: Modem, armed: Armed, prompting: Prompting) -> bool:
        prompting.text = text
        return True

    return hook


fault("FM-01", "the prompt never comes; ESC leads out with OK", Point.PROMPT)(_prompt(b""))
fault("FM-02", "prompt without the blank", Point.PROMPT)(_prompt(b"\r\n>"))
fault("FM-03", "prompt without CR LF", Point.PROMPT)(_prompt(b"> "))


@fault("FM-04", "the prompt comes late (seconds, default 7 of 2G time)", Point.PROMPT)
def late_prompt(modem: Modem, armed: Armed, prompting: Prompting) -> bool:
    prompting.delay = armed.get("seconds", modem.pace.scaled(7.0))
    return True


@fault("FM-05", "a real +CMTI before the prompt", Point.PROMPT, sender="+380500000070", text="Перед запрошенням")
def message_before_prompt(modem: Modem, armed: Armed, prompting: Prompting) -> bool:
    modem.network.inbound(armed.get("sender"), armed.get("text"))
    prompting.text = modem.take_urcs() + prompting.text
    return True


# ── silence, lateness, lies ──


@fault("FM-06", "a signal line between PDU and result", Point.SUBMIT, line="^RSSI:17")
def noise_before_result(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.interim = framed(armed.get("line"))
    return True


@fault("FM-07", "silence after Ctrl-Z, delivered; the report comes (seconds, default 20 of 2G time)", Point.SUBMIT)
def silent_but_delivered(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.hush(accepted=True)
    submission.reports = [(armed.get("seconds", modem.pace.scaled(20.0)), 0x00)]
    return True


@fault("FM-08", "silence after Ctrl-Z, not delivered", Point.SUBMIT)
def silent_and_lost(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.hush(accepted=False)
    return True


@fault("FM-09", "+CMGS and OK late (seconds, default 45 of 2G time), the modem free meanwhile", Point.SUBMIT)
def late_answer(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.late = armed.get("seconds", modem.pace.scaled(45.0))
    return True


@fault("FM-10", "the answer to A comes while B is awaited, and B is then refused (code)", Point.SUBMIT, code=38)
def answer_to_the_one_before(modem: Modem, armed: Armed, submission: Submission) -> bool:
    if armed.pending:
        first = armed.memory["first"]
        submission.interim = framed(f"+CMGS: {first.reference}") + framed("OK")
        submission.refuse(f"+CMS ERROR: {armed.get('code')}")
        modem.reactor.later(0, lambda: modem.network.told(first, submission.interim))
        modem.faults.done(armed)
        return False
    submission.hush(accepted=True)
    armed.memory["first"] = submission
    armed.pending = True
    return True


@fault(
    "FM-11", "OK without +CMGS (Siemens ^SM20=1: a failed send; `accepted` true for the other meaning)", Point.SUBMIT
)
def only_ok(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.accepted = armed.get("accepted", False)
    submission.say(framed("OK"))
    return True


@fault("FM-12", "ERROR after Ctrl-Z, delivered nevertheless", Point.SUBMIT)
def error_but_delivered(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.say(framed("ERROR"))
    return True


@fault("FM-13", "+CMGS with the service centre's time behind the reference (+CSMS=1)", Point.SUBMIT)
def answer_with_time(modem: Modem, armed: Armed, submission: Submission) -> bool:
    time = modem.network.clock_text()
    submission.answer = lambda reference: framed(f'+CMGS: {reference},"{time}"') + framed("OK")
    return True


@fault("FM-14", "+CMGS:12 without the blank", Point.SUBMIT)
def answer_without_blank(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.answer = lambda reference: framed(f"+CMGS:{reference}") + framed("OK")
    return True


@fault("FM-15", "the next reference is 255, the one after it 0", Point.SUBMIT)
def wrap(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.reference = modem.sim.last_reference = 255
    return True


# ── refusals ──


@fault("FM-16", "CMS 500 for one `number` always (default: the next recipient)", Point.SUBMIT, count=None, code=500)
def one_number_refused(modem: Modem, armed: Armed, submission: Submission) -> bool:
    number = armed.params.setdefault("number", submission.submit.number)
    if submission.submit.number != number:
        return False
    submission.refuse(f"+CMS ERROR: {armed.get('code')}")
    return True


def _refusal(line: str) -> Hook:
    def hook(modem: Modem, armed: Armed, submission: Submission) -> bool:
        submission.refuse(line)
        return True

    return hook


fault("FM-17", "CMS 38 for the next messages (count), then fine", Point.SUBMIT, count=3)(_refusal("+CMS ERROR: 38"))
fault("FM-18", "CMS 38 without the blank", Point.SUBMIT)(_refusal("+CMS ERROR:38"))
fault("FM-19", "a refusal in words", Point.SUBMIT)(_refusal("+CMS ERROR: network timeout"))
fault("FM-20", "CMS -1", Point.SUBMIT)(_refusal("+CMS ERROR: -1"))
fault("FM-21", "CMS 515 after the body", Point.SUBMIT)(_refusal("+CMS ERROR: 515"))


@fault("FM-22", "+CME ERROR: 14 to `command` for ever", Point.COMMAND, count=None, command="+CMGS")
def sim_busy_for_ever(modem: Modem, armed: Armed, exchange: Exchange) -> bool:
    if exchange.call.name != armed.get("command"):
        return False
    exchange.final = "+CME ERROR: 14"
    return True


@fault("FM-23", "CMS 197 for a submit the network took before", Point.SUBMIT, count=None)
def duplicate_rejected(modem: Modem, armed: Armed, submission: Submission) -> bool:
    if not modem.network.seen_before(submission.submit):
        return False
    submission.refuse("+CMS ERROR: 197")
    return True


@fault("FM-24", "quota: `after` messages pass, then `code` (21, 8 or 50)", Point.SUBMIT, count=None, after=3, code=21)
def quota(modem: Modem, armed: Armed, submission: Submission) -> bool:
    passed = armed.memory.get("passed", 0)
    if passed < armed.get("after"):
        armed.memory["passed"] = passed + 1
        return False
    submission.refuse(f"+CMS ERROR: {armed.get('code')}")
    return True


@fault("FM-25", "CMS 3870, from then on 304, until the modem restarts", Point.SUBMIT)
def wedged(modem: Modem, armed: Armed, submission: Submission) -> bool:
    first, armed.pending = not armed.pending, True
    submission.refuse("+CMS ERROR: 3870" if first else "+CMS ERROR: 304", local=not first)
    return first


@also("FM-25", Point.BOOT)
def unwedged(modem: Modem, armed: Armed, nothing: None) -> bool:
    """A restart ends it."""
    if armed.pending:
        modem.faults.done(armed)
    return False


@fault("FM-26", "segment `seq` of a long message is refused (code)", Point.SUBMIT, seq=2, code=500)
def one_segment_refused(modem: Modem, armed: Armed, submission: Submission) -> bool:
    part = submission.submit.part
    if part is None or part.seq != armed.get("seq"):
        return False
    submission.refuse(f"+CMS ERROR: {armed.get('code')}")
    return True


@fault("FM-27", "segment `seq` of a long message is accepted and never delivered (TP-ST 0x46)", Point.SUBMIT, seq=2)
def one_segment_undelivered(modem: Modem, armed: Armed, submission: Submission) -> bool:
    part = submission.submit.part
    if part is None or part.seq != armed.get("seq"):
        return False
    submission.reports = [(None, 0x46)]
    return True


@fault("FM-28", "accepted, told so, and thrown away: no report, no phone", Point.SUBMIT)
def discarded(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.discarded = True
    return True


@fault("FM-29", "the modem counts the TPDU's length wrong: CMS 304", Point.SUBMIT)
def wrong_length(modem: Modem, armed: Armed, submission: Submission) -> bool:
    submission.refuse("+CMS ERROR: 304", local=True)
    return True


@fault(
    "FM-30",
    "hidden reset: text mode, other settings lost; AT+CMGS=18 then sends the hex as text to number 18",
    Point.ARM,
)
def hidden_reset(modem: Modem, armed: Armed, nothing: None) -> bool:
    echo = modem.settings.echo
    modem.forget_settings()
    modem.settings.echo = echo
    modem.settings.text_mode = True
    return True
