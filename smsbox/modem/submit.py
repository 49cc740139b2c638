"""How one PDU passes the line (27.005 4.3, +CMGS in PDU mode), and what is known of it afterwards.

The rule: before the prompt nothing is sent; from the first byte of the PDU until a result that names its fate, it is in
doubt. From Ctrl-Z on the line stays silent from our side: some modems drop the answer, not the message, when disturbed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final as Constant

from smsbox.modem.at import final_of
from smsbox.modem.codes import ErrorCode, verdict
from smsbox.modem.link import PROMPT, Link
from smsbox.modem.outcome import Accepted, Heard, InDoubt, NotStarted, Outcome, Refused, judge
from smsbox.modem.results import Results
from smsbox.modem.troubles import CommandTimeout, GivenUp, LineError, LinkLost, NotAnswering, Restarted

_DAMAGED_PDU: Constant = 304
_OUT_OF_STEP: Constant = (302, 304)
_PROMPT_PAUSE_S: Constant = 0.1
_A_MOMENT_S: Constant = 0.2


class Sender:
    """Hands PDUs to the modem one by one and remembers what the next one must know of the last."""

    def __init__(self, link: Link, renew: Callable[[], None]) -> None:
        self._link = link
        self._renew = renew
        self._times = link.timeouts
        self._results = Results(link)
        self.result_timeout = self._times.result
        self.burst_gap = 0.0
        """Seconds between a +CMGS result and the next +CMGS; grows for good when a modem turns out to need it."""
        self.prompt_pause = self._times.prompt_pause
        self._format_at: float | None = None
        self._keeps_link_open: bool | None = None
        self._in_burst, self._sent_at = False, 0.0

    def fresh_session(self, *, needs_gap: bool, result_timeout: float) -> None:
        """The line was set up anew; the modem forgot +CMMS and whatever it still owed us."""
        self._format_at = self._link.clock.boottime()
        self._keeps_link_open = None
        self._in_burst = False
        self._results.fresh_session()
        self.result_timeout = result_timeout
        if needs_gap:
            self.burst_gap = self._times.gap

    def stale(self) -> None:
        """Something went wrong: say +CMGF=0 again before the next PDU."""
        self._format_at = None
        self._in_burst = False

    def expect_late(self) -> None:
        """A segment of an earlier session may still be answered: the next result is not taken for its own at once."""
        self._results.expect_late()

    @property
    def format_due(self) -> float:
        """Boot-clock seconds at which PDU mode wants to be confirmed again."""
        doubtful = self._format_at is None or self._link.refused
        vouched_at = self._sent_at if self._in_burst else 0.0  # a segment accepted just now went in PDU mode
        return 0.0 if doubtful else max(self._format_at or 0.0, vouched_at) + self._times.format_idle

    def vouch(self) -> None:
        """Confirm PDU mode, unless that was a moment ago: who is deaf is found out before the long wait for a list.

        Raises as `confirm_format`.
        """
        if self.format_due - self._times.format_idle + _A_MOMENT_S <= self._link.clock.boottime():
            self.confirm_format()

    def confirm_format(self) -> None:
        """Say +CMGF=0 again: done while idle, it costs no sending time, and tells whether the modem lives.

        Raises NotAnswering, LinkLost, Restarted, GivenUp.
        """
        reply = self._link.ask("AT+CMGF=0", self._times.setting)
        self._format_at = self._link.clock.boottime()
        self._in_burst = self._link.refused = False
        if reply is None:
            self._format_at -= self._times.format_idle

    # the whole way

    def submit(self, tpdu: bytes, *, more: bool) -> Outcome:
        """Send one TPDU (SMS-SUBMIT without SMSC octets, 23.040 9.2.2.2); `more`: another follows. Never raises."""
        try:
            refusal = self._reach_prompt(tpdu, more)
        except LineError as error:
            return self._not_started(error)
        if refusal is not None:
            return refusal
        submitted = self._link.clock.boottime()
        try:
            outcome = self._hand_over(tpdu, submitted)
        except LinkLost:
            outcome = InDoubt("line_lost", line_lost=True)
        except Restarted:
            outcome = InDoubt("restarted", line_lost=True)
        except GivenUp:
            self._link.dirty = self._link.prompt_open = True
            outcome = InDoubt("given_up")
        self._in_burst, self._sent_at = isinstance(outcome, Accepted), self._link.clock.boottime()
        if not self._in_burst:
            self.stale()
        self._link.demux.rest()
        return outcome

    def _not_started(self, error: LineError) -> NotStarted:
        """Why not even the prompt was reached."""
        self.stale()
        self._link.demux.rest()
        if isinstance(error, (LinkLost, Restarted)):
            return NotStarted("line_lost" if isinstance(error, LinkLost) else "restarted", line_lost=True)
        # whatever was asked last may still be answered, and a prompt may still come
        self._link.dirty = self._link.prompt_open = True
        reason = "given_up" if isinstance(error, GivenUp) else "not_answering"
        return NotStarted(reason, asked=isinstance(error, NotAnswering))

    # up to the prompt

    def _reach_prompt(self, tpdu: bytes, more: bool) -> NotStarted | Refused | None:
        link = self._link
        link.last_look()
        self._prepare(more)
        refusal = self._knock(tpdu)
        if refusal is None and link.demux.echoed:
            return self._start_over(tpdu)
        return refusal

    def _knock(self, tpdu: bytes) -> NotStarted | Refused | None:
        hurry = self._in_burst and self._link.last_awaited == "+CMGS"
        self._link.pause(self.burst_gap if hurry else self._times.gap)
        self._link.send(f"AT+CMGS={len(tpdu)}", "+CMGS")
        return self._await_prompt()

    def _start_over(self, tpdu: bytes) -> NotStarted | Refused | None:
        """The modem echoes again, so it was reset in secret and this may be a prompt of text mode: leave it, set up."""
        link = self._link
        link.dirty = link.prompt_open = True
        link.resync()
        self._prepare(more=False)
        refusal = self._knock(tpdu)
        if link.demux.echoed:  # set up a moment ago: it echoes whatever it is told, and that means nothing
            link.demux.echo_stays, link.demux.echoed = True, False
        return refusal

    def _prepare(self, more: bool) -> None:
        """Clean line, PDU mode, radio link kept open: each only when it is not known to be so."""
        link, now = self._link, self._link.clock.boottime()
        if link.dirty:
            self.stale()
            link.resync()
        if link.forgetful:
            self._renew()
            self._format_at, self._keeps_link_open, self._in_burst = now, None, False
        self._in_burst = self._in_burst and now - self._sent_at < self._times.burst
        if more and self._keeps_link_open is None:
            reply = link.ask("AT+CMMS=2", self._times.at)
            self._keeps_link_open, self._in_burst = reply is not None and reply.ok, False
            if link.dirty:
                link.resync()
        trust = self._times.format_burst if self._in_burst else self._times.format_idle
        if self._format_at is None or link.refused or now - self._format_at >= trust:
            link.exchange("AT+CMGF=0", self._times.setting)
            self._format_at, self._in_burst, link.refused = now, False, False

    def _await_prompt(self) -> NotStarted | Refused | None:
        """None when the modem awaits the PDU. Results before the prompt can only be those of an earlier segment."""
        link = self._link
        deadline = link.clock.boottime() + self._times.prompt
        while True:
            line = link.read_line(deadline, prompt=True)
            if line is PROMPT:
                link.last_look()  # what came before the PDU leaves cannot be its result
                return None
            if line is None:
                return self._no_prompt()
            if line.startswith("+CMGS"):
                link.demux.note_late(line, final_follows=True)
                continue
            final = final_of(line)
            if final is None or final.error is None:
                continue
            if final.error.kind == "CMS" and self._results.owed:
                link.demux.note_late(line)
                continue
            return self._refused_before_prompt(final.error)

    def _no_prompt(self) -> NotStarted:
        """ESC, silence, `AT`: the PDU was never given, so nothing can have been sent."""
        link = self._link
        self.burst_gap = self._times.gap
        link.dirty = link.prompt_open = True
        self.stale()
        try:
            link.resync()
        except (NotAnswering, CommandTimeout):
            return NotStarted("not_answering", asked=True)
        return NotStarted("no_prompt")

    def _refused_before_prompt(self, error: ErrorCode) -> NotStarted | Refused:
        self._link.finished()
        self.stale()
        if error.kind == "ERROR":
            return NotStarted("error_before_prompt")
        return Refused(error, verdict(error, seconds_after_submit=None))

    # from the PDU to its result

    def _hand_over(self, tpdu: bytes, submitted: float) -> Outcome:
        link = self._link
        if self.prompt_pause:
            link.clock.sleep(self.prompt_pause)
        text = "00" + tpdu.hex().upper()
        link.demux.faint_at = None
        link.demux.expect(text, "+CMGS")
        link.port.write(text.encode("ascii") + b"\x1a")
        heard = self._results.of_segment(submitted, self.result_timeout)
        if heard is None:
            link.dirty = link.prompt_open = True  # perhaps the PDU came too soon after the prompt
            self.prompt_pause = max(self.prompt_pause, _PROMPT_PAUSE_S)
            self._results.expect_late()
            return InDoubt("silence")
        return self._judge(heard, link.clock.boottime() - submitted)

    def _judge(self, heard: Heard, seconds: float) -> Outcome:
        """The outcome, and what its error tells of the modem."""
        if heard.contradicted:
            self._link.dirty = True
        if heard.error is not None and heard.error.code in _OUT_OF_STEP:
            self._link.demux.text_mode = True
        if heard.error is not None and heard.error.code == _DAMAGED_PDU:
            self.prompt_pause = max(self.prompt_pause, _PROMPT_PAUSE_S)
        return judge(heard, seconds)
