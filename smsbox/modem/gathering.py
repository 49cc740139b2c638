"""Puts a +CUSD answer together whose text goes over several lines: the only thing a modem says that may.

A line of such a text can look like anything ("RING", "OK"). What is certainly none of it is told apart by the sorter;
what only might be is given back when the text never ends.
"""

from __future__ import annotations

from typing import Final as Constant

from smsbox.clock import Clock
from smsbox.modem.at import final_of
from smsbox.modem.ussd import is_whole

_PATIENCE_S: Constant = 5.0
"""A modem writes an answer in one go; what comes later than this after its last line is something else."""

QUIET_S: Constant = 0.5
"""Silence after which an open text has ended."""

_MOST: Constant = 1500
"""Characters; the longest answer in hex digits has 640."""


class Gathering:
    """The lines of one answer so far."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: list[str] = []
        self._at = 0.0

    @property
    def open(self) -> bool:
        """Whether a text has begun and not ended."""
        return bool(self._lines)

    @property
    def stale(self) -> bool:
        """Whether the end of an open text is no longer to be expected."""
        late = self._clock.boottime() - self._at > _PATIENCE_S
        return self.open and (late or sum(map(len, self._lines)) > _MOST)

    @property
    def over(self) -> bool:
        """Whether an open text has ended, given that nothing is waiting to be read."""
        return self.open and self._clock.boottime() - self._at > QUIET_S

    def add(self, line: str) -> str | None:
        """One more line; the whole answer once it is complete."""
        self._lines.append(line)
        self._at = self._clock.boottime()
        whole = "\n".join(self._lines)
        if not is_whole(whole):
            return None
        self._lines.clear()
        return whole

    def cut(self) -> tuple[str, list[str]]:
        """End a text that does not end: what it certainly holds, and the lines that may be something else."""
        lines, self._lines = self._lines, []
        end = next((at for at, line in enumerate(lines) if at and (final_of(line) or line == "RING")), len(lines))
        return "\n".join(lines[:end]), lines[end:]
