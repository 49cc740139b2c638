"""Sorts every line a modem says: into the reply that is awaited, the queue of events, or the late results.

Never issues a command. Keeps what needs memory: the header of a two-line URC, the commands that may be echoed, signs of
a restart.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.clock import Clock, Micros
from smsbox.modem import urc
from smsbox.modem.at import HEX, clean, fields, final_of, name_of, octets
from smsbox.modem.codes import ErrorCode
from smsbox.modem.gathering import Gathering
from smsbox.modem.outcome import reference_of
from smsbox.modem.troubles import Restarted
from smsbox.modem.urc import OtherUrc, PowerLost, Rebooted, Ring, Urc

_MAX_EVENTS: Constant = 1000
_MAX_OTHERS: Constant = 100
_ECHOES: Constant = 4
_BOOT_PAUSE_S: Constant = 10.0
_SWALLOW_S: Constant = 2.0
_HEADER_S: Constant = 5.0
_PARCELS: Constant = (urc.DirectDeliver, urc.DirectReport)


@dataclass(frozen=True, slots=True)
class LateResult:
    """A result of a segment that came when nobody waited any more. One of `reference` (0..255) and `error` is set."""

    reference: int | None
    error: ErrorCode | None
    seen_at: Micros


def _fits(header: str, pdu: bytes) -> bool:
    """Whether `pdu` has the length that `header` announces, in octets without the SMSC (27.005 3.1 <length>)."""
    values = fields(header)
    return bool(pdu) and bool(values) and values[-1] == str(len(pdu) - 1 - pdu[0])


def _supersedes(event: Urc, other: Urc) -> bool:
    """Whether `event` tells the same thing as `other`, only newer."""
    return type(event) is type(other) and getattr(event, "domain", "") == getattr(other, "domain", "")


class Demux:
    """The sorter. `take` is called with each line; what it returns belongs to the reply that is awaited."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.lines: deque[str] = deque()
        """Read, not yet sorted."""
        self.events: list[Urc] = []
        self.late: list[LateResult] = []
        self.last_late: float | None = None
        """Boot-clock seconds of the newest late result."""
        self.deaf_to_errors = False
        """Errors seen now answer an ESC; only a reference can be a late result."""
        self.noise = 0
        self.garbled = 0
        self.awaited = ""
        """Name of the awaited reply, "" when idle; set with `command`."""
        self.command = ""
        self.stray = False
        """A final result came that nobody awaited: some reply may be one command behind."""
        self.echoed = False
        self.echo_stays = False
        """The modem echoes whatever it is told; no sign of anything."""
        self.text_mode = False
        self.restarted = ""
        """The marker of a restart or power-down; the line is unusable until connected again."""
        self.faint_at: float | None = None
        """Boot-clock seconds of the last faint sign of a restart."""
        self.ussd_open = False
        """The network waits for an answer to what it said last by USSD."""
        self.ussd = Gathering(clock)
        """The text of an answer that is not complete yet."""
        self._header = ""
        self._header_at = 0.0
        self._interrupted = False
        self._in_entry = False
        self._echoes: deque[str] = deque(maxlen=_ECHOES)
        self._boot_at: float | None = None
        self._sim_state = ""
        self._swallow_until: float | None = None

    def inherit(self, before: Demux) -> None:
        """Take over what exists nowhere else: late results, and PDUs that were handed to us directly."""
        self.late, self.last_late = before.late, before.last_late
        self.events = [event for event in before.events if isinstance(event, _PARCELS)]

    def expect(self, command: str, awaited: str) -> None:
        """A command goes out; `awaited` is the name its answer will carry."""
        self.command = command
        self.awaited = awaited or "-"
        self._echoes.append(command)

    def rest(self) -> None:
        """No command is running any more."""
        self.awaited = ""

    def take(self, line: str) -> str | None:
        """Sort one line. Returns it when it belongs to the awaited reply. Raises Restarted when the modem went down."""
        if not self._header and self._takes_ussd(line):
            return None
        if not line.isascii() or not line.isprintable():
            self.garbled += 1
            line = clean(line)
            if not line:
                return None
        if self._header and self._second_line(line):
            return None
        in_entry, self._in_entry = self._in_entry, False
        if in_entry and HEX.fullmatch(line):
            return line
        if line in self._echoes or '+CPIN="' in line:
            self.echoed = not self.echo_stays
            return None
        name = name_of(line)
        if self.awaited and self._is_awaited(name, line):
            self._in_entry = name in ("+CMGL", "+CMGR")
            return line
        if name in urc.HEADERS:
            self._open_header(name, line)
            return None
        if self._is_restart(name, line) or self._is_event(name, line):
            return None
        return self._unknown(line)

    def end_text(self) -> None:
        """Nothing more of an incomplete text comes: take what there is of it, sort the rest anew."""
        text, others = self.ussd.cut()
        self.queue(urc.ussd(text))
        self.lines.extendleft(reversed(others))

    def _takes_ussd(self, line: str) -> bool:
        """Whether `line` is, or belongs to, what the network says by USSD: the only text of several lines."""
        name = name_of(line)
        begins = name == "+CUSD" and self.awaited != name
        if self.ussd.open and (begins or self.ussd.stale or name == self.awaited):
            self.lines.appendleft(line)
            self.end_text()
            return True
        if not begins and (not self.ussd.open or (line[0] in "+^#*_" and self._is_known(line))):
            return False
        whole = self.ussd.add(line)
        if whole is not None:
            self.queue(urc.ussd(whole))
        return True

    def _is_awaited(self, name: str, line: str) -> bool:
        """The answer to the running command, told from a URC of the same name by the number of its fields."""
        if name != self.awaited:
            return False
        return not (name in urc.REGISTRATIONS and urc.is_unasked_form(line))

    def _unknown(self, line: str) -> str | None:
        """Neither URC nor echo: part of the running reply, a late result, or a stray."""
        if line.startswith("+CMGS"):
            self.note_late(line, final_follows=True)
            return None
        final = final_of(line)
        if final is not None and self._swallow_until is not None:
            swallow = self._clock.boottime() <= self._swallow_until
            self._swallow_until = None
            if swallow and final.ok:
                return None
        if self.awaited:
            return line
        if final is None:
            self.queue(OtherUrc(line))
        elif final.error is not None and final.error.kind == "CMS":
            self.note_late(line)
        else:
            self.stray = True
        return None

    def note_late(self, line: str, *, final_follows: bool = False) -> None:
        """Keep a `+CMGS:` or `+CMS ERROR` that no running submit awaits; the OK that follows it is nobody else's."""
        if final_follows:
            self._swallow_until = self._clock.boottime() + _SWALLOW_S
        final = final_of(line)
        reference, error = reference_of(line), final.error if final else None
        if reference is None and (error is None or self.deaf_to_errors):
            return
        self.late.append(LateResult(reference, error, self._clock.now()))
        self.last_late = self._clock.boottime()

    def queue(self, event: Urc) -> None:
        """Put an event in the queue; an equal one that waits already is enough, unless it carries a PDU."""
        if isinstance(event, urc.UssdAnswer):
            self.ussd_open = event.status == 1
        if isinstance(event, Ring) and event.number is not None and self.events and self.events[-1] == Ring(None):
            self.events.pop()
        if isinstance(event, (urc.RegistrationChanged, urc.SignalChanged)):
            self.events = [other for other in self.events if not _supersedes(event, other)]
        elif not isinstance(event, _PARCELS):
            limit = _MAX_OTHERS if isinstance(event, OtherUrc) else _MAX_EVENTS
            if event in self.events or len(self.events) >= limit:
                return
        self.events.append(event)

    def _open_header(self, name: str, line: str) -> None:
        """First line of a two-line URC. More than two fields are text mode, where +CDS has one line (27.005 3.4.1)."""
        if len(fields(line)) > 2 and name != "+CBM":
            self.text_mode = True
            self.queue(OtherUrc(line))
            if name in ("+CDS", "^HCDS"):
                return
        self._header, self._header_at, self._interrupted = line, self._clock.boottime(), False

    def _second_line(self, line: str) -> bool:
        """Whether `line` completes the open header.

        Normally it is the very next line. Noise, or the whole reply to a command sent in between, may come first; then
        only hex of the announced length completes it.
        """
        header = self._header
        texted = len(fields(header)) > 2
        if self._clock.boottime() - self._header_at > _HEADER_S or name_of(line) in urc.HEADERS:
            self._header = ""
            self.queue(OtherUrc(header))
            return False
        if HEX.fullmatch(line) and not texted:
            if self._in_entry or (self._interrupted and not _fits(header, octets(line))):
                return False
        elif not texted and (self._interrupted or self._is_known(line)):
            self._interrupted = True
            return False
        self._header = ""
        kind = urc.HEADERS[name_of(header)]
        self.queue(OtherUrc(line) if texted or kind is None else kind(octets(line), line))
        return True

    def _is_known(self, line: str) -> bool:
        """Whether `line` is anything but the garbled second half of a two-line URC."""
        name = name_of(line)
        known = name in urc.NOISE or name in urc.PARSERS or line in self._echoes or name == self.awaited
        return known or final_of(line) is not None

    def _is_restart(self, name: str, line: str) -> bool:
        """Boot markers and power-down lines: strong ones end whatever runs, faint ones only shorten the wait."""
        if urc.powers_down(line):
            self.restarted = line
            self.queue(PowerLost(line))
        elif line in urc.RESTARTS or self._boots_again(name) or self._sim_changes(name, line):
            self.restarted = line
            self.queue(Rebooted(line))
        elif line in urc.FAINT_RESTARTS:
            self.faint_at = self._clock.boottime()
            self.queue(Rebooted(line))
            return True
        else:
            return False
        if self.awaited:
            raise Restarted(marker=line)
        return True

    def _boots_again(self, name: str) -> bool:
        """^BOOT comes every few seconds on some Huawei sticks; only one after a long pause tells of a start."""
        if name != "^BOOT":
            return False
        now, before = self._clock.boottime(), self._boot_at
        self._boot_at = now
        return before is not None and now - before >= _BOOT_PAUSE_S and not self.awaited

    def _sim_changes(self, name: str, line: str) -> bool:
        if name == "^SIMST":
            before, self._sim_state = self._sim_state, line
            return bool(before) and before != line
        return name == "+CPIN" and isinstance(urc.PARSERS[name](line), Rebooted)

    def _is_event(self, name: str, line: str) -> bool:
        if name in urc.NOISE or line in urc.NOISE_LINES:
            self.noise += 1
            return True
        parser = urc.PARSERS.get(name)
        if parser is None:
            return False
        event = parser(line)
        if isinstance(event, OtherUrc):
            self.noise += 1
        else:
            self.queue(event)
        return True

    def forget_restart(self) -> None:
        """The modem was set up anew: signs of its last start mean nothing any more."""
        self.restarted, self.faint_at = "", None
        self.stray = self.echoed = self.text_mode = False
        self.events = [event for event in self.events if not isinstance(event, (Rebooted, PowerLost))]
