"""The simulated modem itself: input in, commands run, replies and indications out, power and restarts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from smsbox.modem.simulator import charset, framing
from smsbox.modem.simulator import faults as fault_modes
from smsbox.modem.simulator.commands import find, split_line
from smsbox.modem.simulator.commands.registry import Call
from smsbox.modem.simulator.dialogue import Exchange, Reply
from smsbox.modem.simulator.errors import Refused, cme, cms
from smsbox.modem.simulator.faults.table import Point
from smsbox.modem.simulator.framing import Discipline, Kind, framed
from smsbox.modem.simulator.network import Network
from smsbox.modem.simulator.output import Outgoing, Output
from smsbox.modem.simulator.people import AnswerBook
from smsbox.modem.simulator.port import Port
from smsbox.modem.simulator.power import Power
from smsbox.modem.simulator.reactor import Reactor
from smsbox.modem.simulator.reception import Reception
from smsbox.modem.simulator.settings import Hardware, Radio, Settings
from smsbox.modem.simulator.sim import SimCard
from smsbox.modem.simulator.submission import Entry, open_entry, take_body
from smsbox.modem.simulator.telephony import Calls, Ussd
from smsbox.modem.simulator.timing import Pace
from smsbox.modem.simulator.wirelog import WireLog


class Modem:
    """One modem on one pty, living in a reactor's thread; nothing here is to be called from another thread."""

    def __init__(
        self,
        reactor: Reactor,
        link: str,
        *,
        pace: Pace,
        log: WireLog,
        name: str,
        hardware: Hardware,
        sim: SimCard,
        answers: AnswerBook,
        on_sim_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.reactor, self.pace, self.log, self.name = reactor, pace, log, name
        self.hardware, self.sim, self.radio = hardware, sim, Radio()
        self.settings = Settings()
        self.power: Power = Power(self)
        self.port = Port(reactor, link, self._on_bytes)
        self.output = Output(reactor, self.port)
        self.discipline = Discipline()
        self.network = Network(self, answers)
        self.calls, self.ussd = Calls(self), Ussd(self)
        self.reception = Reception(self)
        self.faults = fault_modes.Faults(self)
        self.on_sim_change = on_sim_change
        self.entry: Entry | None = None
        self.sending = False
        self._pending = bytearray()
        self._busy = self._pumping = False
        self._after: list[Callable[[], None]] = []
        self._urcs: list[bytes] = []
        self._free_since: float | None = None
        self._link_until = 0.0
        self._lines_done = 0
        self._opening: Entry | None = None

    # ── ground ──

    def record(self, kind: str, **facts: Any) -> dict[str, Any]:
        """One line of the wire log about this modem and its present SIM."""
        return self.log.add(kind, modem=self.name, imsi=self.sim.imsi, **facts)

    def soon(self, seconds: float, run: Callable[[], None]) -> None:
        """Run after `seconds` unless the modem restarts before; 0 runs now."""
        if seconds <= 0:
            run()
            return
        epoch = self.power.epoch
        self.reactor.later(seconds, lambda: run() if self.power.epoch == epoch else None)

    def after_reply(self, run: Callable[[], None]) -> None:
        """Run once the reply to the present line has been written."""
        self._after.append(run)

    def sim_changed(self) -> None:
        """The SIM or a memory changed: whoever keeps the state file wants to know."""
        self.on_sim_change()

    def forget_settings(self) -> None:
        """Back to power-on values."""
        self.settings = Settings()

    # ── out ──

    def emit(self, data: bytes) -> None:
        """Write octets to the tty, as the armed faults allow."""
        if self.power.deaf or not data:
            return
        if not self.faults.armed:
            self.output.send([(0.0, data)])
            return
        outgoing = Outgoing([(0.0, data)])
        self.faults.fire(Point.WRITE, outgoing)
        self.output.send(outgoing.pieces)

    def urc(self, *lines: str) -> None:
        """Write unsolicited lines in one write: now, or after the reply that is being made; never into a body."""
        octets = b"".join(framed(line) for line in lines)
        if self.entry is not None or (self._busy and not self.sending):
            self._urcs.append(octets)
        else:
            self.emit(octets)

    def take_urcs(self) -> bytes:
        """The unsolicited lines that wait for the line to become free, for a hook that writes them itself."""
        waiting, self._urcs = self._urcs, []
        return b"".join(waiting)

    @contextmanager
    def collected_urcs(self) -> Iterator[None]:
        """Unsolicited lines of this block go out in one write."""
        was, self._busy = self._busy, True
        yield
        self._busy = was
        if not was:
            self._flush_urcs()

    def _flush_urcs(self) -> None:
        self.emit(self.take_urcs())

    # ── in ──

    def _on_bytes(self, data: bytes) -> None:
        self.log.counts["octets_in"] += len(data)
        if self.power.deaf:
            self.power.overhear(data)
            return
        if self.sending:
            self.log.counts["octets_in_silence"] += len(data)
        elif self._free_since is not None:
            self.log.gap(time.monotonic() - self._free_since)
            self._free_since = None
        self._pending += data
        self.pump()

    def pump(self) -> None:
        """Work through what has arrived, until a command keeps the modem busy."""
        if self._pumping:
            return
        self._pumping = True
        while self._pending and not self._busy and not self.power.deaf:
            token, used = self.discipline.read(self._pending)
            if self.settings.echo:
                self.emit(bytes(self._pending[:used]))
            del self._pending[:used]
            if token is not None:
                self._take(token)
        self._pumping = False

    def _take(self, token: framing.Token) -> None:
        entry, self.entry = self.entry, None
        if token.kind is Kind.BODY and entry is not None:
            self._busy = True
            take_body(self, entry, token.data)
        elif token.kind is Kind.ABORT:
            self._busy = True
            self.log.counts["aborts"] += 1
            self.soon(self.pace.command(), lambda: self.reply_final("OK"))
        elif token.kind is Kind.TOO_LONG:
            self.reply_final("ERROR")
        else:
            self._take_line(token.data.decode("latin-1"))

    def _take_line(self, line: str) -> None:
        at = line.upper().find("AT")
        if at < 0:
            return
        self.log.counts["commands"] += 1
        self._busy = True
        self.soon(self.pace.command(), lambda: self._execute(line[at + 2 :].strip()))

    def _execute(self, line: str) -> None:
        reply, done_before = Reply(line, [], "OK"), self._lines_done
        try:
            for call in split_line(line):
                reply.final = self._run(call, reply.lines)
                if reply.final != "OK":
                    break
        except Refused as refused:
            reply.final = refused.line(self.settings.cmee)
        if self.sending or self._lines_done != done_before:
            return  # +CMSS answers, or has answered, by itself
        self.faults.fire(Point.REPLY, reply)
        self.soon(reply.delay, lambda: self._finish(reply))

    def _run(self, call: Call, lines: list[str]) -> str:
        exchange = Exchange(call)
        self.faults.fire(Point.COMMAND, exchange)
        if exchange.final is not None:
            lines += exchange.lines
            return exchange.final
        command = find(call.name)
        if command is None:
            raise Refused()
        if command.needs:
            self.check_sim(command.needs)
        lines += command.handler(self, call)
        return "OK"

    def open_entry(self, entry: Entry) -> None:
        """+CMGS or +CMGW was given: ask for the body once the line is worked off."""
        self._opening = entry

    def _finish(self, reply: Reply) -> None:
        opening, self._opening = self._opening, None
        if opening is not None and reply.final == "OK":
            self.emit(b"".join(framed(line) for line in reply.lines))
            self._busy = False
            open_entry(self, opening)
            return
        self.reply_final(reply.final, *reply.lines)

    def reply_final(self, result: str, *lines: str) -> None:
        """Write information lines and the final result in one write; the line is free again."""
        octets = b"".join(framed(line) for line in lines)
        if result:
            octets += framing.final(result, verbose=self.settings.verbose, quiet=self.settings.quiet)
        self.emit(octets)
        self.line_free(told=True)

    def line_free(self, *, told: bool) -> None:
        """The modem takes commands again; `told`: a final result was written just now."""
        self._lines_done += 1
        self._busy = self.sending = False
        self._free_since = time.monotonic() if told else None
        after, self._after = self._after, []
        if self._urcs:
            self._flush_urcs()
        for run in after:
            run()
        self.pump()

    def forget_line(self) -> None:
        """Power is gone: nothing typed, pending or half done survives."""
        self._pending.clear()
        self._urcs.clear()
        self._after.clear()
        self.output.clear()
        self.discipline.reset()
        self.entry = self._opening = self._free_since = None
        self._busy = self.sending = False
        self._link_until = 0.0

    # ── relay link ──

    def link_open(self) -> bool:
        """Whether +CMMS holds the relay link open; mode 1 ends with the first pause (27.005 3.5.6)."""
        if self.settings.cmms == 0:
            return False
        held = time.monotonic() <= self._link_until
        if not held and self._link_until and self.settings.cmms == 1:
            self.settings.cmms = 0
        return held

    def hold_link(self) -> None:
        """A submit ended: the link stays open for the next one."""
        self._link_until = time.monotonic() + self.pace.link_hold()

    # ── SIM and strings ──

    def encoded(self, text: str) -> str:
        """`text` in the character set chosen by +CSCS."""
        return charset.encoded(text, self.settings.charset)

    def decoded(self, text: str) -> str:
        """What was written in the character set chosen by +CSCS."""
        return charset.decoded(text, self.settings.charset)

    def check_sim(self, family: str) -> None:
        """Raise Refused with the family's code when the SIM cannot be used now (27.005 3.2.5, 27.007 9.2)."""
        codes = self.power.sim_trouble()
        if codes is not None:
            raise (cms(codes[0]) if family == "CMS" else cme(codes[1]))
