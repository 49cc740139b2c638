"""Awaits the result of one PDU: hears what the modem says of it, asks a silent one, tells a late answer from ours."""

from __future__ import annotations

from itertools import count
from typing import Final as Constant

from smsbox.modem.at import final_of
from smsbox.modem.codes import ErrorCode
from smsbox.modem.link import Link
from smsbox.modem.outcome import Heard, newer
from smsbox.modem.troubles import GivenUp, LinkLost, Restarted

_OF_THE_MODEM: Constant = 300
"""From here on +CMS ERROR numbers are the modem's own; those below come from the network (27.005 3.2.5)."""


class Results:
    """Hears the results of one line's segments; remembers whether one given up on may still be answered."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._times = link.timeouts
        self._doubt_since: float | None = None

    def fresh_session(self) -> None:
        """The line was set up anew: the modem forgot whatever it still owed us."""
        self._doubt_since = None

    def expect_late(self) -> None:
        """A segment given up on may still be answered: the next result is not taken for its own at once."""
        self._doubt_since = self._link.clock.boottime()

    def of_segment(self, submitted: float, timeout: float) -> Heard | None:
        """The result of the segment whose Ctrl-Z left at `submitted` (boot-clock seconds); None: nobody knows.

        Raises LinkLost, Restarted, GivenUp.
        """
        heard = self._hear(submitted + timeout) or self._after_silence(submitted)
        self._link.finished()
        return self._sort_out(heard) if heard is not None and self.owed else heard

    def _hear(self, deadline: float, *, asked: bool = False) -> Heard | None:
        """One result, or None when there is none by `deadline`. A line lost after +CMGS leaves the result complete.

        An OK alone may be the late answer to something before: it counts when nothing follows, or when we `asked`.
        """
        link, seen, bare = self._link, "", False
        try:
            while True:
                line = link.read_line(deadline)
                if line is None:
                    if not seen:
                        return Heard() if bare else None
                    link.dirty = True
                    return Heard(seen)
                if line.startswith("+CMGS"):
                    if seen:
                        link.push_back(line)
                        return Heard(seen)
                    seen, deadline = line, link.clock.boottime() + self._times.final_ok
                    continue
                final = final_of(line)
                if final is None:
                    continue
                if seen and final.error is not None:
                    link.push_back(line)
                    return Heard(seen, contradicted=True)
                if seen or asked or (bare and final.error is None):
                    return Heard(seen, final.error)
                if final.error is not None:
                    return Heard(seen, final.error, contradicted=bare)
                bare, deadline = True, min(deadline, link.clock.boottime() + self._times.bare_ok)
        except (LinkLost, Restarted, GivenUp):
            if not seen:
                raise
            link.dirty = True
            return Heard(seen)

    def _after_silence(self, submitted: float) -> Heard | None:
        """Ask whether the modem lives, now and again. If it does, the command is dead; if not, listen until giving up.

        A deaf modem swallows the question too: asked only once, one that hears again would be kept waiting. So does one
        that never heard the PDU and waits for it still; before the second question it is told to leave that.
        """
        link, times = self._link, self._times
        if link.demux.faint_at is not None:
            raise Restarted(marker="ready again")
        give_up = max(submitted + times.give_up, link.clock.boottime() + times.probe)
        for asked in count():
            if link.clock.boottime() >= give_up:
                return None
            if asked == 1:
                link.escape()
            link.send("AT", "+CMGS")
            link.dirty = True  # the AT and the segment may both still be answered
            heard = self._hear(min(give_up, link.clock.boottime() + times.probe_again), asked=True)
            if heard is not None:
                return heard if heard.line or _of_segment(heard.error, escaped=asked > 0) else None
        return None

    @property
    def owed(self) -> bool:
        """Whether a segment given up on may still be answered on this line."""
        if self._doubt_since is None:
            return False
        late = self._link.demux.last_late
        if late is not None and late >= self._doubt_since:
            self._doubt_since = None
        return self._doubt_since is not None

    def _sort_out(self, first: Heard) -> Heard:
        """The first result after a doubt may be the late one of the segment before: if a second follows, it was."""
        link = self._link
        link.demux.awaited = "+CMGS"
        second = self._hear(link.clock.boottime() + self._times.echo_window, asked=True)
        self._doubt_since = None
        if second is None or not (second.line or second.error):
            return first
        if newer(first, second):
            # the answers crossed: the network numbers what it takes in order (23.040 9.2.3.6), so the later is ours
            first, second = second, first
        link.demux.note_late(first.line or (first.error.text if first.error else ""))
        return second


def _of_segment(error: ErrorCode | None, *, escaped: bool) -> bool:
    """Whether what came in answer to our questions tells of the segment: after an ESC only what the network said."""
    if error is None or error.kind == "ERROR":
        return False
    return not escaped or (error.kind == "CMS" and 0 < (error.code or 0) < _OF_THE_MODEM)
