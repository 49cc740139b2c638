"""USSD over one line: asks the network, waits for its answer, follows menus, and never asks twice in silence.

27.007 7.15. The answer comes as a URC, before the OK or up to a minute after it. Some codes cost money: a code is asked
again, written in another form, only when the modem itself has refused it at once.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Final as Constant

from smsbox.errors import SmsboxError
from smsbox.modem import setup
from smsbox.modem.codes import ErrorCode
from smsbox.modem.link import Link
from smsbox.modem.troubles import CommandTimeout, Restarted
from smsbox.modem.urc import Urc, UssdAnswer
from smsbox.modem.ussd import Form, UssdReply, UssdState, command, forms, packs, text_of

_AT_ONCE_S: Constant = 2.0
"""An error that comes later may be the network's, after the code had its effect."""

_LATE_S: Constant = 60.0
"""How long after a silence the answer to it may still come, and be taken for the next one's."""

_ECHO_S: Constant = 3.0
"""How long after a cancel the modem may still say that the session has ended."""

_NOT_THE_FORM: Constant = frozenset(
    {5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 30, 31, 32, 103, 106, 107, 111, 112, 113, 257, 258, 262, 515, 772}
)
"""+CME ERROR numbers that no other writing of the code would mend: SIM, network, barring, busy (27.007 9.2)."""

_BARE_END: Constant = UssdAnswer(UssdState.ENDED.value, "", None)


class UssdRefused(SmsboxError):
    """The modem refused the code; nothing was asked. Facts: `code`, `answer` (the modem's line)."""

    key = "modem.ussd_refused"


class UssdSilent(SmsboxError):
    """The modem took the code and no answer came: whether it had its effect is unknown. Facts: `code`, `seconds`."""

    key = "modem.ussd_silent"


class UssdOver(SmsboxError):
    """The network waits for no answer (any more). Facts: `text`, what was not sent."""

    key = "modem.ussd_over"


class Dialog:
    """The USSD of one line; one session at a time, as the network has it."""

    def __init__(self, link: Link, vendor: str, modem: str, known: MutableMapping[str, Form]) -> None:
        """`known` keeps, by `modem` (its IMEI), the form that works: it outlives the line."""
        self.link = link
        self._vendor, self._modem, self._known = vendor, modem, known
        self._first = Form.PLAIN
        self._late_until = self._cancelled_at = self._asked_at = float("-inf")
        self._answers_early = False

    def ask(self, code: str) -> UssdReply:
        """Begin a session with `code`; one that is open, whoever began it, is ended first.

        Raises UssdRefused, UssdSilent; LinkLost, NotAnswering, Restarted, GivenUp.
        """
        self.link.drain()
        if self.link.demux.ussd_open:
            self.cancel()
        return self._send(code)

    def answer(self, text: str) -> UssdReply:
        """Type `text` into the menu that is open. Raises as `ask`, and UssdOver when none is."""
        self.link.drain()
        if not self.link.demux.ussd_open:
            raise UssdOver(text=text)
        return self._send(text)

    def cancel(self) -> None:
        """End the session, if one is open. Raises LinkLost, NotAnswering, Restarted, GivenUp."""
        self.link.ask("AT+CUSD=2", self.link.timeouts.command, awaited="")
        self.link.demux.ussd_open = False
        self._cancelled_at = self.link.clock.boottime()

    # ── one question

    def _send(self, text: str) -> UssdReply:
        """Try the forms; what else the modem says meanwhile stays in the queue of events, in its order."""
        demux, refusal = self.link.demux, ""
        aside, demux.events = demux.events, []
        try:
            for form in self._forms(text):
                result = self._try(text, form, aside)
                if isinstance(result, UssdReply):
                    self._learn(form, result)
                    return result
                refusal = result.text
                if result.code in _NOT_THE_FORM or self.link.clock.boottime() - self._asked_at > _AT_ONCE_S:
                    break
        finally:
            demux.events = aside + demux.events
        raise UssdRefused(code=text, answer=refusal)

    def _forms(self, text: str) -> list[Form]:
        """The forms to try; on a modem that packs, the one after a form that led to nothing comes first."""
        return sorted(forms(self._known.get(self._modem), text), key=lambda form: form is not self._first)

    def _learn(self, form: Form, reply: UssdReply) -> None:
        """A form that led to an answer is kept; a packing modem may take a plain code and ask the network nonsense."""
        if reply.text:
            self._known[self._modem] = form
        elif packs(self._vendor) and self._modem not in self._known:
            self._first = Form.PACKED if form is Form.PLAIN else Form.PLAIN

    def _try(self, text: str, form: Form, aside: list[Urc]) -> UssdReply | ErrorCode:
        """One question in one form. Raises UssdSilent once the session is cancelled."""
        if form is not Form.UCS2:
            heard = self._exchange(text, form, aside)
        else:
            reply = self.link.ask('AT+CSCS="UCS2"', self.link.timeouts.setting)
            if reply is None or reply.error is not None:
                return (reply.error if reply else None) or ErrorCode("ERROR", None, "ERROR")
            heard = self._exchange(text, form, aside)
            setup.character_set(self.link)
        if heard is None:
            self.cancel()
            self._late_until = self.link.clock.boottime() + _LATE_S
            raise UssdSilent(code=text, seconds=int(self.link.timeouts.ussd))
        return heard if isinstance(heard, ErrorCode) else self._read(heard, form)

    def _read(self, heard: UssdAnswer, form: Form) -> UssdReply:
        charset = "UCS2" if form is Form.UCS2 else "GSM"
        text = text_of(heard.text, heard.dcs, charset=charset, vendor=self._vendor)
        state = UssdState(heard.status) if heard.status <= UssdState.NETWORK_TIMEOUT.value else UssdState.ENDED
        return UssdReply(text, state, heard.dcs, heard.text)

    def _exchange(self, text: str, form: Form, aside: list[Urc]) -> UssdAnswer | ErrorCode | None:
        """The command and what follows it; None when nothing does."""
        clock, timeouts = self.link.clock, self.link.timeouts
        self._asked_at = clock.boottime()
        try:
            reply = self.link.exchange(command(text, form), timeouts.ussd_taken, awaited="")
        except CommandTimeout:
            reply = None  # the answer may come all the same
        if reply is not None and reply.error is not None:
            return reply.error
        if not self._answers_early and clock.boottime() < self._late_until:
            aside += self._taken()  # it came with the OK: the late answer to what was asked before
        early = self._found(aside)
        self._answers_early = self._answers_early or early is not None
        return early or self._await_answer(clock.boottime() + timeouts.ussd, aside)

    def _await_answer(self, deadline: float, aside: list[Urc]) -> UssdAnswer | None:
        """The next answer until `deadline`. Raises Restarted when the modem starts anew meanwhile."""
        while True:
            found = self._found(aside)
            if found is not None:
                return found
            if self.link.demux.restarted:
                raise Restarted(marker=self.link.demux.restarted)
            if self.link.clock.boottime() >= deadline:
                return None
            self.link.idle(deadline)

    def _taken(self) -> list[Urc]:
        events, self.link.demux.events = self.link.demux.events, []
        return events

    def _found(self, aside: list[Urc]) -> UssdAnswer | None:
        """The first answer among the events; the others are put aside."""
        ended = self.link.clock.boottime() - self._cancelled_at < _ECHO_S
        for event in (events := self._taken()):
            if isinstance(event, UssdAnswer) and not (ended and event == _BARE_END):
                events.remove(event)
                self.link.demux.events = [*events, *self.link.demux.events]
                return event
        aside += events
        return None
