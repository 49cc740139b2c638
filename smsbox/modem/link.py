"""One command at a time over one port: writes it, waits for its final result, and gets the line clean again afterwards.

Single-threaded: the caller's thread reads the port while it waits. Anything unasked goes to the demultiplexer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final as Constant

from smsbox.clock import Clock
from smsbox.modem.at import Reply, Splitter, command_name, final_of
from smsbox.modem.demux import Demux
from smsbox.modem.gathering import QUIET_S
from smsbox.modem.port import DATA, WAKE, Port
from smsbox.modem.timeouts import Timeouts
from smsbox.modem.troubles import CommandTimeout, GivenUp, NotAnswering, Restarted

ESC: Constant = b"\x1b"
PROMPT: Constant = ">"
"""What `read_line` returns for the invitation to type a PDU; no line can be it."""

Pulse = Callable[[], bool]
"""Called at least once a second while the line waits; True asks it to give up."""


class Link:
    """Exchanges commands and replies. `dirty`: some answer is outstanding; the next exchange cleans up first."""

    def __init__(self, port: Port, clock: Clock, timeouts: Timeouts, pulse: Pulse | None) -> None:
        self.port = port
        self.clock = clock
        self.timeouts = timeouts
        self.demux = Demux(clock)
        self.dirty = False
        self.prompt_open = False
        """The modem may be waiting for a PDU, swallowing every command."""
        self.numeric = False
        self.refused = False
        """A command was refused since PDU mode was last set; there are modems that fall back to text mode then."""
        self.last_awaited = ""
        """What the last command asked for."""
        self._pulse = pulse
        self._splitter = Splitter()
        self._lines = self.demux.lines
        self._free_at = self._beat_at = self._slowest = 0.0
        self._silences = 0

    @property
    def forgetful(self) -> bool:
        """Whether the modem seems to have lost its settings: echo, numeric results, text mode, a faint restart."""
        demux = self.demux
        return demux.echoed or demux.text_mode or self.numeric or demux.faint_at is not None

    # reading

    def _feed(self) -> None:
        """Read what is waiting and cut it into lines."""
        self._lines.extend(self._splitter.feed(self.port.read()))

    def read_line(self, deadline: float, *, prompt: bool = False) -> str | None:
        """The next line of the awaited reply; None at `deadline` (boot-clock seconds); PROMPT when it is expected.

        Raises LinkLost, Restarted, GivenUp – after every line that came before.
        """
        while True:
            while self._lines:
                line = self._lines.popleft()
                if line.startswith(">") and not self.demux.ussd.open:
                    if prompt:
                        return PROMPT
                    self._stray_prompt()
                    continue
                taken = self.demux.take(line) if line else None
                if taken is not None:
                    return taken
            if prompt and self._splitter.at_prompt:
                self._splitter.drop_rest()
                return PROMPT
            remaining = self._remaining(deadline)
            if self.port.poll(remaining):
                self._feed()
            elif self.demux.ussd.over:
                self.demux.end_text()
            elif remaining <= 0:
                return None

    def push_back(self, line: str) -> None:
        """Let `line` be read again."""
        self._lines.appendleft(line)

    def _stray_prompt(self) -> None:
        """A prompt nobody asked for: the modem would take the next command for a PDU."""
        self.prompt_open = self.dirty = True

    def _remaining(self, deadline: float) -> float:
        """Seconds until `deadline`, but never more than until the next beat, which is made when it is due."""
        now = self.clock.boottime()
        if now - self._beat_at >= self.timeouts.pulse:
            self._beat_at = now
            self.beat()
        if self.demux.faint_at is not None and self.demux.awaited == "+CMGS":
            # the modem may have restarted in the middle of a submit: its result is not awaited for long
            deadline = min(deadline, self.demux.faint_at + self.timeouts.boot_grace)
        return min(deadline - now, self.timeouts.pulse)

    def beat(self) -> None:
        """Show that the thread lives and look whether the device is still the same. Raises LinkLost, GivenUp."""
        self.port.check_device()
        if self._pulse is not None and self._pulse():
            raise GivenUp(command=command_name(self.demux.command))

    def idle(self, deadline: float, wake_fd: int | None = None) -> bool:
        """Sort what comes unasked, until an event is queued or `wake_fd` is readable (True), or `deadline` (False).

        Raises LinkLost, GivenUp.
        """
        self.demux.rest()
        while True:
            self._sort_idle()
            self._note_strays()
            remaining = self._remaining(deadline)
            if self.demux.events:
                return True
            found = self.port.poll(remaining, wake_fd)
            if found == DATA:
                self._feed()
            elif self.demux.ussd.over and found != WAKE:
                self.demux.end_text()
            elif found == WAKE or remaining <= 0:
                return found == WAKE

    def _sort_idle(self) -> None:
        while self._lines:
            line = self._lines.popleft()
            if line.startswith(">") and not self.demux.ussd.open:
                self._stray_prompt()
            elif line:
                self.demux.take(line)
        if self._splitter.at_prompt and not self.demux.ussd.open:
            self._splitter.drop_rest()
            self._stray_prompt()

    def _note_strays(self) -> None:
        """A final result nobody awaited: some reply may be one command behind."""
        if self.demux.stray:
            self.demux.stray, self.dirty = False, True

    def drain(self) -> None:
        """Sort what is waiting right now as unasked: nothing of it can answer a command not yet written."""
        self.demux.rest()
        self._sort_idle()
        while self.port.poll(QUIET_S if self.demux.ussd.open else 0):
            self._feed()
            self._sort_idle()
        if self.demux.ussd.open:
            self.demux.end_text()
            self._sort_idle()
        self._note_strays()

    def last_look(self) -> None:
        """`drain`, just before something is written. Raises Restarted if the modem told of that meanwhile."""
        self.drain()
        if self.demux.restarted:
            raise Restarted(marker=self.demux.restarted)

    # writing

    def pause(self, gap: float) -> None:
        """Leave the modem `gap` seconds of peace after its last final result."""
        wait = self._free_at + gap - self.clock.boottime()
        if wait > 0:
            self.clock.sleep(wait)

    def send(self, command: str, awaited: str) -> None:
        """Write one command line; `awaited` names its answer."""
        self.last_awaited = awaited
        self.demux.expect(command, awaited)
        self.port.write(command.encode("latin-1") + b"\r")

    def finished(self) -> None:
        """A final result came."""
        self.demux.rest()
        self._free_at = self.clock.boottime()

    # commands

    def exchange(self, command: str, timeout: float, *, awaited: str | None = None, secret: bytes = b"") -> Reply:
        """One command and its reply; cleans a dirty line first.

        `awaited` names the answer if it differs from the command (`+ICCID` of AT+CICCID). While `secret` is set,
        nothing the modem says reaches the trace.
        Raises CommandTimeout (and leaves the line dirty), LinkLost, NotAnswering, Restarted, GivenUp.
        """
        self.last_look()
        if self.dirty:
            self.resync()
        return self._converse(command, timeout, awaited, secret)

    def _converse(self, command: str, timeout: float, awaited: str | None, secret: bytes) -> Reply:
        self.pause(self.timeouts.gap)
        self.port.secret = secret
        try:
            self.send(command, command_name(command) if awaited is None else awaited)
            return self._collect(timeout)
        except CommandTimeout:
            self.dirty = True
            raise CommandTimeout(command=command_name(command), seconds=timeout) from None
        finally:
            self.port.secret = b""
            self.demux.rest()

    def _collect(self, timeout: float) -> Reply:
        """Read up to the final result; an answer that came whole but for its OK is good after some quiet."""
        deadline = self.clock.boottime() + timeout
        lines: list[str] = []
        quiet, answered = max(self.timeouts.missing_ok, timeout / 6), False
        while True:
            line = self.read_line(min(deadline, self.clock.boottime() + quiet) if answered else deadline)
            if line is None:
                talking = self._splitter.unfinished
                if answered and talking and self.clock.boottime() < deadline:
                    continue  # some modems need seconds for a long line: half an answer is none
                if talking or not answered:
                    raise CommandTimeout(command="", seconds=timeout)
                self.dirty = True
                return Reply(tuple(lines), None)
            final = final_of(line)
            if final is None:
                lines.append(line)
                answered = answered or line.startswith(self.demux.awaited)
                continue
            self.numeric = self.numeric or final.numeric
            self.refused = self.refused or not final.ok
            self._slowest = max(self._slowest, self.clock.boottime() - deadline + timeout)
            self.finished()
            return Reply(tuple(lines), final)

    def ask(self, command: str, timeout: float, *, awaited: str | None = None) -> Reply | None:
        """`exchange` for what a modem may lack: None when it stays silent. Who does so twice gets less time then."""
        if self._silences > 1:
            timeout = min(timeout, max(self.timeouts.at, 2 * self._slowest))
        try:
            return self.exchange(command, timeout, awaited=awaited)
        except CommandTimeout:
            self._silences += 1
            return None

    # cleaning

    def resync(self) -> None:
        """Get from any state to a clean line: ESC if a PDU may be awaited, silence, `AT` until one clean OK.

        Never Ctrl-Z: it could send what the modem holds. Late results are kept.

        Raises NotAnswering, LinkLost, Restarted, GivenUp.
        """
        for attempt in self.timeouts.tries(lambda: self.port.heard):
            if self.prompt_open or attempt == 2:  # two ATs that were swallowed hint at a prompt nobody saw
                self.escape()
            self._await_quiet(self.timeouts.quiet)
            if self._answers_cleanly(strictly=attempt < 3):
                self.dirty = self.demux.deaf_to_errors = False
                return
        self.dirty = self.prompt_open = True
        raise NotAnswering(port=self.port.path)

    def escape(self) -> None:
        """Leave text input. An error that follows may be the answer to this, not to a segment."""
        self.port.write(ESC)
        self.prompt_open, self.demux.deaf_to_errors = False, True

    def _answers_cleanly(self, *, strictly: bool) -> bool:
        """Whether `AT` gets one OK and nothing after it; `strictly`: nothing with it either."""
        try:
            reply = self._converse("AT", self.timeouts.at, None, b"")
        except CommandTimeout:
            return False
        if reply.error is not None and reply.error.kind == "CMS":
            self.demux.note_late(reply.error.text)
        crossed = self._await_quiet(self.timeouts.settle)
        alone = not (strictly and reply.lines)
        return reply.final is not None and reply.ok and alone and not crossed and not self.prompt_open

    def _await_quiet(self, seconds: float) -> bool:
        """Read until only known noise came for `seconds`; whether a stray final result was among it."""
        self.demux.rest()
        self._sort_idle()
        now = self.clock.boottime()
        limit, deadline, crossed = now + self.timeouts.quiet_limit, now + seconds, False
        while now < min(limit, deadline):
            if self.port.poll(self._remaining(deadline)):
                known = len(self.demux.events) + self.demux.noise
                self._feed()
                self._sort_idle()
                if self.demux.stray or self.prompt_open or len(self.demux.events) + self.demux.noise == known:
                    deadline = self.clock.boottime() + seconds
            crossed, self.demux.stray = crossed or self.demux.stray, False
            now = self.clock.boottime()
        return crossed
